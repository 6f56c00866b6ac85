"""Check the rows of a file in bounded steps; between two steps nothing is held but what is stored."""

from itertools import islice

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinics.documents import CLINIC_COLUMNS, FINDINGS, PRICES, REGISTER_IDS, in_chunks
from clinics.importing.children import CLINIC, ChildCheck, PriceCheck
from clinics.importing.clinics import ClinicCheck
from clinics.importing.mapping import Mapping, apply_mapping, parse_mapping
from clinics.importing.vanished import vanished_listings
from clinics.korea import SEOUL
from clinics.models import ChangeSet, ChangeSetRow, ChangeSetState, ImportKind
from pricing.tables.checking import Verdict
from pricing.tables.reading import REASON, Table, UnreadableTable, make_rows

from .twins import find_twins

STEP = 1_000  # rows
FOUND = ["verdict", "title", "clinic_key", "cells", "problems", "notes", "edits", "claims", "is_chosen"]
COLUMNS = {
    ImportKind.CLINICS: CLINIC_COLUMNS,
    ImportKind.PRICES: PRICES.columns,
    ImportKind.FINDINGS: FINDINGS.columns,
}


def begin_check(change_set, *, mapping="", is_published=False):
    """Make a ChangeSet ready to be checked from its first row on, through the text of a mapping or none.

    What an earlier check found is forgotten. Raises UnusableMapping and UnreadableTable, with a sentence,
    where the columns do not fit; then nothing is changed.
    """
    change_set.mapping, change_set.is_published = mapping, is_published
    check_of(change_set, [])
    with transaction.atomic():
        change_set.state, change_set.seen = ChangeSetState.CHECKING, []
        change_set.save(update_fields=["mapping", "is_published", "state", "seen"])
        change_set.rows.update(
            verdict="",
            title="",
            clinic_key=None,
            cells=[],
            problems=[],
            notes=[],
            twins=[],
            edits=[],
            claims=[],
            is_chosen=False,
        )


def check_step(pk, *, most=STEP):
    """Check the next rows of a ChangeSet, `most` at the most, and return it; after the last one it is ready.

    The check itself holds no lock. Of two steps at once the second finds its rows checked, and keeps nothing.
    """
    change_set = ChangeSet.objects.get(pk=pk)
    if change_set.state != ChangeSetState.CHECKING:
        return change_set
    waiting = list(change_set.rows.filter(verdict="").order_by("number")[:most])
    seen = check_rows(change_set, waiting)
    with transaction.atomic():
        change_set = ChangeSet.objects.select_for_update().get(pk=pk)
        first = change_set.rows.filter(verdict="").order_by("number").values_list("number", flat=True).first()
        is_ours = first == (waiting[0].number if waiting else None)
        if change_set.state != ChangeSetState.CHECKING or not is_ours:
            return change_set
        ChangeSetRow.objects.bulk_update(waiting, FOUND, batch_size=100)
        change_set.seen = sorted({*change_set.seen, *seen})
        change_set.save(update_fields=["seen"])
    if len(waiting) < most:
        find_twins(change_set)
        change_set.state = ChangeSetState.READY
        change_set.save(update_fields=["state"])
    return change_set


def check_rows(change_set, waiting):
    """Fill in what the check finds of some ChangeSetRows; return the numbers of the register that they give.

    What earlier rows have claimed is theirs.
    """
    check = check_of(change_set, waiting)
    for number, keys in change_set.rows.exclude(claims=[]).values_list("number", "claims"):
        check.claimed.update((as_key(key), number) for key in keys)
    known = len(check.claimed)
    stored = {row.number: row for row in waiting}
    for rows in in_chunks(check.table.rows):
        note(check.check(rows), check, stored, COLUMNS[change_set.kind])
    for key, number in islice(check.claimed.items(), known, None):
        stored[number].claims.append(key)
    return getattr(check, "seen", ())


def mapping_of(change_set):
    """Return the Mapping of a ChangeSet; that of a table with our own columns says nothing."""
    return parse_mapping(change_set.mapping) if change_set.mapping else Mapping()


def check_of(change_set, rows):
    """Return the check of some ChangeSetRows, in whose table they are read as if they were the whole file."""
    header = change_set.header
    read = make_rows(header, ((row.number, row.given, row.fault) for row in rows))
    table = Table(header, tuple(header), read)
    if change_set.kind == ImportKind.PRICES:
        return PriceCheck(table, today=timezone.localdate(change_set.created_at, SEOUL))
    if change_set.kind == ImportKind.FINDINGS:
        return ChildCheck(table, FINDINGS)
    mapping = mapping_of(change_set)
    if change_set.mapping:
        table = apply_mapping(table, mapping)
    return ClinicCheck(table, publish=change_set.is_published, within=mapping.parent, origin=mapping.origin)


def fits(change_set):
    """Tell whether a file has the columns that it needs, and none but ours."""
    plain = ChangeSet(kind=change_set.kind, header=change_set.header, created_at=change_set.created_at)
    try:
        check_of(plain, [])
    except UnreadableTable:
        return False
    return True


def note(plan, check, stored, columns):
    """Write what a Plan found into the ChangeSetRows, {number: row}, that it is of."""
    edits = iter(plan.changes)
    for checked in plan.rows:
        row = stored[checked.row.number]
        row.verdict = str(checked.verdict)
        row.title = (checked.title or title_of(checked))[:200]
        row.problems = [str(problem) for problem in checked.problems]
        row.notes = [str(note) for note in checked.notes]
        if checked.verdict in {Verdict.NEW, Verdict.CHANGED}:
            edit = next(edits)
            row.edits = [[edit.pk, edit.version, edit.values, edit.child]]
            row.clinic_key = edit.pk
            row.cells = list(changed_cells(checked, check.table, columns))
            row.is_chosen = True


def title_of(checked):
    """Return what to call a row by: the name of its clinic, or the slug of the clinic that it belongs to."""
    values = checked.after or {}
    return values.get("name") or checked.row.cells.get(CLINIC, "")


def changed_cells(checked, table, columns):
    """Yield [column, cell before, cell after] of what a checked row changes; of a new one, what it says."""
    before, after = checked.before or {}, checked.after
    stood = before or {column.name: column.empty for column in columns}
    for column in columns:
        if stood[column.name] != after[column.name]:
            old = column.write(before[column.name]) if before else ""
            yield [table.label(column.name), old, column.write(after[column.name])]
    old, new = (numbers_in_words(values.get(REGISTER_IDS, {})) for values in (before, after))
    if old != new:
        yield [_("register numbers"), old, new]


def numbers_in_words(numbers):
    """Return {register: number} as one text."""
    return "; ".join(f"{register} {number}" for register, number in numbers.items())


def as_key(value):
    """Return a key as it was claimed, of the lists that JSON keeps."""
    return tuple(map(as_key, value)) if isinstance(value, list) else value


def vanished_of(change_set):
    """Return the listings that a whole register, checked to its end, no longer names."""
    if change_set.kind != ImportKind.CLINICS or REASON in change_set.header:
        return []
    origin = mapping_of(change_set).origin
    if not (origin.source and origin.is_complete):
        return []
    return list(vanished_listings(origin.source, set(change_set.seen)))
