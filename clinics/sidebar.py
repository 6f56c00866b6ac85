"""The choices beside a listing, as the page shows them."""

from dataclasses import dataclass

from clinics.facets import FACETS, Option

OPEN_LEVELS = 2
UNFOLDED = ("district", "focus")


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """One group of choices: its parameter, its title and its visible Options."""

    name: str
    label: str
    options: list[Option]

    @property
    def chosen(self):
        """The number of choices that are made in the group."""
        return sum(option.selected for option in self.options)

    @property
    def is_unfolded(self):
        """Whether the group shows its options: where most visitors start, and wherever there is a choice."""
        return self.name in UNFOLDED or bool(self.chosen)


def read_sidebar(listing):
    """Return the FacetGroups of a listing; districts open to two levels, deeper only below a chosen one.

    A group in which nothing is chosen and no choice would change the results is left out.
    """
    groups = []
    for name in FACETS:
        options = listing.facets[name]
        if not listing.chosen[name] and not varies(options, total=listing.count):
            continue
        if name == "district":
            options = _visible_districts(listing)
        groups.append(FacetGroup(name, str(listing.filter.filters[name].label), options))
    return groups


def varies(options, *, total):
    """Tell whether some choice among Options gives fewer clinics than the `total`, but not none."""
    return any(option.count not in {0, total} for option in options)


def _visible_districts(listing):
    districts = listing.vocabulary.district
    chosen = {district.pk for district in listing.chosen["district"]}
    shown = districts.with_descendants(chosen)
    for pk in chosen:
        shown.update(district.pk for district in districts.path(districts.by_pk[pk]))
    return [
        option
        for option in listing.facets["district"]
        if option.depth < OPEN_LEVELS or districts.by_slug[option.value].pk in shown
    ]
