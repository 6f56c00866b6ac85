"""Proposals: made, kept aside, decided, and applied at once or when their day has come."""

from dataclasses import dataclass
from functools import cached_property

from django.db import transaction
from django.utils.translation import gettext as _

from clinics.completeness import lacking_for_publication
from clinics.documents import Change, document_faults, hold_listings, read_documents
from clinics.history import Occasion, note_standing, write_listings
from clinics.history.choosing import choices_of
from clinics.history.merging import Merge, Side, Undecided
from clinics.history.resolving import Vocabularies, resolve
from clinics.history.wording import label_of_column
from clinics.models import Act, Clinic, ListingVersion, Proposal, ProposalState
from clinics.models.history import REASON


class Unfit(ValueError):
    """A proposal that cannot be applied as things stand; `reasons` are sentences."""

    def __init__(self, reasons):
        super().__init__(" ".join(reasons))
        self.reasons = reasons


def propose(pk, document, *, base_number, user, at, note="", due_at=None, state=ProposalState.OPEN):
    """Store what a listing is proposed to become, made from its version `base_number`; return the Proposal.

    That the listing stands so is noted in its history, for the proposal is told and merged beside it.
    """
    with transaction.atomic():
        hold_listings()
        clinic = Clinic.objects.get(pk=pk)
        note_standing({pk: (clinic.version, read_documents([pk])[pk])}, at=at)
        return Proposal.objects.create(
            clinic_key=pk,
            name=clinic.name,
            base_number=base_number,
            document=document,
            note=note,
            due_at=due_at,
            proposed_by=user,
            proposed_at=at,
            state=state,
        )


def keep_aside(pk, document, *, base_number, user, at, note=""):
    """Keep a save that somebody else's came before; return the Proposal, or None if it changed nothing."""
    with transaction.atomic():
        proposal = propose(
            pk,
            document,
            base_number=base_number,
            user=user,
            at=at,
            note=note,
            state=ProposalState.KEPT,
        )
        if all(meeting.side == Side.THEIRS for meeting in Decision.about(proposal).merge.meetings):
            proposal.delete()
            return None
    return proposal


@dataclass
class Decision:
    """What there is to decide about a proposal at this moment; `present` is None when the listing is gone."""

    proposal: Proposal
    clinic: Clinic | None
    present: dict | None

    @classmethod
    def about(cls, proposal):
        """Read what stands now beside a proposal."""
        clinic = Clinic.objects.filter(pk=proposal.clinic_key).first()
        present = read_documents([proposal.clinic_key]).get(proposal.clinic_key)
        return cls(proposal, clinic, present)

    @cached_property
    def vocabularies(self):
        """The words of now."""
        return Vocabularies()

    @cached_property
    def base(self):
        """The version that the proposal was made from, or None where the history lacks it."""
        versions = ListingVersion.objects.of(self.proposal.clinic_key)
        return versions.filter(number=self.proposal.base_number).select_related("user").first()

    @cached_property
    def wanted(self):
        """What the proposal wants, in the words of now, with what was lost on the way."""
        return resolve(self.proposal.document, self.vocabularies, present=self.present)

    @property
    def lost(self):
        """What is left out because its word is gone, as "Focuses: scars"."""
        return [f"{label_of_column(column)}: {slug}" for column, slug in self.wanted.lost]

    @cached_property
    def merge(self):
        """The Merge of what the proposal began with, what stands now and what it wants."""
        base = self.base and resolve(self.base.document, self.vocabularies, present=self.present).document
        return Merge(base, self.present, self.wanted.document)

    @property
    def has_moved_on(self):
        """Whether the listing changed since the proposal was begun."""
        return self.clinic is not None and self.clinic.version != self.proposal.base_number

    def choices(self, chosen=None):
        """Return the Choices between what stands now and what is wanted; `chosen` is {key: Side}."""
        return choices_of(self.merge, self.vocabularies, chosen)

    def merged(self, choices=None):
        """Return the document as the choices, {key: Side}, make it. Raises Undecided and Unfit."""
        document = self.merge.document(choices)
        reasons = document_faults(document, pk=self.proposal.clinic_key)
        reasons += [str(point.text) for point in lacking_for_publication(self.present, document)]
        if reasons:
            raise Unfit(reasons)
        return document


def apply_proposal(proposal, *, user, at, seen_number, choices=None, decision=""):
    """Apply a proposal, or approve it when its day is to come, and return it.

    `seen_number` is the version of the listing that the user saw when they decided. Raises Undecided where
    both sides changed a part and `choices` names no side, and Unfit.
    """
    with transaction.atomic():
        hold_listings()
        proposal = _still_undecided(proposal)
        deciding = Decision.about(proposal)
        if deciding.clinic is None:
            raise Unfit([_("The listing was deleted.")])
        if deciding.clinic.version != seen_number:
            raise Unfit([_("Somebody changed this listing meanwhile. Look at the changes again.")])
        document = deciding.merged(choices)
        proposal.document, proposal.base_number = document, deciding.clinic.version
        if proposal.due_at is not None and proposal.due_at > at:
            number = deciding.clinic.version
            note_standing({proposal.clinic_key: (number, deciding.present)}, at=at)
            return _close(proposal, ProposalState.APPROVED, user=user, at=at, decision=decision)
        _write(proposal, deciding.present, user)
        return _close(proposal, ProposalState.APPLIED, user=user, at=at, decision=decision)


def _write(proposal, present, user):
    """Store what a proposal wants, in the name of whoever proposed it."""
    reason = proposal.note
    if proposal.state != ProposalState.KEPT and user is not None and user != proposal.proposed_by:
        approved = _("approved by %(name)s") % {"name": user.get_username()}
        reason = f"{reason} ({approved})" if reason else approved
    act = Act.SAVED if proposal.state == ProposalState.KEPT else Act.PROPOSED
    occasion = Occasion(act, user=proposal.proposed_by, reason=reason[:REASON])
    write_listings([Change(proposal.document, proposal.clinic_key, present)], occasion=occasion)


def give_up(proposal, *, state, user, at, decision=""):
    """Decline or withdraw a proposal and return it. Raises Unfit when it is decided already."""
    with transaction.atomic():
        return _close(_still_undecided(proposal), state, user=user, at=at, decision=decision)


def _still_undecided(proposal):
    """Return a proposal as it stands, held until the transaction ends; raise Unfit when it is decided."""
    proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if not proposal.is_undecided:
        raise Unfit([_("Somebody decided about this proposal already.")])
    return proposal


def _close(proposal, state, *, user, at, decision):
    proposal.state, proposal.decided_by, proposal.decided_at, proposal.decision = state, user, at, decision
    proposal.save()
    return proposal


@dataclass(frozen=True, slots=True)
class Due:
    """What became of a proposal whose day has come: applied, or why not, in sentences."""

    proposal: Proposal
    reasons: list[str]


def apply_due(*, at):
    """Yield a Due for each approved proposal whose day has come; one that cannot be applied stays."""
    for proposal in list(Proposal.objects.due(at=at).select_related("decided_by")):
        number = Clinic.objects.filter(pk=proposal.clinic_key).values_list("version", flat=True).first()
        try:
            applied = apply_proposal(
                proposal, user=proposal.decided_by, at=at, seen_number=number, decision=proposal.decision
            )
        except Undecided:
            reason = _("Somebody changed the same fields meanwhile. Decide about it in the admin.")
            yield Due(proposal, [reason])
        except Unfit as error:
            yield Due(proposal, error.reasons)
        else:
            yield Due(applied, [])
