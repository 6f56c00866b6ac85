"""How a clinic's prices stand to each other (facts S210-S215) and to the market (S155)."""

from decimal import Decimal

import pytest

from pricing.against_market import disagreement, starts_far_below
from pricing.coherence import Coherence
from pricing.money import Span

RATES = {"USD": Decimal(1), "KRW": Decimal(1000), "EUR": None}


@pytest.mark.parametrize(
    ("package", "per_session", "sessions", "kind"),
    [
        (Span(800, 1800), Span(300, 600), (1, 2), Coherence.ABOVE_SUM),
        (Span(1800, 3000), Span(700, 1200), (2, 3), None),
        (Span(2000, 3500), Span(800, 1500), (2, 3), None),
        (Span(3000, 4500), Span(1000, 2000), (3, 4), Coherence.SAVES),
        (Span(4000, 6000, True), Span(1500, 2500, True), (3, 5), Coherence.BELOW_SUM),
    ],
    ids=["small patch", "hairline", "crown", "mid-scalp", "full scalp"],
)
def test_package_is_compared_with_its_sessions_as_in_the_brief(package, per_session, sessions, kind):
    found = disagreement(package, per_session, fewest=sessions[0], most=sessions[1], units_per_usd=RATES)

    assert (found and found.kind) == kind


@pytest.mark.parametrize(
    ("package", "per_session"),
    [
        (None, Span(1, 2)),
        (Span(1, 2), None),
        (Span(1, 2, currency="EUR"), Span(100, 200)),
        (Span(1, 2), Span(100, 200, currency="GBP")),
    ],
    ids=["no package", "no sessions", "no rate", "unknown currency"],
)
def test_what_cannot_be_compared_is_no_disagreement(package, per_session):
    assert disagreement(package, per_session, fewest=1, most=2, units_per_usd=RATES) is None


def test_prices_in_one_currency_are_compared_in_it_even_without_a_rate():
    package, session = Span(100, 100, currency="EUR"), Span(100, 100, currency="EUR")

    found = disagreement(package, session, fewest=2, most=3, units_per_usd=RATES)

    assert (found.kind, str(found.together)) == (Coherence.BELOW_SUM, "EUR\xa0200–EUR\xa0300")


def test_prices_in_two_currencies_are_compared_in_dollars():
    found = disagreement(
        Span(1_000_000, 1_000_000, currency="KRW"), Span(600, 600), fewest=2, most=2, units_per_usd=RATES
    )

    assert (found.package, found.together) == (Span(1000, 1000), Span(1200, 1200))


@pytest.mark.parametrize(
    ("course", "market", "is_far_below"),
    [
        (Span(1349, 3000), Span(1800, 3000), True),
        (Span(1350, 3000), Span(1800, 3000), False),
        (Span(0, 0), Span(1800, 3000), True),
        (Span(1800, None, True), Span(1800, 3000), False),
        (None, Span(1800, 3000), False),
        (Span(1, 2), None, False),
    ],
)
def test_course_is_far_below_a_like_one_under_three_quarters_of_its_lowest(course, market, is_far_below):
    assert starts_far_below(course, market) is is_far_below
