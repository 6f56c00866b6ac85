"""Tables as XLSX: the first sheet of somebody's workbook as rows of text, and our own as cells of text."""

import io
import zipfile
from datetime import date, datetime, time

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils.exceptions import InvalidFileException

from .sources import UnreadableTable

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
START = b"PK\x03\x04"
MOST_UNPACKED = 256 * 1024 * 1024  # bytes of XML: a small file can unpack to very many
MOST_COLUMNS = 500
MOST_ROWS = 50_000  # written; they take half a minute
LONGEST_CELL = 32_767  # characters, what the format allows
UNREADABLE = (
    InvalidFileException,
    zipfile.BadZipFile,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    OSError,
)


def is_spreadsheet(content):
    """Tell whether the bytes of a file begin like a workbook."""
    return content.startswith(START)


def read_spreadsheet(content):
    """Yield (number, cells) of the rows of a workbook's first sheet, as texts, numbered as it shows them.

    A formula counts as the value that was stored with it. Whole numbers come without a point, days as in ISO.
    Empty rows are left out. Raises UnreadableTable.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked > MOST_UNPACKED:
            raise UnreadableTable(_("The spreadsheet unpacks to too much: split it, or save it as CSV."))
        workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = workbook.worksheets[0]
        sheet.reset_dimensions()  # what the file says of its size may be wrong
        for number, values in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), start=1):
            cells = [text_of(value) for value in values]
            while cells and not cells[-1]:
                cells.pop()
            if cells:
                yield number, cells
    except UnreadableTable:
        raise
    except UNREADABLE as error:
        raise UnreadableTable(
            _("The spreadsheet cannot be read: save it again as XLSX, or as CSV.")
        ) from error


def text_of(value):
    """Return a value of a spreadsheet as the cell of a table."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer():
            return str(int(value))
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime():
            return value.isoformat(sep=" ", timespec="minutes")
        case date() | time():
            return value.isoformat()
    return str(value).strip()


class TooLarge(ValueError):
    """A table that a spreadsheet cannot hold; the message is one sentence for the editor."""


def write_spreadsheet(rows, *, title):
    """Return the bytes of a workbook with one sheet of rows; every cell is a text and none a formula.

    Raises TooLarge: spreadsheets cut long cells without a word, and many rows take long.
    """
    workbook = Workbook(write_only=True)
    buffer = io.BytesIO()
    try:
        append_rows(workbook.create_sheet(title), rows)
    finally:
        workbook.save(buffer)  # a sheet that is left half written keeps its file open
    return buffer.getvalue()


def append_rows(sheet, rows):
    """Append rows of texts to a sheet. Raises TooLarge."""
    for number, row in enumerate(rows, start=1):
        if number > MOST_ROWS:
            raise TooLarge(
                _("A spreadsheet takes at most %(most)d rows: narrow the list, or export CSV.")
                % {"most": MOST_ROWS}
            )
        if any(len(text) > LONGEST_CELL for text in row):
            raise TooLarge(
                _("Row %(row)d has a text that is too long for a spreadsheet: export CSV.") % {"row": number}
            )
        cells = [WriteOnlyCell(sheet, text) for text in row]
        for cell in cells:
            cell.data_type = "s"
        sheet.append(cells)
