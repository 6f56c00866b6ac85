"""Notices that stand on medical pages: the disclaimer and whom to call in an emergency."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from pricing.moments import ChangedAtField
from pricing.small_numbers import SmallNumberField


class Disclaimer(models.Model):
    """What the site does not promise; one record serves every page that shows it."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=120)
    text = models.TextField(help_text=_("Paragraphs, separated by an empty line."))
    valid_from = models.DateField(help_text=_("Shown with the text."))

    class Meta:
        ordering = ["slug"]

    def __str__(self):
        return self.title


class EmergencyContact(models.Model):
    """A number to call, for what, when and in which languages, with the day somebody checked it."""

    number = models.CharField(
        max_length=20, unique=True, validators=[RegexValidator(r"\A\+?[0-9-]+\Z", _("Digits only."))]
    )
    name = models.CharField(max_length=120)
    services = models.CharField(max_length=300)
    hours = models.CharField(max_length=120, blank=True)
    languages = models.CharField(max_length=200, blank=True)
    position = SmallNumberField(default=0)
    source = models.CharField(max_length=300, blank=True)
    checked_on = models.DateField(
        null=True, blank=True, help_text=_("Empty until an official page was read.")
    )
    note = models.CharField(max_length=300, blank=True)
    changed_at = ChangedAtField()

    class Meta:
        ordering = ["position", "number"]

    def __str__(self):
        return f"{self.number} {self.name}"
