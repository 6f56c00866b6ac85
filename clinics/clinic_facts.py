"""What lists say of a clinic, read for several at once out of the index or the database."""

from datetime import date
from typing import NamedTuple

from django.db.models import CharField, F, Value

from clinics.bounded import Bounded
from clinics.filters import RELATIONS
from clinics.models import Clinic, ClinicPrice, District, Finding
from clinics.models.evidence import Answer
from clinics.prepared import Prepared
from pricing.course import Course
from pricing.models import PriceBasis, PriceTier
from pricing.money import Span

MOST_REMEMBERED = 1_500  # clinics, some kilobytes each


class ListedClinic(NamedTuple):
    """The columns of a clinic that lists show."""

    pk: int
    slug: str
    name: str
    name_ko: str
    is_example: bool
    tier_estimated: bool
    verified_on: date | None

    get_absolute_url = Clinic.get_absolute_url
    name_language = Clinic.name_language
    other_name = Clinic.other_name


class ClinicFacts(NamedTuple):
    """A clinic and what belongs to it, for many readers at once: nobody changes any of it.

    `district_path` runs from the root to the clinic's own district; `relations` maps focus, concern,
    treatment, language and service to records in the vocabulary's order; `courses` are in US dollars.
    Of `criteria` that concern it, so many are `verified` on the day of reading. `stamp` is a number that no
    other state of the clinic has, None for one that was read for once.
    """

    clinic: ListedClinic
    district_path: list[District]
    relations: dict[str, list]
    tier: PriceTier | None
    courses: list[Course]
    verified: int
    criteria: int
    stamp: int | None = None


remembered = Bounded(lambda: MOST_REMEMBERED)


def recall_facts(places, known, *, on):
    """Return the ClinicFacts of places in the index of what is Known; `on` is the day that evidence holds on.

    They are remembered until the clinic changes or the day does.
    """
    facts = []
    for place in places:
        pk = known.index.pks[place]
        key = (pk, known.stamp_of(pk), on)
        found = remembered.get(key)
        if found is None:
            found = _recall(pk, place, known, on)
            remembered.add(key, found, size=1)
        facts.append(found)
    return facts


def _recall(pk, place, known, on):
    index, vocabulary = known.index, known.vocabulary
    record = index.record(place)
    relations = {
        name: getattr(vocabulary, name).in_order(index.members_at(place, name)) for name in RELATIONS
    }
    courses = (_course(*course, vocabulary=vocabulary) for course in record.courses)
    return ClinicFacts(
        clinic=ListedClinic(
            pk,
            record.slug,
            record.name,
            record.name_ko,
            record.is_example,
            record.tier_estimated,
            record.verified_on,
        ),
        district_path=vocabulary.district.path(vocabulary.district.by_pk[record.district]),
        relations=relations,
        tier=vocabulary.tier.by_pk.get(record.tier),
        courses=[course for course in courses if course],
        verified=index.verified_at(place, on=on),
        criteria=_count_criteria(relations["treatment"], index.members_at(place, "answered"), vocabulary),
        stamp=known.stamp_of(pk),
    )


def read_facts(pks, vocabulary, *, on):
    """Return the ClinicFacts of clinics in the order of their primary keys, without those that are gone.

    `on` is the day that evidence holds on.
    """
    clinics, relations = {row[0]: row for row in CLINIC_ROWS.read(pks)}, _relations(pks)
    courses, findings = _courses(pks, vocabulary), _findings(pks)
    facts = []
    for pk in pks:
        # An editor may have taken it away, or moved it to a new district, since this request began.
        if pk not in clinics or clinics[pk][-2] not in vocabulary.district.by_pk:
            continue
        *columns, district, tier = clinics[pk]
        related = {
            name: getattr(vocabulary, name).in_order(members) for name, members in relations[pk].items()
        }
        facts.append(
            ClinicFacts(
                clinic=ListedClinic(*columns),
                district_path=vocabulary.district.path(vocabulary.district.by_pk[district]),
                relations=related,
                tier=vocabulary.tier.by_pk.get(tier),
                courses=courses[pk],
                verified=sum(
                    answer == Answer.YES and (expires_on is None or expires_on >= on)
                    for _criterion, answer, expires_on in findings[pk]
                ),
                criteria=_count_criteria(
                    related["treatment"], [criterion for criterion, *_rest in findings[pk]], vocabulary
                ),
            )
        )
    return facts


def _count_criteria(treatments, answered, vocabulary):
    """Return how many criteria concern a clinic with some treatments, and with findings on some criteria."""
    criteria = vocabulary.verified
    procedures = {treatment.procedure_id for treatment in treatments}
    procedures.update(criteria.by_pk[pk].procedure_id for pk in answered if pk in criteria.by_pk)
    return vocabulary.count_criteria(frozenset(procedures))


def _course(treatment, low, high, open_ended, estimated, currency, year, basis, *sessions, vocabulary):
    """Return the Course of a CourseRow's columns, or None if its treatment is new to the vocabulary."""
    if treatment not in vocabulary.treatment.by_pk:
        return None
    return Course(
        vocabulary.treatment.by_pk[treatment].slug,
        Span(low, high, open_ended),
        estimated,
        currency,
        year,
        None if basis == PriceBasis.PACKAGE else sessions,
    )


def _relations(pks):
    relations = {pk: {name: [] for name in RELATIONS} for pk in pks}
    for name, clinic, pk in RELATION_ROWS.read(pks):
        relations[clinic][name].append(pk)
    return relations


def _courses(pks, vocabulary):
    courses = {pk: [] for pk in pks}
    for clinic, *columns in COURSE_ROWS.read(pks):
        if course := _course(*columns, vocabulary=vocabulary):
            courses[clinic].append(course)
    return courses


def _findings(pks):
    findings = {pk: [] for pk in pks}
    for clinic, *columns in FINDING_ROWS.read(pks):
        findings[clinic].append(columns)
    return findings


def _clinic_rows(among):
    columns = [*ListedClinic._fields, "district_id", "price_tier_id"]
    return Clinic.objects.filter(among("pk")).order_by().values_list(*columns)


def _relation_rows(among):
    first, *others = (
        related.objects.filter(among("clinic_id"))
        .order_by()
        .values_list(Value(name, output_field=CharField()), "clinic_id", F(f"{name}_id"))
        for name, related in RELATIONS.items()
    )
    return first.union(*others, all=True)


def _course_rows(among):
    return (
        ClinicPrice.objects.courses(among("clinic_id"))
        .order_by()
        .values_list(
            "clinic_id",
            "treatment_id",
            "course_low",
            "course_high",
            "open_ended",
            "estimated",
            "currency_id",
            "year",
            "basis",
            "fewest",
            "most",
        )
    )


def _finding_rows(among):
    return (
        Finding.objects.filter(among("clinic_id"))
        .order_by()
        .values_list("clinic_id", "criterion_id", "answer", "expires_on")
    )


CLINIC_ROWS = Prepared(Clinic, _clinic_rows)
RELATION_ROWS = Prepared(Clinic, _relation_rows)
COURSE_ROWS = Prepared(ClinicPrice, _course_rows)
FINDING_ROWS = Prepared(Finding, _finding_rows)
