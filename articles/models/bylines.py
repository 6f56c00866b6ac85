"""Who writes and reviews guides, and what guides are about."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class AuthorKind(models.TextChoices):
    """Whether one person or a group answers for a text."""

    PERSON = "person", _("person")
    ORGANISATION = "organisation", _("organization")


class Category(models.Model):
    """What guides are about; its page lists them."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120, unique=True)
    description = models.TextField(blank=True, help_text=_("Shown above its guides."))

    class Meta:
        ordering = ["name"]
        verbose_name_plural = _("categories")

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("articles:category", args=[self.slug])


class Author(models.Model):
    """Who answers for a text as its author or as its reviewer."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=12, choices=AuthorKind.choices, default=AuthorKind.PERSON)
    description = models.TextField(blank=True, help_text=_("What makes them know: training, work, role."))
    website = models.URLField(max_length=300, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_kind_known",
                condition=Q(kind__in=AuthorKind.values),
                violation_error_message=_("An author is a person or an organization."),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_person(self):
        """Whether the author is one person."""
        return self.kind == AuthorKind.PERSON
