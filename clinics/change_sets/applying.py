"""Write the chosen rows of a checked file as one batch that can be undone."""

from collections import Counter

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from clinics.documents import in_chunks
from clinics.importing.batches import write_batch
from clinics.importing.edits import Edit
from clinics.importing.turns import turn
from clinics.models import ChangeSet, ChangeSetState
from pricing.tables.cells import protected
from pricing.tables.checking import Verdict
from pricing.tables.outcomes import Overtaken, csv_line
from pricing.tables.reading import REASON
from pricing.tables.references import UnknownSlug

from .checking import mapping_of
from .choosing import WRITABLE


class NotReady(ValueError):
    """A file that cannot be applied now; the message is one sentence for the editor."""


def apply_change_set(pk, *, user):
    """Write the chosen rows of a ChangeSet in one transaction and return its ImportBatch; all or nothing.

    Nobody is kept waiting by the check, which is done; others wait while the rows are written. Raises
    NotReady: a listing changed since it was checked, nothing is chosen, or the file was applied already.
    """
    try:
        with turn(on_wait=lambda: None), transaction.atomic():
            change_set = ChangeSet.objects.select_for_update().get(pk=pk)
            if change_set.state != ChangeSetState.READY:
                raise NotReady(_("This file is not ready to be applied: check it first."))
            chosen = change_set.rows.filter(is_chosen=True, verdict__in=WRITABLE)
            if not chosen.exists():
                raise NotReady(_("No row is chosen, so there is nothing to apply."))
            change_set.batch = write_batch(
                edits_of(chosen),
                progress=lambda count: None,
                user=user,
                kind=change_set.kind,
                file_name=change_set.file_name,
                source=mapping_of(change_set).source,
                **counts_of(change_set, chosen),
            )
            change_set.state = ChangeSetState.APPLIED
            change_set.save(update_fields=["batch", "state"])
    except (Overtaken, UnknownSlug, IntegrityError) as error:
        words = {"reason": " ".join(str(error).split()).rstrip(".")}
        raise NotReady(
            _("Nothing was written, for the directory changed since the check: %(reason)s. Check again.")
            % words
        ) from error
    return change_set.batch


def edits_of(rows):
    """Yield lists of Edits of some hundred rows each, in the order of the file."""
    edits = rows.order_by("number").values_list("edits", flat=True)
    for chunk in in_chunks(edits.iterator(chunk_size=500)):
        yield [Edit(*edit) for some in chunk for edit in some]


def counts_of(change_set, chosen):
    """Return the counts of an ImportBatch: what is not chosen counts as left out, with what is skipped."""
    counts = Counter(change_set.rows.order_by().values_list("verdict", flat=True))
    written = Counter(chosen.order_by().values_list("verdict", flat=True))
    left_out = sum(counts[verdict] - written[verdict] for verdict in WRITABLE)
    return {
        "new": written[Verdict.NEW],
        "changed": written[Verdict.CHANGED],
        "unchanged": counts[Verdict.UNCHANGED],
        "rejected": counts[Verdict.REJECTED],
        "skipped": counts[Verdict.SKIPPED] + left_out,
    }


def rejected_file(change_set):
    """Yield the lines of a CSV file of the rejected rows as they stand in the file, each with its reasons."""
    kept = [place for place, name in enumerate(change_set.header) if name != REASON]
    yield csv_line([*(change_set.header[place] for place in kept), REASON])
    rows = change_set.rows.filter(verdict=Verdict.REJECTED).order_by("number")
    width = len(change_set.header)
    for row in rows.iterator(chunk_size=500):
        cells = [row.given[place] for place in kept if place < len(row.given)]
        yield csv_line([*cells, protected("; ".join(row.problems)), *row.given[width:]])
