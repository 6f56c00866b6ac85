"""Days of a plan: a range of whole days, both ends included, and its words."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Days:
    """A first and a last day: the days something lasts, or the days one of which it may fall on."""

    first: date
    last: date

    def __post_init__(self):
        if self.last < self.first:
            raise ValueError("Days cannot end before they begin.")

    def __str__(self):
        """Return "9 March 2026", "9–12 March 2026" or "28 March – 2 April 2026"."""
        return self._in_words("j F Y", "j F", "j")

    @property
    def without_year(self):
        """The days in words where the year is known: "9–12 March"."""
        return self._in_words("j F", "j F", "j")

    @property
    def abbreviated(self):
        """The days for a drawing, where there is little room: "9–12 Mar"."""
        return self._in_words("j M", "j M", "j")

    @property
    def from_to(self):
        """The days inside a sentence: "on 9 March 2026", "from 9 to 12 March 2026"."""
        if self.is_one_day:
            return _("on %(day)s") % {"day": self}
        first, last = self._ends("j F Y", "j F", "j")
        return _("from %(first)s to %(last)s") % {"first": first, "last": last}

    @property
    def length(self):
        """The number of days."""
        return (self.last - self.first).days + 1

    @property
    def is_one_day(self):
        """Whether first and last are the same day."""
        return self.first == self.last

    def after(self, fewest, most):
        """Return the days that lie `fewest` to `most` days after these; numbers below zero count back."""
        return Days(self.first + timedelta(days=fewest), self.last + timedelta(days=most))

    def overlaps(self, other):
        """Tell whether some day lies in both."""
        return self.first <= other.last and other.first <= self.last

    def each(self):
        """Yield every day in order."""
        for number in range(self.length):
            yield self.first + timedelta(days=number)

    def _in_words(self, whole, without_year, without_month):
        if self.is_one_day:
            return date_format(self.last, whole)
        first, last = self._ends(whole, without_year, without_month)
        is_in_one_month = (self.first.year, self.first.month) == (self.last.year, self.last.month)
        return f"{first}–{last}" if is_in_one_month else f"{first} – {last}"

    def _ends(self, whole, without_year, without_month):
        """Return the first and the last day in words; the first says only what the last does not."""
        if self.first.year != self.last.year:
            form = whole
        elif self.first.month != self.last.month:
            form = without_year
        else:
            form = without_month
        return date_format(self.first, form), date_format(self.last, whole)


def on(day):
    """Return one day as Days."""
    return Days(day, day)
