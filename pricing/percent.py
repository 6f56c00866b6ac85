"""Prices raised or lowered by percent, exactly: counted in hundredths of a percent, never in floats."""

from dataclasses import replace

from django.utils.translation import gettext as _

WHOLE = 10_000  # hundredths of a percent in a whole
MOST_UP = 100 * 100  # more than doubling is a slip of the keyboard
MOST_DOWN = 90 * 100


def changed_by(span, hundredths):
    """Return a Span raised by hundredths of a percent, lowered where they are negative: 500 is 5 percent.

    Whole units: the low is rounded down and the high up, so that the range is never narrower than it would
    be exactly. A fixed price stays fixed: it is rounded to the nearest unit, a half up.
    """
    factor = WHOLE + hundredths
    if span.high == span.low:
        fixed = (2 * span.low * factor + WHOLE) // (2 * WHOLE)
        return replace(span, low=fixed, high=fixed)
    low = span.low * factor // WHOLE
    high = None if span.high is None else -(-span.high * factor // WHOLE)
    return replace(span, low=low, high=high)


def percent_in_words(hundredths):
    """Return a percentage without its sign: 1250 and -1250 give "12.5 %"."""
    whole, rest = divmod(abs(hundredths), 100)
    number = f"{whole}.{rest:02d}".rstrip("0").rstrip(".")
    return _("%(number)s %%") % {"number": number}
