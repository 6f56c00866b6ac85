"""What the market asks for a whole course of a treatment, from the rows of the price guide."""

from pricing.course import course_of_sessions
from pricing.models import MarketPrice, PriceBasis, Treatment
from pricing.money import in_us_dollars, stated_span


def read_market_courses():
    """Return {treatment slug: Span in whole US dollars} of the treatments that the price guide covers.

    Three queries. A treatment that no row covers with figures is left out.
    """
    rows = list(
        MarketPrice.objects.in_guide_order().select_related("currency").prefetch_related("treatments")
    )
    treatments = Treatment.objects.select_related("procedure").order_by()
    courses = {treatment.slug: market_course(rows, treatment) for treatment in treatments}
    return {slug: course for slug, course in courses.items() if course is not None}


def market_course(rows, treatment):
    """Return the Span in US dollars that rows of the price guide give for a course of a treatment, or None.

    A package for this treatment alone is the nearest, then one for several areas together, then the sessions
    together. Rows without figures, or in a currency without a rate, give none.
    """
    covering = [row for row in rows if treatment in row.treatments.all() and stated_span(row) is not None]
    covering = [row for row in covering if row.currency.units_per_usd]
    packages = [row for row in covering if row.basis == PriceBasis.PACKAGE]
    if packages:
        nearest = min(packages, key=lambda row: len(row.treatments.all()))
        return in_us_dollars(stated_span(nearest), units_per_usd=nearest.currency.units_per_usd)
    for row in covering:
        fewest, most = treatment.sessions if row.sessions_min is None else row.sessions
        course = course_of_sessions(stated_span(row), fewest=fewest, most=most)
        return in_us_dollars(course, units_per_usd=row.currency.units_per_usd)
    return None


def bases_without_price(rows):
    """Return the bases, in words, that some rows of the price guide do not have; none of no rows at all."""
    stated = {row.basis for row in rows}
    return [basis.label for basis in PriceBasis if stated and basis not in stated]
