"""What names a record from outside of listing documents: guides, the price guide, parts of a district.

The relations are found on the models, so that layers above are served without being known.
"""

from django.db.models import CASCADE
from django.db.models.functions import Now

from clinics.documents import CHILDREN
from clinics.models import Clinic, RegisterId
from pricing.moments import ChangedAtField

IN_DOCUMENTS = frozenset({Clinic, RegisterId, *(child.model for child in CHILDREN)})


def outside_fields(model):
    """Return the relations of other models that name records of a model, by label.

    What a document holds is left out, and what a record owns: that goes with it.
    """
    fields = []
    for relation in model._meta.get_fields(include_hidden=True):
        if not relation.auto_created or relation.concrete:
            continue
        field = relation.field
        is_outside = field.model not in IN_DOCUMENTS and not field.model._meta.auto_created
        is_owned = not field.many_to_many and relation.on_delete is CASCADE
        if is_outside and not is_owned:
            fields.append(field)
    return sorted(fields, key=label_of)


def label_of(field):
    """Return the name of a relation: "articles.article.districts"."""
    return f"{field.model._meta.label_lower}.{field.name}"


def count_uses(model, pks):
    """Return (how many, what) of what names some records of a model from outside, such as (3, "articles")."""
    counts = []
    for field in outside_fields(model):
        options = field.model._meta
        count = field.model._default_manager.filter(**{f"{field.name}__in": pks}).distinct().count()
        if count:
            counts.append((count, options.verbose_name if count == 1 else options.verbose_name_plural))
    return counts


def move_uses(record, into):
    """Let what names one record from outside name another, and return what is needed to move it back.

    That is, by relation, the primary keys of those that named the one only, and of those that named both.
    """
    return {label_of(field): _move(field, record, into) for field in outside_fields(type(record))}


def _move(field, record, into):
    if not field.many_to_many:
        named = field.model._default_manager.filter(**{field.name: record}).order_by()
        moved = list(named.values_list("pk", flat=True))
        touch(field.model, moved, **{field.name: into})
        return {"moved": moved, "both": []}
    through, owner, word = through_of(field)
    named = set(through.filter(**{word: record.pk}).values_list(owner, flat=True))
    both = sorted(named & set(through.filter(**{word: into.pk}).values_list(owner, flat=True)))
    moved = sorted(named.difference(both))
    through.filter(**{word: record.pk, f"{owner}__in": both}).delete()
    through.filter(**{word: record.pk}).update(**{word: into.pk})
    touch(field.model, [*moved, *both])
    return {"moved": moved, "both": both}


def move_uses_back(model, uses, *, record, into):
    """Let what was moved name a record again that came back; what stopped naming the other one stays.

    `record` and `into` are primary keys, `uses` is what `move_uses` returned.
    """
    for field in outside_fields(model):
        kept = uses.get(label_of(field))
        if kept is None:
            continue
        if not field.many_to_many:
            still = field.model._default_manager.filter(pk__in=kept["moved"], **{field.name: into}).order_by()
            touch(field.model, list(still.values_list("pk", flat=True)), **{field.attname: record})
            continue
        through, owner, word = through_of(field)
        still = through.filter(**{word: into, f"{owner}__in": [*kept["moved"], *kept["both"]]})
        owners = list(still.values_list(owner, flat=True))
        through.filter(**{word: into, f"{owner}__in": set(owners) & set(kept["moved"])}).update(
            **{word: record}
        )
        through.model.objects.bulk_create(
            through.model(**{word: record, owner: pk}) for pk in set(owners) & set(kept["both"])
        )
        touch(field.model, owners)


def through_of(field):
    """Return the rows of a relation to many, and the names of their two columns: owner and word."""
    rows = field.remote_field.through._default_manager.order_by()
    return rows, f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"


def touch(model, pks, **values):
    """Give records values, and the moment of the change where they keep one."""
    if any(isinstance(field, ChangedAtField) for field in model._meta.fields):
        values["changed_at"] = Now()
    if values:
        model._default_manager.filter(pk__in=pks).update(**values)
