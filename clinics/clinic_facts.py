"""What lists say of a clinic, read for several at once, and remembered until the clinic changes."""

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


class FoundAnswer(NamedTuple):
    """What a finding says: the procedure of its criterion, whether it is a yes, and its last day."""

    procedure: int | None
    is_yes: bool
    expires_on: date | None


class ClinicFacts(NamedTuple):
    """A clinic and what belongs to it, for many readers at once: nobody changes any of it.

    `district_path` runs from the root to the clinic's own district; `relations` maps focus, concern,
    treatment, language and service to records in the vocabulary's order; `courses` are in US dollars.
    `stamp` is a number that no other state of the clinic has, None for one that was read for once.
    """

    clinic: Clinic
    district_path: list[District]
    relations: dict[str, list]
    tier: PriceTier | None
    courses: list[Course]
    answers: list[FoundAnswer]
    stamp: int | None = None

    def evidence(self, criteria, *, on):
        """Return how many criteria have a yes that holds on a day, and how many of `criteria` concern it."""
        procedures = {treatment.procedure_id for treatment in self.relations["treatment"]}
        procedures.update(answer.procedure for answer in self.answers)
        verified = sum(
            answer.is_yes and (answer.expires_on is None or answer.expires_on >= on)
            for answer in self.answers
        )
        return verified, sum(criterion.concerns(procedures) for criterion in criteria)


remembered = Bounded(lambda: MOST_REMEMBERED)


def read_facts(pks, vocabulary, *, known=None):
    """Return primary key -> ClinicFacts, without those of clinics that are gone.

    With what is Known of the data, facts are remembered, and read only of clinics that changed.
    """
    if known is None:
        return _read(pks, vocabulary)
    keys = {pk: (pk, known.stamp_of(pk)) for pk in pks}
    facts = {pk: remembered.get(key) for pk, key in keys.items()}
    if missing := [pk for pk, found in facts.items() if found is None]:
        read = _read(missing, vocabulary, stamps={pk: keys[pk][1] for pk in missing})
        for pk, found in read.items():
            remembered.add(keys[pk], found, size=1)
        facts.update(read)
    return {pk: found for pk, found in facts.items() if found is not None}


def _read(pks, vocabulary, *, stamps=None):
    clinics, relations = _clinics(pks), _relations(pks)
    courses, answers = _courses(pks, vocabulary), _answers(pks)
    return {
        pk: ClinicFacts(
            clinic=clinic,
            district_path=vocabulary.district.path(vocabulary.district.by_pk[clinic.district_id]),
            relations={
                name: getattr(vocabulary, name).in_order(related) for name, related in relations[pk].items()
            },
            tier=vocabulary.tier.by_pk.get(clinic.price_tier_id),
            courses=courses[pk],
            answers=answers[pk],
            stamp=stamps and stamps[pk],
        )
        for pk, clinic in clinics.items()
        # An editor may have moved it to a new district since this request began.
        if clinic.district_id in vocabulary.district.by_pk
    }


def _clinics(pks):
    alias = CLINIC_ROWS.alias
    clinics = (Clinic.from_db(alias, COLUMNS, row) for row in CLINIC_ROWS.read(pks))
    return {clinic.pk: clinic for clinic in clinics}


def _relations(pks):
    relations = {pk: {name: [] for name in RELATIONS} for pk in pks}
    for name, clinic, pk in RELATION_ROWS.read(pks):
        relations[clinic][name].append(pk)
    return relations


def _courses(pks, vocabulary):
    courses = {pk: [] for pk in pks}
    for clinic, treatment, low, high, open_ended, *details, basis, fewest, most in COURSE_ROWS.read(pks):
        if treatment not in vocabulary.treatment.by_slug:
            continue  # it was renamed since this request began
        sessions = None if basis == PriceBasis.PACKAGE else (fewest, most)
        courses[clinic].append(Course(treatment, Span(low, high, open_ended), *details, sessions))
    return courses


def _answers(pks):
    answers = {pk: [] for pk in pks}
    for pk, procedure, answer, expires_on in ANSWER_ROWS.read(pks):
        answers[pk].append(FoundAnswer(procedure, answer == Answer.YES, expires_on))
    return answers


def _clinic_rows(among):
    return Clinic.objects.filter(among("pk")).order_by().values_list(*COLUMNS)


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
            "treatment__slug",
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


def _answer_rows(among):
    return (
        Finding.objects.filter(among("clinic_id"))
        .order_by()
        .values_list("clinic_id", "criterion__procedure", "answer", "expires_on")
    )


COLUMNS = [field.attname for field in Clinic._meta.concrete_fields]
CLINIC_ROWS = Prepared(Clinic, _clinic_rows)
RELATION_ROWS = Prepared(Clinic, _relation_rows)
COURSE_ROWS = Prepared(ClinicPrice, _course_rows)
ANSWER_ROWS = Prepared(Finding, _answer_rows)
