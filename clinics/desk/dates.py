"""What a date makes work of: reviews that are due, prices and findings that age, drafts, what is to come."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clinics.ages import age_in_words
from clinics.korea import SEOUL
from clinics.models import Clinic, ClinicPrice, ClinicStatus, Finding, Proposal, ProposalState

from .tasks import Task, field, numbered, row

OLD = timedelta(days=365)
SOON = timedelta(days=30)


def kept_clinics():
    """Return the clinics that editors keep up: all but the archived ones and the placeholders."""
    return Clinic.objects.exclude(status=ClinicStatus.ARCHIVED).filter(is_example=False)


def kept(records):
    """Return those of the records that belong to kept clinics.

    By a join: a server whose statistics are stale can take hours over conditions within conditions.
    """
    return records.exclude(clinic__status=ClinicStatus.ARCHIVED).filter(clinic__is_example=False)


def overdue_reviews(*, at):
    """Return a Task for each listing whose review is due, the longest due first."""
    today = timezone.localdate(at, SEOUL)
    clinics = kept_clinics().filter(review_due_on__lte=today).order_by("review_due_on", "sort_name", "slug")
    return [
        Task(name, _("due on %(day)s") % {"day": date_format(day, "j F Y")}, pk, field("review_due_on"))
        for pk, name, day in clinics.values_list("pk", "name", "review_due_on")
    ]


def never_verified(*, at):
    """Return a Task for each published listing that nobody has verified."""
    clinics = kept_clinics().published(at=at).filter(verified_on__isnull=True).in_name_order()
    return [
        Task(name, _("no day of a check"), pk, field("verified_on"))
        for pk, name in clinics.values_list("pk", "name")
    ]


def old_prices(*, at):
    """Return a Task for each price that was checked more than twelve months ago, or nobody knows when."""
    today = timezone.localdate(at, SEOUL)
    is_old = Q(checked_on__lt=today - OLD) | Q(checked_on__isnull=True)
    prices = (
        kept(ClinicPrice.objects)
        .filter(clinic__in=ClinicPrice.objects.filter(is_old).values("clinic"))
        .order_by("clinic__sort_name", "clinic__slug", "clinic", *ClinicPrice._meta.ordering)
    )
    columns = ("clinic_id", "clinic__name", "treatment__name", "basis", "checked_on")
    tasks = []
    for place, (pk, name, treatment, basis, day) in numbered(
        prices.values_list(*columns), owner=lambda price: price[0]
    ):
        if day is None or day < today - OLD:
            age = age_in_words(day, on=today) if day else _("on no known day")
            words = {"treatment": treatment, "basis": basis_in_words(basis), "age": age}
            tasks.append(
                Task(name, _("%(treatment)s, %(basis)s: checked %(age)s") % words, pk, row("prices", place))
            )
    return tasks


def basis_in_words(basis):
    """Return the words for a stored basis."""
    return dict(ClinicPrice._meta.get_field("basis").flatchoices)[basis]


def expiring_findings(*, at):
    """Return a Task for each finding that has expired or will within thirty days, the first to go first."""
    today = timezone.localdate(at, SEOUL)
    going = Finding.objects.filter(expires_on__lte=today + SOON)
    findings = (
        kept(Finding.objects)
        .filter(clinic__in=going.values("clinic"))
        .order_by("clinic", *Finding._meta.ordering)
        .values_list("clinic_id", "clinic__name", "criterion__name", "expires_on")
    )
    found = []
    for place, (pk, name, criterion, day) in numbered(findings, owner=lambda finding: finding[0]):
        if day is not None and day <= today + SOON:
            sentence = (
                _("%(criterion)s: expired on %(day)s")
                if day < today
                else _("%(criterion)s: expires on %(day)s")
            )
            words = {"criterion": criterion, "day": date_format(day, "j F Y")}
            found.append((day, Task(name, sentence % words, pk, row("findings", place))))
    return [task for _day, task in sorted(found, key=lambda pair: (pair[0], pair[1].name))]


def drafts(*, at):
    """Return a Task for each draft that waits, by name."""
    clinics = kept_clinics().filter(status=ClinicStatus.DRAFT).in_name_order()
    return [Task(name, _("draft"), pk, field("status")) for pk, name in clinics.values_list("pk", "name")]


def proposals(*, at):
    """Return a Task for each proposal that waits for a decision, the oldest first."""
    waiting = Proposal.objects.filter(state=ProposalState.OPEN).order_by("proposed_at", "pk")
    today = timezone.localdate(at, SEOUL)
    return [
        Task(
            name,
            _("proposed %(age)s: %(note)s")
            % {"age": age_in_words(timezone.localdate(moment, SEOUL), on=today), "note": note or "–"},
            pk,
            "content-start",
            "clinics_proposal",
        )
        for pk, name, moment, note in waiting.values_list("pk", "name", "proposed_at", "note")
    ]


def scheduled(*, at):
    """Return a Task for each listing that will appear, disappear or change by itself, the next one first."""
    clinics = kept_clinics().filter(
        Q(publish_at__gt=at) | Q(unpublish_at__gt=at), status=ClinicStatus.PUBLISHED
    )
    approved = Proposal.objects.filter(state=ProposalState.APPROVED, due_at__isnull=False)
    found = [
        (
            moment,
            Task(
                name,
                _("changes on %(moment)s, as proposed") % {"moment": in_seoul(moment)},
                pk,
                "content-start",
                "clinics_proposal",
            ),
        )
        for pk, name, moment in approved.values_list("pk", "name", "due_at")
    ]
    for pk, name, begins, ends in clinics.order_by().values_list("pk", "name", "publish_at", "unpublish_at"):
        for moment, sentence, anchor in (
            (begins, _("appears on %(moment)s"), "publish_at_0"),
            (ends, _("disappears on %(moment)s"), "unpublish_at_0"),
        ):
            if moment is not None and moment > at:
                words = {"moment": in_seoul(moment)}
                found.append((moment, Task(name, sentence % words, pk, field(anchor))))
    return [task for _moment, task in sorted(found, key=lambda pair: (pair[0], pair[1].name))]


def in_seoul(moment):
    """Return a moment in words, by the clocks of the clinics."""
    return date_format(timezone.localtime(moment, SEOUL), "j F Y, H:i")
