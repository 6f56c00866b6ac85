"""What can be done to many listings at once: each act is a function of one document, without a query."""

from dataclasses import dataclass
from datetime import date

from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _

from clinics.completeness import lacking_for_publication
from clinics.models import ClinicStatus
from pricing.models import PriceBasis
from pricing.models.price import HIGHEST_AMOUNT
from pricing.money import Span
from pricing.percent import changed_by, percent_in_words


class LeftOut(ValueError):
    """A listing that an act cannot be done to; the message is a sentence for the editor."""


@dataclass(frozen=True, slots=True)
class GiveStatus:
    """Publish, turn into drafts or archive; what lacks something that visitors need is not published."""

    status: ClinicStatus

    @property
    def title(self):
        """What was done, in words."""
        return {
            ClinicStatus.PUBLISHED: _("Published"),
            ClinicStatus.DRAFT: _("Turned into drafts"),
            ClinicStatus.ARCHIVED: _("Archived"),
        }[self.status]

    def changed(self, document):
        """Return the document as it is to be. Raises LeftOut."""
        after = {**document, "status": self.status.value}
        if lacking := lacking_for_publication(document, after):
            raise LeftOut(" ".join(str(point.text) for point in lacking))
        return after


@dataclass(frozen=True, slots=True)
class MarkVerified:
    """Note that somebody checked the listings on a day, and when the next check is due; None leaves that."""

    on: date
    by: str
    review_due_on: date | None = None

    @property
    def title(self):
        """What was done, in words."""
        return _("Verified on %(day)s by %(name)s") % {"day": format_date(self.on, "j F Y"), "name": self.by}

    def changed(self, document):
        """Return the document as it is to be. Raises LeftOut: a later check is not forgotten."""
        on = self.on.isoformat()
        if document["verified_on"] and document["verified_on"] > on:
            raise LeftOut(_("It was verified on a later day."))
        after = {**document, "verified_on": on, "verified_by": self.by}
        if self.review_due_on is not None:
            after["review_due_on"] = self.review_due_on.isoformat()
        return after


@dataclass(frozen=True, slots=True)
class MoveTo:
    """Put the listings into a district, given by slug and name."""

    district: str
    name: str

    @property
    def title(self):
        """What was done, in words."""
        return _("Moved to %(district)s") % {"district": self.name}

    def changed(self, document):
        """Return the document as it is to be."""
        return {**document, "district": self.district}


@dataclass(frozen=True, slots=True)
class AdjustPrices:
    """Raise or lower prices by hundredths of a percent, as `pricing.percent` rounds them.

    `treatments` maps the slugs of those whose prices change to their names, none means all; `bases` are the
    PriceBasis values. What is quoted after assessment has no figures to change. With a day in `checked_on`
    the changed prices count as checked on it; None leaves their days.
    """

    hundredths: int
    treatments: dict[str, str]
    bases: tuple[str, ...] = tuple(PriceBasis.values)
    checked_on: date | None = None

    @property
    def title(self):
        """What was done, in words."""
        sentence = (
            _("Prices raised by %(percent)s: %(which)s")
            if self.hundredths > 0
            else _("Prices lowered by %(percent)s: %(which)s")
        )
        bases = [str(PriceBasis(basis).label) for basis in self.bases]
        which = [", ".join(self.treatments.values()) or _("all treatments"), ", ".join(bases)]
        return sentence % {"percent": percent_in_words(self.hundredths), "which": "; ".join(which)}

    def changed(self, document):
        """Return the document as it is to be. Raises LeftOut."""
        return {**document, "prices": [self._adjusted(price) for price in document["prices"]]}

    def _adjusted(self, price):
        is_meant = price["basis"] in self.bases and (
            not self.treatments or price["treatment"] in self.treatments
        )
        if not is_meant or price["low"] is None:
            return price
        stated = Span(price["low"], price["high"], price["open_ended"], price["currency"])
        span = changed_by(stated, self.hundredths)
        if max(span.low, span.high or 0) > HIGHEST_AMOUNT:
            raise LeftOut(_("A price would have more than ten digits."))
        after = {**price, "low": span.low, "high": span.high}
        if self.checked_on is not None:
            after["checked_on"] = self.checked_on.isoformat()
        return after
