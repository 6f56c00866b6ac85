"""What uses a record through a relation to many: deleting the record would change it without a word."""

from itertools import islice

from django.utils.text import capfirst
from django.utils.translation import gettext as _

MOST_NAMED = 10


def users_of(model, records):
    """Return what uses some records of a model, as texts such as "Clinic: Dot House", ten of many."""
    users = [
        f"{capfirst(field.model._meta.verbose_name)}: {user}"
        for field in using_fields(model)
        for user in islice(
            field.model._default_manager.filter(**{f"{field.name}__in": records}).order_by("pk").distinct(),
            MOST_NAMED + 1,
        )
    ]
    return users if len(users) <= MOST_NAMED else [*users[:MOST_NAMED], _("and others")]


def using_fields(model):
    """Return the relations to many of other models that name records of a model."""
    relations = model._meta.get_fields(include_hidden=True)
    return [relation.field for relation in relations if relation.many_to_many and relation.auto_created]
