"""What the whole course of a treatment costs at a clinic, and which of its prices says so."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from clinics.models import ClinicPrice
from pricing.course import course_price
from pricing.models import PriceBasis
from pricing.money import US_DOLLAR, Span, stated_span
from pricing.rates import converted_from
from pricing.templatetags.prices import together_in_words


@dataclass(frozen=True, slots=True)
class OfferedCourse:
    """A course that a clinic offers: the price that says what it costs, and its Span in US dollars.

    Without any price the first is None; without figures or without a rate the second.
    """

    price: ClinicPrice | None
    span: Span | None

    @property
    def is_converted(self):
        """Whether the dollars were made from another currency."""
        return self.span is not None and self.price.currency_id != US_DOLLAR

    @property
    def in_words(self):
        """The course in dollars, "about $1,000–$2,000" where they were made from another currency."""
        return _("about %(price)s") % {"price": self.span} if self.is_converted else str(self.span)

    @property
    def basis_in_words(self):
        """On what the price stands: "package, estimate, 2026", "2–3 sessions together, 2026"."""
        price = self.price
        if price.basis == PriceBasis.PACKAGE:
            words = [_("package")]
        elif self.span is None:
            words = [price.get_basis_display()]
        else:
            words = [together_in_words(_sessions(price))]
        if price.estimated:
            words.append(_("estimate"))
        words.append(str(price.year))
        if self.is_converted:
            words.append(converted_from(price.currency))
        elif price.currency_id != US_DOLLAR:
            words.append(_("quoted in %(currency)s") % {"currency": price.currency_id})
        return ", ".join(words)


def offered_course(package, per_session):
    """Return the OfferedCourse of two ClinicPrices, either of which may be None.

    The package says what a course costs if it has a figure in US dollars, else the sessions together do.
    """
    stated = [price for price in (package, per_session) if price is not None]
    for price in stated:
        if (span := _course_by(price)) is not None:
            return OfferedCourse(price, span)
    return OfferedCourse(stated[0] if stated else None, None)


def _course_by(price):
    is_package = price.basis == PriceBasis.PACKAGE
    fewest, most = _sessions(price)
    return course_price(
        stated_span(price) if is_package else None,
        None if is_package else stated_span(price),
        fewest=fewest,
        most=most,
        units_per_usd={price.currency_id: price.currency.units_per_usd},
    )


def _sessions(price):
    return price.treatment.sessions if price.sessions_min is None else price.sessions
