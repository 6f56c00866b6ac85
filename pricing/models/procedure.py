"""A procedure and what a visitor should know before it: treatments, steps, care, risks, cost factors."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pricing.addresses import address_of
from pricing.lines import LinesField
from pricing.moments import ChangedAtField
from pricing.small_numbers import SmallNumberField

from .pairs import Pair, complete_pair, ordered_pair

MOST_SESSIONS = 99
SESSIONS = [MinValueValidator(1), MaxValueValidator(MOST_SESSIONS)]


def sessions_in_range(name="sessions"):
    """Refuse a number of sessions outside 1 to 99: the arithmetic of whole courses relies on it."""
    return models.CheckConstraint(
        name=f"%(app_label)s_%(class)s_{name}_in_range",
        condition=Q(**{f"{name}_min__gte": 1, f"{name}_max__lte": MOST_SESSIONS}),
        violation_error_message=_("The number of sessions must lie between 1 and 99."),
    )


class Procedure(models.Model):
    """What a clinic does, in general: sessions, hours, healing and upkeep as lowest and highest values."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    abbreviation = models.CharField(max_length=20, blank=True)
    position = SmallNumberField(default=0)
    summary = models.TextField(blank=True, help_text=_("One or two sentences for lists."))
    description = models.TextField(blank=True, help_text=_("Paragraphs, separated by an empty line."))
    sessions_min = SmallNumberField(_("fewest sessions"), validators=SESSIONS)
    sessions_max = SmallNumberField(_("most sessions"), validators=SESSIONS)
    session_hours_min = SmallNumberField(_("shortest session, hours"))
    session_hours_max = SmallNumberField(_("longest session, hours"))
    days_between_min = SmallNumberField(_("fewest days between sessions"))
    days_between_max = SmallNumberField(_("most days between sessions"))
    healing_days_min = SmallNumberField(_("fewest days until healed"))
    healing_days_max = SmallNumberField(_("most days until healed"))
    touch_up_years_min = SmallNumberField(_("fewest years until a touch-up"))
    touch_up_years_max = SmallNumberField(_("most years until a touch-up"))
    percent_below_home_min = SmallNumberField(
        _("least percent below prices at home"), null=True, blank=True, validators=[MaxValueValidator(99)]
    )
    percent_below_home_max = SmallNumberField(
        _("most percent below prices at home"), null=True, blank=True, validators=[MaxValueValidator(99)]
    )
    home_regions = LinesField(help_text=_("Regions the prices at home stand for, one a line."))
    home_price_note = models.TextField(blank=True, help_text=_("On what condition the comparison holds."))
    home_price_source = models.CharField(
        max_length=300, blank=True, help_text=_("Empty means that the comparison is shown as a claim.")
    )

    changed_at = ChangedAtField()

    sessions = Pair("sessions")
    session_hours = Pair("session_hours")
    days_between = Pair("days_between")
    healing_days = Pair("healing_days")
    touch_up_years = Pair("touch_up_years")
    percent_below_home = Pair("percent_below_home")

    class Meta:
        ordering = ["position", "name"]
        constraints = [
            ordered_pair("sessions"),
            sessions_in_range(),
            ordered_pair("session_hours"),
            ordered_pair("days_between"),
            ordered_pair("healing_days"),
            ordered_pair("touch_up_years"),
            ordered_pair("percent_below_home"),
            complete_pair("percent_below_home"),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_percent_below_home_under_100",
                condition=Q(percent_below_home_max__lt=100),
                violation_error_message=_("A price cannot be 100 percent or more below another."),
            ),
        ]

    def __str__(self):
        return self.name


class ProcedurePart(models.Model):
    """One entry of an ordered list that belongs to a procedure."""

    position = SmallNumberField(help_text=_("Its place in the list; numbers may be left out."))

    class Meta:
        abstract = True
        ordering = ["procedure", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["procedure", "position"],
                name="%(app_label)s_%(class)s_position_unique",
                violation_error_message=_("Another entry of this procedure has this position."),
            )
        ]


class TreatmentQuerySet(models.QuerySet):
    """Treatments and their order."""

    def in_order(self):
        """Order by procedure, then as an editor placed them, and load the procedures."""
        return self.select_related("procedure").order_by(
            "procedure__position", "procedure__slug", "position", "name", "slug"
        )


