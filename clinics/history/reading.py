"""The history of one listing, version by version, each beside the one before it."""

from dataclasses import dataclass

from clinics.models import ListingVersion

from .differences import Difference, find_differences
from .resolving import Vocabularies, resolve

PAGE = 20  # versions


@dataclass(frozen=True, slots=True)
class Entry:
    """A version and how it differs from the one before; `is_first` where there is none before it."""

    version: ListingVersion
    differences: list[Difference]
    is_first: bool


def read_history(clinic_key, *, start=0, count=PAGE):
    """Return the Entries of a listing, the newest first: `count` of them from the place `start` on.

    The number of statements does not depend on how many versions there are.
    """
    versions = list(ListingVersion.objects.of(clinic_key).select_related("user")[start : start + count + 1])
    vocabularies = Vocabularies()
    documents = [resolve(version.document, vocabularies).document for version in versions]
    entries = []
    for place, version in enumerate(versions[:count]):
        is_first = place + 1 == len(versions)
        differences = (
            [] if is_first else find_differences(documents[place + 1], documents[place], vocabularies)
        )
        entries.append(Entry(version, differences, is_first))
    return entries
