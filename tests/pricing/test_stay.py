"""The days of a course of treatment (facts S229-S231), and what else follows from a range of days."""

from datetime import date
from types import SimpleNamespace

import pytest

from pricing.days import Days, on
from pricing.models import CarePhase
from pricing.stay import (
    CareDays,
    Session,
    Trips,
    care_days,
    plan_sessions,
    plan_trips,
    touch_up_window,
    waits_for_healing,
)

DAY = date(2026, 3, 2)
BRIEF = {"days_between": (10, 14), "healing_days": (7, 10)}


def days(first, last):
    """Return the Days from one number of days after DAY to another."""
    return on(DAY).after(first, last)


def rule(first_day, last_day, *, earliest=None, phase=CarePhase.AFTER):
    return SimpleNamespace(phase=phase, first_day=first_day, last_day=last_day, last_day_earliest=earliest)


def test_session_is_followed_by_healing_and_by_the_next_session():
    """Fact S230: healed on D+7 to D+10, the next session on D+10 to D+14."""
    first, second = plan_sessions(DAY, number=2, **BRIEF)

    assert first == Session(1, on(DAY), days(7, 10))
    assert second == Session(2, days(10, 14), days(17, 24))


@pytest.mark.parametrize(
    ("number", "last", "healed"),
    [
        (1, (0, 0), (7, 10)),
        (2, (10, 14), (17, 24)),
        (3, (20, 28), (27, 38)),
        (4, (30, 42), (37, 52)),
        (5, (40, 56), (47, 66)),
    ],
)
def test_last_session_and_its_healing_lie_as_many_days_off_as_the_schedule_says(number, last, healed):
    """Facts S216 and S217, as days of the calendar."""
    session = plan_sessions(DAY, number=number, **BRIEF)[-1]

    assert (session.days, session.healed) == (days(*last), days(*healed))


def test_days_of_a_leap_year_are_counted():
    [_first, second] = plan_sessions(date(2028, 2, 25), number=2, **BRIEF)

    assert second.days == Days(date(2028, 3, 6), date(2028, 3, 10))


@pytest.mark.parametrize(
    ("between", "healing", "waits"),
    [((10, 14), (7, 10), True), ((9, 14), (7, 10), False), ((0, 0), (0, 0), True)],
)
def test_earliest_next_session_waits_for_the_slowest_healing(between, healing, waits):
    """Fact S231: 10 days are not before 10 days."""
    assert waits_for_healing(days_between=between, healing_days=healing) is waits


@pytest.mark.parametrize(
    ("care", "expected"),
    [
        (rule(0, 5, earliest=4), CareDays(days(0, 0), days(4, 5))),
        (rule(0, 5), CareDays(days(0, 0), days(5, 5))),
        (rule(6, None), CareDays(days(6, 6), None)),
        (rule(None, None), None),
        (rule(0, 0), CareDays(days(0, 0), days(0, 0))),
        (rule(1, 3, phase=CarePhase.BEFORE), CareDays(days(-3, -3), days(-1, -1))),
        (rule(1, 3, earliest=2, phase=CarePhase.BEFORE), CareDays(days(-3, -2), days(-1, -1))),
        (rule(2, None, phase=CarePhase.BEFORE), CareDays(days(-2, -2), days(0, 0))),
        (rule(None, None, phase=CarePhase.BEFORE), None),
    ],
)
def test_care_rule_becomes_days_around_a_session(care, expected):
    """Fact S230: no washing to D+4 or D+5, a gentle wash after D+5."""
    assert care_days(care, on(DAY)) == expected


def test_care_around_a_session_that_may_fall_on_several_days_widens_with_it():
    assert care_days(rule(0, 5, earliest=4), days(10, 14)) == CareDays(days(10, 14), days(14, 19))


@pytest.mark.parametrize(
    ("number", "between", "healing", "trips"),
    [
        (3, (10, 14), (7, 10), Trips(3, (7, 10), (21, 30), (0, 7))),
        (2, (28, 35), (7, 10), Trips(2, (7, 10), (14, 20), (18, 28))),
        (2, (3, 5), (7, 10), Trips(2, (7, 10), (14, 20), (0, 0))),
    ],
)
def test_trip_for_each_session_lasts_until_healed(number, between, healing, trips):
    assert plan_trips(number, days_between=between, healing_days=healing) == trips


@pytest.mark.parametrize(
    ("finished", "window"),
    [
        (on(date(2026, 6, 1)), (2029, 2031)),
        (Days(date(2026, 12, 28), date(2027, 1, 4)), (2029, 2032)),
    ],
)
def test_touch_up_comes_after_3_to_5_years(finished, window):
    """Fact S229."""
    assert touch_up_window(finished, years=(3, 5)) == window
