"""The small vocabularies that visitors filter by."""

from django.db import models

from pricing.moments import ChangedAtField
from pricing.small_numbers import SmallNumberField


class Term(models.Model):
    """One word of a vocabulary: its address, its name and its place in the list."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120, unique=True)
    position = SmallNumberField(default=0)
    description = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True
        ordering = ["position", "name"]

    def __str__(self):
        return self.name


class Focus(Term):
    """What a clinic is known for."""

    changed_at = ChangedAtField()

    class Meta(Term.Meta):
        verbose_name_plural = "focuses"


class Concern(Term):
    """What a visitor comes with."""


class Language(Term):
    """A language spoken at a clinic."""


class Service(Term):
    """A service for visitors, such as a coordinator or translation."""
