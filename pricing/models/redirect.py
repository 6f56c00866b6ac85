"""Addresses that changed: where the page behind an old one stands now."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Redirect(models.Model):
    """A slug that a record had once, or the slug of a record that was merged into it.

    `kind` is the label of the record's model, such as "clinics.district", and `target_key` its primary key:
    there is no relation, for layers above this one use it too. A record that has the slug now goes first.
    """

    kind = models.CharField(max_length=80)
    old_slug = models.CharField(max_length=120)
    target_key = models.BigIntegerField()

    class Meta:
        default_permissions = []  # nobody edits them by hand
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "old_slug"],
                name="%(app_label)s_%(class)s_old_slug_unique",
                violation_error_message=_("This old address leads somewhere already."),
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.old_slug}"
