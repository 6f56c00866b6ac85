"""Which new rows of a file may be clinics that the directory has already."""

from decimal import Decimal

from clinics.documents import REGISTER_IDS
from clinics.duplicates import Listing, find_duplicates, place_of, read_listings
from clinics.korea import area_code_of
from clinics.models import ChangeSetRow, ImportKind
from clinics.phones import dialable
from clinics.vocabulary import read_districts
from pricing.tables.checking import Verdict


def find_twins(change_set):
    """Name, on each new row of a checked ChangeSet, the listings and other rows that may be the same clinic.

    Rows with a twin are not chosen: an editor looks first. One reading of the listings.
    """
    if change_set.kind != ImportKind.CLINICS:
        return
    rows = {-row.number: row for row in change_set.rows.filter(verdict=Verdict.NEW).order_by("number")}
    if not rows:
        return
    districts = read_districts()
    fresh = [listing_of(key, row.edits[0][2], districts) for key, row in rows.items()]
    for reasons, *pair in find_duplicates([*read_listings(), *fresh], among=rows.keys()):
        for one, other in (pair, reversed(pair)):
            if one.pk in rows:
                rows[one.pk].twins.append(
                    {"pk": other.pk, "name": other.name, "slug": other.slug, "reasons": ", ".join(reasons)}
                )
                rows[one.pk].is_chosen = False
    ChangeSetRow.objects.bulk_update(
        [row for row in rows.values() if row.twins], ["twins", "is_chosen"], batch_size=100
    )


def listing_of(key, values, districts):
    """Return the Listing that a new row would be; `key` stands for the primary key it does not have yet."""
    district = districts.by_slug.get(values["district"])
    is_exact = values["latitude"] is not None and not values["point_approximate"]
    return Listing(
        pk=key,
        slug=values["slug"],
        name=values["name"],
        name_ko=values["name_ko"],
        district=values["district"],
        place=place_of(districts, district) if district else values["district"],
        phone=values["phone"],
        phone_e164=dialable(values["phone"], area_code=area_code_of(values["address_ko"])),
        address=values["address"],
        address_ko=values["address_ko"],
        status=values["status"],
        registers=values[REGISTER_IDS],
        point=(Decimal(values["latitude"]), Decimal(values["longitude"])) if is_exact else None,
    )
