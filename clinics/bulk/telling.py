"""What an act did to listings, read from their history."""

from dataclasses import dataclass

from clinics.history.differences import find_differences
from clinics.history.resolving import Vocabularies, resolve
from clinics.models import Clinic, ListingVersion


@dataclass(frozen=True, slots=True)
class Told:
    """A listing that an act changed: its name then, whether it is there now, and the Differences.

    `is_gone` says that the act itself removed it.
    """

    key: int
    number: int
    name: str
    is_there: bool
    is_gone: bool
    differences: list


def told_entries(entries):
    """Return what is Told of some BulkEntries, in their order, in a constant number of statements."""
    entries = list(entries)
    keys = [entry.clinic_key for entry in entries]
    numbers = {number - step for number in (entry.number for entry in entries) for step in (0, 1)}
    versions = {
        (version.clinic_key, version.number): version
        for version in ListingVersion.objects.filter(clinic_key__in=keys, number__in=numbers)
    }
    there = set(Clinic.objects.filter(pk__in=keys).order_by().values_list("pk", flat=True))
    vocabularies = Vocabularies()
    told = []
    for entry in entries:
        after = versions[entry.clinic_key, entry.number]
        before = versions.get((entry.clinic_key, entry.number - 1))
        differences = (
            []
            if entry.is_gone or before is None
            else find_differences(
                *(resolve(each.document, vocabularies).document for each in (before, after)), vocabularies
            )
        )
        is_there = entry.clinic_key in there
        told.append(Told(entry.clinic_key, entry.number, after.name, is_there, entry.is_gone, differences))
    return told
