"""What became of the rows of an import: counts, and each rejection with its reason."""

import csv
import io
from collections import Counter
from contextlib import nullcontext
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .cells import protected
from .checking import CheckedRow, Verdict
from .files import BYTE_ORDER_MARK
from .reading import ENCODING, REASON

MOST_VANISHED = 20


class Overtaken(RuntimeError):
    """Records that changed while an import compared with them; the message says which."""


@dataclass(slots=True)
class Outcome:
    """Counts of rows by verdict, the rejected rows, notes, and whether the good rows are stored.

    `batch` is what can be undone, None when nothing had to be written; `vanished` are the records that a
    whole register no longer names.
    """

    counts: Counter = field(default_factory=Counter)
    rejected: list[CheckedRow] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    is_written: bool = True
    batch: object = None
    vanished: list = field(default_factory=list)

    @property
    def new(self):
        return self.counts[Verdict.NEW]

    @property
    def changed(self):
        return self.counts[Verdict.CHANGED]

    @property
    def unchanged(self):
        return self.counts[Verdict.UNCHANGED]

    @property
    def skipped(self):
        return self.counts[Verdict.SKIPPED]

    def add(self, rows):
        """Count checked rows; keep what was rejected and noted."""
        for row in rows:
            self.counts[row.verdict] += 1
            if row.verdict is Verdict.REJECTED:
                self.rejected.append(row)
            self.notes.extend(
                _("row %(row)d, %(note)s") % {"row": row.row.number, "note": note} for note in row.notes
            )

    def lines(self):
        """Yield the report: the counts, then a line for each reason of each rejection, then the notes."""
        counts = _("new: %(new)d, changed: %(changed)d, unchanged: %(unchanged)d, rejected: %(rejected)d") % {
            "new": self.new,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "rejected": len(self.rejected),
        }
        yield counts + (_(", skipped: %(skipped)d") % {"skipped": self.skipped} if self.skipped else "")
        for row in self.rejected:
            for problem in row.problems:
                line = _("row %(row)d, %(problem)s") % {"row": row.row.number, "problem": problem}
                yield f"{line} – {row.title}" if row.title else line
        for note in self.notes:
            yield _("note: %(note)s") % {"note": note}
        yield from self.lines_of_vanished()

    def lines_of_vanished(self):
        """Yield how many records a whole register no longer names, and the first of them."""
        if not self.vanished:
            return
        yield ngettext(
            "vanished: %(count)d record of this register is not in the file",
            "vanished: %(count)d records of this register are not in the file",
            len(self.vanished),
        ) % {"count": len(self.vanished)}
        for record in self.vanished[:MOST_VANISHED]:
            yield f"vanished: {record.identifier} {record.slug} – {record.name}"
        if len(self.vanished) > MOST_VANISHED:
            yield _("vanished: and %(count)d more; --vanished FILE lists all") % {
                "count": len(self.vanished) - MOST_VANISHED
            }


@dataclass(slots=True)
class Plan:
    """What an import would do with some rows, and the changes that do it, in whatever form `write` takes."""

    rows: list[CheckedRow] = field(default_factory=list)
    changes: list = field(default_factory=list)


def carry_out(plans, *, write, hold, dry_run=False, strict=False):
    """Check and write in one transaction, return the Outcome; `strict` writes nothing if a row is rejected.

    `plans` yields one Plan after another and reads the present state only while it is asked for the next, so
    it reads under the lock that `hold()` takes. `write(plan)` stores a plan's changes. A dry run takes no
    lock.
    """
    outcome = Outcome()
    with nullcontext() if dry_run else transaction.atomic():
        if not dry_run:
            hold()
        for plan in plans:
            outcome.add(plan.rows)
            if strict and outcome.rejected:
                outcome.is_written = False
            if outcome.is_written and not dry_run:
                write(plan)
        if not outcome.is_written and not dry_run:
            transaction.set_rollback(True)
    outcome.is_written = outcome.is_written and not dry_run
    return outcome


def csv_line(cells, delimiter=","):
    """Return one line of CSV with "\\n" at its end."""
    buffer = io.StringIO()
    # Python before 3.13 quotes a cell with a line break only if the break occurs in the line's own end.
    csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n").writerow(cells)
    return buffer.getvalue()[:-2] + "\n"


def rejected_lines(table, outcome):
    """Yield the rejected rows as CSV: the cells as they stood, and why.

    Cells too many follow the reason and cells too few are left out, so that nothing is lost and the row is
    rejected until it is mended. The file is UTF-8, and says so where the imported one was not.
    """
    width = len(table.header)
    header = [name for name in table.header if name != REASON]
    mark = "" if table.encoding == ENCODING else BYTE_ORDER_MARK
    yield mark + csv_line([*header, REASON], table.delimiter)
    for row in outcome.rejected:
        given = row.row.given or row.row.original
        kept = [cell for name, cell in zip(table.header, given, strict=False) if name != REASON]
        reasons = "; ".join(str(problem) for problem in row.problems)
        yield csv_line([*kept, protected(reasons), *given[width:]], table.delimiter)
