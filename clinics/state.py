"""What a visitor chose, in words and as addresses: the sentence, the chips, the links."""

import re
import unicodedata
from functools import cached_property
from typing import NamedTuple
from urllib.parse import urlencode

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinics.facets import FACETS
from clinics.filters import Sort
from pricing.budget import Bucket
from pricing.money import amount

NARROWING = ("q", *FACETS, "budget", "unpriced")
MOST_CHIPS = 20  # each is a link with all other choices: a hundred of them would be a page of megabytes
DIRECTION_MARKS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
LANGUAGE_NAMES = frozenset(
    word for language in LANG_INFO.values() for word in language.get("name", "").split()
)
COMPARED = "clinic"
PLACE = "~"  # stands for a slug, which has none
PARAMETERS = (*NARROWING, "sort", "currency", "page_size", COMPARED, "page")


class Chip(NamedTuple):
    """One chosen value: the group it belongs to, its name, and the query string without it."""

    group: str
    label: str
    query: str


class ChipGroup(NamedTuple):
    """The chosen values of one parameter: their number, chips of the first ones, the query without any."""

    label: str
    count: int
    chips: list
    query: str


class State:
    """The chosen values of a ClinicFilter; every query string has one fixed order and forgets the page.

    `compared` are slugs of clinics that are chosen for a comparison: they narrow nothing and are kept.
    """

    def __init__(self, clinic_filter, *, compared=()):
        self.filter = clinic_filter
        self.compared = list(compared)
        self.chosen = clinic_filter.chosen
        self._values = {}

    @property
    def is_filtered(self):
        """Whether anything narrows the listing."""
        return bool(self.chip_groups)

    def values(self, name):
        """Return the chosen values of a parameter as they stand in an address."""
        if name not in self._values:
            self._values[name] = self._read_values(name)
        return self._values[name]

    def _read_values(self, name):
        if name == COMPARED:
            return self.compared
        value = self.chosen.get(name)
        if name in FACETS:
            return [record.slug for record in value]
        if name == "unpriced" and self.chosen["budget"] is None:
            return []
        return [] if value is None or not str(value).strip() else [str(value)]

    def query(self, **changes):
        """Return the query string with some parameters changed; each change is a list of values."""
        parts = {
            name: encoded(name, changes[name]) if name in changes else self._encoded[name]
            for name in PARAMETERS
        }
        if not parts["budget"]:
            parts["unpriced"] = ""  # it says nothing without a budget
        return "&".join(filter(None, parts.values()))

    @cached_property
    def _encoded(self):
        """Parameter -> its part of the query string; a page has dozens of links that share most of them."""
        return {name: "" if name == "page" else encoded(name, self.values(name)) for name in PARAMETERS}

    def queries(self, name, slugs):
        """Yield the query string with each of some slugs as the one value of a parameter."""
        # An equals sign in a value would be written otherwise, so this stands there once.
        before, after = self.query(**{name: [PLACE]}).split(f"{name}={PLACE}")
        return (f"{before}{name}={slug}{after}" for slug in slugs)

    @cached_property
    def chip_groups(self):
        """The chosen values as ChipGroups, in the order of the parameters; MOST_CHIPS at the most."""
        groups, left = [], MOST_CHIPS
        for name in NARROWING:
            values = self.values(name)
            if not values:
                continue
            label = str(self.filter.filters[name].label)
            chips = [
                Chip(label, words, self.query(**{name: [other for other in values if other != value]}))
                for value, words in list(zip(values, self.labels(name), strict=True))[:left]
            ]
            left -= len(chips)
            groups.append(ChipGroup(label, len(values), chips, self.query(**{name: []})))
        return groups

    @property
    def chosen_count(self):
        """The number of chosen values that narrow the listing."""
        return sum(group.count for group in self.chip_groups)

    @property
    def without_chip(self):
        """The number of chosen values that have no chip: they can be taken away among the filters."""
        return self.chosen_count - sum(len(group.chips) for group in self.chip_groups)

    @property
    def cleared(self):
        """The query string without anything that narrows; order and currency stay."""
        return self.query(**{name: [] for name in NARROWING})

    def labels(self, name):
        """Return the chosen values of a parameter as a reader knows them."""
        value = self.chosen[name]
        if name in FACETS:
            return [record.name for record in value]
        if name == "budget":
            return [_("Up to %(amount)s") % {"amount": amount(value, "USD")}]
        if name == "unpriced":
            return [_("Also without a published price")]
        return [_("“%(words)s”") % {"words": printable(value)}]

    @cached_property
    def sentence(self):
        """The whole state as a sentence without its full stop, such as "Clinics in Gangnam, for density"."""
        parts = [template % {"choices": choices} for template, choices in self._phrases()]
        if not parts:
            return _("All clinics")
        return _("Clinics %(parts)s") % {"parts": ", ".join(parts)}

    def _phrases(self):
        """Yield a template and the choices in it for each parameter that narrows."""
        if self.values("q"):
            yield _("matching %(choices)s"), self._joined("q", _("or"))
        if self.values("district"):
            yield _("in %(choices)s"), _joined(self._places(), _("or"))
        if self.values("focus"):
            yield _("for %(choices)s"), self._joined("focus", _("or"), lowered)
        if self.values("concern"):
            yield _("helping with %(choices)s"), self._joined("concern", _("or"), lowered)
        if self.values("treatment"):
            yield _("offering %(choices)s"), self._joined("treatment", _("or"), lowered)
        if self.values("language"):
            yield _("speaking %(choices)s"), self._joined("language", _("or"))
        if self.values("service"):
            yield _("with %(choices)s"), self._joined("service", _("or"), lowered)
        if self.values("tier"):
            is_first = not any(self.values(name) for name in NARROWING[: NARROWING.index("tier")])
            tier = _("of price tier %(choices)s") if is_first else _("price tier %(choices)s")
            yield tier, self._joined("tier", _("or"), str.lower)
        if self.values("verified"):
            yield _("verified for %(choices)s"), self._joined("verified", _("and"), lowered)
        if self.values("budget"):
            yield _("%(choices)s for the whole course"), self._joined("budget", _("or"), lowered)
        if self.values("unpriced"):
            yield "%(choices)s", self._joined("unpriced", _("or"), lowered)

    def _joined(self, name, conjunction, spell=str):
        # What begins with a language, such as an English-speaking coordinator, keeps its capital.
        labels = [label if label.startswith(self._languages) else spell(label) for label in self.labels(name)]
        return _joined(labels, conjunction)

    @cached_property
    def _languages(self):
        return tuple(language.name for language in self.filter.vocabulary.language)

    def _places(self):
        """Return the chosen districts as words; one inside another adds nothing and is named behind it."""
        chosen, districts = self.chosen["district"], self.filter.vocabulary.district
        inside = {}
        outer = []
        for district in chosen:
            around = [place for place in districts.path(district)[:-1] if place in chosen]
            (inside.setdefault(around[0].pk, []) if around else outer).append(district)
        return [
            _("%(district)s (including %(inside)s)")
            % {
                "district": district.name,
                "inside": _joined([place.name for place in inside[district.pk]], _("and")),
            }
            if district.pk in inside
            else district.name
            for district in outer
        ]


