"""Do an act to many listings in one transaction, in the state in which the editor saw them or not at all."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinics.documents import hold_listings, in_chunks, read_documents
from clinics.history import Occasion, write_listings
from clinics.importing.batches import shortened
from clinics.models import Act, BulkAct, BulkEntry, Clinic
from clinics.models.history import REASON
from pricing.tables.references import References, UnknownSlug

from .effects import plan, read_versions


class Stopped(ValueError):
    """An act of which nothing was written, or nothing was taken back; the message is one sentence."""


def apply_act(act, seen, *, kind, user, at, reason=""):
    """Do an act to the listings of `seen`, {primary key: version}, and return its BulkAct; all or nothing.

    `kind` is the name that the act is kept under. Raises Stopped when a listing is not the version that was
    seen, when there is nothing to change, and when a word was deleted meanwhile.
    """
    with transaction.atomic():
        hold_listings()
        stop_if_moved_on(seen)
        record = begin_record(kind, act.title, user=user, at=at, reason=reason)
        write_act(act, seen, record, occasion=occasion_of(record, Act.BULK))
        if not record.changed:
            raise Stopped(_("Nothing was changed, for there is nothing to change."))
        record.save()
    return record


def stop_if_moved_on(seen):
    """Raise Stopped, with the names, unless each listing is the version that was seen."""
    present = {}
    for chunk in in_chunks(seen):
        present.update(read_versions(chunk))
    late = [pk for pk, version in seen.items() if present.get(pk) != version]
    if not late:
        return
    edited = [pk for pk in late if pk in present]
    names = [
        name
        for chunk in in_chunks(edited)
        for name in Clinic.objects.filter(pk__in=chunk).in_name_order().values_list("name", flat=True)
    ]
    deleted = len(late) - len(edited)
    if deleted:
        gone = ngettext("%(count)d that was deleted", "%(count)d that were deleted", deleted)
        names.append(gone % {"count": deleted})
    raise Stopped(
        _("Nothing was changed, for somebody changed these listings after you looked: %(names)s.")
        % {"names": shortened(names)}
    )


def begin_record(kind, title, *, user, at, reason):
    """Store the BulkAct of an act that begins; its counts come at the end."""
    return BulkAct.objects.create(act=kind, title=shortest(title), reason=reason, user=user, at=at)


def shortest(text):
    """Return a text no longer than a reason may be."""
    return text if len(text) <= REASON else f"{text[: REASON - 1]}…"


def occasion_of(record, act):
    """Return the Occasion of what a BulkAct does: the history tells what was done and why."""
    words = _("%(done)s. %(reason)s") % {"done": record.title, "reason": record.reason}
    return Occasion(act, user=record.user, reason=shortest(words if record.reason else record.title))


def write_act(act, seen, record, *, occasion):
    """Write what an act does to listings, with their history, and note it in its record. Raises Stopped."""
    references = References()
    for chunk in in_chunks(seen):
        changes, left = plan(act, read_documents(chunk))
        try:
            written = write_listings(changes, occasion=occasion, references=references)
        except (UnknownSlug, IntegrityError) as error:
            raise Stopped(refusal(error)) from error
        note_entries(record, written)
        record.left_out += len(left)


def refusal(error):
    """Return the sentence for what a vocabulary or the database refused."""
    reason = str(error) if isinstance(error, UnknownSlug) else _("An address, a number or a word is taken.")
    return _("Nothing was changed, for the directory changed meanwhile. %(reason)s") % {"reason": reason}


def note_entries(record, written, *, is_gone=False):
    """Note the listings, as Written, that an act changed; what stayed the same is none of them."""
    entries = [
        BulkEntry(bulk_act=record, clinic_key=listing.pk, number=listing.number, is_gone=is_gone)
        for listing in written
        if listing.number is not None
    ]
    BulkEntry.objects.bulk_create(entries)
    record.changed += len(entries)
