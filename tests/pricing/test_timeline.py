"""The drawing of a plan: every day in its place, every label inside, few names of months."""

from datetime import date

import pytest

from pricing.days import Days, on
from pricing.stay import plan_sessions
from pricing.timeline import HEAD, ROW, Label, Place, Scale, draw_timeline

TEN_DAYS = Days(date(2026, 3, 1), date(2026, 3, 10))


def drawn(first_day, *, number=3, days_between=(10, 14), bands=()):
    sessions = plan_sessions(first_day, number=number, days_between=days_between, healing_days=(7, 10))
    return draw_timeline(sessions, [f"Session {session.number}" for session in sessions], bands=bands)


@pytest.mark.parametrize(
    ("days", "place"),
    [
        (on(date(2026, 3, 1)), Place("0.00%", "10.00%")),
        (Days(date(2026, 3, 2), date(2026, 3, 4)), Place("10.00%", "30.00%")),
        (Days(date(2026, 2, 1), date(2026, 3, 2)), Place("0.00%", "20.00%")),
        (Days(date(2026, 3, 10), date(2027, 3, 4)), Place("90.00%", "10.00%")),
        (on(date(2026, 3, 11)), None),
    ],
)
def test_days_have_their_place_on_the_scale_and_end_at_its_edge(days, place):
    assert Scale(TEN_DAYS).place(days) == place


@pytest.mark.parametrize(
    ("day", "x", "anchor"), [(1, "0.00%", "start"), (6, "55.00%", "middle"), (10, "100.00%", "end")]
)
def test_label_stands_where_it_stays_inside(day, x, anchor):
    assert Scale(TEN_DAYS).label("Here", on(date(2026, 3, day))) == Label("Here", x, anchor)


def test_row_shows_when_a_session_is_and_when_it_has_healed():
    timeline = drawn(date(2026, 3, 1), number=2)  # until 25 March

    first, second = timeline.rows
    assert timeline.height == HEAD + 2 * ROW
    assert first.is_certain
    assert (first.session, first.healing, first.healed) == (
        Place("0.00%", "4.00%"),
        Place("0.00%", "44.00%"),
        Place("28.00%", "16.00%"),
    )
    assert not second.is_certain
    assert second.session == Place("40.00%", "20.00%")
    assert second.bar_y - first.bar_y == ROW
    assert timeline.has_windows


def test_one_session_has_no_window():
    assert not drawn(date(2026, 3, 1), number=1).has_windows


def test_band_outside_the_plan_is_left_out():
    timeline = drawn(
        date(2026, 3, 1),
        number=1,
        bands=[("closed", on(date(2026, 3, 1))), ("hot", Days(date(2026, 7, 1), date(2026, 8, 31)))],
    )

    assert timeline.bands == [("closed", Place("0.00%", "9.09%"))]


@pytest.mark.parametrize(
    ("first_day", "number", "names"),
    [
        (date(2026, 3, 2), 1, ["Mar"]),
        (date(2026, 3, 2), 3, ["Mar", "Apr"]),
        (date(2026, 3, 30), 3, ["Apr", "May"]),
        (date(2026, 12, 10), 3, ["Dec", "Jan"]),
        (date(2026, 3, 2), 30, ["Mar 2026", "Jul 2026", "Nov 2026", "Mar 2027"]),
    ],
)
def test_months_are_named_where_there_is_room(first_day, number, names):
    assert [label.text for label in drawn(first_day, number=number).months] == names


def test_hundred_sessions_have_a_few_names_of_months():
    assert 2 <= len(drawn(date(2026, 3, 2), number=99).months) <= 5
