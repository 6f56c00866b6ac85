"""A plan as a drawing: where its days lie, in percent of the width, row by row.

The drawing stretches to any width while its letters keep their size: places across are percentages, places
down are pixels.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format

from pricing.days import Days

HEAD = 24  # pixels for the names of the months
ROW = 50  # pixels for a session
MOST_MONTHS = 6  # names of months that fit beside one another on a phone
MOST_YEARS = 4  # the same with their years


@dataclass(frozen=True, slots=True)
class Place:
    """A place across the drawing, such as "12.50%", and how much it takes."""

    x: str
    width: str


@dataclass(frozen=True, slots=True)
class Label:
    """Text at a place across the drawing; `anchor` is the end of the text that stands there."""

    text: str
    x: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Row:
    """A session of the drawing: its label, its days, its healing and the days on which that may end.

    `is_certain` tells whether the session has one day.
    """

    label: Label
    label_y: int
    bar_y: int
    is_certain: bool
    session: Place
    healing: Place
    healed: Place


@dataclass(frozen=True, slots=True)
class Timeline:
    """A whole drawing; `bands` are (kind, Place) pairs that run through all rows."""

    height: int
    rows: list
    months: list
    bands: list

    @property
    def has_windows(self):
        """Whether some session may fall on several days."""
        return not all(row.is_certain for row in self.rows)


class Scale:
    """Turns days into percentages of the width."""

    def __init__(self, days):
        self.days = days

    def at(self, day):
        """Return where a day begins, from 0 to 100."""
        return 100 * (day - self.days.first).days / self.days.length

    def place(self, days):
        """Return the Place of some Days, or None where none of them is drawn."""
        if not days.overlaps(self.days):
            return None
        shown = Days(max(days.first, self.days.first), min(days.last, self.days.last))
        return Place(percent(self.at(shown.first)), percent(100 * shown.length / self.days.length))

    def label(self, text, days):
        """Return a Label that begins with some Days, ends with them or stands over them, to stay inside."""
        start, end = self.at(days.first), self.at(days.last) + 100 / self.days.length
        if start <= 40:
            return Label(text, percent(start), "start")
        if end > 60:
            return Label(text, percent(end), "end")
        return Label(text, percent((start + end) / 2), "middle")


def percent(number):
    """Return a percentage as it stands in a drawing, whatever the language: "12.5" -> "12.50%"."""
    return f"{number:.2f}%"


def draw_timeline(sessions, labels, *, bands):
    """Return the Timeline of some Sessions; `labels` are their texts, `bands` (kind, Days) pairs.

    It runs from the first session to the last day of healing.
    """
    scale = Scale(Days(sessions[0].days.first, sessions[-1].healed.last))
    return Timeline(
        height=HEAD + ROW * len(sessions),
        rows=[
            _row(place, session, text, scale)
            for place, (session, text) in enumerate(zip(sessions, labels, strict=True))
        ],
        months=_months(scale),
        bands=[(kind, place) for kind, days in bands if (place := scale.place(days))],
    )


def _row(place, session, text, scale):
    top = HEAD + ROW * place
    return Row(
        label=scale.label(text, session.days),
        label_y=top + 16,
        bar_y=top + 23,
        is_certain=session.days.is_one_day,
        session=scale.place(session.days),
        healing=scale.place(Days(session.days.first, session.healed.last)),
        healed=scale.place(session.healed),
    )


def _months(scale):
    """Return the Labels of the months that begin in the drawing, and of its first; few of very many."""
    starts = [scale.days.first]
    while (following := _next_month(starts[-1])) <= scale.days.last:
        starts.append(following)
    words = "M"
    if len(starts) > MOST_MONTHS:
        words = "M Y"
        starts = starts[:: -(-len(starts) // MOST_YEARS)]
    ends = [*map(scale.at, starts[1:]), 100]
    room = 100 / (2 * MOST_MONTHS)
    # A month of which few days are drawn has no room for its name.
    return [
        Label(date_format(start, words), percent(scale.at(start)), "start")
        for start, end in zip(starts, ends, strict=True)
        if end - scale.at(start) >= room
    ]


def _next_month(day):
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
