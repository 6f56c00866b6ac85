"""What a listing is proposed to become: a whole document that waits for somebody to decide."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clinics.canonical import DocumentField

from .history import REASON


class ProposalState(models.TextChoices):
    """Where a proposal stands."""

    OPEN = "open", _("waits for a decision")
    KEPT = "kept", _("kept aside, for somebody else saved first")
    APPROVED = "approved", _("approved, waits for its day")
    APPLIED = "applied", _("applied")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")


UNDECIDED = (ProposalState.OPEN, ProposalState.KEPT, ProposalState.APPROVED)


class ProposalQuerySet(models.QuerySet):
    """Proposals by what is to be done with them."""

    def undecided(self):
        """Keep what is neither applied nor given up."""
        return self.filter(state__in=UNDECIDED)

    def due(self, *, at):
        """Keep what was approved for a moment that has come, the earliest first."""
        return self.filter(state=ProposalState.APPROVED, due_at__lte=at).order_by("due_at", "pk")


class Proposal(models.Model):
    """A listing as somebody wants it, made from the version `base_number` of the listing `clinic_key`.

    Like a version it has no relation to the clinic, which may be gone.
    """

    clinic_key = models.BigIntegerField(db_index=True)
    name = models.CharField(max_length=200, help_text=_("Of the listing, to speak of it when it is gone."))
    base_number = models.PositiveIntegerField()
    document = DocumentField()
    note = models.CharField(max_length=REASON, blank=True, help_text=_("Why, for whoever decides."))
    due_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When it is to be applied; empty means as soon as it is approved.")
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    proposed_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=ProposalState.choices, default=ProposalState.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField(max_length=REASON, blank=True, help_text=_("Why it was decided so."))

    objects = ProposalQuerySet.as_manager()

    class Meta:
        default_permissions = ["add", "view"]
        permissions = [("approve_proposal", "Can approve and decline proposals")]
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_state_known",
                condition=Q(state__in=ProposalState.values),
                violation_error_message=_(
                    "A proposal is open, kept, approved, applied, declined or withdrawn."
                ),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_undecided(self):
        """Whether something is still to be done with it."""
        return self.state in UNDECIDED
