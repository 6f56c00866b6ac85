"""When what lists of clinics show was last changed: all of them, a district's, a pair's, a treatment's."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max

from clinics.local_focuses import has_page
from clinics.models import Clinic, Focus
from clinics.models.clinic import is_public
from clinics.vocabulary import read_districts
from pricing.changes import newest


@dataclass(frozen=True, slots=True)
class ClinicChanges:
    """Moments of the last change by slug; of `pairs`, district and focus, only those that have a page.

    `count` is the number of clinics that visitors see. A moment is None where nothing was ever public.
    """

    count: int
    all: datetime | None
    districts: dict[str, datetime]
    pairs: dict[tuple[str, str], datetime]
    treatments: dict[str, datetime]


def read_clinic_changes(*, at):
    """Return the ClinicChanges up to a moment, in five queries.

    A district changes with its own words and with the clinics in it and below it. A clinic that was archived
    or has ended counts by the moment when it left; one that was deleted or moved away leaves no trace there.
    """
    districts = read_districts()
    clinics = Clinic.objects.once_public(at=at).with_public_change(at=at).order_by()
    numbers = {"changed": Max("public_change"), "seen": Count("pk", filter=is_public(at=at))}
    by_district = [
        row
        for row in clinics.values_list("district").annotate(**numbers)
        if row[0] in districts.by_pk  # an editor may have added a district since they were read
    ]
    moments = {district.pk: [district.changed_at] for district in districts}
    for pk, changed, _seen in by_district:
        for place in districts.path(districts.by_pk[pk]):
            moments[place.pk].append(changed)
    by_treatment = clinics.filter(treatments__isnull=False).values_list("treatments__slug")
    return ClinicChanges(
        count=sum(seen for _pk, _changed, seen in by_district),
        all=newest(changed for _pk, changed, _seen in by_district),
        districts={district.slug: newest(moments[district.pk]) for district in districts},
        pairs=_read_pairs(clinics, districts, numbers),
        treatments=dict(by_treatment.annotate(changed=numbers["changed"])),
    )


def _read_pairs(clinics, districts, numbers):
    focuses = dict(Focus.objects.order_by().values_list("slug", "changed_at"))
    seen_by_pair, moments = {}, {}
    rows = clinics.filter(focuses__isnull=False).values_list("district", "focuses__slug").annotate(**numbers)
    for pk, focus, changed, seen in rows:
        for place in districts.path(districts.by_pk[pk]) if pk in districts.by_pk else ():
            pair = place.slug, focus
            seen_by_pair[pair] = seen_by_pair.get(pair, 0) + seen
            moments.setdefault(pair, [place.changed_at, focuses.get(focus)]).append(changed)
    return {pair: newest(moments[pair]) for pair, seen in seen_by_pair.items() if has_page(seen)}
