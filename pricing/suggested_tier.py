"""Which price tier the prices of a clinic speak for: where its courses lie in the market's ranges."""

from fractions import Fraction


def place_in_market(course, market):
    """Return where the middle of a course Span lies in a market Span, both in US dollars, as a Fraction.

    0 is the market's lowest figure and 1 its highest that is stated; a course may lie outside. None where the
    market states no range.
    """
    if market.high is None or market.high == market.low:
        return None
    high = course.low if course.high is None else course.high
    return Fraction(course.low + high - 2 * market.low, 2 * (market.high - market.low))


def suggest_tier(pairs, tiers):
    """Return the PriceTier that (course, market) pairs of Spans speak for, or None where nothing is known.

    The tiers, the cheapest first, divide the market's range into equal parts; the courses of a clinic count
    alike, by the mean of their places.
    """
    places = [place for course, market in pairs if (place := place_in_market(course, market)) is not None]
    tiers = sorted(tiers, key=lambda tier: tier.rank)
    if not places or not tiers:
        return None
    mean = Fraction(sum(places), len(places))
    return tiers[min(max(int(mean * len(tiers)), 0), len(tiers) - 1)]
