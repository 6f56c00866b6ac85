"""Days of a plan: how they read, and what lies after, before and in them."""

from datetime import date

import pytest

from pricing.days import Days, on

MARCH = Days(date(2026, 3, 9), date(2026, 3, 12))


@pytest.mark.parametrize(
    ("days", "words", "without_year", "abbreviated"),
    [
        (on(date(2026, 3, 9)), "9 March 2026", "9 March", "9 Mar"),
        (MARCH, "9–12 March 2026", "9–12 March", "9–12 Mar"),
        (
            Days(date(2026, 3, 28), date(2026, 4, 2)),
            "28 March – 2 April 2026",
            "28 March – 2 April",
            "28 Mar – 2 Apr",
        ),
        (
            Days(date(2026, 12, 30), date(2027, 1, 4)),
            "30 December 2026 – 4 January 2027",
            "30 December – 4 January",
            "30 Dec – 4 Jan",
        ),
        (
            Days(date(2026, 3, 9), date(2027, 3, 9)),
            "9 March 2026 – 9 March 2027",
            "9 March – 9 March",
            "9 Mar – 9 Mar",
        ),
    ],
)
def test_days_read_as_a_visitor_writes_them(days, words, without_year, abbreviated):
    assert (str(days), days.without_year, days.abbreviated) == (words, without_year, abbreviated)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (on(date(2026, 3, 9)), "on 9 March 2026"),
        (MARCH, "from 9 to 12 March 2026"),
        (Days(date(2026, 3, 28), date(2026, 4, 2)), "from 28 March to 2 April 2026"),
        (Days(date(2026, 12, 30), date(2027, 1, 4)), "from 30 December 2026 to 4 January 2027"),
    ],
)
def test_days_stand_inside_a_sentence(days, words):
    assert days.from_to == words


def test_days_cannot_end_before_they_begin():
    with pytest.raises(ValueError, match="before they begin"):
        Days(date(2026, 3, 9), date(2026, 3, 8))


def test_both_ends_count():
    assert MARCH.length == 4
    assert [day.day for day in MARCH.each()] == [9, 10, 11, 12]
    assert on(date(2026, 3, 9)).length == 1


def test_days_after_others_widen_by_the_difference():
    assert MARCH.after(10, 14) == Days(date(2026, 3, 19), date(2026, 3, 26))
    assert MARCH.after(-9, -9) == Days(date(2026, 2, 28), date(2026, 3, 3))


@pytest.mark.parametrize(
    ("other", "overlaps"),
    [
        (on(date(2026, 3, 8)), False),
        (on(date(2026, 3, 9)), True),
        (Days(date(2026, 3, 1), date(2026, 3, 31)), True),
        (on(date(2026, 3, 12)), True),
        (on(date(2026, 3, 13)), False),
    ],
)
def test_days_overlap_when_they_share_one(other, overlaps):
    assert MARCH.overlaps(other) is overlaps
    assert other.overlaps(MARCH) is overlaps
