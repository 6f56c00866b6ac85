"""Where a listing contradicts itself or the market: package, sessions, tier (facts S210-S215, S254)."""

from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from clinics.models import ClinicPrice
from pricing.against_market import disagreement, starts_far_below
from pricing.course import course_price, deciding_basis
from pricing.market import market_of
from pricing.models import Currency, MarketPrice, PriceBasis, PriceTier, Treatment
from pricing.money import Span
from pricing.suggested_tier import suggest_tier

from .dates import kept_clinics
from .tasks import Task, field, numbered, row

FAR = 2  # steps of the scale of tiers between what is chosen and what the prices speak for


class Price(NamedTuple):
    """A price of a clinic with what it is compared by; `place` is that of its row on the page."""

    place: int
    treatment: int
    basis: str
    span: Span | None
    sessions: tuple[int, int]


class Market:
    """What the price guide asks for each treatment, in US dollars."""

    def __init__(self):
        rows = list(
            MarketPrice.objects.in_guide_order().select_related("currency").prefetch_related("treatments")
        )
        self.treatments = {
            treatment.pk: treatment for treatment in Treatment.objects.select_related("procedure")
        }
        self.prices = {pk: market_of(rows, treatment) for pk, treatment in self.treatments.items()}
        self.rates = dict(Currency.objects.values_list("code", "units_per_usd"))


def contradictions(*, at):
    """Return a Task for each contradiction of a listing, by name; a constant number of queries."""
    market = Market()
    tiers = {tier.pk: tier for tier in PriceTier.objects.all()}
    tasks = []
    for (pk, name, tier), prices in read_prices():
        courses = []
        for treatment, some in groupby(prices, key=lambda price: price.treatment):
            by_basis = {price.basis: price for price in some}
            session = by_basis.get(PriceBasis.SESSION)
            package = by_basis.get(PriceBasis.PACKAGE)
            title = market.treatments[treatment].name
            place = row("prices", (package or session).place)
            spans = (package and package.span, session and session.span)
            fewest, most = (session or package).sessions
            course = course_price(*spans, fewest=fewest, most=most, units_per_usd=market.rates)
            basis = deciding_basis(*spans, units_per_usd=market.rates)
            like = basis and market.prices[treatment].like(basis)
            sentences = []
            if found := disagreement(*spans, fewest=fewest, most=most, units_per_usd=market.rates):
                sentences.append(found.kind.label)
            if like:
                courses.append((course, like.span))
                sentences.extend(far_from_market(course, like.span))
            tasks.extend(Task(name, f"{title}: {sentence}", pk, place) for sentence in sentences)
        suggested = suggest_tier(courses, tiers.values()) if tier else None
        if suggested and abs(suggested.rank - tiers[tier].rank) >= FAR:
            words = {"chosen": tiers[tier].name, "suggested": suggested.name}
            sentence = _("The price tier is %(chosen)s, the prices speak for %(suggested)s.") % words
            tasks.append(Task(name, sentence, pk, field("price_tier")))
    return tasks


def far_from_market(course, market):
    """Yield why a course Span lies far from a like one of the market: far below, or wholly far above it."""
    if starts_far_below(course, market):
        yield _("%(course)s starts far below the market, %(market)s.") % {"course": course, "market": market}
    if not market.open_ended and 3 * course.low > 4 * market.high:
        yield _("%(course)s lies far above the market, %(market)s.") % {"course": course, "market": market}


def read_prices():
    """Yield ((primary key, name, tier), [Price in the order of the page]) of each clinic that has prices."""
    rows = (
        ClinicPrice.objects.filter(clinic__in=kept_clinics())
        .order_by("clinic__sort_name", "clinic__slug", "clinic", *ClinicPrice._meta.ordering)
        .values_list(
            "clinic_id",
            "clinic__name",
            "clinic__price_tier_id",
            "treatment_id",
            "basis",
            "low",
            "high",
            "open_ended",
            "currency_id",
            Coalesce("sessions_min", "treatment__sessions_min", "treatment__procedure__sessions_min"),
            Coalesce("sessions_max", "treatment__sessions_max", "treatment__procedure__sessions_max"),
        )
        .iterator(2_000)
    )
    by_clinic = groupby(numbered(rows, owner=itemgetter(0)), key=lambda pair: pair[1][:3])
    for clinic, group in by_clinic:
        yield (
            clinic,
            [
                Price(
                    place,
                    treatment,
                    basis,
                    None if low is None else Span(low, high, open_ended, currency),
                    (fewest, most),
                )
                for place, (
                    *_clinic,
                    treatment,
                    basis,
                    low,
                    high,
                    open_ended,
                    currency,
                    fewest,
                    most,
                ) in group
            ],
        )
