"""Guess which columns of an unknown list say where a clinic lies, by the districts that the directory has."""

import re
from dataclasses import dataclass, field
from itertools import islice

from django.utils.translation import gettext as _

from clinics.importing.places.finding import Places
from clinics.importing.places.words import PlaceWords
from clinics.models import District
from pricing.tables.cells import UnreadableCell

from .header_words import fit

DIFFERENT = 300  # cells of a column that are looked up
MANY = 0.5  # of them: a list may reach beyond the covered area
NUMBERS = 0.9
DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class PlaceColumn:
    """A column that says something of the place, and why."""

    column: object
    reason: str


@dataclass(slots=True)
class PlaceGuess:
    """The section of a mapping on districts: their parent, columns from large to small, addresses, code."""

    parent: str
    columns: list[PlaceColumn] = field(default_factory=list)
    addresses: list[PlaceColumn] = field(default_factory=list)
    code: PlaceColumn | None = None
    system: str = ""
    share: float = 0.0

    @property
    def names(self):
        """Return the names of the columns."""
        found = [*self.columns, *self.addresses, *([self.code] if self.code else [])]
        return [guess.column.name for guess in found]


def guess_place(columns):
    """Return the PlaceGuess for some columns, or None; the parent is as high in the tree as possible."""
    districts = list(District.objects.order_by("position", "slug"))
    parents = {district.parent_id for district in districts}
    level = [district for district in districts if district.parent_id is None]
    while level:
        guesses = [guess_below(parent, districts, columns) for parent in level if parent.pk in parents]
        guesses = [guess for guess in guesses if guess]
        if guesses:
            return max(guesses, key=lambda guess: guess.share)
        above = {district.pk for district in level}
        level = [district for district in districts if district.parent_id in above]
    return None


def guess_below(parent, districts, columns):
    """Return the PlaceGuess below one district, or None if the columns do not speak of it."""
    places = Places(parent, districts)
    columns_found, addresses, share = [], [], 0.0
    for column in columns:
        as_place = share_found(column, lambda cell: places.find(PlaceWords(columns=(cell,))))
        as_address = share_found(column, lambda cell: places.find(PlaceWords(addresses=(cell,))))
        # A cell of an address has more than the names of its places.
        is_address = as_address >= MANY and column.share(DIGIT.search) >= MANY
        if is_address:
            addresses.append(PlaceColumn(column, found_here(parent, as_address)))
            share = max(share, as_address)
        elif as_place >= MANY:
            columns_found.append(PlaceColumn(column, found_here(parent, as_place)))
            share = max(share, as_place)
    code, system = guess_code(parent, districts, columns)
    if not (columns_found or addresses or code):
        return None
    # Addresses by road are newer than those by plot.
    addresses.sort(key=lambda found: bool(fit(found.column.name, "old address")))
    guess = PlaceGuess(parent.slug, addresses=addresses, code=code, system=system, share=share)
    guess.columns = in_order(columns_found, columns, places)
    return guess


def share_found(column, find):
    """Return the share of different cells of a column for which `find` finds a place."""
    cells = list(islice(column.counts, DIFFERENT))
    found = 0
    for cell in cells:
        try:
            find(cell)
        except UnreadableCell:
            continue
        found += 1
    return found / (len(cells) or 1)


def found_here(parent, share):
    """Return the reason that a column names districts."""
    return _("%(share)d %% of the different cells are known in %(parent)s") % {
        "share": round(100 * share),
        "parent": parent.name,
    }


def in_order(found, columns, places):
    """Return the columns of places from large to small: city, district, quarter."""
    names = {guess.column.name for guess in found}
    free = [column for column in columns if column.name not in names]
    if found:
        # The city is known only as what lies above, and a quarter only beside its district.
        cities = [
            PlaceColumn(column, _("the header says so, and its cells name what lies above"))
            for column in free
            if fit(column.name, "city") and any(map(places.knows, column.counts))
        ]
        quarters = [
            PlaceColumn(column, _("the header says so"))
            for column in free
            if fit(column.name, "quarter") and column not in [guess.column for guess in cities]
        ]
        found = [*cities[:1], *found, *quarters[:1]]
    return sorted(found, key=size_rank)


def size_rank(guess):
    """Return where a column of places stands among the others: 0 is the largest."""
    sizes = ("city", "district", "quarter")
    return next((rank for rank, role in enumerate(sizes) if fit(guess.column.name, role)), 1)


def guess_code(parent, districts, columns):
    """Return (the column of numbers of districts, its code system), or (None, "") if that is not plain."""
    places = Places(parent, districts)
    systems = {code.partition(":")[0] for district in districts for code in district.codes}
    fits = []
    for column in columns:
        if column.share(str.isdigit) < 1:
            continue
        for system in sorted(systems):
            share = share_found(
                column, lambda cell, system=system: places.find(PlaceWords(code=f"{system}:{cell}"))
            )
            if share >= NUMBERS:
                reason = _("%(share)d %% of the different cells are numbers of %(system)s") % {
                    "share": round(100 * share),
                    "system": system,
                }
                fits.append((PlaceColumn(column, reason), system))
    # The numbers of two systems may collide, and then only a person can tell.
    return fits[0] if len(fits) == 1 else (None, "")
