"""The moment of the last change of a record, kept by the column itself."""

from django.db import models
from django.db.models.functions import Now


class ChangedAtField(models.DateTimeField):
    """The moment at which a row was last written, by the clock of the database; never edited by hand.

    Every way of saving a record sets it, a bulk insert too. Only an update of a whole queryset writes past
    the fields of a model: it has to say `changed_at=Now()` itself. What a saved record holds in memory is the
    moment before, until it is read again.
    """

    def __init__(self, **kwargs):
        kwargs.update(editable=False, blank=True)
        super().__init__(**kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        for implied in ("editable", "blank"):
            kwargs.pop(implied, None)
        return name, path, args, kwargs

    def pre_save(self, instance, add):
        return Now()
