"""Which tier the prices of a clinic speak for, by their place in the market's range."""

from fractions import Fraction

import pytest

from pricing.models import PriceTier
from pricing.money import Span
from pricing.suggested_tier import place_in_market, suggest_tier

MARKET = Span(2000, 4000)
TIERS = [
    PriceTier(name=name, rank=rank) for rank, name in enumerate(("low", "mid", "mid-high", "high"), start=1)
]


@pytest.mark.parametrize(
    ("course", "place"),
    [
        (Span(2000, 2000), 0),
        (Span(4000, 4000), 1),
        (Span(2000, 4000), Fraction(1, 2)),
        (Span(2500, None, open_ended=True), Fraction(1, 4)),
        (Span(1000, 1000), Fraction(-1, 2)),
    ],
)
def test_middle_of_a_course_has_a_place_in_the_market(course, place):
    assert place_in_market(course, MARKET) == place


@pytest.mark.parametrize("market", [Span(2000, 2000), Span(2000, None, open_ended=True)])
def test_market_without_a_range_gives_no_place(market):
    assert place_in_market(Span(2000, 3000), market) is None


@pytest.mark.parametrize(
    ("figure", "name"),
    [
        (100, "low"),
        (2499, "low"),
        (2500, "mid"),
        (3000, "mid-high"),
        (3499, "mid-high"),
        (3500, "high"),
        (9000, "high"),
    ],
)
def test_tiers_divide_the_range_of_the_market_equally(figure, name):
    assert suggest_tier([(Span(figure, figure), MARKET)], reversed(TIERS)).name == name


def test_courses_count_alike():
    pairs = [(Span(2000, 2000), MARKET), (Span(400, 400), Span(200, 400))]

    assert suggest_tier(pairs, TIERS).name == "mid-high"


@pytest.mark.parametrize(
    ("pairs", "tiers"), [([], TIERS), ([(Span(1, 2), Span(3, 3))], TIERS), ([(MARKET, MARKET)], [])]
)
def test_nothing_known_suggests_nothing(pairs, tiers):
    assert suggest_tier(pairs, tiers) is None
