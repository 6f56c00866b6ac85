"""Opening hours in words and for the script."""

import json
from datetime import date

import pytest

from clinics.opening_week import read_week

MONDAY = date(2026, 11, 23)


def lines(text):
    return read_week(text, today=MONDAY).lines


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Mo-Fr 10:00-13:00, 14:00-19:00; Sa 10:00-14:00; Su closed",
            [
                ("Monday to Friday", "10:00–13:00 and 14:00–19:00"),
                ("Saturday", "10:00–14:00"),
                ("Sunday", "closed"),
            ],
        ),
        ("Mo,Tu 09:00-18:00", [("Monday and Tuesday", "09:00–18:00"), ("Wednesday to Sunday", "")]),
        (
            "Mo-Su 09:00-18:00; We closed",
            [
                ("Monday and Tuesday", "09:00–18:00"),
                ("Wednesday", "closed"),
                ("Thursday to Sunday", "09:00–18:00"),
            ],
        ),
        ("2026-12-01 closed", [("Monday to Sunday", "")]),
        ("Mo-Su 14:00-19:00, 10:00-13:00", [("Monday to Sunday", "10:00–13:00 and 14:00–19:00")]),
    ],
    ids=["usual", "not stated", "later rule", "single day only", "in order of the clock"],
)
def test_days_in_a_row_with_the_same_hours_stand_together(text, expected):
    assert lines(text) == expected


@pytest.mark.parametrize("text", ["", " ; ", "ask at the desk"])
def test_hours_that_are_not_there_or_cannot_be_read_are_no_week(text):
    assert read_week(text, today=MONDAY) is None


def test_single_days_are_told_from_today_on_in_order():
    week = read_week(
        "Mo 10:00-19:00; 2026-12-02 closed; 2026-11-23 12:00-15:00; 2026-11-22 closed", today=MONDAY
    )

    assert week.special_lines == [(MONDAY, "12:00–15:00"), (date(2026, 12, 2), "closed")]


def test_holidays_ahead_are_those_without_hours_of_their_own():
    told = read_week("Mo-Su 10:00-19:00", today=MONDAY)
    known = read_week("Mo-Su 10:00-19:00; 2027-01-01 closed", today=date(2026, 12, 20))

    assert told.holidays == ()
    assert known.holidays == (date(2026, 12, 25),)


def test_script_gets_the_hours_as_numbers_of_weekdays_and_iso_days():
    week = read_week("Mo 10:00-13:00; Tu closed; 2026-12-26 10:00-12:00", today=date(2026, 12, 20))

    assert json.loads(week.as_json) == {
        "weekly": {"0": [["10:00", "13:00"]], "1": []},
        "special": {"2026-12-26": [["10:00", "12:00"]]},
        "holidays": ["2026-12-25", "2027-01-01"],
    }
