"""Treatments, tiers, currencies and the price guide as open data: whole lists, exact keys."""

from datetime import date
from decimal import Decimal

import pytest

from tests.factories import (
    make_currency,
    make_market_price,
    make_procedure,
    make_tier,
    make_treatment,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(client):
    """Return a function from the name of a list to its JSON."""

    def get(name):
        response = client.get(f"/api/v1/{name}/")
        assert response.status_code == 200
        assert response.headers["Content-Type"] == "application/json"
        return response.json()

    return get


@pytest.mark.parametrize("name", ["treatments", "tiers", "currencies", "market-prices"])
def test_list_may_be_empty(ask, name):
    assert ask(name) == []


def test_treatments_have_null_sessions_where_their_procedures_apply(ask):
    smp = make_procedure(slug="smp", sessions_min=2, sessions_max=4)
    make_treatment(slug="crown", name="Crown", procedure=smp, position=2, sessions=(2, 3))
    make_treatment(slug="hairline", name="Hairline", procedure=smp, position=1)

    assert ask("treatments") == [
        {
            "slug": "hairline",
            "name": "Hairline",
            "procedure": "smp",
            "sessions_min": None,
            "sessions_max": None,
        },
        {"slug": "crown", "name": "Crown", "procedure": "smp", "sessions_min": 2, "sessions_max": 3},
    ]


def test_tiers_stand_from_the_cheapest_on(ask):
    make_tier(slug="high", name="High", rank=2)
    make_tier(slug="mid", name="Mid", rank=1, meaning="about $3,000")

    assert ask("tiers") == [
        {"slug": "mid", "name": "Mid", "rank": 1, "meaning": "about $3,000"},
        {"slug": "high", "name": "High", "rank": 2, "meaning": ""},
    ]


def test_currencies_have_a_code_and_a_dated_rate_or_none(ask):
    make_currency("KRW", units_per_usd=Decimal("1385.5"), as_of=date(2026, 1, 28), decimals=0, source="Bank")
    make_currency("EUR", units_per_usd=None, as_of=None)

    assert ask("currencies") == [
        {"code": "EUR", "decimals": 2, "units_per_usd": None, "as_of": None, "source": ""},
        {
            "code": "KRW",
            "decimals": 0,
            "units_per_usd": "1385.500000",
            "as_of": "2026-01-28",
            "source": "Bank",
        },
    ]


def test_market_prices_have_a_label_and_stand_in_the_order_of_the_guide(ask):
    crown, scars = make_treatment(slug="crown", position=2), make_treatment(slug="scars", position=1)
    make_market_price("Both", 1800, 3000, treatments=[crown, scars], remark="Most often")
    make_market_price("Whole scalp", 4000, None, position=1)
    make_market_price("Crown", 800, 1500, basis="session", sessions=(2, 3), treatments=[crown])
    make_market_price("Scars", basis="session", position=1)

    session, assessed, package, opened = ask("market-prices")

    assert session == {
        "label": "Crown",
        "treatments": ["crown"],
        "basis": "session",
        "state": "priced",
        "low": 800,
        "high": 1500,
        "open_ended": False,
        "currency": "USD",
        "sessions_min": 2,
        "sessions_max": 3,
        "year": 2026,
        "remark": "",
    }
    assert (assessed["label"], assessed["state"]) == ("Scars", "on_assessment")
    assert (assessed["low"], assessed["high"], assessed["open_ended"]) == (None, None, False)
    assert (package["label"], package["treatments"]) == ("Both", ["scars", "crown"])
    assert package["remark"] == "Most often"
    assert (opened["low"], opened["high"], opened["open_ended"]) == (4000, None, True)


@pytest.mark.parametrize("name", ["treatments", "tiers", "currencies", "market-prices"])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(client, name, method):
    assert getattr(client, method)(f"/api/v1/{name}/").status_code == 405
