"""What it means that a constraint holds, for the tests of every app."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction


@dataclass(frozen=True)
class Breach:
    """Changes to a sound record that one constraint, and no other, must refuse.

    `read` is what an editor reads, where a field speaks before the constraint does.
    """

    constraint: str
    arrange: Callable[[], models.Model]
    changes: dict[str, Any]
    read: str = ""

    def __str__(self):
        return f"{self.constraint}-{'-'.join(str(value) for value in self.changes.values())}"


def constraints_of(app_label):
    """Return the named constraints of an app's models by name, with the model of each."""
    return {
        constraint.name: (model, constraint)
        for model in apps.get_app_config(app_label).get_models()
        for constraint in model._meta.constraints
    }


def refusal(model, constraint):
    """Return a pattern of the error that names a constraint; SQLite names the columns of a unique one."""
    if connection.vendor == "sqlite" and isinstance(constraint, models.UniqueConstraint):
        table, field = model._meta.db_table, model._meta.get_field
        return re.escape(", ".join(f"{table}.{field(name).column}" for name in constraint.fields))
    return rf"{constraint.name}\b"


def assert_database_refuses(breach):
    """Make the changes behind the back of every form; the database must refuse, naming the constraint."""
    record = breach.arrange()
    model, constraint = constraints_of(record._meta.app_label)[breach.constraint]

    with pytest.raises(IntegrityError, match=refusal(model, constraint)), transaction.atomic():
        model.objects.filter(pk=record.pk).update(**breach.changes)


def assert_editor_reads_why(breach):
    """Make the changes as a form does; the constraint must say its sentence and the editor read one."""
    record = breach.arrange()
    model, constraint = constraints_of(record._meta.app_label)[breach.constraint]
    record.full_clean()
    for name, value in breach.changes.items():
        setattr(record, name, value)

    with pytest.raises(ValidationError) as read:
        record.full_clean()
    with pytest.raises(ValidationError) as said:
        constraint.validate(model, record)

    assert constraint.violation_error_message != constraint.default_violation_error_message
    assert said.value.messages == [constraint.violation_error_message]
    assert read.value.messages == [breach.read or constraint.violation_error_message]
