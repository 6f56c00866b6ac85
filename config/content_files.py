"""The files of the starter content: rows of CSV, read by the columns of their model."""

from dataclasses import dataclass
from functools import cached_property

from django.db import models
from django.utils.translation import gettext as _

from clinics.documents import CLINIC_COLUMNS
from clinics.models import Clinic
from pricing.tables.cells import UnreadableCell
from pricing.tables.columns import columns_of
from pricing.tables.reading import UnreadableTable, read_table, require_columns


class UnreadableContent(ValueError):
    """A content file that cannot be loaded; the message names the file, the row, the column and the fault."""

    def __init__(self, reason, *, file, row=None, column=None):
        place = [file]
        if row is not None:
            place.append(_("row %(row)d") % {"row": row})
        if column is not None:
            place.append(_("column %(column)s") % {"column": column})
        super().__init__(f"{', '.join(place)}: {reason}")


@dataclass(frozen=True)
class Kind:
    """One file of the content: its name, the model of its rows, and the columns that tell its rows apart."""

    name: str
    model: type[models.Model]
    key: tuple[str, ...] = ("slug",)

    @property
    def file(self):
        return f"{self.name}.csv"

    @cached_property
    def columns(self):
        """The columns that the file may have, by name; those of clinics are their listing's."""
        columns = CLINIC_COLUMNS if self.model is Clinic else columns_of(self.model, self.key)
        return {column.name: column for column in columns}

    def key_of(self, values):
        """Return what tells one record of this kind from another, as one text."""
        return " ".join(str(values[name]) for name in self.key)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a content file: its number in a spreadsheet, its key and its plain values by column."""

    number: int
    key: str
    values: dict


def read_rows(kind, folder):
    """Return the rows of a kind's file in a folder, or raise UnreadableContent."""
    try:
        table = read_table(folder / kind.file)
        require_columns(table, known=kind.columns, required=kind.key)
        rows = [read_row(kind, row) for row in table.rows]
    except UnreadableTable as error:
        raise UnreadableContent(str(error), file=kind.file) from error
    numbers = {}
    for row in rows:
        first = numbers.setdefault(row.key, row.number)
        if first != row.number:
            reason = _("“%(key)s” stands in row %(row)d already.") % {"key": row.key, "row": first}
            raise UnreadableContent(reason, file=kind.file, row=row.number, column=kind.key[-1])
    return rows


def read_row(kind, row):
    """Return a row of a table with its cells as plain values, or raise UnreadableContent."""
    if row.fault:
        raise UnreadableContent(row.fault, file=kind.file, row=row.number)
    values = {}
    for name, cell in row.cells.items():
        try:
            values[name] = kind.columns[name].read(cell)
        except UnreadableCell as error:
            raise UnreadableContent(str(error), file=kind.file, row=row.number, column=name) from error
    return Row(row.number, kind.key_of(values), values)
