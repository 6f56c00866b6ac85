"""One step away: the smallest changes to a listing that give more clinics, each with its exact number.

The numbers come from the listing's counts and from its matches.
"""

from dataclasses import dataclass
from math import cos, inf, radians

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinics.parameters import HIGHEST_BUDGET
from clinics.state import clinics_in_words, lowered
from pricing.budget import Bucket
from pricing.money import amount

MOST = 6
MOST_NEIGHBORS = 2
WITHOUT = {
    "q": gettext_lazy("Without the search words"),
    "district": gettext_lazy("Without district"),
    "focus": gettext_lazy("Without “known for”"),
    "concern": gettext_lazy("Without concern"),
    "treatment": gettext_lazy("Without treatment"),
    "language": gettext_lazy("Without language"),
    "service": gettext_lazy("Without service"),
    "tier": gettext_lazy("Without price tier"),
    "verified": gettext_lazy("Without anything verified"),
    "budget": gettext_lazy("Without budget"),
}


@dataclass(frozen=True, slots=True)
class Relaxation:
    """A change of one parameter: its words, the new values as State.query takes them, how many it gives."""

    words: str
    changes: dict[str, list[str]]
    count: int

    @property
    def parameter(self):
        """The parameter that changes."""
        return next(iter(self.changes))


def smallest(steps, withouts, *, found, most=MOST):
    """Choose from Relaxations those worth following.

    First the `steps`, which keep all that was chosen, in their order; then the `withouts`, which give a
    choice up, those first that stay nearest to it. Whatever gives no more than what was `found` is left out,
    and so is a change of a parameter that gives the same as a smaller change of it.
    """
    chosen, seen = [], set()
    for relaxation in [*steps, *sorted(withouts, key=lambda relaxation: relaxation.count)]:
        outcome = relaxation.parameter, relaxation.count
        if relaxation.count > found and outcome not in seen:
            seen.add(outcome)
            chosen.append(relaxation)
    return chosen[:most]


def next_budget(lowest, *, highest=HIGHEST_BUDGET):
    """Return the smallest round budget that reaches the lowest price of all courses, or None: 3412 -> 3500.

    It has at most two figures before its noughts and is at most `highest`. All are whole US dollars; the
    lowest price is None where no course has one.
    """
    if lowest is None or lowest > highest:
        return None
    unit = 10 ** max(len(str(lowest)) - 2, 0)
    return min(-(-lowest // unit) * unit, highest)


def neighbors(chosen, districts, counts):
    """Return the districts beside the chosen ones, the nearest first: in the same district, then by distance.

    `districts` is the Districts tree, `counts` how many clinics each slug gives. What lies inside a chosen
    district, around it, or holds no clinics is left out.
    """
    paths = [districts.path(district) for district in chosen]
    around = {district.pk: depth for path in paths for depth, district in enumerate(path[:-1])}
    taken = districts.with_descendants(district.pk for district in chosen) | set(around)
    beside = [
        district
        for district in districts
        if counts.get(district.slug)
        and district.pk not in taken
        and (district.parent_id is None or district.parent_id in around)
    ]

    def nearness(district):
        common = around.get(district.parent_id, -1)
        return -common, min(_distance(district, other) for other in chosen), -counts[district.slug]

    return sorted(beside, key=nearness)


def _distance(one, other):
    """Return how far apart two districts lie, in degrees of latitude; infinite where a point is unknown."""
    if one.latitude is None or other.latitude is None:
        return inf
    north = float(one.latitude - other.latitude)
    east = float(one.longitude - other.longitude) * cos(radians(float(one.latitude)))
    return (north * north + east * east) ** 0.5


def read_relaxations(listing, state):
    """Return the Relaxations to show below the last result of a Listing.

    There are none where nothing narrows it, and before its last page.
    """
    if not state.is_filtered or listing.page < listing.last_page:
        return []
    near_misses = _NearMisses(listing)
    return smallest(near_misses.steps(), near_misses.withouts(), found=listing.count)


def links_to(relaxations, state):
    """Return (words with the number of clinics, query string) of each Relaxation."""
    return [
        (
            _("%(change)s: %(clinics)s")
            % {"change": relaxation.words, "clinics": clinics_in_words(relaxation.count)},
            state.query(**relaxation.changes),
        )
        for relaxation in relaxations
    ]


class _NearMisses:
    """What a Listing would give after one change."""

    def __init__(self, listing):
        self.listing = listing
        self.matches = listing.matches
        self.chosen = listing.chosen
        self.found = listing.count

    def steps(self):
        """Yield the changes that add something to what was asked."""
        if self.chosen["budget"] is not None:
            yield from self._unpriced()
            yield from self._higher_budget()
        if self.chosen["district"]:
            yield from self._districts()
        if self.chosen["tier"]:
            yield from self._tiers()
        if len(self.chosen["verified"]) > 1:
            yield from self._criteria()

    def withouts(self):
        """Yield the changes that give up a parameter."""
        for name in self.matches.narrowing:
            yield Relaxation(str(WITHOUT[name]), {name: []}, self.matches.count_without(name))

    def _unpriced(self):
        if not self.chosen["unpriced"]:
            count = self.found + self.listing.buckets[Bucket.UNPRICED]
            yield Relaxation(
                _("Including clinics without a published price"), {"unpriced": ["include"]}, count
            )

    def _higher_budget(self):
        """The next round budget that brings at least one clinic more."""
        budget = next_budget(self.matches.lowest_over)
        if budget is not None:
            count = self.found + self.matches.count_reached(budget)
            words = _("With a budget of %(amount)s") % {"amount": amount(budget, "USD")}
            yield Relaxation(words, {"budget": [str(budget)]}, count)

    def _districts(self):
        """Districts beside the chosen ones, which add all that they hold; then the one around them."""
        counts = {option.value: option.count for option in self.listing.facets["district"]}
        chosen = self.chosen["district"]
        slugs = [district.slug for district in chosen]
        districts = self.listing.vocabulary.district
        for district in neighbors(chosen, districts, counts)[:MOST_NEIGHBORS]:
            yield Relaxation(
                _("Also in %(district)s") % {"district": district.name},
                {"district": [*slugs, district.slug]},
                self.found + counts[district.slug],
            )
        around = {district.parent_id for district in chosen}
        if len(around) == 1 and (parent := districts.by_pk.get(around.pop())) is not None:
            yield Relaxation(
                _("In all of %(district)s") % {"district": parent.name},
                {"district": [parent.slug]},
                counts.get(parent.slug, 0),
            )

    def _tiers(self):
        """The nearest price tier besides, for a clinic has one at the most."""
        counts = {option.value: option.count for option in self.listing.facets["tier"]}
        tiers = list(self.listing.vocabulary.tier)
        chosen = self.chosen["tier"]
        others = [tier for tier in tiers if tier not in chosen and counts[tier.slug]]
        if others:
            nearest = min(
                others, key=lambda tier: min(abs(tiers.index(tier) - tiers.index(other)) for other in chosen)
            )
            slugs = [tier.slug for tier in chosen]
            yield Relaxation(
                _("Also of price tier %(tier)s") % {"tier": lowered(nearest.name)},
                {"tier": [*slugs, nearest.slug]},
                self.found + counts[nearest.slug],
            )

    def _criteria(self):
        """Each criterion may be missing."""
        chosen = self.chosen["verified"]
        for criterion in chosen:
            yield Relaxation(
                _("Without “%(criterion)s”") % {"criterion": criterion.name},
                {"verified": [other.slug for other in chosen if other != criterion]},
                self.found + self.matches.count_missing(criterion.pk),
            )
