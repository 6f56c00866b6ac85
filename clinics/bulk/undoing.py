"""Take an act back: every listing that is still as the act left it becomes what it was before."""

from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from clinics.documents import Change, hold_listings, in_chunks, read_documents
from clinics.history import Occasion, write_listings
from clinics.history.resolving import Vocabularies, resolve
from clinics.history.restoring import give_back_to_author
from clinics.models import Act, BulkAct, ListingVersion
from pricing.tables.references import UnknownSlug

from .applying import Stopped, refusal, shortest
from .effects import read_versions


@dataclass(slots=True)
class Undone:
    """What came of taking an act back: how many listings, and the names of those that stay as they are."""

    count: int = 0
    kept: list[str] = field(default_factory=list)


def undo_act(pk, *, user, at, before=None, after=None, is_whole=False):
    """Take a BulkAct back in one transaction and return what was Undone.

    Listings that changed since stay as they are and are named; with `is_whole` they stop it.
    `before(record)` does first what the listings need, `after(record)` last what needs them. Raises Stopped.
    """
    with transaction.atomic():
        hold_listings()
        record = BulkAct.objects.select_for_update().get(pk=pk)
        if record.undone_at is not None:
            raise Stopped(_("This was taken back already."))
        if before:
            before(record)
        undone = _put_back(record, Occasion(Act.RESTORED, user=user, reason=reason_of(record)))
        if is_whole and undone.kept:
            raise Stopped(
                _("Nothing was changed, for somebody changed these listings since: %(names)s.")
                % {"names": ", ".join(undone.kept)}
            )
        if after:
            after(record)
        record.undone_at, record.undone_by = at, user
        record.save(update_fields=["undone_at", "undone_by"])
    return undone


def reason_of(record):
    """Return how the history of a listing speaks of an act that was taken back."""
    return shortest(_("taken back: %(title)s") % {"title": record.title})


def _put_back(record, occasion):
    undone, vocabularies = Undone(), Vocabularies()
    for chunk in in_chunks(record.entries.order_by("pk").iterator(chunk_size=500)):
        changes, kept = plan_return(chunk, vocabularies)
        try:
            write_listings(changes, occasion=occasion)
        except (UnknownSlug, IntegrityError) as error:
            raise Stopped(refusal(error)) from error
        for change in changes:
            if change.before is None:
                give_back_to_author(change.pk)
        undone.count += len(changes)
        undone.kept += kept
    return undone


def plan_return(entries, vocabularies):
    """Return (Changes, names of listings that stay as they are) for some BulkEntries."""
    keys = [entry.clinic_key for entry in entries]
    present, versions = read_documents(keys), read_versions(keys)
    last = dict(
        ListingVersion.objects.filter(clinic_key__in=keys)
        .order_by()
        .values_list("clinic_key")
        .annotate(Max("number"))
    )
    wanted = {entry.clinic_key: entry.number - (not entry.is_gone) for entry in entries}
    stood = {
        version.clinic_key: version
        for version in ListingVersion.objects.filter(clinic_key__in=wanted, number__in=set(wanted.values()))
        if version.number == wanted[version.clinic_key]
    }
    changes, kept = [], []
    for entry in entries:
        key = entry.clinic_key
        is_there = key in present
        number = versions[key] if is_there else last.get(key)
        is_as_left = is_there != entry.is_gone and number == entry.number
        resolved = resolve(stood[key].document, vocabularies, present=present.get(key))
        if is_as_left and not resolved.lost:
            changes.append(Change(resolved.document, key, present.get(key)))
        else:
            kept.append(stood[key].name)
    return changes, kept
