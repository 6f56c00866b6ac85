"""The sections of a mapping that speak of more than one cell: what they say, and how they are read."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from clinics.documents import CLINIC_COLUMNS
from clinics.korea import BOUNDS
from pricing.tables.cells import Lines, Slugs

from .entries import (
    Names,
    UnusableMapping,
    read_cell_list,
    read_choice,
    read_name_list,
    read_names,
    read_section,
    read_table_of,
    read_text,
    refuse_unknown,
)

LIST_COLUMNS = frozenset(column.name for column in CLINIC_COLUMNS if isinstance(column.kind, Lines | Slugs))
CODE_SYSTEM = re.compile(r"[a-z0-9-]+")


@dataclass(frozen=True, slots=True)
class DistrictColumns:
    """Where the place stands: columns from large to small, addresses, and a number in a code system."""

    parent: str
    columns: tuple[Names, ...] = ()
    addresses: tuple[Names, ...] = ()
    code: Names = ()
    system: str = ""


@dataclass(frozen=True, slots=True)
class PointColumns:
    """Where the point stands: north and east, in degrees of WGS 84 or in a projected system.

    `bounds` are degrees of south, west, north and east.
    """

    north: Names
    east: Names
    system: str = ""
    bounds: tuple[float, float, float, float] = BOUNDS


@dataclass(frozen=True, slots=True)
class Closed:
    """Which rows are of closed places: a column and its cells."""

    column: Names
    cells: frozenset[str]
    known: str = "archive"
    new: str = "skip"


def read_separators(content):
    """Return what stands between the items of our list columns in theirs."""
    table = read_table_of(content, "separators")
    refuse_unknown(table, sorted(LIST_COLUMNS), "[separators]")
    return {name: read_text(table, name) for name in table}


def read_district(content):
    """Return the DistrictColumns of the mapping, or None."""
    known = ("parent", "column", "columns", "address", "addresses", "code", "system")
    table = read_section(content, "district", known)
    if not table:
        return None
    for one, many in [("column", "columns"), ("address", "addresses")]:
        if one in table and many in table:
            raise UnusableMapping(
                _("[district] takes %(one)s or %(many)s, not both.") % {"one": one, "many": many}
            )
    if ("code" in table) != ("system" in table):
        raise UnusableMapping(
            _("[district] needs both code and system, for the numbers of two code systems collide.")
        )
    district = DistrictColumns(
        parent=read_text(table, "parent"),
        columns=read_one_or_many(table, "column", "columns"),
        addresses=read_one_or_many(table, "address", "addresses"),
        code=read_names(table, "code") if "code" in table else (),
        system=read_text(table, "system") if "system" in table else "",
    )
    if not (district.columns or district.addresses or district.code):
        raise UnusableMapping(_("[district] names no column, address or code."))
    if district.system and not CODE_SYSTEM.fullmatch(district.system):
        raise UnusableMapping(
            _("A code system is named in small letters, digits and dashes, such as legal or kostat.")
        )
    return district


def read_one_or_many(table, one, many):
    """Return the columns that either of two entries names."""
    if one in table:
        return (read_names(table, one),)
    return read_name_list(table, many) if many in table else ()


def read_point_columns(content):
    """Return the PointColumns of the mapping, or None."""
    table = read_section(content, "point", ("latitude", "longitude", "x", "y", "system", "bounds"))
    if not table:
        return None
    is_projected = not table.keys().isdisjoint({"x", "y", "system"})
    if is_projected and not table.keys().isdisjoint({"latitude", "longitude"}):
        raise UnusableMapping(_("[point] takes latitude and longitude, or x, y and system, not both."))
    bounds = table.get("bounds", list(BOUNDS))
    is_box = (
        isinstance(bounds, list)
        and len(bounds) == 4
        and all(isinstance(degree, int | float) and not isinstance(degree, bool) for degree in bounds)
    )
    if not is_box or not (-90 <= bounds[0] < bounds[2] <= 90 and -180 <= bounds[1] < bounds[3] <= 180):
        raise UnusableMapping(_("[point] needs four degrees for bounds: south, west, north and east."))
    return PointColumns(
        north=read_names(table, "y" if is_projected else "latitude"),
        east=read_names(table, "x" if is_projected else "longitude"),
        system=read_text(table, "system") if is_projected else "",
        bounds=tuple(map(float, bounds)),
    )


def read_closed(content):
    """Return which rows are of closed places, or None."""
    table = read_section(content, "closed", ("column", "values", "known", "new"))
    if not table:
        return None
    return Closed(
        column=read_names(table, "column"),
        cells=read_cell_list(table, "values"),
        known=read_choice(table, "known", ("archive", "keep")),
        new=read_choice(table, "new", ("skip", "archive")),
    )


def read_skips(content):
    """Yield (column, cells) of each [[skip]]."""
    skips = content.get("skip", [])
    if not isinstance(skips, list) or not all(isinstance(skip, dict) for skip in skips):
        raise UnusableMapping(_("The mapping needs a list of tables [[skip]]."))
    for skip in skips:
        refuse_unknown(skip, ("column", "values"), "[[skip]]")
        cells = read_cell_list(skip, "values")
        yield read_names(skip, "column"), cells
