"""What is verified about one clinic: each criterion that concerns it, with its finding or without one."""

from dataclasses import dataclass, field

from django.db.models import FilteredRelation, Q
from django.utils.translation import gettext as _

from clinics.ages import age_in_words
from clinics.models import Criterion, Factor, Finding
from clinics.models.evidence import Answer


@dataclass(frozen=True, slots=True)
class Evidence:
    """One criterion and what is known about it; a missing finding is unknown."""

    criterion: Criterion
    finding: Finding | None
    holds: bool
    age: str

    @property
    def answer(self):
        """The answer in words, with an expired one named as such."""
        if not self.is_stated:
            return _("not stated")
        answer = self.finding.get_answer_display()
        return answer if self.holds else _("%(answer)s, expired") % {"answer": answer}

    @property
    def is_stated(self):
        """Whether there is a yes or a no, fresh or not."""
        return self.finding is not None and self.finding.answer != Answer.UNKNOWN

    @property
    def is_expired(self):
        """Whether there is an answer that no longer counts."""
        return self.is_stated and not self.holds

    @property
    def is_open(self):
        """Whether a visitor still has to ask."""
        return not self.is_stated or not self.holds

    @property
    def is_verified(self):
        """Whether the answer is a yes that still holds."""
        return self.is_stated and self.holds and self.finding.answer == Answer.YES

    @property
    def kind(self):
        """The word by which a style sheet knows the answer: yes, no, unknown or expired."""
        if not self.is_stated:
            return Answer.UNKNOWN.value
        return self.finding.answer if self.holds else "expired"

    @property
    def question(self):
        """What a visitor asks, in English."""
        return question_about(self.criterion)


def question_about(criterion):
    """Return what a visitor asks about a criterion, in English: its own question, else its name as one."""
    words = {"criterion": criterion.name}
    return criterion.question or _("%(criterion)s: is it so, and what shows it?") % words


@dataclass(slots=True)
class FactorEvidence:
    """A factor with the evidence for its criteria, in order."""

    factor: Factor
    evidence: list = field(default_factory=list)


def read_evidence(clinic, *, procedures, today):
    """Return the FactorEvidence of a clinic in order, in one query.

    `procedures` are the primary keys of those of its treatments; `today` is the day in Seoul.
    """
    own = FilteredRelation("findings", condition=Q(findings__clinic=clinic))
    criteria = list(
        Criterion.objects.annotate(own=own)
        .select_related("factor", "own")
        .order_by("factor__position", "position", "slug")
    )
    findings = {criterion.pk: getattr(criterion, "own", None) for criterion in criteria}
    procedures = set(procedures) | {
        criterion.procedure_id for criterion in criteria if findings[criterion.pk] is not None
    }
    factors = {}
    for criterion in criteria:
        if criterion.concerns(procedures):
            group = factors.setdefault(criterion.factor_id, FactorEvidence(criterion.factor))
            group.evidence.append(_evidence(criterion, findings[criterion.pk], today))
    return list(factors.values())


def _evidence(criterion, finding, today):
    checked_on = finding and finding.checked_on
    return Evidence(
        criterion=criterion,
        finding=finding,
        holds=finding is not None and finding.holds(on=today),
        age=age_in_words(checked_on, on=today) if checked_on else "",
    )


def open_questions(factors):
    """Return the Evidence of some factors that a visitor should ask about, in order."""
    return [row for group in factors for row in group.evidence if row.is_open]
