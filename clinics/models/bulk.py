"""What was done to many listings at once, so that it can be taken back."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .history import REASON


class BulkAct(models.Model):
    """One act that changed many listings, or merged some: what it did in words, by whom and why.

    `act` names the kind. Of a merged word, `merged` holds what is needed to bring it back.
    """

    act = models.SlugField(max_length=40)
    title = models.CharField(max_length=REASON)
    reason = models.CharField(max_length=REASON, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField()
    changed = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    merged = models.JSONField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        default_permissions = []  # who may change many clinics at once sees what was done
        verbose_name = _("bulk change")
        verbose_name_plural = _("bulk changes")

    def __str__(self):
        return self.title


class BulkEntry(models.Model):
    """A listing that an act changed, or merged into another: the version that this left in its history.

    There is no relation to the listing, for it may be gone; `is_gone` says that the act itself removed it.
    """

    bulk_act = models.ForeignKey(BulkAct, on_delete=models.CASCADE, related_name="entries")
    clinic_key = models.BigIntegerField()
    number = models.PositiveIntegerField()
    is_gone = models.BooleanField(default=False)

    class Meta:
        default_permissions = []
        verbose_name_plural = _("bulk entries")
        constraints = [
            models.UniqueConstraint(
                fields=["bulk_act", "clinic_key"],
                name="%(app_label)s_%(class)s_clinic_unique",
                violation_error_message=_("This act holds the listing already."),
            ),
        ]

    def __str__(self):
        return f"{self.bulk_act_id} {self.clinic_key}"
