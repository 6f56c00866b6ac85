"""Read somebody else's list through a mapping file (TOML): which of its columns is which of ours.

A mapping names the columns, and a register with its column of unique numbers unless a column is for slug;
everything else in it is optional. A column of the list is named as its header does, whatever its case and
blanks, or by a list of the names that it has had in several releases: the first that occurs counts.

    encoding = "utf-8"                  # of the list
    delimiter = ","
    unknown = ["1900-01-01", "-"]       # cells that say nothing, in whatever column: they count as empty

    [register]                          # whose list it is, and its column of unique numbers
    source = "seoul-hospital-licences"
    id = "관리번호"
    complete = true                     # the list is the whole register: what it no longer names has vanished

    [columns]                           # our column = column of the list
    name_ko = ["사업장명", "업소명"]
    address_ko = "도로명주소"

    [fallbacks]                         # our column = where to look if the cell is empty
    address_ko = "지번주소"

    [constants]                         # our column = the same cell in every row
    legal_basis = "unknown"

    [values.status]                     # of one of our columns: cell of the list = cell of ours,
    "closed" = "archived"               # in columns that hold lists item by item

    [separators]                        # what stands between the items of a list; ours is the semicolon
    payment_methods = ","

    [district]                          # the place, looked up below a district that we have
    parent = "seoul"
    columns = ["si", "gu", "dong"]      # from large to small, any cell may be empty; or
    column = "gu"                       # only one
    addresses = ["도로명주소", "지번주소"]  # tried in turn where the columns say nothing that is known; or
    address = "도로명주소"               # only one
    code = "gu_code"                    # its number in a code system, which the codes of our districts name
    system = "kostat"

    [point]
    latitude = "lat"                    # degrees of WGS 84; or, of another system of co-ordinates,
    longitude = "lon"
    x = "좌표정보(X)"                    # its easting and northing, with the optional package pyproj
    y = "좌표정보(Y)"
    system = "EPSG:5174"
    bounds = [33.0, 124.5, 38.7, 132.0] # south, west, north, east; by default those of Korea

    [closed]                            # rows of places that the register says are closed
    column = "영업상태명"
    values = ["폐업"]
    known = "archive"                   # a listing that we have: "archive" or "keep"
    new = "skip"                        # one that we do not have: "skip" or "archive"

    [[skip]]                            # rows that are left out
    column = "hospital_state"
    values = ["test"]
"""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from clinics.documents import REGISTER_COLUMNS, clinic_header
from clinics.importing.clinics import Origin
from pricing.tables.reading import DELIMITER, ENCODING

from .entries import (
    Names,
    UnusableMapping,
    names_of,
    read_cell_list,
    read_cells,
    read_names,
    read_section,
    read_table_of,
    read_text,
    read_truth,
    refuse_unknown,
)
from .sections import (
    Closed,
    DistrictColumns,
    PointColumns,
    read_closed,
    read_district,
    read_point_columns,
    read_separators,
    read_skips,
)

SECTIONS = (
    "encoding",
    "delimiter",
    "unknown",
    "register",
    "columns",
    "fallbacks",
    "constants",
    "values",
    "separators",
    "district",
    "point",
    "closed",
    "skip",
)
SOURCE, SOURCE_ID = REGISTER_COLUMNS
DISTRICT = "district"
LATITUDE, LONGITUDE = "latitude", "longitude"


