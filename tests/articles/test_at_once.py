"""Several tables in one query: the same records as one query for each, on either engine."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.figures.at_once import read_at_once
from clinics.models import Clinic, Criterion, District
from pricing.models import CareRule, Currency, MarketPrice, Procedure
from tests.factories import (
    make_clinic,
    make_criterion,
    make_currency,
    make_district,
    make_market_price,
    make_procedure,
    make_treatment,
)
from tests.records import make_care_rule

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def engine_knows_json(db):
    """Have Django ask the engine whether it knows JSON, once, before any query is counted."""
    assert connection.features.supports_json_field


MODELS = [MarketPrice, MarketPrice.treatments.through, Currency, Procedure, CareRule, Criterion, District]


@pytest.fixture
def records():
    make_procedure(
        home_regions=["North America", "Europe"], percent_below_home_min=20, percent_below_home_max=50
    )
    make_care_rule(text='“O\'Hara” \\ "x"\n{% %} 머리', first_day=0)
    make_currency("KRW", units_per_usd=Decimal("1374.250001"), as_of=date(2026, 11, 1), decimals=0)
    crown = make_treatment()
    make_market_price("Open", 9_999_999_999, None, treatments=[crown], checked_on=date(2026, 1, 28))
    make_market_price("None", treatments=[crown], estimated=True, currency="KRW")
    make_district(
        parent=make_district(latitude=Decimal("37.5"), longitude=Decimal("127.000001"), spellings=["강남"])
    )
    make_criterion()


def values(records):
    """Return the values and their types of every column, record by record."""
    return [
        [
            (field.attname, getattr(record, field.attname), type(getattr(record, field.attname)))
            for field in record._meta.concrete_fields
        ]
        for record in records
    ]


def test_records_are_those_of_one_query_each(records):
    with CaptureQueriesContext(connection) as captured:
        found, _numbers = read_at_once({model.__name__: model.objects.all() for model in MODELS})

    assert len(captured) == 1
    for model in MODELS:
        assert values(found[model.__name__]) == values(model.objects.order_by("pk")), model
        assert all(not record._state.adding for record in found[model.__name__])


def test_rows_are_counted_in_the_same_query(records):
    make_clinic()
    make_clinic(status="draft")
    counted = {
        "all": Clinic.objects.all(),
        "drafts": Clinic.objects.filter(status="draft"),
        "none": Clinic.objects.filter(status="archived"),
    }

    with CaptureQueriesContext(connection) as captured:
        found, numbers = read_at_once({"currencies": Currency.objects.filter(code="KRW")}, counted=counted)

    assert len(captured) == 1
    assert [currency.code for currency in found["currencies"]] == ["KRW"]
    assert numbers == {"all": 2, "drafts": 1, "none": 0}


def test_nothing_is_asked_for_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert read_at_once({}) == ({}, {})
