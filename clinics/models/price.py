"""What one clinic asks for one treatment, and what its whole course costs in US dollars."""

from django.db import models
from django.db.models import BigIntegerField, Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Cast, Coalesce, Round
from django.utils.translation import gettext_lazy as _

from pricing.models import PriceBasis, PriceRange, PriceState, Treatment

from .clinic import Clinic

MILLIONTHS = 1_000_000


class ClinicPriceQuerySet(models.QuerySet):
    """Prices as courses: one row for each treatment of a clinic that has a price in US dollars."""

    def convertible(self):
        """Keep the prices with figures in a currency that has a rate."""
        return self.filter(state=PriceState.PRICED, currency__units_per_usd__isnull=False)

    def courses(self, *conditions):
        """Keep the price that makes each course and annotate `course_low` and `course_high`, in US dollars.

        `fewest` and `most` are the sessions that are counted, 1 for a package. Conditions on the clinics keep
        the courses of these: PostgreSQL would otherwise look at the packages of all clinics first.

        The same rule as pricing.course.course_price, in whole-number arithmetic that both engines do
        exactly: rates have six decimals, so they are counted in millionths. `course_high` is null when
        nothing is stated; an open end may keep its stated figure.
        """
        packages = ClinicPrice.objects.convertible().filter(
            *conditions,
            clinic=OuterRef("clinic"),
            treatment=OuterRef("treatment"),
            basis=PriceBasis.PACKAGE,
        )
        rate = Cast(Round(F("currency__units_per_usd") * MILLIONTHS), BigIntegerField())
        low = F("low") * F("fewest") * MILLIONTHS
        high = F("high") * F("most") * MILLIONTHS
        return (
            self.convertible()
            .filter(*conditions)
            .filter(Q(basis=PriceBasis.PACKAGE) | ~Exists(packages))
            .annotate(rate=rate, fewest=_sessions("min"), most=_sessions("max"))
            .annotate(course_low=low / F("rate"), course_high=(high + F("rate") - 1) / F("rate"))
        )


def _sessions(end):
    """Return how many sessions a course counts: one package, or the price's, treatment's or procedure's."""
    return Case(
        When(basis=PriceBasis.PACKAGE, then=Value(1)),
        default=Coalesce(
            f"sessions_{end}", f"treatment__sessions_{end}", f"treatment__procedure__sessions_{end}"
        ),
        output_field=BigIntegerField(),
    )


class ClinicPrice(PriceRange):
    """A clinic's price for a treatment, at most one per session and one for the whole course."""

    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="prices")
    treatment = models.ForeignKey(Treatment, on_delete=models.PROTECT, related_name="clinic_prices")

    objects = ClinicPriceQuerySet.as_manager()

    class Meta(PriceRange.Meta):
        abstract = False
        ordering = ["treatment__position", "treatment__slug", "basis"]
        constraints = [
            *PriceRange.Meta.constraints,
            models.UniqueConstraint(
                fields=["clinic", "treatment", "basis"],
                name="%(app_label)s_%(class)s_basis_unique",
                violation_error_message=_("This clinic has a price for this treatment and basis already."),
            ),
        ]

    def __str__(self):
        return f"{self.treatment} ({self.get_basis_display()})"
