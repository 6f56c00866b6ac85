"""Opening hours are read as an editor writes them, or refused in words that say what is wrong where."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError

from clinics.opening_hours import HoursRule, UnreadableHours, read_opening_hours, validate_opening_hours
from tests.factories import make_clinic

MORNING = (time(10), time(13))
AFTERNOON = (time(14), time(19, 30))


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("", []),
        (" \n ; \n", []),
        ("Mo 10:00-13:00", [HoursRule((0,), None, (MORNING,))]),
        ("Mo-We 10:00-13:00", [HoursRule((0, 1, 2), None, (MORNING,))]),
        ("Mo,We-Fr,Su 10:00-13:00", [HoursRule((0, 2, 3, 4, 6), None, (MORNING,))]),
        ("Mo-Mo 10:00-13:00", [HoursRule((0,), None, (MORNING,))]),
        ("Sa 10:00-13:00,14:00-19:30", [HoursRule((5,), None, (MORNING, AFTERNOON))]),
        ("Sa  10:00 - 13:00, 14:00 – 19:30", [HoursRule((5,), None, (MORNING, AFTERNOON))]),
        ("Su closed", [HoursRule((6,), None, ())]),
        ("2026-09-25 closed", [HoursRule((), date(2026, 9, 25), ())]),
        ("2026-09-26 10:00-13:00", [HoursRule((), date(2026, 9, 26), (MORNING,))]),
        ("Mo 00:00-23:59", [HoursRule((0,), None, ((time(0), time(23, 59)),))]),
    ],
)
def test_a_rule_is_read(text, rules):
    assert read_opening_hours(text) == rules


@pytest.mark.parametrize("between", ["\n", "\r\n", "; ", ";", "\n\n  "])
def test_rules_stand_on_lines_or_between_semicolons(between):
    assert read_opening_hours(f"Mo 10:00-13:00{between}Su closed") == [
        HoursRule((0,), None, (MORNING,)),
        HoursRule((6,), None, ()),
    ]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("Mo", "“Mo” needs days and hours, such as Mo-Fr 10:00-19:00."),
        ("10:00-19:00", "“10:00-19:00” needs days and hours, such as Mo-Fr 10:00-19:00."),
        ("Monday 10:00-19:00", "days are written Mo Tu We Th Fr Sa Su."),
        ("Mo-Friday 10:00-19:00", "days are written Mo Tu We Th Fr Sa Su."),
        ("Mo, Tu 10:00-19:00", "days are written Mo Tu We Th Fr Sa Su."),
        ("Mo-We-Fr 10:00-19:00", "days are written Mo Tu We Th Fr Sa Su."),
        ("월-금 10:00-19:00", "days are written Mo Tu We Th Fr Sa Su."),
        ("Sa-Mo 10:00-19:00", "a range of days runs from Monday to Sunday."),
        ("2026-02-30 closed", "a single day is written 2026-09-25."),
        ("2026-W39-5 closed", "a single day is written 2026-09-25."),
        ("20260925 closed", "a single day is written 2026-09-25."),
        ("25.9.2026 closed", "a single day is written 2026-09-25."),
        ("² closed", "a single day is written 2026-09-25."),
        ("Mo 10-19", "hours are written 10:00-19:00."),
        ("Mo 10:00", "hours are written 10:00-19:00."),
        ("Mo 9:00-19:00", "hours are written 10:00-19:00."),
        ("Mo 10:00-24:00", "hours are written 10:00-19:00."),
        ("Mo 10:60-19:00", "hours are written 10:00-19:00."),
        ("Mo ١٠:٠٠-١٩:٠٠", "hours are written 10:00-19:00."),
        ("Mo 10:00-13:00,", "hours are written 10:00-19:00."),
        ("Mo closed today", "hours are written 10:00-19:00."),
        ("Mo 19:00-10:00", "the end lies before the start."),
        ("Mo 10:00-10:00", "the end lies before the start."),
    ],
)
def test_a_line_that_is_no_rule_is_named_with_what_is_wrong(line, problem):
    with pytest.raises(UnreadableHours) as refused:
        read_opening_hours(f"Tu 10:00-19:00\n{line}\nSu closed")

    assert str(refused.value) in {problem, f"“{line}”: {problem}"}


@pytest.mark.django_db
def test_an_editor_reads_what_is_wrong_beside_the_field():
    clinic = make_clinic(opening_hours="Mo-Fr 10:00-19:00\nSa 9-12 (100%)")

    with pytest.raises(ValidationError) as refused:
        clinic.full_clean()

    assert refused.value.message_dict == {
        "opening_hours": ["“Sa 9-12 (100%)”: hours are written 10:00-19:00."]
    }


def test_hours_that_can_be_read_pass():
    assert validate_opening_hours("Mo-Fr 10:00-19:00; Sa 10:00-14:00; Su closed; 2026-09-25 closed") is None
