"""Check rows of a table against a model: every fault of a row in plain words, and no query for one row."""

from dataclasses import dataclass, field
from enum import StrEnum

from django.core.exceptions import ValidationError

from pricing.constraints import violations

from .cells import UnreadableCell, no_such, quoted
from .reading import Row


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row is rejected: the column as the file names it, its cell, and a reason that quotes the cell."""

    column: str
    value: str
    reason: str

    def __str__(self):
        return f"{self.column}: {self.reason}" if self.column else self.reason


class Verdict(StrEnum):
    """What an import does with a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"
    SKIPPED = "skipped"


@dataclass(slots=True)
class CheckedRow:
    """A row with its verdict; the plain values before and after, unless it is rejected.

    `title` is the name of a rejected record, where the row gives one.
    """

    row: Row
    verdict: Verdict
    before: dict | None = None
    after: dict | None = None
    problems: list[Problem] = field(default_factory=list)
    title: str = ""
    notes: list[str] = field(default_factory=list)


def rejected(row, problems, title=""):
    """Return a row as rejected, with the notes that were made when it was read."""
    return CheckedRow(row, Verdict.REJECTED, problems=problems, title=title, notes=list(row.notes))


def decided(row, before, after, notes=()):
    """Return a row as new, changed or unchanged, with the notes of its reading before `notes`."""
    verdict = Verdict.UNCHANGED if before == after else Verdict.CHANGED
    if before is None:
        verdict = Verdict.NEW
    return CheckedRow(row, verdict, before, after, notes=[*row.notes, *notes])


def unusable(row):
    """Return the verdict on a row that is skipped or faulty as a whole, else None."""
    if row.is_skipped:
        return CheckedRow(row, Verdict.SKIPPED)
    return rejected(row, [Problem("", "", row.fault)]) if row.fault else None


class RowReader:
    """Reads the cells of a table's rows into plain values, with the words of the vocabularies checked."""

    def __init__(self, table, columns, references):
        self.table = table
        self.columns = {column.name: column for column in columns}
        self.present = [column for column in columns if column.name in table.columns]
        self.references = references

    def problem(self, name, cells, reason):
        """Return a Problem with a cell."""
        return Problem(self.table.label(name), cells.get(name, ""), reason)

    def read(self, cells, columns=None):
        """Return ({name: plain value}, [Problem]) of the columns, by default of all that the table has."""
        values, problems = {}, []
        for column in self.present if columns is None else columns:
            try:
                plain = column.read(cells[column.name])
                if column.is_relation:
                    plain = self.current_words(column, plain)
            except UnreadableCell as error:
                problems.append(self.problem(column.name, cells, str(error)))
            else:
                values[column.name] = plain
        return values, problems

    def current_words(self, column, plain):
        """Return the value of a relation in the words of now: what was renamed or merged since is followed.

        Raises UnreadableCell for a word that is not in the vocabulary, and never led there.
        """
        known = self.references.known(column.field)
        words = plain if column.is_many else [plain]
        current = [self.references.current(column.field, word) for word in words]
        for word in current:
            if word is not None and word not in known:
                raise UnreadableCell(no_such(word, column.field.related_model._meta.verbose_name, known))
        return column.kind.plain(current) if column.is_many else current[0]

    def missing(self, cells, but=()):
        """Return the Problems of a new record whose required columns the table leaves out, `but` for some."""
        absent = [
            column
            for column in self.columns.values()
            if column.is_required and column.name not in cells and column.name not in but
        ]
        return self.read(dict.fromkeys((column.name for column in absent), ""), absent)[1]

    def model_problems(self, instance, before, after, cells):
        """Return the Problems that the validators find in changed columns, and the constraints in all."""
        kept = {
            column.field.name
            for name, column in self.columns.items()
            if before is not None and before[name] == after[name]
        }
        checked = {column.field.name: column for column in self.columns.values() if not column.is_relation}
        problems = []
        exclude = [f.name for f in instance._meta.fields if f.name in kept or f.name not in checked]
        try:
            instance.clean_fields(exclude=exclude)
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                column = checked[name]
                cell = column.write(after[column.name])
                problems.extend(
                    self.problem(column.name, cells, f"{quoted(cell)}: {message}") for message in messages
                )
        if not problems:
            problems = [
                self.violation(message, names, after, cells) for message, names in violations(instance)
            ]
        return problems

    def violation(self, message, names, after, cells):
        """Return the Problem of a broken constraint, with the first of its columns that the table has."""
        columns = [column for column in self.columns.values() if column.field.name in names]
        columns.sort(key=lambda column: column.name not in cells)
        if not columns:
            return Problem("", "", message)
        shown = columns[0]
        return self.problem(shown.name, cells, f"{quoted(shown.write(after[shown.name]))}: {message}")
