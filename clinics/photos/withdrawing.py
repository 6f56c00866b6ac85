"""Take the consent to a photo back: at once, everywhere, for good."""

from django.db import transaction
from django.utils.translation import gettext as _

from clinics.documents import PHOTOS, Change, hold_listings, read_documents
from clinics.history import Occasion, write_listings
from clinics.models import Act, ClinicPhoto


@transaction.atomic
def withdraw_photo(digest, *, on, user=None):
    """Withdraw the consent to a photo on a day in every listing that has it; return how many changed.

    From now on it is shown nowhere, and no undo, restore or upload brings it back. `user` is who does it,
    None for a command.
    """
    hold_listings()
    pks = list(ClinicPhoto.objects.filter(digest=digest).order_by("clinic").values_list("clinic", flat=True))
    changes = [
        Change(_withdrawn(document, digest, on), pk, document) for pk, document in read_documents(pks).items()
    ]
    occasion = Occasion(Act.SAVED, user=user, reason=_("the consent to a photo was withdrawn"))
    written = write_listings(changes, occasion=occasion)
    return sum(listing.number is not None for listing in written)


def _withdrawn(document, digest, on):
    photos = [
        {**photo, "withdrawn_on": photo["withdrawn_on"] or on.isoformat()}
        if photo["digest"] == digest
        else photo
        for photo in document[PHOTOS.key]
    ]
    return {**document, PHOTOS.key: photos}
