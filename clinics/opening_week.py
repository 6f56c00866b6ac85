"""The opening hours of a clinic in words: weekday by weekday, the days that differ, the holidays ahead."""

import json
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinics.korean_calendar import public_closures
from clinics.opening_hours import UnreadableHours, read_opening_hours
from pricing.days import Days

WEEKDAYS = (
    gettext_lazy("Monday"),
    gettext_lazy("Tuesday"),
    gettext_lazy("Wednesday"),
    gettext_lazy("Thursday"),
    gettext_lazy("Friday"),
    gettext_lazy("Saturday"),
    gettext_lazy("Sunday"),
)
AHEAD = timedelta(days=30)  # how far holidays are announced


@dataclass(frozen=True, slots=True)
class Week:
    """Hours by weekday (0 is Monday), hours of single days to come, and holidays of which nothing is said.

    Hours are pairs of times; none means closed. A weekday that is missing is not stated.
    """

    weekly: dict[int, tuple]
    special: dict[date, tuple]
    holidays: tuple[date, ...]

    @property
    def lines(self):
        """The week as (days, hours) in words, days in a row with equal hours together; "" is not stated."""
        groups = []
        for weekday in range(len(WEEKDAYS)):
            hours = self.weekly.get(weekday)
            if groups and groups[-1][2] == hours:
                groups[-1][1] = weekday
            else:
                groups.append([weekday, weekday, hours])
        return [(_days_in_words(first, last), hours_in_words(hours)) for first, last, hours in groups]

    @property
    def special_lines(self):
        """The single days to come as (day, hours in words), in order."""
        return [(day, hours_in_words(hours)) for day, hours in sorted(self.special.items())]

    @property
    def as_json(self):
        """The hours for a script that knows what time it is."""
        return json.dumps(
            {
                "weekly": {str(weekday): _as_text(hours) for weekday, hours in sorted(self.weekly.items())},
                "special": {day.isoformat(): _as_text(hours) for day, hours in sorted(self.special.items())},
                "holidays": [day.isoformat() for day in self.holidays],
            },
            separators=(",", ":"),
        )


def read_week(text, *, today):
    """Return the Week of opening hours as an editor writes them, or None where there is none to be read.

    Of two rules for the same day the later one counts, as in OpenStreetMap; `today` is the day in Seoul.
    """
    try:
        rules = read_opening_hours(text)
    except UnreadableHours:
        return None
    if not rules:
        return None
    weekly, special = {}, {}
    for rule in rules:
        weekly.update(dict.fromkeys(rule.weekdays, rule.spans))
        if rule.day is not None and rule.day >= today:
            special[rule.day] = rule.spans
    month = Days(today, today + AHEAD)
    holidays = [
        day
        for closure in public_closures(month)
        for day in closure.days.each()
        if month.first <= day <= month.last and day not in special
    ]
    return Week(weekly, special, tuple(holidays))


def hours_in_words(hours):
    """Return hours as "10:00–13:00 and 14:00–19:00", "closed", or "" when they are not stated."""
    if hours is None:
        return ""
    if not hours:
        return _("closed")
    spans = [f"{start:%H:%M}–{end:%H:%M}" for start, end in sorted(hours)]
    return _(" and ").join(spans)


def _days_in_words(first, last):
    if first == last:
        return str(WEEKDAYS[first])
    joined = _("%(first)s and %(last)s") if last == first + 1 else _("%(first)s to %(last)s")
    return joined % {"first": WEEKDAYS[first], "last": WEEKDAYS[last]}


def _as_text(hours):
    return [[f"{start:%H:%M}", f"{end:%H:%M}"] for start, end in sorted(hours)]
