"""Read somebody else's list through a mapping file (TOML): which of its columns is which of ours.

A mapping names the columns; everything else in it is optional.

    encoding = "utf-8"                  # of the list
    delimiter = ","

    [register]                          # whose list it is, and its column of unique numbers
    source = "seoul-foreign-patients"
    id = "hospital_register_num"

    [columns]                           # our column = column of the list
    name_ko = "hospital_name"

    [constants]                         # our column = the same cell in every row
    legal_basis = "medical"

    [values.status]                     # of one of our columns: cell of the list = cell of ours
    "closed" = "archived"

    [district]                          # the place, looked up by any of its names below a district we have
    column = "hospital_gu"
    parent = "seoul"

    [[skip]]                            # rows that are left out
    column = "hospital_state"
    values = ["test"]
"""

import tomllib
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from clinics.documents import REGISTER_COLUMNS, clinic_header
from pricing.tables.reading import DELIMITER, ENCODING

from .clinics import Origin

SECTIONS = ("encoding", "delimiter", "register", "columns", "constants", "values", "district", "skip")
SOURCE, SOURCE_ID = REGISTER_COLUMNS


class UnusableMapping(ValueError):
    """A mapping that cannot be used; the message is one sentence for the operator."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """What a mapping file says; `columns`, `constants` and `values` go by our columns.

    `parent` is the slug of the district below which places are looked up. `skips` are (column of the list,
    cells).
    """

    encoding: str = ENCODING
    delimiter: str = DELIMITER
    columns: dict[str, str] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    parent: str | None = None
    skips: tuple[tuple[str, frozenset[str]], ...] = ()

    @property
    def origin(self):
        """Whose list it is."""
        return Origin(source=self.constants.get(SOURCE, ""), is_complete=True)


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
    columns = read_cells(content, "columns")
    constants = read_cells(content, "constants")
    register = read_pair(content, "register", ("source", "id"))
    district = read_pair(content, "district", ("column", "parent"))
    if register:
        add(constants, SOURCE, register["source"])
        add(columns, SOURCE_ID, register["id"])
    if district:
        add(columns, "district", district["column"])
    values = read_table_of(content, "values")
    values = {name: read_cells(values, name) for name in values}
    if not columns:
        raise UnusableMapping(_("The mapping names no columns."))
    refuse_unknown({**columns, **constants, **values}, clinic_header(), _("The mapping"))
    if twice := sorted(columns.keys() & constants.keys()):
        raise UnusableMapping(_("The mapping fills %(names)s twice.") % {"names": ", ".join(twice)})
    return Mapping(
        encoding=read_text(content, "encoding", ENCODING),
        delimiter=read_text(content, "delimiter", DELIMITER),
        columns=columns,
        constants=constants,
        values=values,
        parent=district.get("parent"),
        skips=tuple(read_skips(content)),
    )


def refuse_unknown(names, known, where):
    """Raise UnusableMapping for names that are not known."""
    if unknown := [name for name in names if name not in known]:
        raise UnusableMapping(
            _("%(where)s has entries that are not known: %(unknown)s. Known are %(known)s.")
            % {"where": where, "unknown": ", ".join(unknown), "known": ", ".join(known)}
        )


def add(cells, name, cell):
    """Add what a section of its own says about one of our columns."""
    if name in cells:
        raise UnusableMapping(_("The mapping fills %(names)s twice.") % {"names": name})
    cells[name] = cell


def read_text(content, name, default=None):
    """Return an entry that must be a text that is not empty."""
    text = content.get(name, default)
    if not isinstance(text, str) or not text:
        raise UnusableMapping(_("The mapping needs a text for %(name)s.") % {"name": name})
    return text


def read_table_of(content, name):
    """Return an entry that must be a table of TOML, by default an empty one."""
    table = content.get(name, {})
    if not isinstance(table, dict):
        raise UnusableMapping(_("The mapping needs a table [%(name)s].") % {"name": name})
    return table


def read_pair(content, name, entries):
    """Return a table that must have exactly these entries, all texts; {} if there is none."""
    table = read_table_of(content, name)
    refuse_unknown(table, entries, f"[{name}]")
    return {entry: read_text(table, entry) for entry in entries} if table else {}


def read_cells(content, name):
    """Return a table of single values as the cells that a table would hold."""
    return {entry: cell_of(value, entry) for entry, value in read_table_of(content, name).items()}


def cell_of(value, name):
    """Return a value of TOML as a cell."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return value.strip()
        case int() | float() | date():
            return str(value)
    raise UnusableMapping(_("The mapping needs one text for %(name)s.") % {"name": name})


def read_skips(content):
    """Yield (column, cells) of each [[skip]]."""
    skips = content.get("skip", [])
    if not isinstance(skips, list) or not all(isinstance(skip, dict) for skip in skips):
        raise UnusableMapping(_("The mapping needs a list of tables [[skip]]."))
    for skip in skips:
        refuse_unknown(skip, ("column", "values"), "[[skip]]")
        values = skip.get("values")
        if not isinstance(values, list):
            raise UnusableMapping(_("The mapping needs a list of texts for %(name)s.") % {"name": "values"})
        yield read_text(skip, "column"), frozenset(cell_of(value, "values") for value in values)


def apply_mapping(table, mapping):
    """Return a foreign table as a table of ours, or raise UnusableMapping if it lacks columns."""
    wanted = [*mapping.columns.values(), *(column for column, _cells in mapping.skips)]
    if missing := [name for name in dict.fromkeys(wanted) if name not in table.header]:
        raise UnusableMapping(
            _("The file lacks columns that the mapping names: %(missing)s. It has %(header)s.")
            % {"missing": ", ".join(missing), "header": ", ".join(table.header)}
        )
    columns = tuple(name for name in clinic_header() if name in {**mapping.columns, **mapping.constants})
    return replace(table, columns=columns, rows=map_rows(table, mapping), labels=dict(mapping.columns))


def map_rows(table, mapping):
    """Yield the rows of a foreign table with cells that go by our columns."""
    for row in table.rows:
        theirs = dict(zip(table.header, map(str.strip, row.original), strict=False))
        is_skipped = any(theirs.get(column) in cells for column, cells in mapping.skips)
        ours = {name: theirs.get(column, "") for name, column in mapping.columns.items()}
        ours = {name: mapping.values.get(name, {}).get(cell, cell) for name, cell in ours.items()}
        yield replace(row, cells={**ours, **mapping.constants}, is_skipped=is_skipped)
