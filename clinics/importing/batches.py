"""Imports that were written: how their edits are stored, and how they are undone."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinics.canonical import digest, digest_of_text
from clinics.documents import Change, blank_document, hold_listings, in_chunks, read_documents
from clinics.history import Occasion, delete_listings, write_listings
from clinics.models import Act, Clinic, ImportBatch, ImportEntry, ListingVersion, RegisterId
from pricing.tables.outcomes import Overtaken
from pricing.tables.references import References


@transaction.atomic
def write_batch(edits, *, progress, user=None, **values):
    """Store all edits of a Spool as one ImportBatch with these values and return it; all or nothing.

    `user` is who imports, None for a command. `progress(count)` is called after every few hundred. Raises
    Overtaken if a listing is not the version that its edit was made for, UnknownSlug for a word that its
    vocabulary lost since, and IntegrityError for an address or a register number that another listing took.
    """
    hold_listings()
    batch = ImportBatch.objects.create(written_at=timezone.now(), **values)
    occasion = Occasion(Act.IMPORTED, user=user, reason=reason_of(batch))
    references, touched = References(), set()
    for chunk in edits:
        changes = _changes(chunk, touched)
        written = write_listings(changes, occasion=occasion, references=references)
        touched.update(listing.pk for listing in written)
        _remember(batch, written, changes)
        progress(len(chunk))
    return batch


def _changes(edits, touched):
    """Return the Changes of some edits, one for each listing; `touched` holds what the batch has changed."""
    pks = {edit.pk for edit in edits if edit.pk is not None}
    check_versions(edits, touched)
    before = read_documents(pks)
    after, fresh = dict(before), []
    for edit in edits:
        if edit.pk is None:
            fresh.append(Change(edit.applied(blank_document())))
        else:
            after[edit.pk] = edit.applied(after[edit.pk])
    return fresh + [Change(after[pk], pk, before[pk]) for pk in before]


def check_versions(edits, touched):
    """Raise Overtaken unless each listing of the edits is the version that it was compared in."""
    expected = {edit.pk: edit.version for edit in edits if edit.pk is not None and edit.pk not in touched}
    stored = dict(Clinic.objects.filter(pk__in=expected).order_by().values_list("pk", "version"))
    late = [pk for pk, version in expected.items() if stored.get(pk) != version]
    if late:
        names = [*Clinic.objects.filter(pk__in=late).in_name_order().values_list("name", flat=True)[:5]]
        raise Overtaken(
            _("somebody changed or deleted %(names)s") % {"names": ", ".join(names)}
            if names
            else _("somebody deleted a listing that it changes")
        )


def reason_of(batch):
    """Return how the history of a listing speaks of an import: "import 7: list.csv"."""
    return _("import %(number)d: %(file)s") % {"number": batch.pk, "file": batch.file_name}


def _remember(batch, written, changes):
    """Note what became of listings; a listing that the batch changes again keeps how it stood at first."""
    ImportEntry.objects.bulk_create(
        [
            ImportEntry(
                batch=batch,
                clinic_key=listing.pk,
                name=change.after["name"],
                before_number=None if change.before is None else listing.number - 1,
                digest=digest_of_text(listing.text),
            )
            for listing, change in zip(written, changes, strict=True)
            if listing.number is not None
        ],
        update_conflicts=True,
        unique_fields=["batch", "clinic_key"],
        update_fields=["digest"],
    )


def written_keys(outcome):
    """Return the primary keys of the listings that an Outcome created or changed."""
    return set() if outcome.batch is None else set(outcome.batch.entries.values_list("clinic_key", flat=True))


def edited_since_import(documents):
    """Return the keys, of {primary key: document}, of listings that are not as the last import left them.

    A listing that no import touched is none of them.
    """
    if not documents:
        return []
    latest = {}
    entries = ImportEntry.objects.filter(clinic_key__in=documents, batch__undone_at=None).order_by("pk")
    for key, digest_then in entries.values_list("clinic_key", "digest"):
        latest[key] = digest_then
    return [key for key, digest_then in latest.items() if digest(documents[key]) != digest_then]


def keys_of_register(source):
    """Return the primary keys of the listings that have a number of a register."""
    return set(RegisterId.objects.filter(source=source).values_list("clinic_id", flat=True))


class Refused(ValueError):
    """A batch that cannot be undone; the message is one sentence for the operator."""


def undo_batch(number, *, keep=None, user=None):
    """Put every listing back as it stood before a batch; return (the batch, how many, names of edited ones).

    Listings that were edited since make it refuse, with their names; with `keep`, a function, they are put
    back too after `keep(documents)` has stored them, as they stand, for good. `user` is who undoes it, None
    for a command. Raises Refused.
    """
    with transaction.atomic():
        hold_listings()
        batch = ImportBatch.objects.select_for_update().filter(pk=number).first()
        if batch is None:
            raise Refused(_("There is no import %(number)d.") % {"number": number})
        if batch.undone_at is not None:
            raise Refused(_("Import %(number)d was undone already.") % {"number": number})
        entries = batch.entries.order_by("pk")
        edited = {key: name for key, name, _document in _edited(entries)}
        if edited:
            if keep is None:
                raise Refused(refusal(batch, edited))
            # Before anything is committed: what cannot be kept is not undone.
            keep(document for _key, _name, document in _edited(entries) if document)
        occasion = Occasion(Act.UNDONE, user=user, reason=reason_of(batch))
        count = sum(_put_back(chunk, occasion) for chunk in in_chunks(entries.iterator(chunk_size=500)))
        batch.undone_at = timezone.now()
        batch.save(update_fields=["undone_at"])
    return batch, count, list(edited.values())


def refusal(batch, edited):
    """Return why a batch is not undone; `edited` maps primary keys to names."""
    later = ImportBatch.objects.filter(pk__gt=batch.pk, undone_at=None)
    for keys in in_chunks(edited):
        numbers = later.filter(entries__clinic_key__in=keys).order_by("-pk").values_list("pk", flat=True)
        if newest := numbers.first():
            return _(
                "Import %(number)d was not undone, for import %(newest)d changed the same: undo that first."
            ) % {
                "number": batch.pk,
                "newest": newest,
            }
    return _("Import %(number)d was not undone, for somebody changed these listings since: %(names)s.") % {
        "number": batch.pk,
        "names": shortened(list(edited.values())),
    }


MOST_NAMES = 20


def shortened(names):
    """Return names as one text, the first twenty of many."""
    text = ", ".join(names[:MOST_NAMES])
    more = len(names) - MOST_NAMES
    return _("%(names)s and %(more)d more") % {"names": text, "more": more} if more > 0 else text


def _edited(entries):
    """Yield (key, name, document or None when it is gone) of listings that are not as the batch left them."""
    for chunk in in_chunks(entries.iterator(chunk_size=500)):
        documents = read_documents([entry.clinic_key for entry in chunk])
        for entry in chunk:
            document = documents.get(entry.clinic_key)
            if document is None:
                if entry.before_number is not None:
                    yield entry.clinic_key, _("%(name)s (deleted)") % {"name": entry.name}, None
            elif digest(document) != entry.digest:
                yield entry.clinic_key, document["name"], document


def _put_back(entries, occasion):
    """Put the listings of some entries back; return how many changed."""
    documents = read_documents([entry.clinic_key for entry in entries])
    stood = _read_stood(entries)
    fresh = [entry.clinic_key for entry in entries if entry.clinic_key in documents.keys() - stood.keys()]
    changes = [Change(document, key, documents.get(key)) for key, document in stood.items()]
    delete_listings(fresh, occasion=occasion)
    write_listings(changes, occasion=occasion)
    return len(fresh) + len(changes)


def _read_stood(entries):
    """Return {primary key: document} of the listings that were there before, as they stood then."""
    wanted = {entry.clinic_key: entry.before_number for entry in entries if entry.before_number is not None}
    versions = ListingVersion.objects.filter(clinic_key__in=wanted, number__in=set(wanted.values()))
    return {
        version.clinic_key: version.document
        for version in versions
        if version.number == wanted[version.clinic_key]
    }
