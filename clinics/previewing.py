"""Links that show a listing before visitors see it: signed, and over after a week."""

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from django.core import signing
from django.db import transaction

from clinics.documents import Change, document_faults, write_documents
from clinics.history.merging import Side
from clinics.models import Proposal
from clinics.proposals import Decision

LIFE = timedelta(days=7)
SALT = "clinics.preview"


class Kind(StrEnum):
    """What a link shows: a listing as it stands, or as it is proposed to become."""

    CLINIC = "clinic"
    PROPOSAL = "proposal"


@dataclass(frozen=True, slots=True)
class Preview:
    """A link that was read: what it shows and the moment at which it ends."""

    kind: Kind
    key: int
    ends_at: datetime


def preview_token(kind, key, *, at):
    """Return the token of a link that is made at a moment: characters that addresses take as they are."""
    return signing.dumps([kind, key, int((at + LIFE).timestamp())], salt=SALT)


def read_token(token):
    """Return the Preview of a token, or None for one that this site did not make."""
    try:
        kind, key, ends = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return Preview(Kind(kind), key, datetime.fromtimestamp(ends, UTC))


@contextmanager
def shown(preview):
    """Yield the primary key of the clinic that a Preview shows, or None when there is nothing to show.

    For the length of the context the database is as the preview shows it.
    """
    if preview.kind == Kind.CLINIC:
        yield preview.key
        return
    with shown_as_proposed(Proposal.objects.filter(pk=preview.key).first()) as key:
        yield key


@contextmanager
def shown_as_proposed(proposal):
    """Let a listing be as a proposal wants it for the length of the context; then nothing has changed.

    Yields its primary key, or None when it cannot be shown: the listing is gone, the proposal was decided or
    does not fit any more. Where both sides changed a part, it is as proposed.
    """
    deciding = None if proposal is None or not proposal.is_undecided else Decision.about(proposal)
    if deciding is None or deciding.clinic is None:
        yield None
        return
    choices = {meeting.key: Side.MINE for meeting in deciding.merge.conflicts}
    wanted = deciding.merge.document(choices)
    if document_faults(wanted, pk=proposal.clinic_key):
        yield None
        return
    with transaction.atomic():
        write_documents([Change(wanted, proposal.clinic_key, deciding.present)])
        yield proposal.clinic_key
        transaction.set_rollback(True)
