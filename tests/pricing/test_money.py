"""Money as a value: how it reads, converts and refuses what cannot be."""

from decimal import Decimal

import pytest

from pricing.money import Span, at_home, in_currency, in_us_dollars, stated_span
from tests.factories import make_clinic, make_price, make_treatment


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (Span(1800, 3000), "$1,800–$3,000"),
        (Span(4000, 6000, open_ended=True), "$4,000–$6,000+"),
        (Span(4000, None, open_ended=True), "from $4,000"),
        (Span(500, 500), "$500"),
        (Span(500, 500, open_ended=True), "$500+"),
        (Span(1_200_000, 2_500_000, currency="KRW"), "KRW\xa01,200,000–KRW\xa02,500,000"),
    ],
)
def test_span_reads_as_visitors_write_money(span, words):
    assert str(span) == words


def test_closed_span_needs_its_end():
    with pytest.raises(ValueError, match="needs its end"):
        Span(1000, None)


def test_span_cannot_end_below_its_start():
    with pytest.raises(ValueError, match="below its start"):
        Span(1000, 999)


def test_dollars_round_the_low_down_and_the_high_up():
    rate = Decimal("1383.25")

    assert in_us_dollars(Span(1_000_000, 2_000_000, currency="KRW"), units_per_usd=rate) == Span(722, 1446)


def test_exact_dollars_are_not_rounded_away():
    assert in_us_dollars(Span(2000, 4000, currency="EUR"), units_per_usd=Decimal(2)) == Span(1000, 2000)


def test_open_end_stays_open_in_every_currency():
    span = Span(1000, None, open_ended=True, currency="EUR")

    assert in_us_dollars(span, units_per_usd=Decimal("0.8")) == Span(1250, None, open_ended=True)
    assert in_currency(
        Span(4000, 6000, open_ended=True), code="KRW", units_per_usd=Decimal("1383.25")
    ) == Span(5_530_000, 8_300_000, open_ended=True, currency="KRW")


@pytest.mark.parametrize(
    ("here", "home"),
    [
        (Span(1800, 3000), Span(2250, 6000)),
        (Span(4000, 6000, open_ended=True), Span(5000, 12000, open_ended=True)),
        (Span(4000, None, open_ended=True), Span(5000, None, open_ended=True)),
        (Span(1001, 1001), Span(1251, 2002)),
    ],
)
def test_price_at_home_divides_by_what_is_left(here, home):
    assert at_home(here, percent_below_min=20, percent_below_max=50) == home


@pytest.mark.parametrize(
    ("span", "found"),
    [
        (Span(300, 600), False),
        (Span(700, 1200), True),
        (Span(800, 1500), True),
        (Span(1000, 2000), True),
        (Span(1500, 2500, open_ended=True), False),
        (Span(400, 900), False),
        (Span(900, None, open_ended=True), True),
        (Span(500, 1000), True),
        (Span(1200, 1300), True),
    ],
)
def test_overlap_with_1000_to_1200_per_session(span, found):
    assert span.overlaps(1000, 1200) is found


@pytest.mark.django_db
def test_price_on_assessment_states_no_span():
    clinic = make_clinic()

    assert stated_span(make_price(clinic, make_treatment())) is None
    assert stated_span(make_price(clinic, make_treatment(), 1000, 1500)) == Span(1000, 1500)
