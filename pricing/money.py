"""Money as a value: a lowest and highest price in whole units of one currency."""

from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor

from django.utils.translation import gettext as _

US_DOLLAR = "USD"


@dataclass(frozen=True, slots=True)
class Span:
    """A lowest and highest price in whole units of one currency; an open end may keep its stated figure."""

    low: int
    high: int | None
    open_ended: bool = False
    currency: str = "USD"

    def __post_init__(self):
        if self.high is None and not self.open_ended:
            raise ValueError("A closed price range needs its end.")
        if self.high is not None and self.high < self.low:
            raise ValueError("A price range cannot end below its start.")

    def __str__(self):
        """Return "$1,800–$3,000", "$4,000–$6,000+" (open above), "from $4,000" or "$500"."""
        low = amount(self.low, self.currency)
        if self.high is None:
            return _("from %(low)s") % {"low": low}
        plus = "+" if self.open_ended else ""
        if self.high == self.low:
            return f"{low}{plus}"
        return f"{low}–{amount(self.high, self.currency)}{plus}"

    def overlaps(self, low, high):
        """Tell whether some price from low to high, both included, lies in the range (facts S225)."""
        return self.low <= high and (self.open_ended or self.high >= low)


def amount(units, currency):
    """Return whole units of a currency for reading: "$1,800", "KRW 2,500,000"."""
    return f"${units:,}" if currency == "USD" else f"{currency}\N{NO-BREAK SPACE}{units:,}"


def stated_span(price):
    """Return the Span that a PriceRange states, or None when it is quoted after assessment."""
    if price.low is None:
        return None
    return Span(price.low, price.high, price.open_ended, price.currency_id)


def in_us_dollars(span, *, units_per_usd):
    """Return a Span in whole US dollars, the low rounded down and the high up; units_per_usd is a Decimal."""
    rate = Fraction(units_per_usd)
    high = None if span.high is None else ceil(span.high / rate)
    return Span(floor(span.low / rate), high, span.open_ended)


def in_currency(span, *, code, units_per_usd):
    """Return a Span of US dollars in another currency to three digits: $1,100 -> KRW 1,520,000.

    Dollars are rounded to whole ones, so that further digits would only seem exact.
    """
    rate = Fraction(units_per_usd)
    high = None if span.high is None else _to_three_digits(span.high * rate)
    return replace(span, low=_to_three_digits(span.low * rate), high=high, currency=code)


def _to_three_digits(figure):
    whole = round(figure)
    return round(whole, min(0, 3 - len(str(whole))))


def at_home(span, *, percent_below_min, percent_below_max):
    """Return what the same costs at home, when prices here lie 20-50 percent below: divide by 0.8 and 0.5.

    Whole units, rounded outward (facts S219, S220).
    """
    high = None if span.high is None else -(-span.high * 100 // (100 - percent_below_max))
    return replace(span, low=span.low * 100 // (100 - percent_below_min), high=high)
