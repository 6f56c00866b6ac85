"""The index against the queries: built or patched, it must give the same answer to every question."""

from itertools import count

import pytest
from django.db import transaction
from django.http import QueryDict
from django.utils.http import urlencode
from hypothesis import HealthCheck, given, settings

from clinics.clinic_facts import read_facts, recall_facts
from clinics.filters import ClinicFilter
from clinics.index.building import build
from clinics.index.keeping import Known
from clinics.index.reading import read_rows
from clinics.matching import IndexedMatches, QueriedMatches
from clinics.models import Clinic, ClinicPrice, Finding
from clinics.vocabulary import Vocabulary
from pricing.models import Currency
from tests.clinics import catalogues

pytestmark = pytest.mark.django_db
STAMPS = count(-1, -1)  # no state of a clinic in this process has them
SOME = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)


def filters(queries):
    """Return the ClinicFilter of each query of (name, value) pairs."""
    vocabulary = Vocabulary.read()
    rates = {currency.code: currency for currency in Currency.objects.with_rate()}
    return [
        ClinicFilter(QueryDict(urlencode(query)), vocabulary=vocabulary, rates=rates, at=catalogues.AT)
        for query in queries
    ]


def everything_of(matches):
    """Return all that matches say, counts of nothing left out."""
    criteria = [criterion.pk for criterion in matches.chosen["verified"]]
    has_budget = matches.chosen["budget"] is not None
    lowest = matches.lowest_over if has_budget else None
    return {
        "count": matches.count,
        "pks": matches.pks(),
        "page": matches.pks(1, 3),
        "buckets": has_budget and {place: count for place, count in matches.bucket_counts.items() if count},
        "facets": {
            facet: {pk: count for pk, count in counts.items() if count and pk is not None}
            for facet, counts in matches.facet_counts.items()
        },
        "without": {name: matches.count_without(name) for name in matches.narrowing},
        "missing": [matches.count_missing(criterion) for criterion in criteria] if criteria[1:] else [],
        "lowest": lowest,
        "reached": 0 if lowest is None else matches.count_reached(lowest),
    }


@SOME
@given(catalogues.situations())
def test_index_answers_as_the_queries_do_before_and_after_edits(situation):
    catalogue, queries = situation
    with transaction.atomic():
        catalogues.build(catalogue)
        index = build(read_rows())
        for asked in filters(queries):
            assert everything_of(IndexedMatches(asked, index)) == everything_of(QueriedMatches(asked))
        assert_cards_say_the_same(index)

        changed = edit_some()
        index = index.patched(changed, build(read_rows(changed)))
        for asked in filters(queries):
            assert everything_of(IndexedMatches(asked, index)) == everything_of(QueriedMatches(asked))
        assert_cards_say_the_same(index)
        transaction.set_rollback(True)


def assert_cards_say_the_same(index):
    """What is shown of each clinic, drafts too, is what the database says of it."""
    vocabulary, stamp = Vocabulary.read(), next(STAMPS)
    known = Known(log=None, vocabulary=vocabulary, rates={}, market={}, index=index, stamp=stamp)

    recalled = recall_facts(range(len(index)), known, on=catalogues.TODAY)

    read = read_facts(list(index.pks), vocabulary, on=catalogues.TODAY)
    assert [in_any_order(facts)._replace(stamp=None) for facts in recalled] == [
        in_any_order(facts) for facts in read
    ]


def in_any_order(facts):
    return facts._replace(courses=sorted(facts.courses, key=lambda course: course.order))


def edit_some():
    """Rename, publish, price, verify and delete a few clinics and add one; return their primary keys."""
    clinics = list(Clinic.objects.order_by("slug"))[:5]
    for number, clinic in enumerate(clinics):
        if number == 0:
            Clinic.objects.filter(pk=clinic.pk).delete()
        elif number == 1:
            clinic.name, clinic.name_ko = "zz" + clinic.name, "강남 😀"
            clinic.is_example = not clinic.is_example
            clinic.tier_estimated = not clinic.tier_estimated
            clinic.save()
        elif number == 2:
            Clinic.objects.filter(pk=clinic.pk).update(
                status="published", publish_at=catalogues.AT, unpublish_at=None
            )
        elif number == 3:
            ClinicPrice.objects.filter(clinic=clinic).delete()
            clinic.focuses.clear()
        else:
            Finding.objects.filter(clinic=clinic).update(answer="yes", expires_on=catalogues.TODAY)
    changed = {clinic.pk for clinic in clinics}
    if clinics:
        added = Clinic(slug="added-since", name="Élan", district_id=clinics[0].district_id)
        added.status = "published"
        added.save()
        changed.add(added.pk)
    return changed


def test_index_knows_when_time_alone_changes_it():
    catalogues.build({**empty_catalogue(), "clinics": [publication(slug) for slug in ("now", "soon")]})
    Clinic.objects.filter(slug="soon").update(publish_at=catalogues.AT + catalogues.DAY)
    Clinic.objects.filter(slug="now").update(unpublish_at=catalogues.AT + 2 * catalogues.DAY)
    index = build(read_rows())

    dues = [index.next_due(at=catalogues.AT + days * catalogues.DAY) for days in (0, 1, 2)]
    public = [index.public(at=catalogues.AT + days * catalogues.DAY).clinics for days in (0, 1, 2)]

    assert dues == [catalogues.AT + catalogues.DAY, catalogues.AT + 2 * catalogues.DAY, None]
    assert public == [0b01, 0b11, 0b10]


def empty_catalogue():
    return catalogues.draw_catalogue(catalogues.Drawing(b"index")) | {"clinics": []}


def publication(slug):
    catalogue = catalogues.draw_catalogue(catalogues.Drawing(b"index"))
    clinic = catalogue["clinics"][0]
    return {
        **clinic,
        "slug": slug,
        "name": slug,
        "status": "published",
        "publish_at": None,
        "unpublish_at": None,
    }
