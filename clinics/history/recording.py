"""Write listings and their history in one go: every act leaves the whole document, once, with who and why."""

from dataclasses import dataclass
from typing import NamedTuple

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from clinics.canonical import as_text
from clinics.documents import Change, in_chunks, read_documents, write_documents
from clinics.models import Act, Clinic, ListingVersion
from pricing.redirects import leave_redirects
from pricing.tables.references import References


@dataclass(frozen=True, slots=True)
class Occasion:
    """Why listings change: the act, the user who does it (None for a command) and the reason they give."""

    act: Act
    user: object = None
    reason: str = ""


class Written(NamedTuple):
    """A listing after a change: its primary key, its version and its document as canonical text.

    The last two are None where nothing changed.
    """

    pk: int
    number: int | None
    text: str | None


def write_listings(changes, *, occasion, references=None):
    """Store Changes with their history in one transaction; return a Written for each, in the same order.

    As `documents.write_documents`, but that a Change without `before` may name the `pk` of a listing that is
    gone: it comes back under that key and goes on counting its versions. A listing that changed behind the
    back of the history is noted first as it stood. Raises UnknownSlug and IntegrityError.
    """
    references = references or References()
    with transaction.atomic():
        return [written for chunk in in_chunks(changes) for written in _write(chunk, occasion, references)]


def _write(chunk, occasion, references):
    pks = write_documents(chunk, references=references)
    changed = {pk: change for pk, change in zip(pks, chunk, strict=True) if change.before != change.after}
    numbers = _number(changed)
    texts = _remember(changed, numbers, occasion)
    return [Written(pk, numbers.get(pk), texts.get(pk)) for pk in pks]


def _number(changed):
    """Return {primary key: version} of listings that were just written; one that came back counts on."""
    numbers = dict.fromkeys(changed, 1)
    old = [pk for pk, change in changed.items() if change.before is not None]
    if old:
        numbers.update(Clinic.objects.filter(pk__in=old).order_by().values_list("pk", "version"))
    for pk, last in _last_numbers([pk for pk, change in changed.items() if change.pk and not change.before]):
        numbers[pk] = last + 1
        Clinic.objects.filter(pk=pk).update(version=last + 1)
    return numbers


def _last_numbers(pks):
    """Return (primary key, last version) of the listings that have a history."""
    if not pks:
        return []
    return (
        ListingVersion.objects.filter(clinic_key__in=pks)
        .order_by()
        .values_list("clinic_key")
        .annotate(Max("number"))
    )


def _remember(changed, numbers, occasion):
    """Write the versions of changed listings, and redirects from the addresses that they left.

    Return {primary key: document as text}.
    """
    at = timezone.now()
    stood = {
        pk: (numbers[pk] - 1, change.before) for pk, change in changed.items() if change.before is not None
    }
    note_standing(stood, at=at)
    texts = _store({pk: (numbers[pk], change.after) for pk, change in changed.items()}, occasion, at)
    left = {
        change.before["slug"]: pk
        for pk, change in changed.items()
        if change.before is not None and change.before["slug"] != change.after["slug"]
    }
    if left:
        leave_redirects(Clinic, left)
    return texts


def note_standing(documents, *, at):
    """Note listings as they stand, {primary key: (version, document)}, where the history lacks them."""
    if not documents:
        return
    last = dict(_last_numbers(documents))
    missing = {pk: stood for pk, stood in documents.items() if last.get(pk, 0) < stood[0]}
    _store(missing, Occasion(Act.FOUND), at)


def _store(documents, occasion, at):
    texts = {pk: as_text(document) for pk, (_number, document) in documents.items()}
    ListingVersion.objects.bulk_create(
        ListingVersion(
            clinic_key=pk,
            number=number,
            at=at,
            user=occasion.user,
            act=occasion.act,
            reason=occasion.reason,
            slug=document["slug"],
            name=document["name"],
            document=texts[pk],
        )
        for pk, (number, document) in documents.items()
    )
    return texts


def record_saved(pk, before, *, occasion):
    """Remember a listing that a form has just stored, and return its document.

    `before` is the document as it stood, None for a new one. Where nothing changed, the history and the
    version stay as they are.
    """
    after = read_documents([pk])[pk]
    if before != after:
        if before is not None:
            Clinic.objects.filter(pk=pk).raise_version()
        changed = {pk: Change(after, pk if before else None, before)}
        _remember(changed, _number(changed), occasion)
    return after


def delete_listings(pks, *, occasion):
    """Delete listings in one transaction, each with a last version that holds it; return how many."""
    count = 0
    with transaction.atomic():
        for chunk in in_chunks(pks):
            documents = read_documents(chunk)
            versions = dict(Clinic.objects.filter(pk__in=chunk).order_by().values_list("pk", "version"))
            _store(
                {pk: (versions[pk] + 1, document) for pk, document in documents.items()},
                occasion,
                timezone.now(),
            )
            Clinic.objects.filter(pk__in=documents).delete()
            count += len(documents)
    return count
