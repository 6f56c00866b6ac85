"""How long a course takes (facts S216-S218)."""

import pytest

from pricing.schedule import days_first_to_last, days_until_healed, hours_in_chair


@pytest.mark.parametrize(
    ("sessions", "days"), [(1, (0, 0)), (2, (10, 14)), (3, (20, 28)), (4, (30, 42)), (5, (40, 56))]
)
def test_days_from_the_first_to_the_last_session(sessions, days):
    assert days_first_to_last(sessions, days_between=(10, 14)) == days


@pytest.mark.parametrize(
    ("sessions", "days"), [(1, (7, 10)), (2, (17, 24)), (3, (27, 38)), (4, (37, 52)), (5, (47, 66))]
)
def test_days_until_healed_after_the_last_session(sessions, days):
    assert days_until_healed(sessions, days_between=(10, 14), healing_days=(7, 10)) == days


@pytest.mark.parametrize(
    ("sessions", "hours"), [(1, (2, 4)), (2, (4, 8)), (3, (6, 12)), (4, (8, 16)), (5, (10, 20))]
)
def test_hours_in_the_chair(sessions, hours):
    assert hours_in_chair(sessions, session_hours=(2, 4)) == hours
