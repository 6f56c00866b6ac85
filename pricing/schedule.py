"""How long a course takes: days between sessions, healing, hours in the chair (facts S216-S218).

Every function takes (fewest, most) pairs and returns one; days are whole days.
"""


def days_first_to_last(sessions, *, days_between):
    """Return the days from the first session to the last: 3 sessions, 10-14 days apart -> 20-28."""
    fewest, most = days_between
    return (sessions - 1) * fewest, (sessions - 1) * most


def days_until_healed(sessions, *, days_between, healing_days):
    """Return the days from the first session until healed after the last: 3 sessions -> 27-38."""
    first, last = days_first_to_last(sessions, days_between=days_between)
    return first + healing_days[0], last + healing_days[1]


def hours_in_chair(sessions, *, session_hours):
    """Return the hours of all sessions together: 3 sessions of 2-4 hours -> 6-12."""
    return sessions * session_hours[0], sessions * session_hours[1]
