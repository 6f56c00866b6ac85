"""Every constraint of pricing is broken on purpose: the database refuses, and an editor reads why."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from pricing.models import Currency, Redirect, Treatment
from pricing.models.price import HIGHEST_AMOUNT
from pricing.redirects import leave_redirects
from tests.constraints import Breach, assert_database_refuses, assert_editor_reads_why, constraints_of
from tests.factories import make_currency, make_market_price, make_procedure, make_treatment
from tests.records import make_care_rule, make_cost_factor, make_risk, make_step

pytestmark = pytest.mark.django_db

AT_LEAST_1 = "Ensure this value is greater than or equal to 1."
AT_MOST_99 = "Ensure this value is less than or equal to 99."
AT_MOST_TEN_DIGITS = f"Ensure this value is less than or equal to {HIGHEST_AMOUNT}."
NO_CHOICE = "Value 'x' is not a valid choice."


def won():
    return make_currency("KRW", units_per_usd=Decimal("1374.25"))


def compared_procedure():
    return make_procedure(percent_below_home_min=20, percent_below_home_max=50)


def row():
    return make_market_price("Crown", 1500, 2500)


def row_on_assessment():
    return make_market_price("Scars")


def second_row():
    make_market_price("Crown", 1500, 2500)
    return make_market_price("Hairline", 1000, 1800)


def second_redirect():
    leave_redirects(Treatment, {"first": 1})
    leave_redirects(Treatment, {"second": 1})
    return Redirect.objects.get(old_slug="second")


def second(make_part):
    """Return a function that creates entries at the positions 1 and 2 and returns the second."""

    def arrange():
        make_part(position=1)
        return make_part(position=2)

    return arrange


def reversed_range(name):
    """Return the breach of a procedure whose lowest number of something is above its highest."""
    return Breach(f"pricing_procedure_{name}_ordered", make_procedure, {f"{name}_min": 9, f"{name}_max": 8})


BREACHES = [
    reversed_range("sessions"),
    reversed_range("session_hours"),
    reversed_range("days_between"),
    reversed_range("healing_days"),
    reversed_range("touch_up_years"),
    Breach("pricing_procedure_sessions_in_range", make_procedure, {"sessions_min": 0}, AT_LEAST_1),
    Breach("pricing_procedure_sessions_in_range", make_procedure, {"sessions_max": 100}, AT_MOST_99),
    Breach(
        "pricing_procedure_percent_below_home_ordered", compared_procedure, {"percent_below_home_min": 51}
    ),
    Breach(
        "pricing_procedure_percent_below_home_complete", compared_procedure, {"percent_below_home_max": None}
    ),
    Breach(
        "pricing_procedure_percent_below_home_complete", compared_procedure, {"percent_below_home_min": None}
    ),
    Breach(
        "pricing_procedure_percent_below_home_under_100",
        compared_procedure,
        {"percent_below_home_max": 100},
        AT_MOST_99,
    ),
    Breach("pricing_treatment_sessions_complete", make_treatment, {"sessions_min": 2}),
    Breach("pricing_treatment_sessions_complete", make_treatment, {"sessions_max": 2}),
    Breach("pricing_treatment_sessions_ordered", make_treatment, {"sessions_min": 3, "sessions_max": 2}),
    Breach(
        "pricing_treatment_sessions_in_range",
        make_treatment,
        {"sessions_min": 0, "sessions_max": 2},
        AT_LEAST_1,
    ),
    Breach(
        "pricing_treatment_sessions_in_range",
        make_treatment,
        {"sessions_min": 1, "sessions_max": 100},
        AT_MOST_99,
    ),
    Breach("pricing_redirect_old_slug_unique", second_redirect, {"old_slug": "first"}),
    Breach("pricing_processstep_position_unique", second(make_step), {"position": 1}),
    Breach("pricing_carerule_position_unique", second(make_care_rule), {"position": 1}),
    Breach("pricing_risk_position_unique", second(make_risk), {"position": 1}),
    Breach("pricing_costfactor_position_unique", second(make_cost_factor), {"position": 1}),
    Breach("pricing_carerule_phase_known", make_care_rule, {"phase": "x"}, NO_CHOICE),
    Breach("pricing_carerule_days_ordered", make_care_rule, {"first_day": 3, "last_day": 2}),
    Breach("pricing_carerule_days_ordered", make_care_rule, {"last_day": 2}),
    Breach(
        "pricing_carerule_last_days_ordered",
        make_care_rule,
        {"first_day": 0, "last_day_earliest": 5, "last_day": 4},
    ),
    Breach(
        "pricing_carerule_last_days_ordered",
        make_care_rule,
        {"first_day": 3, "last_day_earliest": 2, "last_day": 4},
    ),
    Breach("pricing_carerule_last_days_ordered", make_care_rule, {"first_day": 0, "last_day_earliest": 5}),
    Breach("pricing_currency_rate_positive", won, {"units_per_usd": Decimal(0)}),
    Breach("pricing_currency_rate_positive", won, {"units_per_usd": Decimal(-1)}),
    Breach("pricing_currency_rate_dated", won, {"as_of": None}),
    Breach("pricing_currency_us_dollar_is_one", make_currency, {"units_per_usd": Decimal(2)}),
    Breach("pricing_currency_us_dollar_is_one", make_currency, {"units_per_usd": None}),
    Breach("pricing_marketprice_basis_known", row, {"basis": "x"}, NO_CHOICE),
    Breach("pricing_marketprice_state_known", row, {"state": "x"}, NO_CHOICE),
    Breach("pricing_marketprice_tax_known", row, {"tax": "x"}, NO_CHOICE),
    Breach("pricing_marketprice_range_ordered", row, {"high": 1499}),
    Breach("pricing_marketprice_priced_has_figures", row, {"low": None, "high": None}),
    Breach("pricing_marketprice_priced_has_figures", row, {"high": None}),
    Breach("pricing_marketprice_priced_has_figures", row, {"low": None, "high": None, "open_ended": True}),
    Breach("pricing_marketprice_on_assessment_has_none", row, {"state": "on_assessment"}),
    Breach("pricing_marketprice_on_assessment_has_none", row_on_assessment, {"low": 1500}),
    Breach("pricing_marketprice_on_assessment_has_none", row_on_assessment, {"open_ended": True}),
    Breach(
        "pricing_marketprice_amounts_in_range",
        row,
        {"low": HIGHEST_AMOUNT + 1, "high": None, "open_ended": True},
        AT_MOST_TEN_DIGITS,
    ),
    Breach("pricing_marketprice_amounts_in_range", row, {"high": HIGHEST_AMOUNT + 1}, AT_MOST_TEN_DIGITS),
    Breach("pricing_marketprice_sessions_complete", row, {"sessions_min": 2}),
    Breach("pricing_marketprice_sessions_complete", row, {"sessions_max": 2}),
    Breach("pricing_marketprice_sessions_ordered", row, {"sessions_min": 3, "sessions_max": 2}),
    Breach("pricing_marketprice_sessions_in_range", row, {"sessions_min": 0, "sessions_max": 2}, AT_LEAST_1),
    Breach("pricing_marketprice_label_unique", second_row, {"label": "Crown"}),
]


def test_every_constraint_is_broken_by_a_case():
    named = set(constraints_of("pricing"))

    assert len(named) > 20
    assert {breach.constraint for breach in BREACHES} == named


@pytest.mark.parametrize("breach", BREACHES, ids=str)
def test_the_database_refuses(breach):
    assert_database_refuses(breach)


@pytest.mark.parametrize("breach", BREACHES, ids=str)
def test_an_editor_reads_why(breach):
    assert_editor_reads_why(breach)


def test_a_range_without_its_start_is_refused():
    price = row()

    with pytest.raises(IntegrityError), transaction.atomic():
        type(price).objects.filter(pk=price.pk).update(low=None)


def test_rows_written_in_bulk_are_refused_too():
    currencies = [Currency(code="KRW", units_per_usd=Decimal("1374.25"), as_of=date(2026, 11, 1))]
    currencies.append(Currency(code="JPY", units_per_usd=Decimal("151.5")))

    with pytest.raises(IntegrityError, match="pricing_currency_rate_dated"), transaction.atomic():
        Currency.objects.bulk_create(currencies)

    assert not Currency.objects.exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("low", -1),
        ("position", -1),
        ("year", -1),
    ],
)
def test_the_database_refuses_negative_numbers(name, value):
    price = row()

    with pytest.raises(IntegrityError), transaction.atomic():
        type(price).objects.filter(pk=price.pk).update(**{name: value})


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": "a" * 121}, "Ensure this value has at most 120 characters (it has 121)."),
        ({"name": ""}, "This field cannot be blank."),
        (
            {"slug": "Not a slug"},
            "Enter a valid “slug” consisting of letters, numbers, underscores or hyphens.",
        ),
        ({"slug": "a" * 81}, "Ensure this value has at most 80 characters (it has 81)."),
        ({"position": -1}, "Ensure this value is greater than or equal to 0."),
        ({"position": 32_768}, "Ensure this value is less than or equal to 32767."),
        ({"healing_days_max": 2**31}, "Ensure this value is less than or equal to 32767."),
        ({"position": "first"}, "“first” value must be an integer."),
    ],
)
def test_a_procedure_refuses_what_its_columns_cannot_hold(changes, message):
    procedure = make_procedure()
    for name, value in changes.items():
        setattr(procedure, name, value)

    with pytest.raises(ValidationError) as refused:
        procedure.full_clean()

    assert message in refused.value.messages


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"low": -1}, "Ensure this value is greater than or equal to 0."),
        ({"low": 2**64}, AT_MOST_TEN_DIGITS),
        ({"year": 1999}, "Ensure this value is greater than or equal to 2000."),
        ({"year": 2101}, "Ensure this value is less than or equal to 2100."),
        ({"remark": "a" * 301}, "Ensure this value has at most 300 characters (it has 301)."),
        (
            {"checked_on": "yesterday"},
            "“yesterday” value has an invalid date format. It must be in YYYY-MM-DD format.",
        ),
    ],
)
def test_a_price_refuses_what_its_columns_cannot_hold(changes, message):
    price = row()
    for name, value in changes.items():
        setattr(price, name, value)

    with pytest.raises(ValidationError) as refused:
        price.full_clean()

    assert message in refused.value.messages


@pytest.mark.parametrize("code", ["usd", "US", "USDT", "US1", "US\n", ""])
def test_a_currency_has_three_capital_letters(code):
    with pytest.raises(ValidationError):
        Currency(code=code).full_clean()


def test_a_procedure_without_any_comparison_is_sound():
    procedure = compared_procedure()
    procedure.percent_below_home_min = procedure.percent_below_home_max = None

    procedure.full_clean()
    procedure.save()
