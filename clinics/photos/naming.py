"""Who names a photo: a listing, or what is remembered of listings."""

from clinics.documents import PHOTOS
from clinics.models import ClinicPhoto, ListingVersion, PhotoWithdrawal, Proposal


def named_digests():
    """Return the digests of the photos whose files are wanted.

    They are as long as a listing has the photo, and while its history or a proposal names it, so that it can
    come back. A photo whose consent was withdrawn is never shown again: for its history no file is kept.
    """
    remembered = _digests(remembered_documents())
    withdrawn = set(PhotoWithdrawal.objects.values_list("digest", flat=True))
    standing = set(ClinicPhoto.objects.order_by().values_list("digest", flat=True))
    return remembered - withdrawn | standing


def is_named_now(digest):
    """Tell whether a listing has a photo, or a proposal that nobody decided about yet names it."""
    if ClinicPhoto.objects.filter(digest=digest).exists():
        return True
    proposed = Proposal.objects.undecided().order_by().values_list("document", flat=True)
    return digest in _digests(proposed.iterator(chunk_size=500))


def remembered_documents():
    """Yield every document that is remembered of a listing, or waits to become one."""
    for documents in (ListingVersion.objects.all(), Proposal.objects.undecided()):
        yield from documents.order_by().values_list("document", flat=True).iterator(chunk_size=500)


def _digests(documents):
    return {photo["digest"] for document in documents for photo in document.get(PHOTOS.key, ())}
