"""The calendar file of a plan, read back as a calendar program reads it."""

from datetime import UTC, date, datetime

import pytest
from icalendar import Calendar

from clinics.calendar_file import calendar_of
from clinics.planning import Plan
from pricing.models import CarePhase
from tests.factories import make_procedure, make_treatment
from tests.records import make_care_rule

URL = "https://atlas.example/plan/?treatment=crown&sessions=2&arrive=2027-09-01"
LONG = "Keep the head dry, and mind; commas, semicolons: all of them, “강남”. " * 5


@pytest.fixture
def procedure(db):
    return make_procedure()


@pytest.fixture
def written(procedure):
    """Return a function that writes the plan of a treatment with all care rules that there are."""
    treatment = make_treatment(slug="crown", name="Crown, 정수리", procedure=procedure)

    def written(arrive=date(2027, 9, 1), sessions=2):
        rules = procedure.care_rules.order_by("-phase", "position")
        plan = Plan(treatment, sessions=sessions, arrive=arrive, care_rules=rules)
        return calendar_of(plan, host="atlas.example", url=URL)

    return written


def read(text):
    """Return (summary, first day, day after the last) of each entry."""
    return [
        (str(event["summary"]), event["dtstart"].dt, event["dtend"].dt)
        for event in Calendar.from_ical(text).walk("VEVENT")
    ]


def test_sessions_and_healing_are_whole_days(written):
    entries = read(written())

    assert entries[:4] == [
        ("Session 1: Crown, 정수리", date(2027, 9, 1), date(2027, 9, 2)),
        ("Healed after session 1", date(2027, 9, 8), date(2027, 9, 12)),
        ("Session 2, on one of these days: Crown, 정수리", date(2027, 9, 11), date(2027, 9, 16)),
        ("Healed after session 2", date(2027, 9, 18), date(2027, 9, 26)),
    ]


def test_public_holidays_of_the_stay_are_entries(written):
    assert read(written())[4:] == [("Public holiday in Korea", date(2027, 9, 14), date(2027, 9, 17))]


def test_care_rules_with_the_same_days_are_one_entry(procedure, written):
    """Fact S230."""
    for text in ("Do not wash.", "No sun."):
        make_care_rule(procedure=procedure, first_day=0, last_day_earliest=4, last_day=5, text=text)
    make_care_rule(procedure=procedure, first_day=6, text="Wash gently.")
    make_care_rule(procedure=procedure, text=LONG, condition="If told")
    make_care_rule(procedure=procedure, phase=CarePhase.BEFORE, text="No coffee.")

    events = Calendar.from_ical(written(sessions=1)).walk("VEVENT")

    found = {str(event["summary"]): event for event in events}
    care, later = found["Care, session 1"], found["Care from now on, session 1"]
    assert (care["dtstart"].dt, care["dtend"].dt) == (date(2027, 9, 1), date(2027, 9, 7))
    assert str(care["description"]) == f"day 0 to 4–5: Do not wash.\nday 0 to 4–5: No sun.\n{URL}"
    assert (later["dtstart"].dt, later["dtend"].dt) == (date(2027, 9, 7), date(2027, 9, 8))
    assert str(found["Session 1: Crown, 정수리"]["description"]).splitlines() == [
        "An estimate. The clinic sets the day.",
        "before a session: No coffee.",
        f"after a session: {LONG} (If told)",
        URL,
    ]


def test_entries_are_dated_days_with_identifiers_of_their_own(written):
    calendar = Calendar.from_ical(written(sessions=5))
    events = calendar.walk("VEVENT")

    identifiers = [str(event["uid"]) for event in events]
    assert len(set(identifiers)) == len(identifiers) > 10
    assert identifiers[0] == "crown-5-20270901-session-1@atlas.example"
    assert {event["dtstart"].params.get("VALUE") for event in events} == {"DATE"}
    assert {event["dtstamp"].dt for event in events} == {datetime(2026, 1, 1, tzinfo=UTC)}
    assert (calendar["version"], str(calendar["x-wr-calname"])) == ("2.0", "Plan: Crown, 정수리")


def test_same_plan_gives_the_same_bytes(written):
    assert written() == written()
    assert written() != written(arrive=date(2027, 9, 2))


def test_lines_end_and_fold_as_the_format_demands(procedure, written):
    make_care_rule(procedure=procedure, text=LONG)

    lines = written().split(b"\r\n")

    assert not any(b"\n" in line for line in lines)
    assert max(map(len, lines)) <= 75
    assert lines[0] == b"BEGIN:VCALENDAR"
