"""What is asked of an index, in its own terms, and the answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, reduce
from operator import and_, or_

from clinics.index.bits import places_of
from clinics.index.clinic_index import ANY, ClinicIndex
from clinics.index.figures import Figures, highest_of, lowest_of

FITS, MAY_FIT, OVER, UNPRICED = range(4)


@dataclass(frozen=True, slots=True)
class Word:
    """A folded word, and the vocabulary's records whose names hold it: facet -> primary keys."""

    text: str
    records: dict[str, Iterable[int]]


@dataclass(frozen=True, slots=True)
class Question:
    """Which clinics are asked for.

    `chosen` maps facets to primary keys and leaves out those without a choice; of "district" they are all
    districts that may hold a clinic. `tiers` are all price tiers, the cheapest first. `budget` is in whole US
    dollars, `at` an aware moment and `today` the day that evidence must hold on.
    """

    at: datetime
    today: date
    chosen: dict[str, list[int]]
    words: list[Word]
    budget: int | None = None
    keeps_unpriced: bool = False
    sort: str = "name"
    tiers: tuple[int, ...] = ()


class Answer:
    """The answer of a ClinicIndex to a Question, exact in every count."""

    def __init__(self, index: ClinicIndex, question: Question):
        self.index = index
        self.question = question
        self.public = index.public(at=question.at).clinics
        self._kept = {}

    @cached_property
    def passing(self):
        """Parameter -> clinics that pass it alone, drafts too; for each that narrows but the budget."""
        question, index = self.question, self.index
        passing = {"q": reduce(and_, map(self._with_word, question.words))} if question.words else {}
        for facet, members in question.chosen.items():
            if facet == "verified":
                verified = index.verified(on=question.today)
                passing[facet] = reduce(and_, (verified.get(member, 0) for member in members))
            else:
                passing[facet] = index.any_of(facet, members)
        return passing

    def _with_word(self, word):
        bitmaps = (self.index.any_of(facet, members) for facet, members in word.records.items())
        return reduce(or_, bitmaps, self.index.named(word.text))

    def all_but(self, name):
        """Return the public clinics that pass every parameter but one and the budget."""
        return reduce(and_, (found for other, found in self.passing.items() if other != name), self.public)

    @cached_property
    def unbudgeted(self):
        """The public clinics that pass every parameter but the budget."""
        return self.all_but(None)

    @cached_property
    def buckets(self):
        """All clinics by how the budget stands to the courses that count: FITS, MAY_FIT, OVER, UNPRICED."""
        return self._buckets(self.question.chosen.get("treatment") or [ANY])

    def _buckets(self, treatments):
        budget = self.question.budget
        fits = reaches = priced = 0
        for treatment in treatments:
            low = self.index.figures("low", treatment)
            fits |= self.index.figures("high", treatment).at_most(budget)
            reaches |= low.at_most(budget)
            priced |= low.known
        reaches |= fits
        return fits, reaches ^ fits, priced ^ reaches, self.index.everything ^ priced

    def kept(self, treatments=None):
        """Return the clinics that the budget keeps, by the courses of some treatments or all that count."""
        if treatments is None:
            treatments = self.question.chosen.get("treatment") or [ANY]
        key = tuple(treatments)
        if key not in self._kept:
            fits, may_fit, _over, unpriced = self._buckets(key)
            self._kept[key] = fits | may_fit | (unpriced if self.question.keeps_unpriced else 0)
        return self._kept[key]

    def within_budget(self, clinics, treatments=None):
        """Return those of some clinics that the budget keeps; all of them without a budget."""
        return clinics if self.question.budget is None else clinics & self.kept(treatments)

    @cached_property
    def found(self):
        """The clinics that pass everything."""
        return self.within_budget(self.unbudgeted)

    def bucket_counts(self):
        """Return how many clinics that pass all else stand in each bucket."""
        return [(bucket & self.unbudgeted).bit_count() for bucket in self.buckets]

    def counts(self, facet):
        """Return member -> how many clinics it would give in place of what is chosen of a facet.

        Of "verified" beside what is chosen. A district is counted without those inside it.
        """
        bitmaps = self.index.bitmaps.get(facet, {})
        if facet == "verified":
            clinics, bitmaps = self.found, self.index.verified(on=self.question.today)
        elif facet == "treatment" and self.question.budget is not None:
            clinics = self.all_but(facet)
            bitmaps = {member: bitmap & self.kept([member]) for member, bitmap in bitmaps.items()}
        elif facet in self.passing:
            clinics = self.within_budget(self.all_but(facet))
        else:
            clinics = self.found
        return {member: (bitmap & clinics).bit_count() for member, bitmap in bitmaps.items()}

    def listed_districts(self):
        """Return the districts in which a public clinic stands itself."""
        return [pk for pk, bitmap in self.index.bitmaps["district"].items() if bitmap & self.public]

    def count_without(self, name):
        """Return how many clinics there would be if a parameter were given up."""
        if name == "budget":
            return self.unbudgeted.bit_count()
        treatments = [ANY] if name == "treatment" else None
        return self.within_budget(self.all_but(name), treatments).bit_count()

    def count_missing(self, criterion):
        """Return how many clinics would come in if one of the chosen criteria were given up."""
        verified = self.index.verified(on=self.question.today)
        others = (verified.get(other, 0) for other in self.question.chosen["verified"] if other != criterion)
        clinics = reduce(and_, others, self.within_budget(self.all_but("verified")))
        return (clinics & ~verified.get(criterion, 0)).bit_count()

    def lowest_over(self):
        """Return the lowest course price, in US dollars, that puts a clinic over the budget, or None."""
        return self._lows.lowest(self._over)

    def count_reached(self, budget):
        """Return how many of the clinics over the budget have a course that begins at another at the most."""
        return (self._lows.at_most(budget) & self._over).bit_count()

    @property
    def _over(self):
        return self.buckets[OVER] & self.unbudgeted

    @cached_property
    def _lows(self):
        return self._figures("low", lowest_of)

    def _figures(self, name, best_of):
        treatments = self.question.chosen.get("treatment")
        if not treatments:
            return self.index.figures("top" if name == "high" else name, ANY)
        return best_of([self.index.figures(name, treatment) for treatment in treatments])

    def pks(self, first=0, last=None):
        """Return primary keys of the clinics found in their order, those numbered `first` to `last` - 1."""
        return self.index.pks_at(self.places(first, last))

    def places(self, first=0, last=None):
        """Return their places in that order."""
        if last is None:
            last = self.found.bit_count()
        found = []
        for part, figures, descending in self._parts():
            count = part.bit_count()
            if first < count and last > 0:
                start = max(first, 0)
                if figures is None:
                    found += places_of(part, start, min(last, count))
                else:
                    found += figures.in_order(part, start, min(last, count), descending=descending)
            first, last = first - count, last - count
        return found

    def _parts(self):
        """Yield (clinics, Figures that order them or None, descending) in order; the last key is the name."""
        if self.question.budget is None:
            groups = [self.found]
        else:
            groups = [bucket & self.found for bucket in self.buckets]
        for group in groups:
            yield from self._sorted(group)

    def _sorted(self, group):
        sort = self.question.sort
        if sort == "tier":
            for tier in self.question.tiers:
                part = group & self.index.bitmap("tier", tier)
                yield part, None, False
                group ^= part
        elif sort == "-price":
            is_open = group & self.index.any_of("open", self.question.chosen.get("treatment") or [ANY])
            yield is_open, None, False
            group ^= is_open
            highs = self._highs
            yield group & highs.known, highs, True
            group ^= group & highs.known
        elif sort in ("price", "verified"):
            figures = self._lows if sort == "price" else self.index.figures("verified on")
            yield group & figures.known, figures, sort == "verified"
            group ^= group & figures.known
        yield group, None, False

    @cached_property
    def _highs(self) -> Figures:
        return self._figures("high", highest_of)
