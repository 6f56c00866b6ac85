"""Read a CSV file row by row: pure, and every fault of the file is one named error."""

import csv
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pricing.plain_text import is_plain, plain_text, unseen_in

from .cells import SPREADSHEET_ERRORS, quoted, unprotected
from .delimiters import DELIMITER, better_delimiter, in_words, read_delimiter
from .encodings import ENCODING, text_lines
from .sources import Source, UnreadableTable

__all__ = [
    "DELIMITER",
    "ENCODING",
    "REASON",
    "Row",
    "Table",
    "UnreadableTable",
    "folded_name",
    "read_table",
    "require_columns",
]

# A file of rejected rows carries this column; it may stay in when the mended rows are imported again.
REASON = "reason"
LOST = "\N{REPLACEMENT CHARACTER}"


@dataclass(slots=True)
class Row:
    """One row: its number in a spreadsheet (the header is row 1), its cells in their order, and by column.

    `original` are the cells without what nobody can see and without the errors of spreadsheets; `given` are
    they as they stand in the file. `fault` says why the row as a whole cannot be used; `is_skipped` that a
    mapping leaves it out; `is_closed` that the register says the place exists no more. `notes` are what was
    mended on the way. `place` is what a mapping found to say where the place lies.
    """

    number: int
    original: list[str]
    cells: dict[str, str] = field(default_factory=dict)
    fault: str = ""
    is_skipped: bool = False
    is_closed: bool = False
    notes: list[str] = field(default_factory=list)
    place: object = None
    given: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Table:
    """The names in the header of a file, the columns that the rows' cells go by, and the rows, read once.

    `labels` gives the name that a column has in the file where that is another one.
    """

    header: list[str]
    columns: tuple[str, ...]
    rows: Iterator[Row]
    delimiter: str = DELIMITER
    labels: dict[str, str] = field(default_factory=dict)
    source: Source | None = None
    encoding: str = ENCODING

    def label(self, column):
        """Return the name of a column in the file."""
        return self.labels.get(column, column)

    def progress(self):
        """Return how much of the file, as it is packed, has been read: 0 to 1."""
        return self.source.progress() if self.source else 1.0


def read_table(source, *, encoding=ENCODING, delimiter=DELIMITER):
    """Return the Table of a path, or of the bytes of a file, or raise UnreadableTable.

    The file may be packed with gzip. It is read as the rows are asked for, and so a fault further down is
    raised only then. Blanks around a cell do not count, nor do empty rows and empty cells behind the last
    column. A row with too many or too few cells, or with quotation marks that are wrong, is returned with its
    fault; only a quotation mark that is never closed ends the table.
    """
    delimiter = read_delimiter(delimiter)
    source = Source(source)
    try:
        lines = text_lines(source, encoding)
        head = read_head(lines)
        rows = read_rows(chain(head, lines), delimiter)
        header = read_header(rows, head, delimiter)
    except UnreadableTable:
        source.close()
        raise
    return Table(header, tuple(header), make_rows(header, rows), delimiter, source=source, encoding=encoding)


def read_head(lines):
    """Return the lines up to the first that is not blank."""
    head = []
    for line in lines:
        head.append(line)
        if line.strip():
            return head
    raise UnreadableTable(_("The file is empty."))


def read_header(rows, head, delimiter):
    """Return the names in the header, the first of the rows, or raise UnreadableTable."""
    better = better_delimiter(head[-1], delimiter)
    try:
        _number, header, fault = next(rows, (0, None, ""))
        if fault:
            raise UnreadableTable(_("The header cannot be read: %(fault)s.") % {"fault": fault})
    except UnreadableTable as error:
        # Quotation marks end where the right delimiter stands.
        raise wrong_delimiter(head[-1], better) if better else error from error
    if header is None:
        raise UnreadableTable(_("The file is empty."))
    header = [folded_name(name) for name in header]
    while header and not header[-1]:
        header.pop()
    if better and len(header) == 1:
        raise wrong_delimiter(head[-1], better)
    check_header(header)
    return header


def wrong_delimiter(line, better):
    """Return the error that a header is not cut by the delimiter that was given."""
    return UnreadableTable(
        _("The header is one cell, %(cell)s. Name what stands between its columns: --delimiter %(better)s.")
        % {"cell": quoted(line), "better": in_words(better)}
    )


def folded_name(name):
    """Return the name of a column as it is compared: composed, one blank for each space, nothing unseen."""
    return " ".join(unicodedata.normalize("NFC", plain_text(name)).split())


def read_rows(lines, delimiter):
    """Yield (number, cells, fault or "") of every row that is not empty, numbered as in a spreadsheet."""
    kept = KeptLines(lines)
    reader = csv.reader(kept, delimiter=delimiter, strict=True)
    number = 0
    while True:
        number += 1
        first, fault = kept.begin_row(), ""
        try:
            try:
                cells = next(reader)
            except csv.Error as error:
                fault = wrong_quotation_marks(first, kept.number)
                cells = malformed_row(kept, delimiter, error)
        except StopIteration:
            return
        except csv.Error as error:
            raise UnreadableTable(
                _("The row that begins in line %(line)d cannot be read: %(error)s.")
                % {"line": first, "error": error}
            ) from error
        if any(plain_text(cell).strip() for cell in cells):
            yield number, cells, fault


