"""Days on which Korea is closed or hot: public holidays, lunar ones included, and the seasons for a trip."""

from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

import holidays
from django.utils.translation import gettext_lazy as _

from pricing.days import Days

# Seasons as numbers of months, and their names (facts S159 and S160).
HOT_MONTHS = frozenset({7, 8})
HOT_SEASON = _("July and August")
GOOD_MONTHS = frozenset({4, 5, 9, 10, 11})
GOOD_SEASON = _("April, May and September to November")
# Lunar New Year and Chuseok are three days in a row and more, other holidays are one or two.
LONG_CLOSURE = 3
MARGIN = timedelta(days=14)  # longer than any holidays in a row


@dataclass(frozen=True, slots=True)
class Closure:
    """Public holidays on days in a row, and their names as the calendar gives them."""

    days: Days
    names: tuple[str, ...]

    @property
    def is_long(self):
        """Whether it is as long as Lunar New Year or Chuseok, when most of the country closes."""
        return self.days.length >= LONG_CLOSURE


@lru_cache(maxsize=64)
def _holidays_of(year):
    return sorted(holidays.country_holidays("KR", years=year, language="en_US").items())


def public_closures(days):
    """Return the Closures that have a day in some Days, whole even where they begin before, in order."""
    closures = []
    for year in range((days.first - MARGIN).year, (days.last + MARGIN).year + 1):
        for day, name in _holidays_of(year):
            names = tuple(name.split("; "))
            if closures and day - closures[-1].days.last == timedelta(days=1):
                before = closures.pop()
                closures.append(Closure(Days(before.days.first, day), before.names + names))
            else:
                closures.append(Closure(Days(day, day), names))
    return [closure for closure in closures if closure.days.overlaps(days)]


def hot_days(days):
    """Return the parts of some Days that lie in the hot months, as a list of Days in order."""
    return _in_months(days, HOT_MONTHS)


def is_in_good_season(days):
    """Tell whether all of some Days lie in the months that are good for a trip."""
    return _in_months(days, GOOD_MONTHS) == [days]


def _in_months(days, months):
    parts = []
    for day in days.each():
        if day.month not in months:
            continue
        if parts and day - parts[-1].last == timedelta(days=1):
            parts[-1] = Days(parts[-1].first, day)
        else:
            parts.append(Days(day, day))
    return parts
