"""The clinics that an address names, for the comparison and for a shortlist that was passed on."""

import re
from dataclasses import dataclass

from django.http import QueryDict

from clinics.models import Clinic
from clinics.parameters import MOST_VALUES
from clinics.state import printable

SLUG = re.compile(r"[-a-zA-Z0-9_]{1,120}")
LONGEST_QUOTE = 80


@dataclass(frozen=True, slots=True)
class Selection:
    """The published clinics of an address, each once and in its order, and what of it cannot be shown.

    `unknown` holds texts that a page can quote; `repeated` the clinics named more than once; `beyond` how
    many names were not looked at, because there are more than MOST_VALUES.
    """

    clinics: list[Clinic]
    unknown: list[str]
    repeated: list[Clinic]
    beyond: int

    def query(self, *, without=None):
        """Return the query string that names the same clinics, but for one of them."""
        query = QueryDict(mutable=True)
        query.setlist("clinic", [clinic.slug for clinic in self.clinics if clinic != without])
        return query.urlencode()


def read_selection(parameters, *, at):
    """Return the Selection that a QueryDict's values of `clinic` name; `at` is the moment of the request.

    One query at the most. A draft is as unknown as a name that nobody has.
    """
    names = [name for name in parameters.getlist("clinic") if name]
    distinct = list(dict.fromkeys(names))
    asked, beyond = distinct[:MOST_VALUES], distinct[MOST_VALUES:]
    found = _published(asked, at=at)
    return Selection(
        clinics=[found[name] for name in asked if name in found],
        unknown=[_quotable(name) for name in asked if name not in found],
        repeated=[found[name] for name in asked if name in found and names.count(name) > 1],
        beyond=len(beyond),
    )


def named_slugs(parameters):
    """Return what may be slugs among an address's `clinic` values, each once; nothing is looked up."""
    names = dict.fromkeys(parameters.getlist("clinic"))
    return [name for name in names if SLUG.fullmatch(name)][:MOST_VALUES]


def _published(names, *, at):
    slugs = [name for name in names if SLUG.fullmatch(name)]
    clinics = Clinic.objects.published(at=at).select_related("district", "price_tier")
    return {clinic.slug: clinic for clinic in clinics.filter(slug__in=slugs).order_by()}


def _quotable(name):
    text = printable(name)
    return text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]}…"
