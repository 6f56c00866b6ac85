"""Whole numbers that fit into a small column on every engine; SQLite alone would store far larger ones."""

from django.core.validators import MaxValueValidator
from django.db import models


class SmallNumberField(models.PositiveSmallIntegerField):
    """A whole number from 0 to 32,767."""

    default_validators = [MaxValueValidator(32_767)]

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.PositiveSmallIntegerField", args, kwargs
