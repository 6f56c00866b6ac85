"""Take a file in: its rows as they stand, whatever they mean."""

from django.db import transaction
from django.utils.translation import gettext as _

from clinics.documents import in_chunks
from clinics.models import ChangeSet, ChangeSetRow
from pricing.tables.reading import (
    DELIMITER,
    ENCODING,
    LOST,
    UnreadableTable,
    check_header,
    folded_name,
    read_table,
)
from pricing.tables.spreadsheets import is_spreadsheet, read_spreadsheet

MOST_BYTES = 20 * 1024 * 1024
MOST_ROWS = 50_000


@transaction.atomic
def upload(content, *, file_name, kind, user, at, encoding=ENCODING, delimiter=DELIMITER):
    """Store the bytes of a CSV or XLSX file as a ChangeSet and return it; all or nothing.

    `encoding` and `delimiter` are those of a CSV file. Raises UnreadableTable, with a sentence.
    """
    if len(content) > MOST_BYTES:
        raise UnreadableTable(
            _("The file is larger than %(most)d MB: split it.") % {"most": MOST_BYTES // 1024 // 1024}
        )
    header, rows = read_file(content, encoding=encoding, delimiter=delimiter)
    change_set = ChangeSet.objects.create(
        kind=kind, file_name=file_name[:300], header=header, created_by=user, created_at=at
    )
    count = 0
    for chunk in in_chunks(rows):
        count += len(chunk)
        if count > MOST_ROWS:
            raise UnreadableTable(
                _("The file has more than %(most)d rows: split it, or let the operator import it.")
                % {"most": MOST_ROWS}
            )
        ChangeSetRow.objects.bulk_create(
            ChangeSetRow(change_set=change_set, number=number, given=storable(given), fault=fault)
            for number, given, fault in chunk
        )
    if not count:
        raise UnreadableTable(_("The file has a header and no rows."))
    return change_set


def read_file(content, *, encoding, delimiter):
    """Return (header, iterator of (number, cells as they stand, fault or "")) of the bytes of a file."""
    if not is_spreadsheet(content):
        table = read_table(content, encoding=encoding, delimiter=delimiter)
        return table.header, ((row.number, row.given, row.fault) for row in table.rows)
    rows = read_spreadsheet(content)
    _number, cells = next(rows, (0, []))
    header = [folded_name(cell) for cell in cells]
    if not header:
        raise UnreadableTable(_("The first sheet of the spreadsheet is empty."))
    check_header(header)
    return header, ((number, padded(cells, len(header)), "") for number, cells in rows)


def storable(cells):
    """Return cells as PostgreSQL can keep them: NUL becomes the sign for a lost character, and is noted."""
    return [cell.replace("\0", LOST) for cell in cells]


def padded(cells, width):
    """Return cells with empty ones up to a width: a spreadsheet leaves out those at the end of a row."""
    return [*cells, *[""] * (width - len(cells))]
