"""The price of a whole course of treatment, from what a price guide or a clinic states."""

from dataclasses import replace
from typing import NamedTuple

from pricing.models import PriceBasis
from pricing.money import US_DOLLAR, Span, in_us_dollars, stated_span
from pricing.templatetags.prices import together_in_words

INFINITE = float("inf")


def course_of_sessions(per_session, *, fewest, most):
    """Return the price of a whole course: 1,500-2,500 and open, 3 to 5 sessions -> 4,500-12,500 and open."""
    high = None if per_session.high is None else per_session.high * most
    return replace(per_session, low=per_session.low * fewest, high=high)


def session_within_package(package, *, fewest, most):
    """Return what one session costs inside a package, rounded outward: 1,800-3,000, 2 to 3 -> 600-1,500."""
    high = None if package.high is None else -(-package.high // fewest)
    return replace(package, low=package.low // most, high=high)


class Course(NamedTuple):
    """What a whole course of one treatment (a slug) costs, in whole US dollars.

    `is_estimate` and `currency` are those of the price that makes it; `year` is the year that it is of.
    `sessions` are the (fewest, most) that are counted together; None of a package.
    """

    treatment: str
    price: Span
    is_estimate: bool = False
    currency: str = "USD"
    year: int | None = None
    sessions: tuple[int, int] | None = None

    @property
    def basis(self):
        """The PriceBasis of the price that makes it."""
        return PriceBasis.PACKAGE if self.sessions is None else PriceBasis.SESSION

    @property
    def basis_in_words(self):
        """What the price pays for, in words."""
        return basis_in_words(self.sessions)

    @property
    def is_converted(self):
        """Whether the dollars were made from another currency."""
        return self.currency != US_DOLLAR

    @property
    def order(self):
        """Sort key: the lowest low, then the lowest high with an open end last, then the treatment."""
        high = INFINITE if self.price.open_ended else self.price.high
        return self.price.low, high, self.treatment


def basis_in_words(sessions):
    """Return what a price pays for: "whole course" for None, "2–3 sessions together" for (2, 3)."""
    return PriceBasis.PACKAGE.label if sessions is None else together_in_words(sessions)


def deciding_price(package, per_session, *, units_per_usd):
    """Return the one of two prices that makes the course, each a PriceRange or None; None if neither can."""
    for price in (package, per_session):
        if price is not None and stated_span(price) and units_per_usd.get(price.currency_id):
            return price
    return None


def deciding_basis(package, per_session, *, units_per_usd):
    """Return the PriceBasis of the one of two Spans (or None) that makes the course; None if neither can."""
    for basis, span in ((PriceBasis.PACKAGE, package), (PriceBasis.SESSION, per_session)):
        if span is not None and units_per_usd.get(span.currency):
            return basis
    return None


def course_price(package, per_session, *, fewest, most, units_per_usd):
    """Return the Span in US dollars of a course: the package if it has one, else the sessions together.

    `package` and `per_session` are Spans or None (on assessment); `units_per_usd` maps currency codes to
    Decimals. The sum is made in its own currency, then converted and rounded once. A price whose
    currency has no rate counts as none.
    """
    for span, sessions in ((package, (1, 1)), (per_session, (fewest, most))):
        rate = span and units_per_usd.get(span.currency)
        if rate:
            whole = course_of_sessions(span, fewest=sessions[0], most=sessions[1])
            return in_us_dollars(whole, units_per_usd=rate)
    return None
