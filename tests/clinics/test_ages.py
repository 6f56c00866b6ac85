"""How long ago a day was, in words: each unit rounded down, and never "0" or "1 years"."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinics.ages import age_in_words

TODAY = date(2026, 11, 23)
DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 1, 1))


@pytest.mark.parametrize(
    ("day", "age"),
    [
        (date(2026, 11, 24), "in the future"),
        (date(2026, 11, 23), "today"),
        (date(2026, 11, 22), "1 day ago"),
        (date(2026, 11, 10), "13 days ago"),
        (date(2026, 11, 9), "2 weeks ago"),
        (date(2026, 11, 2), "3 weeks ago"),
        (date(2026, 9, 25), "8 weeks ago"),
        (date(2026, 9, 24), "8 weeks ago"),
        (date(2026, 9, 23), "2 months ago"),
        (date(2025, 11, 24), "11 months ago"),
        (date(2025, 11, 23), "12 months ago"),
        (date(2024, 11, 24), "23 months ago"),
        (date(2024, 11, 23), "2 years ago"),
        (date(2023, 11, 24), "2 years ago"),
        (date(2016, 11, 23), "10 years ago"),
    ],
)
def test_age_is_said_in_the_unit_that_suits_it(day, age):
    assert age_in_words(day, on=TODAY) == age


def test_two_years_with_a_leap_day_less_one_day_are_months():
    assert age_in_words(date(2024, 2, 29), on=date(2026, 2, 28)) == "23 months ago"


@given(day=DAYS, days=st.integers(min_value=1, max_value=20_000))
def test_number_is_never_zero_and_its_unit_agrees_with_it(day, days):
    age = age_in_words(day, on=day + timedelta(days=days))

    number, unit = re.fullmatch(r"(\d+) (day|week|month|year)s? ago", age).groups()
    assert int(number) > 0
    assert age == f"{number} {unit}{'s' if int(number) > 1 else ''} ago"
