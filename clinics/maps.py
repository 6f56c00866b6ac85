"""Maps of districts, shaded by how many clinics each holds: the district facet once more, as a picture.

A map is a file in content/maps: outlines by a number in an outside code system, such as kostat:11230. A
district whose `codes` hold that number is drawn there.
"""

import json
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import sha256
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html, format_html_join

FOLDER = settings.BASE_DIR / "content" / "maps"
SHADES = 4


@dataclass(frozen=True)
class Outlines:
    """A map without clinics: its name, whose outlines they are, its size, and each code's path and middle."""

    name: str
    credit: str
    width: int
    height: int
    paths: dict[str, str]
    middles: dict[str, tuple[int, int]]
    slug: str = "map"

    @cached_property
    def sheet(self):
        """All outlines as one SVG file, which pages point into by number: a browser fetches it once."""
        paths = ((number_of(code), path) for code, path in sorted(self.paths.items()))
        return format_html(
            '<svg xmlns="http://www.w3.org/2000/svg">{}</svg>',
            format_html_join("", '<path id="{}" d="{}"/>', paths),
        )

    @cached_property
    def address(self):
        """The address of the sheet; another sheet has another one."""
        return reverse("clinics:map_sheet", args=[self.slug, digest_of(self.sheet)])


class Area(NamedTuple):
    """A district on a map that holds clinics; `query` is the address that shows exactly those."""

    name: str
    count: int
    is_chosen: bool
    shade: int
    query: str
    shape: str
    x: int
    y: int


class EmptyPlace(NamedTuple):
    """A district on a map that gives no clinics: only its name, and where it stands."""

    name: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class DistrictMap:
    """A map with its Areas, the shapes of the ground that holds no clinics, and the EmptyPlaces on it.

    A shape is the address of an outline on the sheet of the map.
    """

    outlines: Outlines
    areas: list[Area]
    ground: list[str]
    empty: list[EmptyPlace]


@cache
def read_outlines(folder=FOLDER):
    """Read every map of a folder, by file name."""
    return [
        _outlines(path.stem, json.loads(path.read_text("utf-8"))) for path in sorted(folder.glob("*.json"))
    ]


def number_of(code):
    """Return the number of a code such as kostat:11230."""
    return code.rpartition(":")[2]


@cache
def digest_of(text):
    """Return a few characters that stand for a text."""
    return sha256(text.encode()).hexdigest()[:8]


def _outlines(slug, content):
    outlines = content["outlines"]
    return Outlines(
        name=content["name"],
        credit=content["credit"],
        width=content["width"],
        height=content["height"],
        paths={code: entry["path"] for code, entry in outlines.items()},
        middles={code: tuple(entry["at"]) for code, entry in outlines.items()},
        slug=slug,
    )


def draw_maps(listing, state, *, maps=None):
    """Return the DistrictMaps of a Listing, those on which some district gives clinics."""
    districts = listing.vocabulary.district
    options = {option.value: option for option in listing.facets["district"] if option.count}
    drawn = []
    for outlines in read_outlines() if maps is None else maps:
        found, empty = {}, {}
        for code, slug, name in districts.coded:
            if code not in outlines.paths:
                continue
            if slug in options:
                found.setdefault(code, options[slug])
            else:
                empty[code] = name
        if found:
            empty = {code: name for code, name in empty.items() if code not in found}
            drawn.append(_district_map(outlines, found, empty, state))
    return drawn


def _district_map(outlines, found, empty, state):
    sheet = outlines.address
    most = max(option.count for option in found.values())
    queries = state.queries("district", [option.value for option in found.values()])
    areas = [
        Area(
            option.label,
            option.count,
            option.selected,
            shade(option.count, most=most),
            query,
            f"{sheet}#{number_of(code)}",
            *outlines.middles[code],
        )
        for (code, option), query in zip(found.items(), queries, strict=True)
    ]
    ground = [f"{sheet}#{number_of(code)}" for code in outlines.paths if code not in found]
    places = [EmptyPlace(name, *outlines.middles[code]) for code, name in empty.items()]
    return DistrictMap(outlines, areas, ground, places)


def shade(count, *, most):
    """Return the shade of a number of clinics, 1 to SHADES, where `most` is the greatest on the map."""
    return 1 + (count - 1) * SHADES // most
