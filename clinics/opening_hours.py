"""Opening hours as people and OpenStreetMap write them, one rule a line, in the clinic's own time zone."""

import re
from dataclasses import dataclass
from datetime import date, time

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
RULE = re.compile(r"(?P<days>\S+)\s+(?P<hours>closed|\S.*)")
CLOCK = "(?:[01][0-9]|2[0-3]):[0-5][0-9]"
SPAN = re.compile(rf"(?P<start>{CLOCK})\s*[-–]\s*(?P<end>{CLOCK})")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class UnreadableHours(ValueError):
    """A line that is no rule of opening hours; the message names the line and what is wrong."""


@dataclass(frozen=True, slots=True)
class HoursRule:
    """On which weekdays (0 is Monday) or on which single day the doors are open; no spans means closed."""

    weekdays: tuple[int, ...]
    day: date | None
    spans: tuple[tuple[time, time], ...]


def read_opening_hours(text):
    """Return the rules of a text such as "Mo-Fr 10:00-13:00, 14:00-19:00", or raise UnreadableHours."""
    lines = [line.strip() for line in re.split(r"[\n;]", text)]
    return [_read_rule(line) for line in lines if line]


def _read_rule(line):
    match = RULE.fullmatch(line)
    if match is None:
        raise UnreadableHours(
            _("“%(line)s” needs days and hours, such as Mo-Fr 10:00-19:00.") % {"line": line}
        )
    try:
        weekdays, day = _read_days(match["days"])
        spans = () if match["hours"] == "closed" else tuple(_read_spans(match["hours"]))
    except ValueError as error:
        raise UnreadableHours(_("“%(line)s”: %(error)s") % {"line": line, "error": error}) from error
    return HoursRule(weekdays, day, spans)


def _read_days(text):
    if text[0].isdigit():
        return (), _read_day(text)
    weekdays = []
    for part in text.split(","):
        first, _dash, last = part.partition("-")
        if first not in DAYS or (last or first) not in DAYS:
            raise ValueError(_("days are written Mo Tu We Th Fr Sa Su."))
        start, end = DAYS.index(first), DAYS.index(last or first)
        if end < start:
            raise ValueError(_("a range of days runs from Monday to Sunday."))
        weekdays.extend(range(start, end + 1))
    return tuple(weekdays), None


def _read_day(text):
    try:
        return date.fromisoformat(text if DAY.fullmatch(text) else "")
    except ValueError as error:
        raise ValueError(_("a single day is written 2026-09-25.")) from error


def _read_spans(text):
    for part in text.split(","):
        match = SPAN.fullmatch(part.strip())
        if match is None:
            raise ValueError(_("hours are written 10:00-19:00."))
        start, end = time.fromisoformat(match["start"]), time.fromisoformat(match["end"])
        if end <= start:
            raise ValueError(_("the end lies before the start."))
        yield start, end


def validate_opening_hours(text):
    """Refuse opening hours that cannot be read, in words for an editor."""
    try:
        read_opening_hours(text)
    except UnreadableHours as error:
        raise ValidationError(str(error)) from error
