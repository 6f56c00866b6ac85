"""Read documents from the database: many at once, in a constant number of statements."""

from itertools import islice

from clinics.models import Clinic, RegisterId
from pricing.tables.columns import key_of

from .fields import CHILDREN, CLINIC_COLUMNS, KEYS, REGISTER_IDS

CHUNK = 500


def in_chunks(items, size=CHUNK):
    """Yield lists of at most `size` items: few enough for one statement on either engine."""
    items = iter(items)
    while chunk := list(islice(items, size)):
        yield chunk


def document_of(clinic):
    """Return the document of one clinic."""
    return read_documents([clinic.pk])[clinic.pk]


def read_documents(pks, *, children=CHILDREN):
    """Return {primary key: document} in the order of the keys; a clinic that is gone is left out.

    Give at most some hundred keys at a time (`in_chunks`). `children` limits which lists are read at all.
    """
    pks = list(pks)
    found = dict(read_records(Clinic.objects.filter(pk__in=pks), CLINIC_COLUMNS))
    parts = {REGISTER_IDS: read_register_ids(pks)}
    parts |= {child.key: read_children(child, pks) for child in children}
    empty = {REGISTER_IDS: dict, **{child.key: list for child in children}}
    documents = {}
    for pk in pks:
        if pk in found:
            rest = {key: part[pk] if pk in part else empty[key]() for key, part in parts.items()}
            documents[pk] = in_key_order({**found[pk], **rest})
    return documents


def read_register_ids(pks):
    """Return {primary key: {register: number}} of clinics, the registers in code-point order."""
    rows = (
        RegisterId.objects.filter(clinic__in=pks).order_by().values_list("clinic_id", "source", "identifier")
    )
    numbers = {}
    for pk, source, identifier in sorted(rows):
        numbers.setdefault(pk, {})[source] = identifier
    return numbers


def read_children(child, pks):
    """Return {primary key: entries in their order} of one list of clinics."""
    entries = {}
    for pk, values in read_records(
        child.model.objects.filter(clinic__in=pks), child.columns, name="clinic_id"
    ):
        entries.setdefault(pk, []).append(values)
    return {pk: child.in_order(owned) for pk, owned in entries.items()}


def in_key_order(document):
    """Return a document with its keys in their order."""
    return {key: document[key] for key in KEYS if key in document}


def read_records(records, columns, *, name="pk"):
    """Yield (value of `name`, plain values) of a queryset's records.

    One statement, and one more for each relation to many.
    """
    single = [column for column in columns if not column.is_many]
    related = {column.name: read_related(records, column) for column in columns if column.is_many}
    paths = [path_of(column) for column in single]
    for pk, named, *stored in records.order_by().values_list("pk", name, *paths):
        values = {column.name: column.kind.plain(value) for column, value in zip(single, stored, strict=True)}
        values |= {key: sorted(slugs.get(pk, [])) for key, slugs in related.items()}
        yield named, {column.name: values[column.name] for column in columns}


def path_of(column):
    """Return the lookup that gives the value of a column: of a relation, the slug that it refers to."""
    if not column.is_relation:
        return column.field.name
    key = key_of(column.field.related_model)
    if column.field.target_field.name == key:
        return column.field.attname
    return f"{column.field.name}__{key}"


def read_related(records, column):
    """Return {primary key: slugs} of a relation to many."""
    field = column.field
    owner, word = field.m2m_field_name(), field.m2m_reverse_field_name()
    rows = (
        field.remote_field.through._default_manager.filter(
            **{f"{owner}__in": records.order_by().values("pk")}
        )
        .order_by()
        .values_list(f"{owner}_id", f"{word}__{key_of(field.related_model)}")
    )
    slugs = {}
    for pk, slug in rows:
        slugs.setdefault(pk, []).append(slug)
    return slugs
