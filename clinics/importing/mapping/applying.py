"""Read the rows of a foreign table through a mapping."""

import unicodedata
from dataclasses import replace

from django.utils.translation import gettext as _

from clinics.documents import REGISTER_COLUMNS, clinic_header
from clinics.folding import fold
from clinics.importing.places.words import PlaceWords
from pricing.tables.cells import SEPARATOR, split_list

from .description import DISTRICT, LATITUDE, LONGITUDE
from .entries import UnusableMapping
from .points import PointReader
from .sections import LIST_COLUMNS


def apply_mapping(table, mapping):
    """Return a foreign table as a table of ours.

    Raises UnusableMapping if it lacks columns, or the mapping says nothing of which row is which clinic.
    """
    header = Header(table.header)
    if missing := [" / ".join(names) for names in mapping.named if header.find(names) is None]:
        raise UnusableMapping(
            _("The file lacks columns that the mapping names: %(missing)s. It has %(header)s.")
            % {"missing": ", ".join(missing), "header": ", ".join(table.header)}
        )
    filled = set(mapping.filled)
    if filled.isdisjoint(["slug", *REGISTER_COLUMNS]):
        raise UnusableMapping(
            _("The mapping needs a [register] with the column of unique numbers, or a column for slug.")
        )
    reader = MappedRows(mapping, header)
    return replace(
        table,
        columns=tuple(name for name in clinic_header() if name in filled),
        rows=map(reader.read, table.rows),
        labels=reader.labels(),
    )


class Header:
    """The columns of a list, found by name whatever the case, blanks and form of the letters."""

    def __init__(self, names):
        self.names = list(names)
        self._exact = {name: name for name in self.names}
        self._folded = {}
        for name in self.names:
            self._folded.setdefault(folded_name(name), []).append(name)

    def find(self, names):
        """Return the first of some names that the header has, as it is written there, or None.

        Raises UnusableMapping if a name fits several columns and is none of them letter by letter.
        """
        for name in names:
            if name in self._exact:
                return name
            found = self._folded.get(folded_name(name), [])
            if len(found) > 1:
                raise UnusableMapping(
                    _("%(name)s may be any of the columns %(found)s; write it as the file does.")
                    % {"name": name, "found": ", ".join(found)}
                )
            if found:
                return found[0]
        return None


def folded_name(name):
    """Return the name of a column without case and with single blanks."""
    return " ".join(fold(name).split())


def comparable(cell):
    """Return a cell as the cells of a mapping are compared: composed letters, single blanks."""
    return " ".join(unicodedata.normalize("NFC", cell).split())


class MappedRows:
    """Turns the rows of one list into rows whose cells go by our columns."""

    def __init__(self, mapping, header):
        find = header.find
        self.mapping = mapping
        self.header = header.names
        self.wanted = frozenset(map(find, mapping.named))
        self.unknown = frozenset(map(comparable, mapping.unknown))
        self.columns = {name: find(names) for name, names in mapping.columns.items()}
        self.fallbacks = {name: find(names) for name, names in mapping.fallbacks.items()}
        self.values = {
            name: {comparable(theirs): ours for theirs, ours in cells.items()}
            for name, cells in mapping.values.items()
        }
        self.skips = [(find(names), frozenset(map(comparable, cells))) for names, cells in mapping.skips]
        self.closed = mapping.closed and (
            find(mapping.closed.column),
            frozenset(map(comparable, mapping.closed.cells)),
        )
        self.point = mapping.point and PointReader(
            mapping.point, find(mapping.point.north), find(mapping.point.east)
        )
        if district := mapping.district:
            self.district_columns = [find(names) for names in district.columns]
            self.addresses = [find(names) for names in district.addresses]
            self.code = find(district.code) if district.code else None

    def labels(self):
        """Return the name in the file of each of our columns that has one there."""
        labels = dict(self.columns)
        if self.mapping.district:
            places = self.district_columns or self.addresses or [self.code]
            labels[DISTRICT] = ", ".join(places)
        if self.point:
            labels |= {LATITUDE: self.point.north, LONGITUDE: self.point.east}
        return labels

    def read(self, row):
        """Return a row with cells that go by our columns, its place, and whether it is skipped or closed."""
        stated = {
            name: cell.strip()
            for name, cell in zip(self.header, row.original, strict=False)
            if name in self.wanted
        }
        theirs = stated
        if self.unknown:
            theirs = {name: "" if comparable(cell) in self.unknown else cell for name, cell in stated.items()}
        cells = {name: self.cell(name, theirs) for name in self.columns} | self.mapping.constants
        notes, place = list(row.notes), None
        if self.mapping.district:
            place = self.place(theirs)
            cells[DISTRICT] = str(place)
        if self.point:
            cells[LATITUDE], cells[LONGITUDE], note = self.point.read(theirs)
            notes.extend([note] if note else [])
        return replace(
            row,
            cells=cells,
            notes=notes,
            place=place,
            is_skipped=any(self.holds(stated, *skip) for skip in self.skips),
            is_closed=bool(self.closed) and self.holds(stated, *self.closed),
        )

    def holds(self, stated, column, cells):
        """Tell whether the cell of a column, as the file states it, is one of some."""
        return column in stated and comparable(stated[column]) in cells

    def cell(self, name, theirs):
        """Return the cell of one of our columns."""
        cell = theirs.get(self.columns[name], "")
        if not cell and name in self.fallbacks:
            cell = theirs.get(self.fallbacks[name], "")
        return self.translated(name, cell)

    def translated(self, name, cell):
        """Return a cell in our words; in a column that holds lists, item by item and each once."""
        values = self.values.get(name, {})
        if (whole := values.get(comparable(cell))) is not None:
            return whole
        if name not in LIST_COLUMNS:
            return cell
        separator = self.mapping.separators.get(name, SEPARATOR)
        items = (item.strip() for item in cell.split(separator))
        ours = (part for item in items for part in split_list(values.get(comparable(item), item)))
        return SEPARATOR.join(dict.fromkeys(ours))

    def place(self, theirs):
        """Return what a row says of its place."""
        code = theirs.get(self.code, "") if self.code else ""
        columns = (theirs.get(column, "") for column in self.district_columns)
        return PlaceWords(
            columns=tuple(self.translated(DISTRICT, cell) for cell in columns),
            addresses=tuple(theirs.get(column, "") for column in self.addresses),
            code=f"{self.mapping.district.system}:{code}" if code else "",
        )
