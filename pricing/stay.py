"""The days of a course of treatment: sessions, healing, care, trips and the touch-up (facts S216-S231).

Only the first session has one day. Every later one may fall on several, for clinics set it a range of days
after the one before.
"""

from dataclasses import dataclass

from pricing.days import Days, on
from pricing.models import CarePhase


@dataclass(frozen=True, slots=True)
class Session:
    """One session: the day it is on, or the days it may fall on, and those on which its healing may end."""

    number: int
    days: Days
    healed: Days


@dataclass(frozen=True, slots=True)
class CareDays:
    """When a care rule begins and when it ends, each a Days; `ends` is None where no end is stated."""

    starts: Days
    ends: Days | None


@dataclass(frozen=True, slots=True)
class Trips:
    """A trip for each session, each until healed; pairs of (fewest, most) whole days.

    `each` are the days of one trip, `together` of all, `at_home` those between two of them.
    """

    number: int
    each: tuple[int, int]
    together: tuple[int, int]
    at_home: tuple[int, int]


def plan_sessions(first_day, *, number, days_between, healing_days):
    """Return the Sessions of a course whose first is on `first_day`; spacing and healing are (fewest, most).

    Fact S230: day D, the next session on D+10 to D+14, healed on D+7 to D+10.
    """
    sessions = []
    days = on(first_day)
    for place in range(1, number + 1):
        sessions.append(Session(place, days, days.after(*healing_days)))
        days = days.after(*days_between)
    return sessions


def waits_for_healing(*, days_between, healing_days):
    """Tell whether even the earliest next session waits for the slowest healing (fact S231)."""
    return days_between[0] >= healing_days[1]


def care_days(rule, session):
    """Return the CareDays of a CareRule around a session's Days, or None where the rule states no day.

    A rule for after a session counts its days on from it, one for before counts them back.
    """
    if rule.first_day is None:
        return None
    earliest = rule.last_day if rule.last_day_earliest is None else rule.last_day_earliest
    if rule.phase == CarePhase.BEFORE:
        if rule.last_day is None:
            return CareDays(session.after(-rule.first_day, -rule.first_day), session)
        return CareDays(
            session.after(-rule.last_day, -earliest), session.after(-rule.first_day, -rule.first_day)
        )
    ends = None if rule.last_day is None else session.after(earliest, rule.last_day)
    return CareDays(session.after(rule.first_day, rule.first_day), ends)


def plan_trips(number, *, days_between, healing_days):
    """Return the Trips of a course in which one goes home after each session has healed."""
    fewest, most = healing_days
    at_home = max(0, days_between[0] - most), max(0, days_between[1] - fewest)
    return Trips(number, (fewest, most), (number * fewest, number * most), at_home)


def touch_up_window(finished, *, years):
    """Return the years (first, last) of the touch-up of a course whose last session falls on Days.

    Fact S229: finished in 2026, touched up after 3 to 5 years: 2029 to 2031.
    """
    return finished.first.year + years[0], finished.last.year + years[1]
