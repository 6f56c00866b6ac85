"""The districts as a list: each with its clinics and, while the list is short, a line about the place."""

from dataclasses import dataclass
from textwrap import shorten

from clinics.models import District

MOST_WITH_LINES = 100  # beyond that the names alone fill the page
LONGEST_LINE = 160
CUT = "…"


@dataclass(frozen=True, slots=True)
class Entry:
    """A district of the list: how many districts it lies in, its number of clinics, a line or ""."""

    district: District
    depth: int
    count: int
    line: str


def read_entries(listing):
    """Return the Entries of all districts, each below the one it lies in, with the counts of a Listing."""
    districts = listing.vocabulary.district
    counts = counts_by_slug(listing)
    has_lines = len(districts.records) <= MOST_WITH_LINES
    return [
        Entry(
            district=district,
            depth=districts.depth(district),
            count=counts.get(district.slug, 0),
            line=first_line(district.character) if has_lines else "",
        )
        for district in districts
    ]


def counts_by_slug(listing):
    """Return {district slug: number of clinics in it and inside it}; without clinics it may be left out."""
    return {option.value: option.count for option in listing.facets["district"]}


def first_line(text):
    """Return the first sentence of a text, cut to a line between words, or inside one that fills the line."""
    sentence, stop, _rest = " ".join(text.split()).partition(". ")
    line = shorten(sentence + stop.strip(), LONGEST_LINE, placeholder=CUT)
    return sentence[: LONGEST_LINE - len(CUT)] + CUT if line == CUT else line


def nearest_with_clinics(above, counts):
    """Return (district, count) of the nearest district above that has clinics, or None.

    `above` runs from the root downwards.
    """
    for district in reversed(above):
        if count := counts.get(district.slug, 0):
            return district, count
    return None
