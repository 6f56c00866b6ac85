"""What courses cost in each price tier: quartiles over the clinics, where there are enough of them."""

from collections import Counter
from dataclasses import dataclass
from statistics import quantiles

from django.db.models import Count

from clinics.models import Clinic, ClinicPrice
from pricing.money import Span

FEWEST_CLINICS = 3


@dataclass(frozen=True, slots=True)
class TierCourses:
    """What courses of a tier start at, in whole US dollars: a quarter below `lower`, half below `middle`."""

    clinics: int
    courses: int
    lower: int
    middle: int
    upper: int
    is_example: bool

    @property
    def span(self):
        """The Span in which half of the courses start."""
        return Span(self.lower, self.upper)


def quartiles(figures):
    """Return the lower quartile, median and upper quartile of {figure: how often}, in whole figures.

    A quartile between two figures is divided as the figures themselves are ("inclusive", as in R-7).
    """
    every = sorted(Counter(figures).elements())
    if len(every) == 1:
        return (every[0],) * 3
    return tuple(round(figure) for figure in quantiles(every, n=4, method="inclusive"))


def read_tier_courses(*, at):
    """Return {tier primary key: TierCourses} of the published clinics, in two queries.

    A tier with fewer than three clinics that have a price is left out: its figures would be those of one
    clinic. Examples count only while no other clinic has a price.
    """
    priced = ClinicPrice.objects.courses().filter(
        clinic__in=Clinic.objects.published(at=at), clinic__price_tier__isnull=False
    )
    clinics = {}
    rows = priced.order_by().values_list("clinic__price_tier", "clinic__is_example")
    for tier, is_example, count in rows.annotate(count=Count("clinic", distinct=True)):
        clinics[tier, is_example] = count
    figures = {}
    rows = priced.order_by().values_list("clinic__price_tier", "clinic__is_example", "course_low")
    for tier, is_example, low, count in rows.annotate(count=Count("pk")):
        figures.setdefault((tier, is_example), Counter())[low] += count
    only_examples = all(is_example for _tier, is_example in clinics)
    return {
        tier: TierCourses(
            count, figures[tier, is_example].total(), *quartiles(figures[tier, is_example]), is_example
        )
        for (tier, is_example), count in clinics.items()
        if is_example == only_examples and count >= FEWEST_CLINICS and (tier, is_example) in figures
    }
