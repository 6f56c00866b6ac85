"""What is verified about a clinic: seven factors, their criteria, and a finding for each criterion."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from pricing.models import Procedure
from pricing.moments import ChangedAtField
from pricing.small_numbers import SmallNumberField


class Factor(models.Model):
    """A reason to choose a clinic, with the question a visitor should ask."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    position = SmallNumberField(unique=True)
    question = models.CharField(max_length=300, blank=True)
    question_ko = models.CharField(_("question in Korean"), max_length=300, blank=True)
    changed_at = ChangedAtField()

    class Meta:
        ordering = ["position"]

    def __str__(self):
        return self.name


class Criterion(models.Model):
    """Something about a clinic that can be checked, for one procedure, under one factor."""

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="criteria")
    factor = models.ForeignKey(Factor, on_delete=models.PROTECT, related_name="criteria")
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=160)
    position = SmallNumberField(help_text=_("Its place under the factor."))
    text = models.TextField(blank=True, help_text=_("What counts as a yes."))
    question = models.CharField(max_length=300, blank=True)
    question_ko = models.CharField(_("question in Korean"), max_length=300, blank=True)
    changed_at = ChangedAtField()

    class Meta:
        ordering = ["factor__position", "position"]
        verbose_name_plural = _("criteria")
        constraints = [
            models.UniqueConstraint(
                fields=["procedure", "factor", "position"],
                name="%(app_label)s_%(class)s_position_unique",
                violation_error_message=_("Another criterion of this factor has this position."),
            )
        ]

    def __str__(self):
        return self.name

    def concerns(self, procedures):
        """Tell whether it is asked of a clinic with these procedures (primary keys); none known means all.

        A clinic's procedures are those of the treatments that it offers and of the findings about it.
        """
        return not procedures or self.procedure_id in procedures


class Answer(models.TextChoices):
    """What is known about a criterion; unknown is an answer of its own."""

    YES = "yes", _("yes")
    NO = "no", _("no")
    UNKNOWN = "unknown", _("not stated")


def is_verified(*, on):
    """Return the condition that a finding says yes and holds: no expiry, or one on that day or later."""
    return Q(Q(expires_on__isnull=True) | Q(expires_on__gte=on), answer=Answer.YES)


class FindingQuerySet(models.QuerySet):
    """Findings and which of them still count."""

    def verified(self, *, on):
        """Keep the findings that say yes and still hold on a day in Seoul."""
        return self.filter(is_verified(on=on))


class Finding(models.Model):
    """The answer to one criterion for one clinic, with its evidence and the day it was checked."""

    clinic = models.ForeignKey("clinics.Clinic", on_delete=models.CASCADE, related_name="findings")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="findings")
    answer = models.CharField(max_length=10, choices=Answer.choices, default=Answer.UNKNOWN)
    evidence = models.TextField(blank=True, help_text=_("What was seen, in one or two sentences."))
    source = models.CharField(max_length=300, blank=True, help_text=_("Who said it or where it stands."))
    checked_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True, help_text=_("The last day on which it counts."))

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ["criterion__factor__position", "criterion__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "criterion"],
                name="%(app_label)s_%(class)s_criterion_unique",
                violation_error_message=_("This clinic has a finding for this criterion already."),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_answer_known",
                condition=Q(answer__in=Answer.values),
                violation_error_message=_("A finding is yes, no or unknown."),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_dates_ordered",
                condition=Q(expires_on__isnull=True)
                | Q(checked_on__isnull=True)
                | Q(expires_on__gte=F("checked_on")),
                violation_error_message=_("A finding cannot expire before it was checked."),
            ),
        ]

    def __str__(self):
        return f"{self.criterion}: {self.get_answer_display()}"

    def holds(self, *, on):
        """Tell whether the finding still counts on a day in Seoul."""
        return self.expires_on is None or self.expires_on >= on
