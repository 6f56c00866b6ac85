"""What stands between the cells of a line, given or guessed."""

import csv
from itertools import islice

from django.utils.translation import gettext as _

from .cells import quoted
from .encodings import text_lines
from .sources import DamagedText, Source, UnreadableTable

DELIMITER = ","
DELIMITERS = (",", ";", "\t", "~", "|")
DELIMITER_NAMES = {"tab": "\t", "\\t": "\t"}
SAMPLE_LINES = 200


def read_delimiter(delimiter):
    """Return the one character that stands between cells; "tab" may be written out."""
    character = DELIMITER_NAMES.get(delimiter, delimiter)
    if len(character) != 1 or character in '"\r\n ' or (not character.isprintable() and character != "\t"):
        raise UnreadableTable(
            _("%(delimiter)s is no delimiter; give one character such as , or ; or the word tab.")
            % {"delimiter": quoted(delimiter)}
        )
    return character


def in_words(delimiter):
    """Return a delimiter as it is named on a command line: in quotation marks, or as the word tab."""
    return "tab" if delimiter == "\t" else f'"{delimiter}"'


def guess_delimiter(source, encoding):
    """Return (delimiter, reason in words) of a path, or of the bytes of a file in an encoding.

    It is one of , ; tab ~ and |: the one that cuts the first rows into as many cells as the header, a comma
    where none cuts the header. What stands before a damaged byte is enough. Raises UnreadableTable.
    """
    source = Source(source)
    lines = []
    try:
        lines.extend(islice(text_lines(source, encoding), SAMPLE_LINES))
    except DamagedText:
        if not lines:
            raise
    finally:
        source.close()
    best, reason = (0, 1), ""
    guess = DELIMITER
    for delimiter in DELIMITERS:
        columns, agreeing, rows = agreement(lines, delimiter)
        score = (agreeing / rows if rows else 1, columns)
        if columns > 1 and score > best:
            best, guess = score, delimiter
            reason = _(
                "%(name)s cuts the header into %(columns)d cells, and so %(agreeing)d of %(rows)d rows"
            ) % {
                "name": in_words(delimiter),
                "columns": columns,
                "agreeing": agreeing,
                "rows": rows,
            }
    return guess, reason or _("no delimiter stands in the header: it is one column")


def agreement(lines, delimiter):
    """Return (columns of the header, rows with as many cells, rows) of some lines."""
    try:
        rows = [cells for cells in csv.reader(lines, delimiter=delimiter) if width_of(cells)]
    except csv.Error:
        return 0, 0, 0
    header, *rows = rows or [[]]
    columns = width_of(header)
    return columns, sum(width_of(cells) <= columns <= len(cells) for cells in rows), len(rows)


def width_of(cells):
    """Return the number of cells without the empty ones at the end."""
    return max((place for place, cell in enumerate(cells, start=1) if cell.strip()), default=0)


def better_delimiter(line, delimiter):
    """Return the delimiter that a header looks cut by, where the one given does not occur in it, else ""."""
    if delimiter in line:
        return ""
    best = max(DELIMITERS, key=line.count)
    return best if best in line else ""
