"""Months that a guide praises or warns of, against the seasons of the planner."""

import pytest

from articles.checking.seasons import contradicting_seasons, months_in

from .knowing import found_by

SEASONS = "by the records April, May, September, October, November are good for a trip, July, August are hot."


@pytest.mark.parametrize(
    "text",
    [
        "April, May and the months from September to November are good for a visit.",
        "July and August are hot: avoid them.",
        "The best time is autumn; summer is hot.",
        "Avoid July, but May is good for a trip.",
        "July is not a good time to come.",
        "It may be a good time to visit. In winter the city is quiet.",
        "봄과 가을은 여행하기 좋고, 여름은 덥습니다.",
    ],
)
def test_seasons_of_the_planner_are_none(text):
    assert found_by(contradicting_seasons, text) == []


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("The best time to visit is July and August.", "The best time to visit is July and August."),
        ("Spring and winter are the best seasons.", "Spring and winter are the best seasons."),
        ("Avoid April and May.", "Avoid April and May."),
        ("Spring is mild, and the summer is a great time.", "and the summer is a great time."),
        ("여행하기 좋은 시기는 7월입니다.", "여행하기 좋은 시기는 7월입니다."),
        ("여행은 여름이 좋습니다.", "여행은 여름이 좋습니다."),
    ],
)
def test_other_seasons_are_found(text, quoted):
    assert found_by(contradicting_seasons, text) == [f"“{quoted}”: {SEASONS}"]


def test_months_of_a_range_and_of_a_season_are_counted():
    assert months_in("November to February") == {11, 12, 1, 2}
    assert months_in("May, in the fall") == {5, 9, 10, 11}
    assert months_in("it may fall in 2026") == set()
