"""Write documents to the database: many at once, in a constant number of statements for each batch."""

from dataclasses import dataclass

from django.db import connection, transaction

from clinics.folding import DerivedTextField
from clinics.models import Clinic, ClinicPhoto, ClinicPrice, Finding, PhotoWithdrawal, RegisterId
from pricing.tables.records import make_record
from pricing.tables.references import References

from .fields import CHILDREN, CLINIC_COLUMNS, REGISTER_IDS, blank_document
from .reading import in_chunks, path_of
from .withdrawals import keep_withdrawals

LISTING_MODELS = (Clinic, RegisterId, ClinicPrice, Finding, ClinicPhoto, PhotoWithdrawal)


@dataclass(slots=True)
class Change:
    """A listing as it is to be; `before` is its document as it stands, None where there is none.

    `pk` is None for a new listing; one that is gone comes back under the key it had. `after` may leave out
    keys, as a document from before there were photos does; once it is written, it is the document stored.
    """

    after: dict
    pk: int | None = None
    before: dict | None = None


def hold_listings():
    """Let nobody else change a listing until the transaction ends: others may read, and writers wait.

    On SQLite the transaction itself has taken the one write lock there is.
    """
    if connection.vendor == "postgresql":
        names = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in LISTING_MODELS)
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE")


def write_documents(changes, *, references=None):
    """Store changes in one transaction and return the primary keys of their clinics in the same order.

    A listing whose document stays the same is not touched; every other one counts one version more. Raises
    UnknownSlug for a word that no vocabulary holds and IntegrityError for what the database refuses; then
    nothing is stored.
    """
    references = references or References()
    with transaction.atomic():
        return [pk for chunk in in_chunks(changes) for pk in _write_chunk(chunk, references)]


def _write_chunk(chunk, references):
    blank = blank_document()
    for change in chunk:
        change.after = {**(change.before or blank), **change.after}
    keep_withdrawals(chunk)
    changes = [change for change in chunk if change.before != change.after]
    old = [change for change in changes if change.before is not None]
    new = [change for change in changes if change.before is None]
    Clinic.objects.filter(pk__in=[change.pk for change in old]).raise_version()
    _update_clinics(old, references)
    fresh = dict(zip(map(id, new), _create_clinics(new, references), strict=True))

    listings = [
        (fresh.get(id(change), change.pk), change.before or blank, change.after) for change in changes
    ]
    for column in CLINIC_COLUMNS:
        if column.is_many:
            _replace_related(
                column,
                [(pk, before[column.name], after[column.name]) for pk, before, after in listings],
                references,
            )
    _replace_register_ids(listings)
    for child in CHILDREN:
        _store_children(child, listings, references)
    return [fresh.get(id(change), change.pk) for change in chunk]


def _create_clinics(changes, references):
    clinics = [
        make_record(Clinic, CLINIC_COLUMNS, change.after, references, pk=change.pk) for change in changes
    ]
    return [clinic.pk for clinic in Clinic.objects.bulk_create(clinics)]


def _update_clinics(changes, references):
    single = [column for column in CLINIC_COLUMNS if not column.is_many]
    clinics = [
        make_record(Clinic, CLINIC_COLUMNS, change.after, references, pk=change.pk)
        for change in changes
        if any(change.before[column.name] != change.after[column.name] for column in single)
    ]
    # An insert that meets its own primary key updates the row, and fills the derived columns on the way:
    # bulk_update would do neither in one plain statement.
    derived = [field.name for field in Clinic._meta.fields if isinstance(field, DerivedTextField)]
    Clinic.objects.bulk_create(
        clinics,
        update_conflicts=True,
        unique_fields=["pk"],
        update_fields=[*(column.field.name for column in single), *derived],
    )


def _replace_related(column, rows, references):
    """Store a relation to many for (primary key, slugs before, slugs after); touch only what differs."""
    field = column.field
    through = field.remote_field.through
    owner, word = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
    edited = [(pk, before, after) for pk, before, after in rows if before != after]
    through._default_manager.filter(
        **{f"{owner}__in": [pk for pk, before, _after in edited if before]}
    ).delete()
    pairs = [(pk, references.stored(field, slug)) for pk, _before, after in edited for slug in after]
    _insert_pairs(through, [owner, word], pairs)


def _insert_pairs(model, columns, pairs):
    """Insert rows of two columns: most rows of a listing are such, and objects would cost twice as much.

    The names come from the models.
    """
    if not pairs:
        return
    quote = connection.ops.quote_name
    table, first, second = map(quote, [model._meta.db_table, *columns])
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({first}, {second}) VALUES (%s, %s)", pairs)  # noqa: S608


def _replace_register_ids(listings):
    edited = [
        (pk, before[REGISTER_IDS], after[REGISTER_IDS])
        for pk, before, after in listings
        if before[REGISTER_IDS] != after[REGISTER_IDS]
    ]
    RegisterId.objects.filter(clinic__in=[pk for pk, before, _after in edited if before]).delete()
    RegisterId.objects.bulk_create(
        RegisterId(clinic_id=pk, source=source, identifier=identifier)
        for pk, _before, after in edited
        for source, identifier in after.items()
    )


def _store_children(child, listings, references):
    """Store a list of the listings: entries that are gone, edited and new."""
    edited = []
    gone = set()
    for pk, before, after in listings:
        stood = {child.identify(entry): entry for entry in before[child.key]}
        for entry in after[child.key]:
            old = stood.pop(child.identify(entry), None)
            if entry != old:
                edited.append((pk, old, entry))
        gone.update((pk, *identity) for identity in stood)
    _delete_children(child, gone)

    records = [
        make_record(child.model, child.columns, entry, references, clinic_id=pk) for pk, _old, entry in edited
    ]
    single = [column.field.name for column in child.columns if not column.is_many]
    child.model.objects.bulk_create(
        records,
        update_conflicts=True,
        unique_fields=["clinic", *child.identity],
        update_fields=[name for name in single if name not in child.identity],
    )
    for column in child.columns:
        if column.is_many:
            _replace_related(
                column,
                [
                    (record.pk, old[column.name] if old else [], entry[column.name])
                    for record, (_pk, old, entry) in zip(records, edited, strict=True)
                ],
                references,
            )


def _delete_children(child, gone):
    """Delete the entries named by (primary key of the clinic, *identity)."""
    if not gone:
        return
    paths = [path_of(column) for column in child.columns if column.name in child.identity]
    owned = child.model.objects.filter(clinic__in={pk for pk, *_identity in gone}).order_by()
    doomed = [pk for pk, *names in owned.values_list("pk", "clinic_id", *paths) if tuple(names) in gone]
    child.model.objects.filter(pk__in=doomed).delete()
