"""Read a CSV file, from bytes to rows: pure, and every fault of the file is one named error."""

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .cells import quoted, unprotected

ENCODING = "utf-8"
DELIMITER = ","
MOST_BYTES = 512 * 1024 * 1024
DELIMITER_NAMES = {"tab": "\t", "\\t": "\t"}
ZIP = b"PK\x03\x04"
# A file of rejected rows carries this column; it may stay in when the mended rows are imported again.
REASON = "reason"


class UnreadableTable(ValueError):
    """A file that is no table of this kind; the message is one sentence for the operator."""


@dataclass(slots=True)
class Row:
    """One row: its number in a spreadsheet (the header is row 1), its cells as they stand, and by column.

    `fault` says why the row as a whole cannot be used; `is_skipped` that a mapping leaves it out; `is_closed`
    that the register says the place exists no more. `notes` are what was mended on the way. `place` is what a
    mapping found to say where the place lies.
    """

    number: int
    original: list[str]
    cells: dict[str, str] = field(default_factory=dict)
    fault: str = ""
    is_skipped: bool = False
    is_closed: bool = False
    notes: list[str] = field(default_factory=list)
    place: object = None


@dataclass(slots=True)
class Table:
    """The header of a file as it stands, the columns that the rows' cells go by, and the rows, read once.

    `labels` gives the name that a column has in the file where that is another one.
    """

    header: list[str]
    columns: tuple[str, ...]
    rows: Iterator[Row]
    delimiter: str = DELIMITER
    labels: dict[str, str] = field(default_factory=dict)

    def progress(self):
        """Return how much of the file is read, from 0 to 1."""
        return 0.0

    def label(self, column):
        """Return the name of a column in the file."""
        return self.labels.get(column, column)


def read_table(source, *, encoding=ENCODING, delimiter=DELIMITER):
    """Return the Table of a path, or of the bytes of a file, or raise UnreadableTable.

    Blanks around a cell do not count, nor do empty rows and empty cells behind the last column. A row with
    too many or too few cells is returned with its fault. Wrong quotation marks are found only on the way.
    """
    content = source if isinstance(source, bytes) else read_bytes(source)
    text = decode(content, encoding)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=read_delimiter(delimiter), strict=True)
    rows = read_rows(reader)
    _number, header = next(rows, (0, None))
    if header is None:
        raise UnreadableTable(_("The file is empty."))
    header = [name.strip() for name in header]
    while not header[-1]:
        header.pop()
    check_header(header)
    return Table(header, tuple(header), make_rows(header, rows), reader.dialect.delimiter)


def read_bytes(path):
    """Return the content of a file, or raise UnreadableTable."""
    try:
        with Path(path).open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except FileNotFoundError as error:
        raise UnreadableTable(_("There is no file %(path)s.") % {"path": path}) from error
    except OSError as error:
        raise UnreadableTable(
            _("%(path)s cannot be read: %(error)s.") % {"path": path, "error": error.strerror}
        ) from error
    if len(content) > MOST_BYTES:
        raise UnreadableTable(
            _("%(path)s is larger than %(most)d bytes; split it.") % {"path": path, "most": MOST_BYTES}
        )
    return content


def decode(content, encoding):
    """Return the text of a file without a byte order mark; a wrong encoding is named with line and byte."""
    if content.startswith(ZIP):
        raise UnreadableTable(_("The file is a spreadsheet or another zip archive. Save it as CSV first."))
    try:
        codecs.lookup(encoding)
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        place = error.start - content.rfind(b"\n", 0, error.start)
        raise UnreadableTable(
            _(
                "Line %(line)d, byte %(place)d (0x%(byte)02x) is not %(encoding)s."
                " Name the right encoding, such as --encoding cp949."
            )
            % {"line": line, "place": place, "byte": content[error.start], "encoding": encoding}
        ) from error
    except (LookupError, UnicodeError, ValueError) as error:
        raise UnreadableTable(
            _("There is no text encoding %(encoding)s; utf-8, cp949 and cp1252 are some.")
            % {"encoding": quoted(encoding)}
        ) from error
    text = text.removeprefix("\ufeff")
    if (place := text.find("\0")) != -1:
        raise UnreadableTable(
            _("Line %(line)d holds a NUL character: the file is no text, or it is not %(encoding)s.")
            % {"line": text.count("\n", 0, place) + 1, "encoding": encoding}
        )
    return text


def read_delimiter(delimiter):
    """Return the one character that stands between cells; "tab" may be written out."""
    character = DELIMITER_NAMES.get(delimiter, delimiter)
    if len(character) != 1 or character in '"\r\n ' or (not character.isprintable() and character != "\t"):
        raise UnreadableTable(
            _("%(delimiter)s is no delimiter; give one character such as , or ; or the word tab.")
            % {"delimiter": quoted(delimiter)}
        )
    return character


def read_rows(reader):
    """Yield (number, cells) of every row that is not empty; the numbers are those of a spreadsheet."""
    number = 0
    while True:
        number += 1
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise UnreadableTable(
                _("The row that begins in line %(line)d cannot be read: %(error)s.")
                % {"line": line, "error": error}
            ) from error
        if any(cell.strip() for cell in cells):
            yield number, cells


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
    """Yield a Row for each of (number, cells)."""
    width = len(header)
    for number, cells in rows:
        while len(cells) > width and not cells[-1].strip():
            cells.pop()
        row = Row(number, cells, dict(zip(header, map(unprotected, cells), strict=False)))
        if len(cells) != width:
            row.fault = ngettext(
                "the row has %(cells)d cell, the header has %(columns)d",
                "the row has %(cells)d cells, the header has %(columns)d",
                len(cells),
            ) % {"cells": len(cells), "columns": width}
            if len(cells) > width:
                row.fault += "; " + _("too many: %(cells)s") % {
                    "cells": ", ".join(map(quoted, cells[width:]))
                }
        yield row


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