class Treatment(models.Model):
    """An area or kind of work that is priced; its own number of sessions beats the procedure's."""

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="treatments")
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    position = SmallNumberField(default=0)
    synonyms = LinesField(help_text=_("Other names that visitors search for, one a line, in any language."))
    summary = models.TextField(blank=True, help_text=_("What is done, in one or two sentences."))
    sessions_min = SmallNumberField(_("fewest sessions"), null=True, blank=True, validators=SESSIONS)
    sessions_max = SmallNumberField(_("most sessions"), null=True, blank=True, validators=SESSIONS)
    cost_rank = SmallNumberField(
        null=True, blank=True, help_text=_("1 is the cheapest area; empty when it stands in no order.")
    )
    cost_note = models.CharField(max_length=300, blank=True)
    changed_at = ChangedAtField()

    objects = TreatmentQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name"]
        constraints = [complete_pair("sessions"), ordered_pair("sessions"), sessions_in_range()]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return address_of("pricing:treatment", self.slug)

    @property
    def sessions(self):
        """Return (fewest, most) sessions: the treatment's own, else its procedure's (facts S253)."""
        if self.sessions_min is None:
            return self.procedure.sessions
        return self.sessions_min, self.sessions_max


class ProcessStep(ProcedurePart):
    """One step of a procedure, from the consultation to the touch-up."""

    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="steps")
    title = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    details = LinesField(help_text=_("Points of this step, one a line."))

    class Meta(ProcedurePart.Meta):
        pass

    def __str__(self):
        return self.title


class CarePhase(models.TextChoices):
    """When a care rule applies: before a session or after it."""

    BEFORE = "before", _("before a session")
    AFTER = "after", _("after a session")


class CareRule(ProcedurePart):
    """What to do or avoid around a session; days count from the session, day 0, both ends included."""

    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="care_rules")
    phase = models.CharField(max_length=10, choices=CarePhase.choices)
    first_day = SmallNumberField(null=True, blank=True, help_text=_("Day 0 is the day of the session."))
    last_day_earliest = SmallNumberField(
        null=True,
        blank=True,
        help_text=_("Only when the rule ends on a range of days, such as day 4 to 5: the earlier one."),
    )
    last_day = SmallNumberField(null=True, blank=True, help_text=_("Empty when the rule has no stated end."))
    text = models.TextField()
    condition = models.CharField(max_length=200, blank=True, help_text=_("Such as: if the clinic says so."))

    class Meta(ProcedurePart.Meta):
        constraints = [
            *ProcedurePart.Meta.constraints,
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_phase_known",
                condition=Q(phase__in=CarePhase.values),
                violation_error_message=_("A care rule applies before or after a session."),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_days_ordered",
                condition=Q(last_day__isnull=True)
                | Q(first_day__isnull=False, last_day__gte=models.F("first_day")),
                violation_error_message=_("The last day needs a first day and cannot lie before it."),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_last_days_ordered",
                condition=Q(last_day_earliest__isnull=True)
                | Q(
                    last_day__isnull=False,
                    last_day__gte=models.F("last_day_earliest"),
                    last_day_earliest__gte=models.F("first_day"),
                ),
                violation_error_message=_("The earliest last day lies between the first day and the last."),
            ),
        ]

    def __str__(self):
        return self.text

    @property
    def days_in_words(self):
        """Return "day 0 to 4–5", "from day 6", "day 0", or "" when no day is stated."""
        if self.first_day is None:
            return ""
        if self.last_day is None:
            return _("from day %(first)d") % {"first": self.first_day}
        if self.last_day == self.first_day:
            return _("day %(first)d") % {"first": self.first_day}
        earliest = self.last_day_earliest
        last = self.last_day if earliest in (None, self.last_day) else f"{earliest}–{self.last_day}"
        return _("day %(first)d to %(last)s") % {"first": self.first_day, "last": last}


class Risk(ProcedurePart):
    """What can go wrong, how often and for how long, as the brief says it."""

    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="risks")
    name = models.CharField(max_length=120)
    frequency = models.CharField(max_length=80, blank=True)
    text = models.TextField(blank=True)

    class Meta(ProcedurePart.Meta):
        pass

    def __str__(self):
        return self.name


class CostFactor(ProcedurePart):
    """What makes a price higher or lower, the strongest first."""

    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="cost_factors")
    name = models.CharField(max_length=120)
    text = models.TextField(blank=True)

    class Meta(ProcedurePart.Meta):
        pass

    def __str__(self):
        return self.name
