"""Listings that a register once gave and no longer names."""

from dataclasses import dataclass

from clinics.models import ClinicStatus, RegisterId
from pricing.tables.cells import protected
from pricing.tables.outcomes import csv_line


@dataclass(frozen=True, slots=True)
class Vanished:
    """A listing that a whole release of its register leaves out; it stays as it is until somebody decides."""

    identifier: str
    slug: str
    name: str


def vanished_listings(source, seen):
    """Yield the Vanished of a register, by number; `seen` are the numbers of the present release.

    Archived listings are left out.
    """
    numbers = RegisterId.objects.filter(source=source).exclude(clinic__status=ClinicStatus.ARCHIVED)
    rows = numbers.order_by().values_list("identifier", "clinic__slug", "clinic__name")
    for identifier, slug, name in sorted(row for row in rows.iterator() if row[0] not in seen):
        yield Vanished(identifier, slug, name)


def vanished_lines(vanished):
    """Yield them as CSV to review: the number in the register, the slug, the name."""
    yield csv_line(["source_id", "slug", "name"])
    for listing in vanished:
        yield csv_line(map(protected, [listing.identifier, listing.slug, listing.name]))
