"""What each import changed, so that it can be undone."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportKind(models.TextChoices):
    """What the rows of an imported file were."""

    CLINICS = "clinics", _("clinics")
    PRICES = "prices", _("prices")
    FINDINGS = "findings", _("findings")


class ImportBatch(models.Model):
    """One import that was written: its file, its counts of rows, and whether it was undone."""

    kind = models.CharField(max_length=10, choices=ImportKind.choices)
    file_name = models.CharField(max_length=300)
    source = models.CharField(max_length=80, blank=True, help_text=_("The register that the file is of."))
    written_at = models.DateTimeField()
    new = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()
    unchanged = models.PositiveIntegerField()
    rejected = models.PositiveIntegerField()
    skipped = models.PositiveIntegerField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = _("import batches")
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_kind_known",
                condition=models.Q(kind__in=ImportKind.values),
                violation_error_message=_("An import is of clinics, prices or findings."),
            ),
        ]

    def __str__(self):
        return f"{self.pk} {self.file_name}"


class ImportEntry(models.Model):
    """A listing that an import created or changed.

    `before_number` is the version that it was in the history, None for a new one; `digest` tells its document
    after the import. There is no relation to the listing, for it may be gone.
    """

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="entries")
    clinic_key = models.BigIntegerField()
    name = models.CharField(max_length=200, help_text=_("Of the listing, to speak of it when it is gone."))
    before_number = models.PositiveIntegerField(null=True, blank=True)
    digest = models.CharField(max_length=64, help_text=_("SHA-256 in hexadecimal."))

    class Meta:
        verbose_name_plural = _("import entries")
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "clinic_key"],
                name="%(app_label)s_%(class)s_clinic_unique",
                violation_error_message=_("This import holds the listing already."),
            ),
        ]

    def __str__(self):
        return f"{self.batch_id} {self.clinic_key}"
