"""Bring a version of a listing back, whole: what was deleted since too, in the words of now."""

from dataclasses import dataclass
from functools import cached_property

from django.db import transaction
from django.utils.translation import gettext as _

from clinics.documents import Change, document_faults, hold_listings, read_documents, with_withdrawals
from clinics.models import Act, Clinic, ListingVersion

from .differences import find_differences
from .recording import Occasion, write_listings
from .resolving import Vocabularies, resolve
from .wording import label_of_column


class Unrestorable(ValueError):
    """A version that cannot be restored as things stand; `reasons` are sentences."""

    def __init__(self, reasons):
        super().__init__(" ".join(reasons))
        self.reasons = reasons


@dataclass
class Restoration:
    """What restoring a version would do at this moment; `present` is None when the listing is gone."""

    version: ListingVersion
    present: dict | None
    present_number: int | None

    @classmethod
    def of(cls, version):
        """Read what stands now beside a version."""
        key = version.clinic_key
        present = read_documents([key]).get(key)
        number = Clinic.objects.filter(pk=key).values_list("version", flat=True).first()
        return cls(version, present, number)

    @cached_property
    def vocabularies(self):
        """The words of now."""
        return Vocabularies()

    @cached_property
    def resolved(self):
        """The version in the words of now, with what was lost on the way."""
        return resolve(self.version.document, self.vocabularies, present=self.present)

    @cached_property
    def document(self):
        """The document that would be stored.

        Whatever must outlive a restoration is carried over here: consents that were withdrawn since.
        """
        return with_withdrawals(self.resolved.document, present=self.present)

    @property
    def lost(self):
        """What is left out because its word is gone, as "Focuses: scars"."""
        return [f"{label_of_column(column)}: {slug}" for column, slug in self.resolved.lost]

    @property
    def differences(self):
        """What would change, as Differences; nothing for a listing that is gone."""
        if self.present is None:
            return []
        return find_differences(self.present, self.document, self.vocabularies)

    @cached_property
    def faults(self):
        """Why it cannot be done, in sentences."""
        return document_faults(self.document, pk=self.version.clinic_key)


def restore(version, *, seen_number, user, reason=""):
    """Restore a version as `user` and return its Restoration.

    `seen_number` is the version of the listing that they saw when they decided, None for one that was gone.
    Raises Unrestorable.
    """
    with transaction.atomic():
        hold_listings()
        restoration = Restoration.of(version)
        if restoration.present_number != seen_number:
            raise Unrestorable([_("Somebody changed this listing meanwhile. Look at the changes again.")])
        if restoration.faults:
            raise Unrestorable(restoration.faults)
        change = Change(restoration.document, version.clinic_key, restoration.present)
        write_listings([change], occasion=Occasion(Act.RESTORED, user=user, reason=reason))
        if restoration.present is None:
            give_back_to_author(version.clinic_key)
    return restoration


def give_back_to_author(key):
    """Note who added a listing that came back: their drafts are theirs again."""
    added = ListingVersion.objects.filter(clinic_key=key, act=Act.ADDED).order_by("number").first()
    if added is not None:
        Clinic.objects.filter(pk=key).update(created_by=added.user)
