"""The choices beside a listing, as the page shows them."""

from dataclasses import dataclass

from clinics.asking import no_amount, quoted
from clinics.facets import FACETS, Option
from clinics.state import printable

OPEN_LEVELS = 2
SHORT = 40  # so few districts are shown whole, whatever their level
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


@dataclass(frozen=True, slots=True)
class BudgetField:
    """The field of the budget: what stands in it, and a sentence about what was no budget, or ""."""

    typed: str
    sentence: str

    @property
    def is_unfolded(self):
        """Whether the group shows its field: wherever something stands in it."""
        return bool(self.typed)


def read_budget(listing):
    """Return the BudgetField of a listing; what was ignored stays in it, so that it can be mended."""
    if ignored := listing.filter.ignored.get("budget"):
        return BudgetField(printable(ignored[0]), no_amount(quoted(ignored[0])))
    budget = listing.chosen["budget"]
    return BudgetField("" if budget is None else str(budget), "")


def read_sidebar(listing):
    """Return the FacetGroups of a listing; many districts open to two levels, deeper around a chosen one.

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
    options = listing.facets["district"]
    if len(options) <= SHORT:
        return options
    districts = listing.vocabulary.district
    chosen = listing.chosen["district"]
    around = [place for district in chosen for place in districts.path(district)]
    shown = districts.with_descendants(district.pk for district in chosen)
    shown.update(child.pk for place in around for child in districts.children(place))
    return [
        option
        for option in options
        if option.depth < OPEN_LEVELS or districts.by_slug[option.value].pk in shown
    ]
