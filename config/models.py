"""What the starter content put into the database, so that loading it again respects the editors' work."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class StarterRecord(models.Model):
    """One row of the starter content as it was last loaded.

    A record that is listed here and gone was deleted by an editor; one with another digest was changed.
    """

    kind = models.CharField(max_length=40, help_text=_("The content file, such as treatments."))
    key = models.CharField(max_length=300, help_text=_("What tells its rows apart, such as the slug."))
    digest = models.CharField(max_length=64, help_text=_("SHA-256 of the values, in hexadecimal."))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"],
                name="%(app_label)s_%(class)s_key_unique",
                violation_error_message=_("This row was recorded already."),
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.key}"
