"""What every listing was, from its first version to its last, and what it is proposed to be."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from clinics.canonical import DocumentField

from .clinic import Clinic

REASON = 300  # characters


class Act(models.TextChoices):
    """By which act a listing became what a version holds."""

    FOUND = "found", _("noted as it stood")
    ADDED = "added", _("added")
    SAVED = "saved", _("saved")
    LOADED = "loaded", _("loaded as starter content")
    SAMPLED = "sampled", _("made as a sample")
    IMPORTED = "imported", _("imported")
    BULK = "bulk", _("changed with others")
    MERGED = "merged", _("merged")
    PROPOSED = "proposed", _("changed as proposed")
    UNDONE = "undone", _("put back with an import")
    RESTORED = "restored", _("restored")
    DELETED = "deleted", _("deleted")


class ListingVersionQuerySet(models.QuerySet):
    """Versions of one listing or of many."""

    def of(self, clinic_key):
        """Keep the versions of one listing, the newest first."""
        return self.filter(clinic_key=clinic_key).order_by("-number")

    def of_deleted(self):
        """Keep the last version of each listing that is gone, the latest first."""
        later = ListingVersion.objects.filter(
            clinic_key=OuterRef("clinic_key"), number__gt=OuterRef("number")
        )
        standing = Clinic.objects.filter(pk=OuterRef("clinic_key"))
        return self.filter(~Exists(later), ~Exists(standing)).order_by("-at", "-pk")


class ListingVersion(models.Model):
    """A whole listing as one act left it; of a deletion, as it stood last.

    `number` is the version of the clinic. There is no relation to the clinic, for it may be gone:
    `clinic_key` is its primary key, which no other listing ever gets.
    """

    clinic_key = models.BigIntegerField()
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Empty for a command."),
    )
    act = models.CharField(max_length=10, choices=Act.choices)
    reason = models.CharField(max_length=REASON, blank=True)
    slug = models.CharField(max_length=120)
    name = models.CharField(max_length=200)
    document = DocumentField()

    objects = ListingVersionQuerySet.as_manager()

    class Meta:
        default_permissions = []  # who sees a listing sees its history
        constraints = [
            models.UniqueConstraint(
                fields=["clinic_key", "number"],
                name="%(app_label)s_%(class)s_number_unique",
                violation_error_message=_("The history of this listing holds this version already."),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_act_known",
                condition=Q(act__in=Act.values),
                violation_error_message=_("The history does not know this act."),
            ),
        ]

    def __str__(self):
        return f"{self.name} {self.number}"
