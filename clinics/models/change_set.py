"""A file that an editor brought: its rows, what each would do, and which of them are to be written."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .imports import ImportBatch, ImportKind


class ChangeSetState(models.TextChoices):
    """How far an editor has come with a file."""

    UPLOADED = "uploaded", _("uploaded")
    CHECKING = "checking", _("being checked")
    READY = "ready", _("ready to be applied")
    APPLIED = "applied", _("applied")


class ChangeSet(models.Model):
    """A table as it was uploaded, how it is to be read, and how far it is checked.

    `header` is that of the file; `mapping` is the text of a mapping file, empty for our own columns. `seen`
    are the numbers of the mapping's register that rows gave so far.
    """

    kind = models.CharField(max_length=10, choices=ImportKind.choices)
    file_name = models.CharField(max_length=300)
    header = models.JSONField()
    mapping = models.TextField(blank=True)
    is_published = models.BooleanField(
        _("publish every clinic"), default=False, help_text=_("Whatever the file says of their status.")
    )
    state = models.CharField(max_length=10, choices=ChangeSetState.choices, default=ChangeSetState.UPLOADED)
    seen = models.JSONField(default=list, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField()
    batch = models.ForeignKey(ImportBatch, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        default_permissions = []  # who may import clinics works with change sets
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_kind_known",
                condition=Q(kind__in=ImportKind.values),
                violation_error_message=_("A file is of clinics, prices or findings."),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_state_known",
                condition=Q(state__in=ChangeSetState.values),
                violation_error_message=_("A file is uploaded, being checked, ready or applied."),
            ),
        ]

    def __str__(self):
        return self.file_name


class ChangeSetRow(models.Model):
    """One row of the file: its cells as they stand there, and what the check found.

    `verdict` is empty until it is checked. `cells` are [column, before, after] of what it changes, `problems`
    why it is rejected, `edits` what is written if it is chosen, `claims` what no other row may touch, `twins`
    the listings that may be the same clinic.
    """

    change_set = models.ForeignKey(ChangeSet, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(help_text=_("As in a spreadsheet, where the header is row 1."))
    given = models.JSONField()
    fault = models.TextField(blank=True)
    verdict = models.CharField(max_length=10, blank=True)
    title = models.CharField(max_length=200, blank=True)
    clinic_key = models.BigIntegerField(null=True, blank=True)
    cells = models.JSONField(default=list, blank=True)
    problems = models.JSONField(default=list, blank=True)
    notes = models.JSONField(default=list, blank=True)
    twins = models.JSONField(default=list, blank=True)
    edits = models.JSONField(default=list, blank=True)
    claims = models.JSONField(default=list, blank=True)
    is_chosen = models.BooleanField(default=False)

    class Meta:
        default_permissions = []
        constraints = [
            models.UniqueConstraint(
                fields=["change_set", "number"],
                name="%(app_label)s_%(class)s_number_unique",
                violation_error_message=_("This file has a row of this number already."),
            ),
        ]
        indexes = [models.Index(fields=["change_set", "verdict", "number"], name="clinics_row_by_verdict")]

    def __str__(self):
        return f"{self.change_set_id} {self.number}"
