"""Reading what the index is made of, of all clinics or of some."""

from functools import partial

from django.db.models import Q

from clinics.among import Among
from clinics.filters import RELATIONS
from clinics.index.records import CourseRow
from clinics.index.rows import ClinicRow, Rows
from clinics.models import Clinic, ClinicPrice, Finding
from clinics.models.evidence import Answer

COLUMNS = {"names": "search_names", "district": "district_id", "tier": "price_tier_id"}
COURSE_COLUMNS = {
    "treatment": "treatment_id",
    "low": "course_low",
    "high": "course_high",
    "currency": "currency_id",
}
CHUNK = 5_000


def read_rows(pks=None):
    """Return the Rows of the clinics with some primary keys, or of all."""
    return Rows(
        clinics=partial(
            _read,
            Clinic.objects.in_name_order(),
            "pk",
            pks,
            [COLUMNS.get(name, name) for name in ClinicRow._fields],
        ),
        relations={
            facet: partial(_read_of_clinic, related.objects, pks, f"{facet}_id")
            for facet, related in RELATIONS.items()
        },
        findings=partial(
            _read_of_clinic,
            Finding.objects.annotate(is_yes=Q(answer=Answer.YES)),
            pks,
            "criterion_id",
            "is_yes",
            "expires_on",
        ),
        courses=partial(
            _read_of_clinic,
            ClinicPrice.objects.courses(*([] if pks is None else [Among("clinic_id", pks)])),
            pks,
            *[COURSE_COLUMNS.get(name, name) for name in CourseRow._fields],
        ),
    )


def _read_of_clinic(records, pks, *columns):
    return _read(records.order_by(), "clinic_id", pks, ["clinic_id", *columns])


def _read(records, key, pks, columns):
    if pks is not None:
        records = records.filter(Among(key, pks))
    return records.values_list(*columns).iterator(chunk_size=CHUNK)