@dataclass(frozen=True, slots=True)
class Mapping:
    """What a mapping file says; its dicts go by our columns, `skips` are (column of the list, cells)."""

    encoding: str = ENCODING
    delimiter: str = DELIMITER
    unknown: frozenset[str] = frozenset()
    columns: dict[str, Names] = field(default_factory=dict)
    fallbacks: dict[str, Names] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    separators: dict[str, str] = field(default_factory=dict)
    district: DistrictColumns | None = None
    point: PointColumns | None = None
    closed: Closed | None = None
    skips: tuple[tuple[Names, frozenset[str]], ...] = ()
    is_complete: bool = True

    @property
    def source(self):
        """Return the register that the list is of, or ""."""
        return self.constants.get(SOURCE, "")

    @property
    def parent(self):
        """Return the slug of the district below which places are looked up, or None."""
        return self.district.parent if self.district else None

    @property
    def closed_known(self):
        """Return what becomes of a listing that the register says is closed: "archive" or "keep"."""
        return (self.closed or Closed((), frozenset())).known

    @property
    def closed_new(self):
        """Return what becomes of a closed place that has no listing: "skip" or "archive"."""
        return (self.closed or Closed((), frozenset())).new

    @property
    def named(self):
        """Return the names of every column of the list that the mapping reads."""
        district = self.district or DistrictColumns("")
        point = (self.point.north, self.point.east) if self.point else ()
        closed = [self.closed.column] if self.closed else []
        named = [
            *self.columns.values(),
            *self.fallbacks.values(),
            *district.columns,
            *district.addresses,
            *([district.code] if district.code else []),
            *point,
            *closed,
            *(column for column, _cells in self.skips),
        ]
        return list(dict.fromkeys(named))

    @property
    def filled(self):
        """Return the names of our columns that the mapping fills."""
        apart = [*([DISTRICT] if self.district else []), *([LATITUDE, LONGITUDE] if self.point else [])]
        return [*self.columns, *self.constants, *apart]

    @property
    def origin(self):
        """Whose list it is."""
        return Origin(
            source=self.source,
            is_complete=self.is_complete,
            archives_known=self.closed_known == "archive",
            adds_closed=self.closed_new == "archive",
        )


def read_mapping(path):
    """Return the Mapping of a file, or raise UnusableMapping."""
    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        raise UnusableMapping(_("There is no mapping file %(path)s.") % {"path": path}) from error
    except UnicodeDecodeError as error:
        raise UnusableMapping(_("The mapping %(path)s is not UTF-8.") % {"path": path}) from error
    except OSError as error:
        raise UnusableMapping(
            _("The mapping %(path)s cannot be read: %(error)s.") % {"path": path, "error": error.strerror}
        ) from error
    return parse_mapping(text)


def parse_mapping(text):
    """Return the Mapping that a text in TOML describes, or raise UnusableMapping."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UnusableMapping(_("The mapping is no TOML: %(error)s.") % {"error": error}) from error
    refuse_unknown(content, SECTIONS, _("The mapping"))
    columns = {name: names_of(value, name) for name, value in read_table_of(content, "columns").items()}
    fallbacks = {name: names_of(value, name) for name, value in read_table_of(content, "fallbacks").items()}
    constants = read_cells(content, "constants")
    values = read_table_of(content, "values")
    values = {name: read_cells(values, name) for name in values}
    register = read_section(content, "register", ("source", "id", "complete"))
    if register:
        add(constants, SOURCE, read_text(register, "source"))
        add(columns, SOURCE_ID, read_names(register, "id"))
    mapping = Mapping(
        encoding=read_text(content, "encoding", ENCODING),
        delimiter=read_text(content, "delimiter", DELIMITER),
        unknown=read_cell_list(content, "unknown") if "unknown" in content else frozenset(),
        columns=columns,
        fallbacks=fallbacks,
        constants=constants,
        values=values,
        separators=read_separators(content),
        district=read_district(content),
        point=read_point_columns(content),
        closed=read_closed(content),
        skips=tuple(read_skips(content)),
        is_complete=read_truth(register, "complete", default=True),
    )
    if not columns and not mapping.district:
        raise UnusableMapping(_("The mapping names no columns."))
    refuse_unknown({**columns, **fallbacks, **constants, **values}, clinic_header(), _("The mapping"))
    refuse_twice(mapping.filled)
    if idle := [name for name in fallbacks if name not in columns]:
        raise UnusableMapping(
            _("The mapping names a fallback for %(names)s, but no column.") % {"names": ", ".join(idle)}
        )
    return mapping


def add(cells, name, cell):
    """Add what a section of its own says about one of our columns."""
    refuse_twice([*cells, name])
    cells[name] = cell


def refuse_twice(names):
    """Raise UnusableMapping if one of our columns is filled twice."""
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise UnusableMapping(_("The mapping fills %(names)s twice.") % {"names": ", ".join(twice)})
