"""The index against the queries: built or patched, it must give the same answer to every question."""

from collections import defaultdict
from itertools import count

import pytest
from django.db import transaction
from django.http import QueryDict
from django.utils.http import urlencode
from hypothesis import HealthCheck, given, settings

from clinics.clinic_facts import ListedClinic, read_facts, recall_facts
from clinics.filters import RELATIONS, ClinicFilter
from clinics.index.building import build
from clinics.index.keeping import Known
from clinics.index.reading import read_rows
from clinics.matching import IndexedMatches, QueriedMatches
from clinics.models import Clinic, ClinicPrice, Criterion, Finding
from clinics.offered_courses import offered_course
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
    """What is shown of each clinic, drafts too, is what its records say."""
    vocabulary = Vocabulary.read()
    known = Known(log=None, vocabulary=vocabulary, rates={}, market={}, index=index, stamp=next(STAMPS))

    recalled = recall_facts(range(len(index)), known, on=catalogues.TODAY)

    clinics = Clinic.objects.in_bulk(list(index.pks))
    assert [shown(facts) for facts in recalled] == [recorded(clinics[pk]) for pk in index.pks]
    read = read_facts(list(index.pks), vocabulary, on=catalogues.TODAY)
    assert [shown(facts) for facts in read] == [shown(facts) for facts in recalled]


def shown(facts):
    clinic = facts.clinic
    return {
        **clinic._asdict(),
        "address": clinic.get_absolute_url(),
        "other name": (clinic.other_name, clinic.name_language),
        "district": facts.district_path[-1].pk,
        "tier": facts.tier and facts.tier.pk,
        **{name: {record.pk for record in records} for name, records in facts.relations.items()},
        "courses": {
            course.treatment: (
                course.price,
                course.is_estimate,
                course.currency,
                course.year,
                course.sessions,
            )
            for course in facts.courses
        },
        "evidence": (facts.verified, facts.criteria),
    }


def recorded(clinic):
    findings = Finding.objects.filter(clinic=clinic)
    procedures = set(clinic.treatments.values_list("procedure_id", flat=True))
    procedures.update(findings.values_list("criterion__procedure_id", flat=True))
    return {
        **{name: getattr(clinic, name) for name in ListedClinic._fields},
        "address": clinic.get_absolute_url(),
        "other name": (clinic.other_name, clinic.name_language),
        "district": clinic.district_id,
        "tier": clinic.price_tier_id,
        **{
            name: set(related.objects.filter(clinic=clinic).values_list(f"{name}_id", flat=True))
            for name, related in RELATIONS.items()
        },
        "courses": dict(recorded_courses(clinic)),
        "evidence": (
            findings.verified(on=catalogues.TODAY).count(),
            sum(criterion.concerns(procedures) for criterion in Criterion.objects.all()),
        ),
    }


def recorded_courses(clinic):
    """Yield (treatment, what is said of its course) by the rule that the page of a clinic follows."""
    by_basis = defaultdict(dict)
    for price in clinic.prices.select_related("treatment__procedure", "currency"):
        by_basis[price.treatment.slug][price.basis] = price
    for treatment, prices in by_basis.items():
        course = offered_course(prices.get("package"), prices.get("session"))
        if course.span:
            price = course.price
            counted = price.treatment.sessions if price.sessions_min is None else price.sessions
            yield (
                treatment,
                (
                    course.span,
                    price.estimated,
                    price.currency_id,
                    price.year,
                    None if price.basis == "package" else counted,
                ),
            )


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
