"""A planned stay: how long it takes, what it meets, how it is drawn (facts S216-S232)."""

from datetime import date

import pytest

from clinics.planning import Plan
from pricing.days import Days, on
from pricing.models import Procedure, Treatment
from pricing.stay import Trips

FIGURES = {
    "sessions": (2, 4),
    "session_hours": (2, 4),
    "days_between": (10, 14),
    "healing_days": (7, 10),
    "touch_up_years": (3, 5),
}


def planned(arrive=None, *, usual=(2, 3), sessions=None, **figures):
    """Return the Plan of a treatment of a procedure with the figures of the brief."""
    pairs = {**FIGURES, **figures}
    ends = {
        f"{name}_{end}": pair[place]
        for name, pair in pairs.items()
        for place, end in enumerate(("min", "max"))
    }
    treatment = Treatment(
        slug="hairline",
        name="Hairline",
        procedure=Procedure(slug="smp", **ends),
        sessions_min=usual[0],
        sessions_max=usual[1],
    )
    return Plan(treatment, sessions=sessions, arrive=arrive)


@pytest.mark.parametrize(
    ("sessions", "first_to_last", "until_healed", "hours"),
    [
        (1, (0, 0), (7, 10), (2, 4)),
        (2, (10, 14), (17, 24), (4, 8)),
        (3, (20, 28), (27, 38), (6, 12)),
        (4, (30, 42), (37, 52), (8, 16)),
        (5, (40, 56), (47, 66), (10, 20)),
    ],
)
def test_plan_without_a_day_says_how_long_it_takes(sessions, first_to_last, until_healed, hours):
    plan = planned(sessions=sessions)

    assert not plan.has_days
    assert (plan.first_to_last, plan.until_healed, plan.in_chair) == (first_to_last, until_healed, hours)


def test_most_usual_sessions_are_planned_where_none_are_asked_for():
    assert planned().number == 3
    assert not planned().is_general


def test_number_of_the_procedure_stands_in_and_is_called_general():
    """Fact S253."""
    plan = planned(usual=(None, None))

    assert (plan.number, plan.is_general) == (4, True)


@pytest.mark.parametrize(("sessions", "usual"), [(1, False), (2, True), (3, True), (4, False)])
def test_plan_knows_whether_its_number_is_usual(sessions, usual):
    assert planned(sessions=sessions).is_usual is usual


def test_one_long_stay_and_several_trips_stand_side_by_side():
    plan = planned(date(2027, 3, 1), sessions=3)

    assert plan.days == Days(date(2027, 3, 1), date(2027, 4, 8))
    assert plan.healed == Days(date(2027, 3, 28), date(2027, 4, 8))
    assert plan.trips == Trips(3, (7, 10), (21, 30), (0, 7))


@pytest.mark.parametrize(
    ("between", "sessions", "waits"), [((10, 14), 3, True), ((9, 14), 3, False), ((9, 14), 1, True)]
)
def test_warning_where_the_next_session_may_come_before_healing(between, sessions, waits):
    """Fact S231."""
    assert planned(sessions=sessions, days_between=between).waits_for_healing is waits


@pytest.mark.parametrize(
    ("arrive", "closed"),
    [
        (date(2027, 9, 15), True),  # Chuseok
        (date(2027, 2, 7), True),  # Lunar New Year
        (date(2027, 3, 10), False),
    ],
)
def test_session_on_a_great_holiday_is_flagged(arrive, closed):
    """Fact S232."""
    [first] = planned(arrive, sessions=1).sessions

    assert [closure.is_long for closure in first.closures] == [True] * closed
    assert first.is_certain_to_be_closed is closed


def test_session_that_may_fall_on_a_holiday_is_flagged_as_possible():
    _first, second = planned(date(2027, 9, 1), sessions=2).sessions

    assert second.days == Days(date(2027, 9, 11), date(2027, 9, 15))
    assert [closure.is_long for closure in second.closures] == [True]
    assert not second.is_certain_to_be_closed


def test_session_in_the_heat_is_flagged():
    """Fact S232."""
    first, second = planned(date(2027, 6, 25), sessions=2).sessions

    assert first.hot == []
    assert second.hot == [Days(date(2027, 7, 5), date(2027, 7, 9))]


def test_plan_names_holidays_and_heat_of_all_its_days():
    plan = planned(date(2027, 8, 10), sessions=3)

    assert plan.hot == [Days(date(2027, 8, 10), date(2027, 8, 31))]
    assert [closure.days for closure in plan.closures] == [
        Days(date(2027, 8, 15), date(2027, 8, 16)),
        Days(date(2027, 9, 14), date(2027, 9, 16)),
    ]
    assert not plan.is_in_good_season
    assert planned(date(2027, 10, 15), sessions=1).is_in_good_season


def test_touch_up_is_reckoned_from_the_last_session():
    """Fact S229."""
    assert planned(date(2026, 11, 30), sessions=1).touch_up == (2029, 2031)
    assert planned(date(2026, 12, 20), sessions=2).touch_up == (2029, 2032)


def test_timeline_labels_each_session_with_its_days():
    timeline = planned(date(2027, 9, 1), sessions=2).timeline

    assert [row.label.text for row in timeline.rows] == ["Session 1: 1 Sep", "Session 2: 11–15 Sep"]
    assert [kind for kind, _place in timeline.bands] == ["closed"]


@pytest.mark.parametrize("between", [(10, 14), (32_767, 32_767)])
def test_plan_of_more_than_ten_years_has_no_days(between):
    plan = planned(date(2027, 9, 1), sessions=99, days_between=between)

    assert plan.is_too_long is (between != (10, 14))
    assert plan.has_days is (between == (10, 14))
    assert plan.first_to_last == (98 * between[0], 98 * between[1])


def test_session_without_days_between_falls_on_the_same_day():
    plan = planned(date(2027, 3, 10), sessions=2, days_between=(0, 0), healing_days=(0, 0))

    assert [session.days for session in plan.sessions] == [on(date(2027, 3, 10))] * 2
    assert plan.timeline.rows[1].session.width == "100.00%"
