"""Days on which Korea is closed or hot. Names of holidays differ by release of their source; days do not."""

from datetime import date

import pytest

from clinics.korean_calendar import hot_days, is_in_good_season, public_closures
from pricing.days import Days, on


def year(number):
    return Days(date(number, 1, 1), date(number, 12, 31))


@pytest.mark.parametrize(
    ("number", "new_year", "chuseok"),
    [
        (2026, ("02-16", "02-18"), ("09-24", "09-26")),
        (2027, ("02-06", "02-09"), ("09-14", "09-16")),
        (2028, ("01-26", "01-28"), ("10-02", "10-05")),
        (2030, ("02-02", "02-05"), ("09-11", "09-13")),
        (2031, ("01-22", "01-24"), ("09-30", "10-03")),
    ],
)
def test_lunar_new_year_and_chuseok_are_long_closures_for_years_ahead(number, new_year, chuseok):
    long = [closure.days for closure in public_closures(year(number)) if closure.is_long]

    expected = [
        Days(*(date.fromisoformat(f"{number}-{day}") for day in ends)) for ends in (new_year, chuseok)
    ]
    assert long == expected


def test_holidays_of_a_fixed_day_are_closures_with_names():
    closures = {closure.days.first: closure for closure in public_closures(year(2026))}

    for day in ("2026-01-01", "2026-05-05", "2026-10-09", "2026-12-25"):
        closure = closures[date.fromisoformat(day)]
        assert closure.names
        assert not closure.is_long


def test_closure_is_whole_even_where_the_days_begin_or_end_inside_it():
    [closure] = public_closures(on(date(2026, 9, 26)))

    assert closure.days == Days(date(2026, 9, 24), date(2026, 9, 26))
    assert len(closure.names) == 3


def test_closures_of_the_turn_of_the_year_are_found_from_both_sides():
    around = Days(date(2026, 12, 25), date(2027, 1, 1))

    assert [closure.days.first for closure in public_closures(around)] == [around.first, around.last]


def test_working_day_is_no_closure():
    assert public_closures(on(date(2026, 3, 10))) == []


@pytest.mark.parametrize(
    ("days", "hot"),
    [
        (on(date(2026, 6, 30)), []),
        (on(date(2026, 7, 1)), [on(date(2026, 7, 1))]),
        (Days(date(2026, 6, 1), date(2026, 9, 30)), [Days(date(2026, 7, 1), date(2026, 8, 31))]),
        (Days(date(2026, 8, 31), date(2026, 9, 9)), [on(date(2026, 8, 31))]),
        (
            Days(date(2026, 8, 30), date(2027, 7, 2)),
            [Days(date(2026, 8, 30), date(2026, 8, 31)), Days(date(2027, 7, 1), date(2027, 7, 2))],
        ),
    ],
)
def test_july_and_august_are_hot(days, hot):
    """Facts S160 and S232."""
    assert hot_days(days) == hot


@pytest.mark.parametrize(
    ("days", "good"),
    [
        (Days(date(2026, 4, 1), date(2026, 5, 31)), True),
        (Days(date(2026, 9, 1), date(2026, 11, 30)), True),
        (Days(date(2026, 3, 31), date(2026, 4, 2)), False),
        (Days(date(2026, 5, 20), date(2026, 9, 20)), False),
    ],
)
def test_spring_and_autumn_are_good_for_a_trip(days, good):
    """Fact S159."""
    assert is_in_good_season(days) is good
