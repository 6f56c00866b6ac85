"""What keeps a document from being stored, in sentences: broken rules, unknown words, numbers in use."""

from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from clinics.models import Clinic, RegisterId
from pricing.constraints import violations
from pricing.tables.records import make_record
from pricing.tables.references import References, UnknownSlug

from .fields import CHILDREN, CLINIC_COLUMNS, REGISTER_IDS


def document_faults(document, *, pk=None):
    """Return why a document cannot be stored as the listing `pk`, or as a new one; nothing if it can."""
    references = References()
    try:
        records = [make_record(Clinic, CLINIC_COLUMNS, document, references)]
        for child in CHILDREN:
            records += [
                make_record(child.model, child.columns, entry, references, clinic_id=pk or 0)
                for entry in document[child.key]
            ]
        for column in CLINIC_COLUMNS:
            if column.is_many:
                for slug in document[column.name]:
                    references.stored(column.field, slug)
    except UnknownSlug as error:
        return [str(error)]
    broken = [sentence for record in records for sentence in broken_rules(record)]
    return broken + addresses_in_use(document, pk) + numbers_in_use(document, pk)


def broken_rules(record):
    """Yield what the fields and the check constraints say of a record, without a query."""
    relations = [field.name for field in record._meta.fields if field.is_relation]
    try:
        record.clean_fields(exclude=relations)
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            label = capfirst(record._meta.get_field(name).verbose_name)
            yield from (f"{label}: {message}" for message in messages)
        return
    yield from (message for message, _names in violations(record))


def addresses_in_use(document, pk):
    """Return the sentence that another listing has the address of a document, if one has."""
    other = Clinic.objects.filter(slug=document["slug"]).exclude(pk=pk).first()
    if other is None:
        return []
    return [
        _("The address “%(slug)s” belongs to another listing now: %(name)s.")
        % {"slug": document["slug"], "name": other.name}
    ]


def numbers_in_use(document, pk):
    """Return a sentence for each register number of a document that another listing has."""
    numbers = document[REGISTER_IDS]
    if not numbers:
        return []
    others = RegisterId.objects.filter(source__in=numbers, identifier__in=numbers.values())
    return [
        _("The number %(number)s of the register %(source)s belongs to another listing now: %(name)s.")
        % {"number": other.identifier, "source": other.source, "name": other.clinic.name}
        for other in others.exclude(clinic=pk).select_related("clinic").order_by("source")
        if numbers.get(other.source) == other.identifier
    ]
