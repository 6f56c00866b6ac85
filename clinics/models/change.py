"""What was changed lately, so that every process notices at once."""

from django.db import models

NO_CLINIC = 0


class Change(models.Model):
    """A change of something that visitors see; triggers of the database write it beside the change itself.

    `clinic_key` names the clinic, is NO_CLINIC for what only texts around the clinics show, and is None where
    any clinic may look or count otherwise. `mark` is a random number below 2**40: it tells this change from
    another that took its place after a rollback.
    """

    clinic_key = models.BigIntegerField(null=True)
    mark = models.BigIntegerField()

    class Meta:
        default_permissions = []

    def __str__(self):
        return f"{self.clinic_key} {self.mark}"
