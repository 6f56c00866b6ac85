"""What a clinic asks for each treatment that it offers, as rows beside the market."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from pricing.against_market import Disagreement, disagreement, starts_far_below
from pricing.bars import Bar, bar, top_of_scale
from pricing.course import Course, course_price, deciding_price
from pricing.market import MarketPrices, market_of
from pricing.models import MarketPrice, PriceBasis, Treatment
from pricing.money import US_DOLLAR, Span, in_us_dollars, stated_span
from pricing.rates import converted_from
from pricing.templatetags.prices import together_in_words


@dataclass(frozen=True, slots=True)
class Quoted:
    """A price that a clinic states on one basis, and the names of what it includes.

    `dollars` is None without figures or a rate.
    """

    price: object
    dollars: Span | None
    inclusions: tuple[str, ...] = ()

    @property
    def is_converted(self):
        """Whether the dollars were made from another currency."""
        return self.dollars is not None and self.price.currency_id != US_DOLLAR


@dataclass(frozen=True, slots=True)
class TreatmentPrices:
    """A treatment that a clinic offers, its prices by basis and its course in US dollars; None is unknown.

    `made_of` is the price that makes the course; `quoted_at` says how its figures became dollars, if so.
    `sessions` are the (fewest, most) that are counted, `market` are the prices of the price guide, and
    `disagreement` is that of package and sessions.
    """

    treatment: Treatment
    session: Quoted | None
    package: Quoted | None
    course: Span | None
    made_of: object
    quoted_at: str
    sessions: tuple[int, int]
    market: MarketPrices
    disagreement: Disagreement | None

    @property
    def is_on_assessment(self):
        """Whether the clinic says of a price that it is quoted after an assessment, and gives no figure."""
        quoted = [each for each in (self.session, self.package) if each is not None]
        return bool(quoted) and all(stated_span(each.price) is None for each in quoted)

    @property
    def is_sum(self):
        """Whether the course is made of single sessions."""
        return self.course is not None and self.made_of.basis == PriceBasis.SESSION

    @property
    def basis_in_words(self):
        """On what the course stands: "package", "2–3 sessions together"."""
        return together_in_words(self.sessions) if self.is_sum else _("package")

    @property
    def market_course(self):
        """The MarketCourse that the course is set against, or None."""
        return self.market.like(self.made_of.basis) if self.made_of else self.market.course

    @property
    def market_package(self):
        """The MarketCourse that the package is set against, or None."""
        return self.market.like(PriceBasis.PACKAGE)

    @property
    def is_far_below(self):
        """Whether the course starts so low that a visitor should be warned."""
        return starts_far_below(self.course, self.market_course and self.market_course.span)

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
            sessions=self.sessions if self.is_sum else None,
        )


@dataclass(frozen=True, slots=True)
class DrawnPrices:
    """The prices of a treatment with their Bars: of the sessions together, one session, the package."""

    row: TreatmentPrices
    together: Bar
    session: Bar
    package: Bar


@dataclass(frozen=True, slots=True)
class DrawnTable:
    """Rows of prices with their bars; those of courses stand on one scale, those of sessions on another.

    The scales end at `course_top` and `session_top`, in whole US dollars; 0 where there is no bar.
    """

    rows: list[DrawnPrices]
    course_top: int
    session_top: int

    @property
    def has_bars(self):
        """Whether some price is drawn."""
        return bool(self.course_top or self.session_top)


def read_price_rows(clinic, *, market=None, inclusions=None):
    """Return the TreatmentPrices of a clinic in the order of the treatments, in four queries at most.

    `market` maps its treatments to the MarketPrices of each, where they are known already: that saves three.
    `inclusions` maps the primary keys of prices to the names of what they include.
    """
    prices, currencies = {}, {}
    for price in clinic.prices.select_related("currency"):
        prices[price.treatment_id, price.basis] = price
        currencies[price.currency_id] = price.currency
    rates = {code: currency.units_per_usd for code, currency in currencies.items()}
    if market is None:
        market = _read_market(clinic)
    return [
        _row(
            treatment,
            prices.get((treatment.pk, PriceBasis.SESSION)),
            prices.get((treatment.pk, PriceBasis.PACKAGE)),
            market=prices_of_market,
            rates=rates,
            inclusions=inclusions or {},
        )
        for treatment, prices_of_market in market.items()
    ]


def _read_market(clinic):
    """Return treatment -> MarketPrices of what a clinic offers, in order, in three queries."""
    treatments = list(clinic.treatments.select_related("procedure").order_by("position", "name", "slug"))
    guide = list(
        MarketPrice.objects.in_guide_order()
        .filter(treatments__in=treatments)
        .distinct()
        .select_related("currency")
        .prefetch_related("treatments")
    )
    return {treatment: market_of(guide, treatment) for treatment in treatments}


def _row(treatment, session, package, *, market, rates, inclusions):
    fewest, most = treatment.sessions
    if session is not None and session.sessions_min is not None:
        fewest, most = session.sessions
    spans = package and stated_span(package), session and stated_span(session)
    course = course_price(*spans, fewest=fewest, most=most, units_per_usd=rates)
    made_of = deciding_price(package, session, units_per_usd=rates)
    return TreatmentPrices(
        treatment=treatment,
        session=_quoted(session, inclusions),
        package=_quoted(package, inclusions),
        course=course,
        made_of=made_of,
        quoted_at=converted_from(made_of.currency) if made_of else "",
        sessions=(fewest, most),
        market=market,
        disagreement=disagreement(*spans, fewest=fewest, most=most, units_per_usd=rates),
    )


def _quoted(price, inclusions):
    if price is None:
        return None
    span, rate = stated_span(price), price.currency.units_per_usd
    dollars = in_us_dollars(span, units_per_usd=rate) if span and rate else None
    return Quoted(price, dollars, tuple(inclusions.get(price.pk, ())))


def draw_prices(rows):
    """Return the DrawnTable of some TreatmentPrices."""
    triples = [_pairs(row) for row in rows]
    course_top = top_of_scale(span for triple in triples for pair in triple[::2] for span in pair if span)
    session_top = top_of_scale(span for triple in triples for span in triple[1] if span)
    tops = course_top, session_top, course_top
    return DrawnTable(
        rows=[
            DrawnPrices(row, *(bar(*pair, top=top) for pair, top in zip(triple, tops, strict=True)))
            for row, triple in zip(rows, triples, strict=True)
        ],
        course_top=course_top,
        session_top=session_top,
    )


def _pairs(row):
    """Return what the bars of a row draw, each an own Span and the market's: course, session, package."""
    return (
        _pair(row.course if row.is_sum else None, row.market_course and row.market_course.span),
        _pair(row.session and row.session.dollars, row.market.per_session),
        _pair(row.package and row.package.dollars, row.market_package and row.market_package.span),
    )


def _pair(own, market):
    return (None, None) if own is None else (own, market)
