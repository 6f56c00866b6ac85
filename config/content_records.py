"""The records behind the content files: read all at once as plain values, written one by one."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import CheckConstraint, UniqueConstraint

from clinics.documents import Change, blank_document, in_chunks, read_documents
from clinics.documents.reading import read_records
from clinics.history import Occasion, record_saved, write_listings
from clinics.models import Act, Clinic
from pricing.tables.columns import key_of


class Records:
    """The records of one kind of content: primary keys and plain values by key."""

    def __init__(self, kind, rows):
        self.kind = kind
        self.pks = {}
        self.values = {}
        for key, pk, values in self.read(rows):
            self.pks[key] = pk
            self.values[key] = values

    def read(self, _rows):
        """Yield (key, primary key, plain values) of all records, for other rows may name any of them."""
        for pk, values in read_records(self.kind.model.objects.all(), self.kind.columns.values()):
            yield self.kind.key_of(values), pk, values

    def filled(self, key, values, others):
        """Return the record with new values, not stored; raise ValidationError for what no field takes.

        `others` gives the Records of each model that the values refer to.
        """
        model = self.kind.model
        record = model.objects.get(pk=self.pks[key]) if key in self.pks else model()
        columns = [self.kind.columns[name] for name in values]
        for column in columns:
            plain = values[column.name]
            if column.is_relation and not column.is_many:
                setattr(record, column.field.attname, stored_reference(column.field, plain, others))
            elif not column.is_many:
                setattr(record, column.field.name, column.kind.python(plain))
        own = {column.field for column in columns if not column.is_relation}
        record.clean_fields(exclude={field.name for field in model._meta.fields if field not in own})
        return record

    def clash(self, record):
        """Return why a filled record does not fit beside a stored one, or ""."""
        try:
            record.validate_unique()
            validate(record, UniqueConstraint)
        except ValidationError as error:
            return " ".join(error.messages)
        return ""

    def write(self, key, record, values, others):
        """Store a filled record; raise ValidationError when it breaks a rule of its model."""
        try:
            with transaction.atomic():
                self.store(key, record, values, others)
        except IntegrityError:
            validate(record, CheckConstraint)
            raise

    def store(self, key, record, values, others):
        """Store a filled record and its relations."""
        record.save()
        for name, plain in values.items():
            column = self.kind.columns[name]
            if column.is_many:
                pks = others[column.field.related_model].pks
                getattr(record, column.field.name).set([pks[word] for word in plain])
        self.pks[key] = record.pk

    def finish(self):
        """Do what is to be done when all rows were stored."""


class Listings(Records):
    """The clinics, as listing documents; no row names one, so only those of the file are read."""

    def read(self, rows):
        pks = Clinic.objects.filter(slug__in=[row.key for row in rows]).order_by("pk")
        for chunk in in_chunks(pks.values_list("pk", flat=True)):
            for pk, document in read_documents(chunk).items():
                yield document["slug"], pk, document

    def store(self, key, record, values, others):
        before = self.values.get(key)
        after = {**(before or blank_document()), **values}
        change = Change(after, pk=self.pks.get(key), before=before)
        [written] = write_listings([change], occasion=Occasion(Act.LOADED))
        self.pks[key] = written.pk


class Entries(Records):
    """What listings own: all entries of a load together leave one version of each listing."""

    def __init__(self, kind, rows):
        super().__init__(kind, rows)
        self.stood = {}

    def store(self, key, record, values, others):
        if record.clinic_id not in self.stood:
            self.stood |= read_documents([record.clinic_id])
        super().store(key, record, values, others)

    def finish(self):
        for pk, before in self.stood.items():
            record_saved(pk, before, occasion=Occasion(Act.LOADED))


def validate(record, kind_of_constraint):
    """Raise ValidationError when a record breaks a constraint of this kind."""
    for constraint in record._meta.constraints:
        if isinstance(constraint, kind_of_constraint):
            constraint.validate(type(record), record)


def stored_reference(field, word, others):
    """Return what a relation to one record stores for the word that names it."""
    model = field.related_model
    if word is None or field.target_field.name == key_of(model):
        return word
    return others[model].pks[word]
