"""Consents that were taken back: whatever a document says of them, they stay taken back."""

from clinics.models import PhotoWithdrawal

from .fields import PHOTOS


def keep_withdrawals(changes):
    """Let photos that were once withdrawn stay so in what some Changes make of their listings.

    An undo, a restore or a proposal may hold a document from before. The first day counts, and a withdrawal
    that nobody remembered yet, such as one of this very change, is remembered for good.
    """
    documents = [document for change in changes for document in (change.before, change.after) if document]
    days = withdrawal_days(documents)
    if not days:
        return
    remembered = set(PhotoWithdrawal.objects.filter(digest__in=days).values_list("digest", flat=True))
    PhotoWithdrawal.objects.bulk_create(
        (
            PhotoWithdrawal(digest=digest, withdrawn_on=day)
            for digest, day in days.items()
            if digest not in remembered
        ),
        ignore_conflicts=True,
    )
    for change in changes:
        change.after = _with_days(change.after, days)


def with_withdrawals(document, *, present=None):
    """Return a document as it would be stored in place of the `present` one: with every withdrawal kept."""
    return _with_days(document, withdrawal_days([document, present] if present else [document]))


def withdrawal_days(documents):
    """Return {digest: day} of the photos of some documents whose consent was ever withdrawn."""
    photos = [photo for document in documents for photo in document[PHOTOS.key]]
    if not photos:
        return {}
    days = {}
    for photo in photos:
        if photo["withdrawn_on"]:
            day = days.get(photo["digest"], photo["withdrawn_on"])
            days[photo["digest"]] = min(day, photo["withdrawn_on"])
    rows = PhotoWithdrawal.objects.filter(digest__in={photo["digest"] for photo in photos})
    return days | {digest: day.isoformat() for digest, day in rows.values_list("digest", "withdrawn_on")}


def _with_days(document, days):
    photos = document[PHOTOS.key]
    if not any(photo["digest"] in days for photo in photos):
        return document
    kept = [{**photo, "withdrawn_on": days.get(photo["digest"], photo["withdrawn_on"])} for photo in photos]
    return {**document, PHOTOS.key: kept}
