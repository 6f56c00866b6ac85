"""Prices as quoted: tiers, currencies, what a price contains, and the market's price guide."""

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from pricing.moments import ChangedAtField
from pricing.small_numbers import SmallNumberField

from .pairs import Pair, complete_pair, ordered_pair
from .procedure import SESSIONS, Procedure, Treatment, sessions_in_range

HIGHEST_AMOUNT = 9_999_999_999
AMOUNT = [MaxValueValidator(HIGHEST_AMOUNT)]


class PriceTier(models.Model):
    """One step of the ordered scale of price levels; rank 1 is the cheapest."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=80)
    rank = SmallNumberField(unique=True, help_text=_("1 is the cheapest."))
    meaning = models.CharField(max_length=300, blank=True)
    changed_at = ChangedAtField()

    class Meta:
        ordering = ["rank"]

    def __str__(self):
        return self.name


class Inclusion(models.Model):
    """Something that a price may contain, such as all sessions or a follow-up visit."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    position = SmallNumberField(default=0)
    text = models.CharField(max_length=300, blank=True)
    changed_at = ChangedAtField()

    class Meta:
        ordering = ["position", "name"]

    def __str__(self):
        return self.name


class CurrencyQuerySet(models.QuerySet):
    """Currencies and which of them can be converted."""

    def with_rate(self):
        """Keep the currencies whose prices count."""
        return self.filter(units_per_usd__isnull=False)


class Currency(models.Model):
    """A currency and its dated rate in units per US dollar; without a rate its prices count as unpriced."""

    code = models.CharField(
        max_length=3,
        unique=True,
        validators=[RegexValidator(r"\A[A-Z]{3}\Z", _("Use the three capital letters of ISO 4217."))],
    )
    decimals = SmallNumberField(
        default=2, validators=[MaxValueValidator(4)], help_text=_("Digits after the point when shown.")
    )
    units_per_usd = models.DecimalField(
        _("units per US dollar"),
        max_digits=14,
        decimal_places=6,
        null=True,
        blank=True,
    )
    as_of = models.DateField(null=True, blank=True, help_text=_("The day of the rate."))
    source = models.CharField(max_length=300, blank=True)

    objects = CurrencyQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name_plural = _("currencies")
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_rate_positive",
                condition=Q(units_per_usd__gt=0),
                violation_error_message=_("A rate must be above zero."),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_rate_dated",
                condition=Q(units_per_usd__isnull=True) | Q(as_of__isnull=False),
                violation_error_message=_("A rate needs the day it was read."),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_us_dollar_is_one",
                condition=~Q(code="USD") | Q(units_per_usd=1, units_per_usd__isnull=False),
                violation_error_message=_("One US dollar is one US dollar."),
            ),
        ]

    def __str__(self):
        return self.code


class PriceBasis(models.TextChoices):
    """What a price pays for: one session, or the whole course."""

    SESSION = "session", _("per session")
    PACKAGE = "package", _("whole course")


class PriceState(models.TextChoices):
    """Whether there is a figure, or one is quoted only after an assessment."""

    PRICED = "priced", _("priced")
    ON_ASSESSMENT = "on_assessment", _("quoted after assessment")


class TaxState(models.TextChoices):
    """Whether a price contains value-added tax."""

    INCLUDED = "included", _("tax included")
    EXCLUDED = "excluded", _("tax not included")
    UNKNOWN = "unknown", _("tax not stated")


