"""The clinics that match an address, asked of the database or of the index: both give the same answer.

Either kind of matches offers

    count                    how many clinics there are
    pks(first, last)         their primary keys in order, those numbered `first` to `last` - 1, or to the end
    bucket_counts            place in BUCKETS -> how many pass all but the budget; None without a budget
    facet_counts             facet -> {primary key: count}, as list_options takes them
    narrowing                the names of the parameters that narrow
    count_without(name)      how many there would be without one of those parameters
    count_missing(criterion) how many more there would be without one of the criteria, given by primary key
    lowest_over              the lowest course price of the clinics over the budget, or None
    count_reached(budget)    how many of these have a course that begins at a higher budget at the most

Prices and budgets are whole US dollars.
"""

from collections import Counter
from functools import cached_property

from django.db.models import Count, OuterRef, Sum

from clinics.among import Among
from clinics.facets import FACETS, LISTED, count_by_query
from clinics.filters import BUCKETS, in_buckets, whole_words
from clinics.index.question import Answer, Question, Word
from clinics.models import ClinicPrice, Finding
from pricing.budget import Bucket


class QueriedMatches:
    """The matches of a ClinicFilter out of the database: the reference, slow where there are many clinics."""

    def __init__(self, clinic_filter):
        self.filter = clinic_filter
        self.chosen = clinic_filter.chosen

    @property
    def count(self):
        return len(self.filter.found)

    def pks(self, first=0, last=None):
        return self.filter.found[first:last]

    @cached_property
    def bucket_counts(self):
        return None if self.chosen["budget"] is None else Counter(self.filter.placed.values())

    @cached_property
    def facet_counts(self):
        return count_by_query(self.filter)

    @property
    def narrowing(self):
        return [*self.filter.passing, *_budget(self.chosen)]

    def count_without(self, name):
        if name == "budget":
            return len(self.filter.placed)
        if name == "treatment" and self.chosen["budget"] is not None:
            return self._count_with_any_treatment()
        return len(self._passing_without(name))

    def _passing_without(self, name):
        """Return the primary keys of the clinics that pass every parameter but one."""
        passing = self.filter.passing_all_but(name)
        published = self._published if self.chosen["budget"] is None else self.filter.within_budget
        return published if passing is None else published & passing

    def _count_with_any_treatment(self):
        """A budget then weighs the prices of all treatments, not only of those that were chosen."""
        passing = self.filter.passing_all_but("treatment")
        clinics = self.filter.queryset
        if passing is not None:
            clinics = clinics.filter(Among("pk", passing))
        courses = ClinicPrice.objects.courses().filter(clinic=OuterRef("pk"))
        in_bucket = in_buckets(clinics, courses, budget=self.chosen["budget"])
        return in_bucket.filter(bucket__in=self.filter.kept_buckets).count()

    @cached_property
    def _published(self):
        return set(self.filter.queryset.order_by().values_list("pk", flat=True))

    def count_missing(self, criterion):
        return self._missing[criterion]

    @cached_property
    def _missing(self):
        """Criterion -> clinics that have all but this one: it is what the sum of theirs is short of."""
        chosen = [criterion.pk for criterion in self.chosen["verified"]]
        findings = Finding.objects.verified(on=self.filter.today).filter(
            Among("clinic_id", self._passing_without("verified")), criterion__in=chosen
        )
        answers = findings.order_by().values("clinic").annotate(answers=Count("pk"), sum=Sum("criterion_id"))
        sums = answers.filter(answers=len(chosen) - 1).values_list("sum", flat=True)
        return Counter(sum(chosen) - int(found) for found in sums)

    @property
    def lowest_over(self):
        return min(self._lows_over, default=None)

    def count_reached(self, budget):
        return sum(clinics for low, clinics in self._lows_over.items() if low <= budget)

    @cached_property
    def _lows_over(self):
        """Lowest course price -> how many clinics over the budget have it."""
        over = [pk for pk, place in self.filter.placed.items() if BUCKETS[place] == Bucket.OVER]
        clinics = self.filter.with_bucket(self.filter.queryset.filter(Among("pk", over)))
        lows = clinics.order_by().values("lowest_low").annotate(count=Count("pk"))
        return dict(lows.values_list("lowest_low", "count"))


class IndexedMatches:
    """The same out of a ClinicIndex, which is as new as the vocabulary of the ClinicFilter."""

    def __init__(self, clinic_filter, index):
        self.filter = clinic_filter
        self.chosen = clinic_filter.chosen
        self.answer = Answer(index, question_of(clinic_filter))

    @cached_property
    def count(self):
        return self.answer.found.bit_count()

    def pks(self, first=0, last=None):
        return self.answer.pks(first, last)

    def places(self, first=0, last=None):
        """Return where the clinics of `pks` stand in the index."""
        return self.answer.places(first, last)

    @cached_property
    def bucket_counts(self):
        return None if self.chosen["budget"] is None else dict(enumerate(self.answer.bucket_counts()))

    @cached_property
    def facet_counts(self):
        counts = {facet: self.answer.counts(facet) for facet in FACETS}
        return {**counts, LISTED: dict.fromkeys(self.answer.listed_districts(), 1)}

    @property
    def narrowing(self):
        return [*self.answer.passing, *_budget(self.chosen)]

    def count_without(self, name):
        return self.answer.count_without(name)

    def count_missing(self, criterion):
        return self.answer.count_missing(criterion)

    @property
    def lowest_over(self):
        return self.answer.lowest_over()

    def count_reached(self, budget):
        return self.answer.count_reached(budget)


def question_of(clinic_filter):
    """Return what a ClinicFilter asks, as a Question of the index."""
    chosen, vocabulary = clinic_filter.chosen, clinic_filter.vocabulary
    pks = {facet: [record.pk for record in chosen[facet]] for facet in FACETS if chosen[facet]}
    if "district" in pks:
        pks["district"] = vocabulary.district.with_descendants(pks["district"])
    return Question(
        at=clinic_filter.at,
        today=clinic_filter.today,
        chosen=pks,
        words=[
            Word(
                word,
                {
                    facet: getattr(vocabulary, facet).containing(word)
                    for facet in ("district", "focus", "treatment")
                },
            )
            for word in whole_words(chosen["q"])
        ],
        budget=chosen["budget"],
        keeps_unpriced=bool(chosen["unpriced"]),
        sort=chosen["sort"] or "name",
        tiers=tuple(tier.pk for tier in vocabulary.tier),
    )


def _budget(chosen):
    return [] if chosen["budget"] is None else ["budget"]