class KeptLines:
    """Hands on lines, counts them, and keeps those of the present row."""

    def __init__(self, lines):
        self.number = 0
        self.row = []
        self._lines = iter(lines)

    def __iter__(self):
        return self

    def __next__(self):
        line = next(self._lines)
        self.number += 1
        self.row.append(line)
        return line

    def begin_row(self):
        """Forget the last row, and return the number of the line in which the next one begins."""
        self.row = []
        return self.number + 1


def malformed_row(kept, delimiter, error):
    """Return the cells of a row whose quotation marks are wrong; the lines that belong to it are used up.

    Raises the csv.Error that was found, or another, where the row has no end.
    """
    # Further on in the row a cell may begin that goes over several lines, which are no rows of their own.
    cells = next(csv.reader(chain(tuple(kept.row), kept), delimiter=delimiter))
    row = kept.row
    if len(list(csv.reader([*row, ""], delimiter=delimiter))) == 1:
        # Not even the end of the file ended it.
        raise error
    if len(row) == 1:
        # The marks stay as they stand, so that nobody imports the rejected row as if it were mended.
        (literal,) = csv.reader(row, delimiter=delimiter, quoting=csv.QUOTE_NONE)
        cells = literal if len(literal) == len(cells) else cells
    return cells


def wrong_quotation_marks(first, last):
    """Return the fault of a row that begins in one line and whose quotation marks are wrong in another."""
    fault = _(
        "the quotation marks in line %(line)d are wrong: a cell ends at its closing one,"
        " and inside of it they are doubled"
    ) % {"line": last}
    if first < last:
        fault += "; " + _("by them, lines %(first)d to %(last)d are one row") % {"first": first, "last": last}
    return fault


def check_header(header):
    """Raise UnreadableTable unless every column has a name of its own."""
    if not all(header):
        raise UnreadableTable(
            _("Column %(place)d has no name in the header.") % {"place": header.index("") + 1}
        )
    repeated = sorted({name for name in header if header.count(name) > 1})
    if repeated:
        raise UnreadableTable(
            _("The header names a column more than once: %(names)s.") % {"names": ", ".join(repeated)}
        )


def make_rows(header, rows):
    """Yield a Row for each of (number, cells, fault)."""
    width = len(header)
    for number, given, fault in rows:
        original, notes = mended(header, given)
        while len(original) > width and not original[-1].strip():
            original.pop()
        row = Row(number, original, dict(zip(header, map(unprotected, original), strict=False)))
        row.notes = notes
        row.given = given
        row.fault = fault
        if not fault and len(original) != width:
            row.fault = ngettext(
                "the row has %(cells)d cell, the header has %(columns)d",
                "the row has %(cells)d cells, the header has %(columns)d",
                len(original),
            ) % {"cells": len(original), "columns": width}
            if len(original) > width:
                row.fault += "; " + _("too many: %(cells)s") % {
                    "cells": ", ".join(map(quoted, original[width:]))
                }
        yield row


def mended(header, given):
    """Return (cells without what nobody can see and without the errors of spreadsheets, a note for each)."""
    line = "".join(given)
    if line.isprintable() and "#" not in line and LOST not in line:
        return list(given), []
    cells, notes = [], []
    for place, cell in enumerate(given):
        name = header[place] if place < len(header) else _("cell %(place)d") % {"place": place + 1}
        if not is_plain(cell):
            notes.append(_("%(name)s: taken out: %(marks)s") % {"name": name, "marks": unseen_in(cell)})
            cell = plain_text(cell)
        if cell.strip() in SPREADSHEET_ERRORS:
            notes.append(
                _("%(name)s: %(cell)s is an error of a spreadsheet, read as empty")
                % {"name": name, "cell": cell.strip()}
            )
            cell = ""
        if LOST in cell:
            notes.append(
                _("%(name)s: characters were lost before, %(cell)s") % {"name": name, "cell": quoted(cell)}
            )
        cells.append(cell)
    return cells, notes


def require_columns(table, *, known, required):
    """Raise UnreadableTable unless all columns of a table are known and the required ones are there."""
    unknown = [name for name in table.columns if name not in {*known, REASON}]
    if unknown:
        raise UnreadableTable(
            _("The file has columns that are not known here: %(unknown)s. Known are %(known)s.")
            % {"unknown": ", ".join(unknown), "known": ", ".join(known)}
        )
    missing = [name for name in required if name not in table.columns]
    if missing:
        raise UnreadableTable(
            _("The file lacks columns that every row needs: %(missing)s.") % {"missing": ", ".join(missing)}
        )
