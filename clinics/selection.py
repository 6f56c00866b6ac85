"""The clinics that an address names, for the comparison and for a shortlist that was passed on."""

import re
from collections import Counter
from dataclasses import dataclass

from django.http import QueryDict

from clinics.models import Clinic
from clinics.parameters import MOST_VALUES
from clinics.state import printable
from pricing.redirects import current_slugs

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

    One query where all are known, few where some are not. A draft is as unknown as a name that nobody has; an
    older address of a clinic names it too.
    """
    names = [name for name in parameters.getlist("clinic") if name]
    distinct = list(dict.fromkeys(names))
    asked, beyond = distinct[:MOST_VALUES], distinct[MOST_VALUES:]
    found = _published(asked, at=at)
    named = Counter(found[name] for name in names if name in found)
    return Selection(
        clinics=list(named),
        unknown=[_quotable(name) for name in asked if name not in found],
        repeated=[clinic for clinic, times in named.items() if times > 1],
        beyond=len(beyond),
    )


def named_slugs(parameters):
    """Return what may be slugs among an address's `clinic` values, each once; nothing is looked up."""
    names = dict.fromkeys(parameters.getlist("clinic"))
    return [name for name in names if SLUG.fullmatch(name)][:MOST_VALUES]


def read_chosen(slugs, *, at):
    """Return the published clinics among some slugs in their order, each once; no query for no slugs."""
    found = _published(slugs, at=at)
    return list(dict.fromkeys(found[slug] for slug in slugs if slug in found))


def _published(names, *, at):
    """Return {name: published clinic} of the names by which clinics are known, or were known once."""
    slugs = {name for name in names if SLUG.fullmatch(name)}
    if not slugs:
        return {}
    clinics = Clinic.objects.published(at=at).select_related("district", "price_tier").order_by()
    found = {clinic.slug: clinic for clinic in clinics.filter(slug__in=slugs)}
    if moved := current_slugs(Clinic, slugs - found.keys()):
        present = {clinic.slug: clinic for clinic in clinics.filter(slug__in=moved.values())}
        found |= {name: present[slug] for name, slug in moved.items() if slug in present}
    return found


def _quotable(name):
    text = printable(name)
    return text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]}…"
