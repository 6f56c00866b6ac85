"""Import tables of clinics, prices and findings: read, check, and write as one batch that can be undone.

`read_table` is pure. `check_…` compares with the present, without a lock, and yields Plans. `import_…` does
that, keeps the edits on disk, writes them in one short transaction, and returns the Outcome. One import runs
at a time.
"""

from datetime import date

from clinics.documents import FINDINGS
from clinics.models import ImportKind
from pricing.tables.outcomes import Outcome, Overtaken, Plan
from pricing.tables.progress import SILENT
from pricing.tables.reading import REASON, Table, UnreadableTable, read_table

from .batches import Refused, undo_batch
from .children import ChildCheck, PriceCheck
from .clinics import ClinicCheck, Origin
from .mapping import Mapping, UnusableMapping, apply_mapping, read_mapping
from .running import run
from .suggesting import suggest_mapping
from .vanished import vanished_listings

__all__ = [
    "Mapping",
    "Origin",
    "Outcome",
    "Overtaken",
    "Plan",
    "Refused",
    "Table",
    "UnreadableTable",
    "UnusableMapping",
    "apply_mapping",
    "check_clinics",
    "check_findings",
    "check_prices",
    "import_clinics",
    "import_findings",
    "import_prices",
    "read_mapping",
    "read_table",
    "suggest_mapping",
    "undo_batch",
]


def check_clinics(table, *, publish=False, within=None, origin=None):
    """Return an iterator of Plans for a table of clinics; it reads the database only while it is asked.

    `publish` publishes every row. `within` is the slug of the district below which the words of the district
    column are looked up by name; without it they are slugs. `origin` is the Origin of a foreign list. Raises
    UnreadableTable for columns that are not known.
    """
    return ClinicCheck(table, publish=publish, within=within, origin=origin).plans()


def check_prices(table, *, today: date):
    """Return an iterator of Plans for a table of prices; `today`, in Seoul, gives undated ones their year."""
    return PriceCheck(table, today=today).plans()


def check_findings(table):
    """Return an iterator of Plans for a table of findings."""
    return ChildCheck(table, FINDINGS).plans()


def import_clinics(
    table,
    *,
    publish=False,
    within=None,
    origin=None,
    file_name="",
    dry_run=False,
    strict=False,
    progress=SILENT,
):
    """Import a table of clinics (as in `check_clinics`) and return the Outcome.

    `file_name` names the batch; a dry run writes nothing, a strict one nothing unless every row is good.
    Raises Overtaken when a listing changed while it was checked; then nothing is written.
    """
    check = ClinicCheck(table, publish=publish, within=within, origin=origin)
    outcome = run(
        check,
        kind=ImportKind.CLINICS,
        source=check.origin.source,
        file_name=file_name,
        dry_run=dry_run,
        strict=strict,
        progress=progress,
    )
    # A file with reasons holds what an import rejected: a part of its register.
    if check.origin.source and check.origin.is_complete and REASON not in table.header:
        outcome.vanished = list(vanished_listings(check.origin.source, check.seen))
    return outcome


def import_prices(table, *, today: date, file_name="", dry_run=False, strict=False, progress=SILENT):
    """Import a table of prices (as in `check_prices`), else as `import_clinics` does; return the Outcome."""
    return run(
        PriceCheck(table, today=today),
        kind=ImportKind.PRICES,
        file_name=file_name,
        dry_run=dry_run,
        strict=strict,
        progress=progress,
    )


def import_findings(table, *, file_name="", dry_run=False, strict=False, progress=SILENT):
    """Import a table of findings, else as `import_clinics` does; return the Outcome."""
    return run(
        ChildCheck(table, FINDINGS),
        kind=ImportKind.FINDINGS,
        file_name=file_name,
        dry_run=dry_run,
        strict=strict,
        progress=progress,
    )
