"""What lists say of a clinic, for several at once, out of the index or of one made for these few."""

from typing import NamedTuple

from clinics.bounded import Bounded
from clinics.filters import RELATIONS
from clinics.index.building import build
from clinics.index.reading import read_rows
from clinics.index.records import Shown
from clinics.models import Clinic, District
from pricing.course import Course
from pricing.models import PriceBasis, PriceTier
from pricing.money import Span

MOST_REMEMBERED = 1_500  # clinics, some kilobytes each


class ListedClinic(Shown):
    """What lists show of a clinic, with the address and the names that the model makes of it."""

    __slots__ = ()

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


def recall_facts(places, known, *, on, is_once=False):
    """Return the ClinicFacts of places in the index of what is Known; `on` is the day that evidence holds on.

    They are remembered until the clinic changes or the day does, unless they are wanted but once.
    """
    facts = []
    for place in places:
        pk = known.index.pks[place]
        key = (pk, known.stamp_of(pk), on)
        found = remembered.get(key)
        if found is None:
            found = _facts_at(place, known.index, known.vocabulary, on=on)._replace(stamp=key[1])
            if not is_once:
                remembered.add(key, found, size=1)
        facts.append(found)
    return facts


def read_facts(pks, vocabulary, *, on):
    """Return the ClinicFacts of clinics in the order of their primary keys, read from the database.

    Those that are gone are left out. `on` is the day that evidence holds on.
    """
    index = build(read_rows(pks))
    places = {pk: place for place, pk in enumerate(index.pks)}
    facts = (_facts_at(places[pk], index, vocabulary, on=on) for pk in pks if pk in places)
    return [each for each in facts if each is not None]


def _facts_at(place, index, vocabulary, *, on):
    """Return the ClinicFacts of a place; None if its district is newer than the vocabulary."""
    record = index.record(place)
    if record.district not in vocabulary.district.by_pk:
        return None
    relations = {name: index.records_at(place, name, getattr(vocabulary, name).by_pk) for name in RELATIONS}
    answered = index.records_at(place, "answered", vocabulary.verified.by_pk)
    return ClinicFacts(
        clinic=ListedClinic(*record.shown),
        district_path=vocabulary.district.path(vocabulary.district.by_pk[record.district]),
        relations=relations,
        tier=vocabulary.tier.by_pk.get(record.tier),
        courses=list(_courses(record.courses, vocabulary.treatment)),
        verified=index.verified_at(place, on=on),
        criteria=vocabulary.count_criteria(
            frozenset(record.procedure_id for record in (*relations["treatment"], *answered))
        ),
    )


def _courses(rows, treatments):
    """Yield the Courses of CourseRows, without those of treatments newer than the vocabulary."""
    for treatment, low, high, open_ended, estimated, currency, year, basis, *sessions in rows:
        if treatment in treatments.by_pk:
            yield Course(
                treatments.by_pk[treatment].slug,
                Span(low, high, open_ended),
                estimated,
                currency,
                year,
                None if basis == PriceBasis.PACKAGE else tuple(sessions),
            )
