"""Several small tables in one query: each row travels as a JSON object beside the name of its table."""

from datetime import UTC, datetime

from django.db.models import Count, F, Value
from django.db.models.functions import JSONObject
from django.utils import timezone


def read_at_once(querysets, *, counted=None):
    """Return ({name: records}, {name: number}) of {name: queryset}, in one query, or none for no querysets.

    `querysets` are read and `counted` are counted. Records come whole, in the order of their primary keys;
    what a queryset orders or loads beside them is lost. The tables that are read should be small, and of at
    most 50 columns: PostgreSQL takes no more.
    """
    counted = counted or {}
    parts = [
        queryset.order_by().values_list(Value(name), JSONObject(**_columns(queryset.model)))
        for name, queryset in querysets.items()
    ]
    parts += [
        queryset.order_by().values_list(Value(name)).annotate(counted=JSONObject(number=Count("pk")))
        for name, queryset in counted.items()
    ]
    records = {name: [] for name in querysets}
    numbers = dict.fromkeys(counted, 0)
    for name, values in _union(parts):
        if name in numbers:
            numbers[name] = values["number"]
        else:
            records[name].append(_record(querysets[name], values))
    return {name: sorted(found, key=lambda record: record.pk) for name, found in records.items()}, numbers


def _union(parts):
    match parts:
        case []:
            return []
        case [only]:
            return only
        case [first, *others]:
            return first.union(*others, all=True)


def _columns(model):
    return {field.attname: F(field.attname) for field in model._meta.concrete_fields}


def _record(queryset, values):
    """Make a record of values as JSON knows them: days are texts there, and on SQLite flags are numbers."""
    fields = queryset.model._meta.concrete_fields
    return queryset.model.from_db(
        queryset.db,
        [field.attname for field in fields],
        [_value(field, values[field.attname]) for field in fields],
    )


def _value(field, stored):
    value = field.to_python(stored)
    # SQLite keeps moments in UTC and does not say so.
    if isinstance(value, datetime) and timezone.is_naive(value):
        return timezone.make_aware(value, UTC)
    return value