def encoded(name, values):
    """Return the values of a parameter as a part of a query string."""
    return urlencode([(name, value) for value in values])


def _joined(labels, conjunction):
    """Return labels as a sentence lists them: "a", "a or b", "a, b or c"."""
    if len(labels) < 2:
        return "".join(labels)
    return f"{', '.join(labels[:-1])} {conjunction} {labels[-1]}"


def lowered(label):
    """Return a name as it stands inside a sentence: "Scar camouflage" -> "scar camouflage".

    "SMP" stays, and so does "English-speaking coordinator": languages are written with a capital.
    """
    is_name = re.split(r"[\s-]", label, maxsplit=1)[0] in LANGUAGE_NAMES
    return label[:1].lower() + label[1:] if label[1:2].islower() and not is_name else label


def clinics_in_words(count):
    """Return "1 clinic" or "12 clinics"."""
    return ngettext("%(count)s clinic", "%(count)s clinics", count) % {"count": f"{count:,}"}


def count_in_words(listing, state):
    """Return how many clinics a Listing found: "12 clinics", "All 27 clinics" where nothing narrows it."""
    if state.is_filtered or listing.count < 2:
        return clinics_in_words(listing.count)
    return _("All %(clinics)s") % {"clinics": clinics_in_words(listing.count)}


def order_in_words(sort):
    """Return a chosen order as words, "" where it is the one without a choice: "price, lowest first"."""
    return str(Sort(sort).label) if sort and sort != Sort.NAME else ""


def left_out_in_words(listing):
    """Return what a budget left out of a Listing: ["3 over your budget", "2 without a published price"]."""
    if listing.buckets is None:
        return []
    over, unpriced = listing.buckets[Bucket.OVER], listing.buckets[Bucket.UNPRICED]
    words = [_("%(count)s over your budget") % {"count": f"{over:,}"}]
    if not listing.chosen["unpriced"]:
        words.append(_("%(count)s without a published price, not shown") % {"count": f"{unpriced:,}"})
    return words


def printable(text):
    """Return text that a page can quote: what HTML forbids is made visible as a replacement character.

    Those are the control characters and the noncharacters of Unicode, such as U+FFFE, and with them the marks
    that turn the direction of all the text behind them.
    """
    return "".join(mark if _is_printable(mark) else "\N{REPLACEMENT CHARACTER}" for mark in text)


def _is_printable(mark):
    is_noncharacter = ord(mark) & 0xFFFE == 0xFFFE or "\ufdd0" <= mark <= "\ufdef"
    return not is_noncharacter and unicodedata.category(mark) != "Cc" and mark not in DIRECTION_MARKS
