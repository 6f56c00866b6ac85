"""Import tables of clinics, prices and findings in three steps kept apart: read, check, write.

`read_table` is pure, `check_…` compares with the present and yields Plans, `write_plan` stores one.
`import_…` does the last two under one lock and returns the Outcome.
"""

from datetime import date

from clinics.documents import FINDINGS, hold_listings, write_documents
from pricing.tables.outcomes import Outcome, Plan, carry_out
from pricing.tables.reading import Table, UnreadableTable, read_table

from .applying import apply_mapping
from .children import ChildCheck, PriceCheck
from .clinics import ClinicCheck
from .entries import UnusableMapping
from .mapping import Mapping, read_mapping
from .suggesting import suggest_mapping

__all__ = [
    "Mapping",
    "Outcome",
    "Plan",
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
    "write_plan",
]


def check_clinics(table, *, publish=False, within=None):
    """Return an iterator of Plans for a table of clinics; it reads the database only while it is asked.

    `publish` publishes every row. `within` is the slug of the district below which the words of the district
    column are looked up by name; without it they are slugs. Raises UnreadableTable for columns that are not
    known.
    """
    return ClinicCheck(table, publish=publish, within=within).plans()


def check_prices(table, *, today: date):
    """Return an iterator of Plans for a table of prices; `today`, in Seoul, gives undated ones their year."""
    return PriceCheck(table, today=today).plans()


def check_findings(table):
    """Return an iterator of Plans for a table of findings."""
    return ChildCheck(table, FINDINGS).plans()


def write_plan(plan):
    """Store the changes of a Plan in one transaction: all of them or, with an IntegrityError, none.

    The plan must have been made under the same lock (`carry_out`): it holds the listings as they then stood.
    """
    write_documents(plan.changes)


def import_clinics(table, *, publish=False, within=None, dry_run=False, strict=False):
    """Import a table of clinics (as in `check_clinics`) and return the Outcome."""
    plans = check_clinics(table, publish=publish, within=within)
    return carry_out(plans, write=write_plan, hold=hold_listings, dry_run=dry_run, strict=strict)


def import_prices(table, *, today: date, dry_run=False, strict=False):
    """Import a table of prices (as in `check_prices`) and return the Outcome."""
    plans = check_prices(table, today=today)
    return carry_out(plans, write=write_plan, hold=hold_listings, dry_run=dry_run, strict=strict)


def import_findings(table, *, dry_run=False, strict=False):
    """Import a table of findings and return the Outcome."""
    return carry_out(
        check_findings(table), write=write_plan, hold=hold_listings, dry_run=dry_run, strict=strict
    )
