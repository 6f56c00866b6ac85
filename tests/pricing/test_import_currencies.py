from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pricing.currencies import import_currencies
from pricing.models import Currency
from pricing.tables.reading import UnreadableTable, read_table
from tests import factories

pytestmark = pytest.mark.django_db


def load(text, **options):
    return import_currencies(read_table(text.encode()), **options)


def reasons(outcome):
    return [f"row {row.row.number}, {problem}" for row in outcome.rejected for problem in row.problems]


def test_rates_are_imported_with_their_day_and_source(tmp_path):
    factories.make_currency()
    path = tmp_path / "rates.csv"
    path.write_text(
        "code,decimals,units_per_usd,as_of,source\n"
        "USD,2,1,2026-11-01,\n"
        "KRW,0,1389.25,2026-11-01,Bank of Korea\n",
        encoding="utf-8",
    )
    out = StringIO()

    call_command("import_currencies", str(path), stdout=out)

    won = Currency.objects.get(code="KRW")
    assert out.getvalue() == "new: 1, changed: 1, unchanged: 0, rejected: 0\n"
    assert (won.decimals, won.units_per_usd, won.as_of) == (0, Decimal("1389.25"), date(2026, 11, 1))
    assert won.source == "Bank of Korea"
    assert Currency.objects.get(code="USD").as_of == date(2026, 11, 1)


def test_importing_again_changes_nothing():
    text = "code,decimals,units_per_usd,as_of,source\nKRW,0,1389.25,2026-11-01,Bank\nEUR,,,,\n"
    load(text)

    outcome = load(text)

    assert (outcome.new, outcome.changed, outcome.unchanged) == (0, 0, 2)
    assert Currency.objects.get(code="EUR").decimals == 2


def test_left_out_columns_stay_and_an_empty_rate_makes_prices_unpriced():
    factories.make_currency("KRW", units_per_usd=Decimal(1300), source="Bank", decimals=0)

    load("code,units_per_usd\nKRW,\n")

    won = Currency.objects.get()
    assert (won.units_per_usd, won.as_of, won.source, won.decimals) == (None, factories.TODAY, "Bank", 0)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",0,1,2026-01-01", "code: is missing"),
        ("won,0,1,2026-01-01", 'code: "won": Use the three capital letters of ISO 4217.'),
        ("KRW,5,1,2026-01-01", 'decimals: "5": Ensure this value is less than or equal to 4.'),
        (
            "KRW,0,one,2026-01-01",
            'units_per_usd: "one" is no number with a decimal point, such as 37.5247',
        ),
        (
            "KRW,0,0,2026-01-01",
            'units_per_usd: "0.000000": A rate must be above zero.',
        ),
        ("KRW,0,1300,", 'units_per_usd: "1300.000000": A rate needs the day it was read.'),
        ("USD,0,2,2026-01-01", 'code: "USD": One US dollar is one US dollar.'),
    ],
)
def test_bad_rate_is_rejected_with_its_reason(row, reason):
    outcome = load(f"code,decimals,units_per_usd,as_of\n{row}\n")

    assert reasons(outcome) == [f"row 2, {reason}"]
    assert not Currency.objects.exists()


def test_second_rate_of_one_currency_is_rejected():
    outcome = load("code,units_per_usd,as_of\nKRW,1300,2026-01-01\nKRW,1400,2026-01-01\n")

    assert reasons(outcome) == ['row 3, code: "KRW" stands in row 2 already']
    assert Currency.objects.get().units_per_usd == 1300


def test_row_that_is_too_short_is_rejected():
    assert reasons(load("code,decimals\nKRW\n")) == ["row 2, the row has 1 cell, the header has 2"]


def test_columns_are_refused_or_missed_by_name():
    with pytest.raises(UnreadableTable, match="not known here: rate"):
        load("code,rate\n")
    with pytest.raises(UnreadableTable, match="needs: code"):
        load("decimals\n")


@pytest.mark.parametrize("options", [{"dry_run": True}, {"strict": True}])
def test_nothing_is_written_on_a_dry_run_nor_by_a_strict_import_with_a_rejection(options):
    outcome = load("code,decimals\nKRW,0\nwon,0\n", **options)

    assert (outcome.new, len(outcome.rejected), outcome.is_written) == (1, 1, False)
    assert not Currency.objects.exists()


def test_statements_do_not_grow_with_the_rows():
    letters = "ABCDEFGHIJ"
    numbers = []
    for codes in (["AAA", "AAB"], [f"B{first}{second}" for first in letters for second in letters]):
        with CaptureQueriesContext(connection) as captured:
            load("code\n" + "\n".join(codes))
        numbers.append(len(captured))

    assert numbers[0] == numbers[1]
