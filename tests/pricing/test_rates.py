"""Prices at a dated rate: no decimals, marked as approximate, with the day of the rate (fact S233)."""

from datetime import date
from decimal import Decimal

import pytest

from pricing.models import Currency
from pricing.money import Span
from pricing.rates import about, about_on_its_day

WON = Currency(code="KRW", decimals=0, units_per_usd=Decimal("1383.25"), as_of=date(2026, 3, 1))


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (Span(1100, 1100), "about KRW\xa01,520,000"),
        (Span(1800, 3000), "about KRW\xa02,490,000–KRW\xa04,150,000"),
        (Span(4000, 6000, open_ended=True), "about KRW\xa05,530,000–KRW\xa08,300,000+"),
        (Span(4000, None, open_ended=True), "from about KRW\xa05,530,000"),
    ],
)
def test_dollars_read_as_won(span, words):
    assert about(span, WON) == words


def test_day_of_the_rate_can_be_said_with_it():
    assert about_on_its_day(Span(1100, 1100), WON) == "about KRW\xa01,520,000, at the rate of 1 March 2026"
