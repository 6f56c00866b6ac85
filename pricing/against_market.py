"""How one clinic's prices for a treatment stand to each other and to the market."""

from dataclasses import dataclass

from pricing.coherence import Coherence, coherence
from pricing.course import course_of_sessions
from pricing.estimating import Standing, standing
from pricing.money import Span, in_us_dollars


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A package and the single sessions together, in one currency, and what a visitor should know."""

    package: Span
    together: Span
    kind: Coherence


def disagreement(package, per_session, *, fewest, most, units_per_usd):
    """Return the Disagreement of a package Span and a Span per session (facts S210-S215), or None.

    Prices in one currency are compared in it, others in US dollars; `units_per_usd` maps currency codes to
    Decimals or None. Where either is None, or cannot be converted, nothing can be said.
    """
    if package is None or per_session is None:
        return None
    together = course_of_sessions(per_session, fewest=fewest, most=most)
    if package.currency != together.currency:
        rates = [units_per_usd.get(span.currency) for span in (package, together)]
        if not all(rates):
            return None
        package = in_us_dollars(package, units_per_usd=rates[0])
        together = in_us_dollars(together, units_per_usd=rates[1])
    kind = coherence(package, together)
    return None if kind == Coherence.INSIDE else Disagreement(package, together, kind)


def starts_far_below(course, market):
    """Tell whether a course starts far below the market's like course, by the measure for quotes (fact S155).

    Both are Spans in US dollars or None. How the clinic asks to be paid is known, so that nothing but the
    like course counts: less than three quarters of its lowest figure is far below.
    """
    if course is None or market is None:
        return False
    return standing(course.low, market, lowest=market.low) == Standing.FAR_BELOW
