"""How long an import of native CSV takes, beside a bare bulk insert of the same rows."""

from time import perf_counter

from django.db import transaction
from django.db.models.base import ModelState

from clinics.documents import in_chunks
from clinics.importing import import_clinics, read_table
from clinics.models import Clinic, RegisterId

BATCH = 1_000  # clinics; larger ones are no faster
# Model of the rows that belong to clinics -> the name of their foreign key: what native CSV holds.
OWNED = {field.remote_field.through: field.m2m_field_name() for field in Clinic._meta.many_to_many} | {
    RegisterId: "clinic"
}


def insert_bare():
    """Insert the clinics of the database `origin` with all that native CSV holds; return the seconds.

    One transaction. The clock stands still while objects are prepared, one batch at a time.
    """
    seconds = 0
    inserted = 0
    with transaction.atomic():
        for pks in in_chunks(
            Clinic.objects.using("origin").order_by("pk").values_list("pk", flat=True), BATCH
        ):
            clinics, owned = prepare(pks)
            began = perf_counter()
            Clinic.objects.bulk_create(clinics)
            for model, rows in owned.items():
                model._default_manager.bulk_create(rows)
            seconds += perf_counter() - began
            inserted += len(clinics)
        began = perf_counter()
    seconds += perf_counter() - began
    return {"seconds": seconds, "rows": inserted}


def prepare(pks):
    """Return (clinics, {model: rows that belong to them}) as objects that no database holds yet."""
    clinics = Clinic.objects.using("origin").in_bulk(pks)
    owned = {}
    for model, owner in OWNED.items():
        rows = list(model._default_manager.using("origin").filter(**{f"{owner}__in": pks}))
        for row in rows:
            forget(row)
            setattr(row, owner, clinics[getattr(row, f"{owner}_id")])
        owned[model] = rows
    for clinic in clinics.values():
        forget(clinic)
    return list(clinics.values()), owned


def forget(record):
    """Let a record be one that no database holds."""
    record.pk = None
    record._state = ModelState()


def import_native(path, expected):
    """Import a native CSV; return the seconds. Raise RuntimeError unless every row is of the expected kind.

    `expected` is "new" or "unchanged".
    """
    began = perf_counter()
    outcome = import_clinics(read_table(path))
    seconds = perf_counter() - began
    rows = getattr(outcome, expected)
    if sum(outcome.counts.values()) != rows:
        raise RuntimeError(f"Not every row is {expected}: {outcome.counts}.")
    return {"seconds": seconds, "rows": rows}
