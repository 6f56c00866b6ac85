"""Run a check to its end and write what it found, the two halves of every import of listings."""

from contextlib import nullcontext

from pricing.tables.outcomes import Outcome

from .batches import write_batch
from .edits import spool
from .turns import turn


def run(check, *, kind, file_name="", source="", dry_run=False, strict=False, progress):
    """Return the Outcome of a check whose edits were written as one batch, unless nothing is to be written.

    The check takes no lock on the listings, so editors go on meanwhile; the batch notices what they did.
    """
    outcome = Outcome()
    with nullcontext() if dry_run else turn(on_wait=progress.wait), spool() as edits:
        for plan in progress.checking(check.table, check.plans()):
            outcome.add(plan.rows)
            if not dry_run:
                edits.add(plan.changes)
        outcome.is_written = not dry_run and not (strict and outcome.rejected)
        if outcome.is_written and edits.count:
            with progress.writing(edits.count) as advance:
                outcome.batch = write_batch(
                    edits,
                    progress=advance,
                    kind=kind,
                    file_name=file_name,
                    source=source,
                    new=outcome.new,
                    changed=outcome.changed,
                    unchanged=outcome.unchanged,
                    rejected=len(outcome.rejected),
                    skipped=outcome.skipped,
                )
    return outcome