class PriceRange(models.Model):
    """A price as quoted, in whole units of its currency; an open end may keep its stated figure.

    4,000-6,000 and open above is low 4000, high 6000, open_ended; with no stated figure high is empty.
    A fixed price has low = high. A price on assessment has no figures.
    """

    basis = models.CharField(max_length=10, choices=PriceBasis.choices)
    state = models.CharField(max_length=15, choices=PriceState.choices, default=PriceState.PRICED)
    low = models.PositiveBigIntegerField(
        null=True, blank=True, validators=AMOUNT, help_text=_("Whole units of the currency.")
    )
    high = models.PositiveBigIntegerField(
        null=True, blank=True, validators=AMOUNT, help_text=_("The same as low for a fixed price.")
    )
    open_ended = models.BooleanField(
        default=False, help_text=_("Prices go on above the highest figure, or start at the lowest.")
    )
    currency = models.ForeignKey(Currency, to_field="code", on_delete=models.PROTECT, related_name="+")
    sessions_min = SmallNumberField(
        _("fewest sessions"),
        null=True,
        blank=True,
        validators=SESSIONS,
        help_text=_("Only when this price states its own number."),
    )
    sessions_max = SmallNumberField(_("most sessions"), null=True, blank=True, validators=SESSIONS)
    inclusions = models.ManyToManyField(Inclusion, blank=True, related_name="+")
    tax = models.CharField(max_length=10, choices=TaxState.choices, default=TaxState.UNKNOWN)
    estimated = models.BooleanField(default=False, help_text=_("An estimate, not a quote."))
    year = SmallNumberField(validators=[MinValueValidator(2000), MaxValueValidator(2100)])
    remark = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=300, blank=True)
    checked_on = models.DateField(null=True, blank=True)

    sessions = Pair("sessions")

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_basis_known",
                condition=Q(basis__in=PriceBasis.values),
                violation_error_message=_("A price is per session or for the whole course."),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_state_known",
                condition=Q(state__in=PriceState.values),
                violation_error_message=_("A price has figures or is quoted after assessment."),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_tax_known",
                condition=Q(tax__in=TaxState.values),
                violation_error_message=_("Tax is included, excluded or unknown."),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_range_ordered",
                condition=Q(low__lte=F("high")),
                violation_error_message=_("The highest price is below the lowest."),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_priced_has_figures",
                condition=~Q(state=PriceState.PRICED)
                | (Q(low__isnull=False) & (Q(high__isnull=False) | Q(open_ended=True))),
                violation_error_message=_(
                    "A price needs its lowest figure, and its highest unless it is open-ended."
                ),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_on_assessment_has_none",
                condition=~Q(state=PriceState.ON_ASSESSMENT)
                | Q(low__isnull=True, high__isnull=True, open_ended=False),
                violation_error_message=_("A price quoted after assessment has no figures."),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_amounts_in_range",
                condition=(Q(low__isnull=True) | Q(low__gte=0, low__lte=HIGHEST_AMOUNT))
                & (Q(high__isnull=True) | Q(high__lte=HIGHEST_AMOUNT)),
                violation_error_message=_("A price has at most ten digits."),
            ),
            complete_pair("sessions"),
            ordered_pair("sessions"),
            sessions_in_range(),
        ]


class MarketPriceQuerySet(models.QuerySet):
    """Rows of the price guide and their order."""

    def in_guide_order(self):
        """Order as the price guide does: per session first, then whole courses, each in its own order."""
        return self.order_by("procedure__position", "procedure__slug", "-basis", "position", "label", "pk")


class MarketPrice(PriceRange):
    """A row of the price guide: what the market asks, for no clinic in particular."""

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="market_prices")
    label = models.CharField(max_length=160)
    position = SmallNumberField(default=0)
    treatments = models.ManyToManyField(
        Treatment,
        blank=True,
        related_name="market_prices",
        help_text=_("One package row may cover several areas."),
    )
    changed_at = ChangedAtField()

    objects = MarketPriceQuerySet.as_manager()

    class Meta(PriceRange.Meta):
        abstract = False
        ordering = ["procedure", "basis", "position", "label"]
        constraints = [
            *PriceRange.Meta.constraints,
            models.UniqueConstraint(
                fields=["procedure", "basis", "label"],
                name="%(app_label)s_%(class)s_label_unique",
                violation_error_message=_("The price guide has this label already."),
            ),
        ]

    def __str__(self):
        return f"{self.label} ({self.get_basis_display()})"

    @cached_property
    def covered(self):
        """The treatments that the row is a price for, in order; who has read them otherwise may set them."""
        return list(self.treatments.all())
