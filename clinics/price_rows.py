"""What a clinic asks for each treatment that it offers, as rows beside the market."""

from dataclasses import dataclass

from pricing.against_market import Disagreement, disagreement, starts_far_below
from pricing.bars import Bar, bar, top_of_scale
from pricing.course import Course, course_price, deciding_price
from pricing.estimating import Estimate
from pricing.market import nearest_course
from pricing.models import MarketPrice, PriceBasis, Treatment
from pricing.money import Span, stated_span
from pricing.rates import converted_from


@dataclass(frozen=True, slots=True)
class TreatmentPrices:
    """A treatment that a clinic offers, its prices by basis and its course in US dollars; None is unknown.

    `made_of` is the price that makes the course; `quoted_at` says how its figures became dollars, if so.
    `sessions` are the (fewest, most) that are counted, `market` is the Span of the price guide, and
    `disagreement` that of package and sessions.
    """

    treatment: Treatment
    session: object
    package: object
    course: Span | None
    made_of: object
    quoted_at: str
    sessions: tuple[int, int]
    market: Span | None
    is_far_below: bool
    disagreement: Disagreement | None

    @property
    def is_on_assessment(self):
        """Whether the clinic says of a price that it is quoted after an assessment, and gives no figure."""
        prices = [price for price in (self.session, self.package) if price is not None]
        return bool(prices) and all(stated_span(price) is None for price in prices)

    @property
    def as_course(self):
        """The Course that listings would show, or None."""
        if self.course is None:
            return None
        return Course(
            self.treatment.slug,
            self.course,
            is_estimate=self.made_of.estimated,
            currency=self.made_of.currency_id,
            year=self.made_of.year,
        )


def read_price_rows(clinic):
    """Return the TreatmentPrices of a clinic in the order of the treatments, in five queries at most."""
    prices, currencies = {}, {}
    for price in clinic.prices.select_related("currency").prefetch_related("inclusions"):
        prices[price.treatment_id, price.basis] = price
        currencies[price.currency_id] = price.currency
    rates = {code: currency.units_per_usd for code, currency in currencies.items()}
    treatments = list(clinic.treatments.select_related("procedure").order_by("position", "name", "slug"))
    guide = list(
        MarketPrice.objects.in_guide_order()
        .filter(treatments__in=treatments)
        .distinct()
        .select_related("currency")
        .prefetch_related("treatments")
    )
    return [
        _row(
            treatment,
            prices.get((treatment.pk, PriceBasis.SESSION)),
            prices.get((treatment.pk, PriceBasis.PACKAGE)),
            guide=guide,
            rates=rates,
        )
        for treatment in treatments
    ]


def _row(treatment, session, package, *, guide, rates):
    fewest, most = treatment.sessions
    if session is not None and session.sessions_min is not None:
        fewest, most = session.sessions
    spans = package and stated_span(package), session and stated_span(session)
    course = course_price(*spans, fewest=fewest, most=most, units_per_usd=rates)
    made_of = deciding_price(package, session, units_per_usd=rates)
    nearest = nearest_course(guide, treatment)
    market = nearest and nearest.span
    return TreatmentPrices(
        treatment=treatment,
        session=session,
        package=package,
        course=course,
        made_of=made_of,
        quoted_at=converted_from(made_of.currency) if made_of else "",
        sessions=(fewest, most),
        market=market,
        is_far_below=starts_far_below(course, market, lowest=Estimate(guide, treatment).lowest),
        disagreement=disagreement(*spans, fewest=fewest, most=most, units_per_usd=rates),
    )


def with_bars(rows):
    """Return (row, Bar) of each of some TreatmentPrices, all bars on one scale in US dollars."""
    spans = [span for row in rows if row.course for span in (row.course, row.market) if span]
    top = top_of_scale(spans)
    return [(row, bar(row.course, row.market, top=top) if row.course else Bar(None, None)) for row in rows]
