"""The counts beside the filters of the editors' list: out of the index what Django would count itself."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clinics.models import Clinic, District, Focus
from pricing.models import PriceTier
from tests.crowd import make_crowd
from tests.factories import NOW, TODAY, make_clinic, make_district, make_focus

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

LIST = reverse("admin:clinics_clinic_changelist")
MOST_STATEMENTS = 14


def counts(client, **query):
    """Return the title of each filter -> what its choices say, counts included."""
    changelist = client.get(LIST, {**query, "_facets": "True"}).context["cl"]
    return {
        spec.title: [choice["display"] for choice in spec.choices(changelist)]
        for spec in changelist.filter_specs
    }


@pytest.fixture
def clinics():
    """Clinics of every kind that a filter tells apart."""
    make_crowd(20)
    seoul = District.objects.get(slug="seoul")
    inside = make_district(parent=make_district(parent=seoul))
    scars = make_focus()
    make_clinic(name="Inner", district=inside, focuses=[scars, *Focus.objects.all()[:1]], status="draft")
    make_clinic(name="Example", is_example=True, legal_basis="medical", verified_on=TODAY)
    make_clinic(name="Checked", verified_on=TODAY - timedelta(days=3), review_due_on=TODAY)
    make_clinic(name="Long ago", verified_on=TODAY.replace(month=1, day=2), review_due_on=TODAY)
    make_clinic(name="Later", publish_at=NOW + timedelta(days=1), legal_basis="tattooist")
    return scars


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"status__exact": "draft"},
        {"district": "seoul"},
        {"district": "nowhere"},
        {"price_tier__isnull": "True"},
        {"focuses__isnull": "True"},
        {"focuses__isnull": "False"},
        {"is_example__exact": "1"},
        {"legal_basis__exact": "medical", "is_example__exact": "1"},
        {"verified_on__gte": "2026-01-01", "verified_on__lt": "2027-01-01"},
        {"verified_on__isnull": "False", "review_due_on__isnull": "True"},
        {"q": "inner"},
        {"q": "clinic", "status__exact": "published"},
        {"slug__startswith": "clinic-000"},
    ],
    ids=str,
)
def test_index_counts_what_django_counts(admin_client, clinics, settings, query):
    by_index = counts(admin_client, **query)
    settings.CLINIC_INDEX = False

    assert by_index == counts(admin_client, **query)


def test_related_records_are_counted_too(admin_client, clinics, settings):
    query = {"focuses__id__exact": clinics.pk, "status__exact": "draft"}
    by_index = counts(admin_client, **query)
    tier = counts(admin_client, price_tier__id__exact=PriceTier.objects.first().pk)
    settings.CLINIC_INDEX = False

    assert by_index == counts(admin_client, **query)
    assert tier == counts(admin_client, price_tier__id__exact=PriceTier.objects.first().pk)
    assert f"{clinics.name} (1)" in by_index["focuses"]


def test_edit_is_counted_at_once(admin_client, clinics):
    before = counts(admin_client)
    Clinic.objects.filter(name="Inner").update(status="published")

    after = counts(admin_client)

    assert before["status"] != after["status"]


def test_a_list_with_counts_takes_few_statements_and_one_more_with_a_search(admin_client, clinics):
    admin_client.get(LIST, {"_facets": "True"})
    taken = []
    for query in ({}, {"q": "clinic", "status__exact": "published"}):
        with CaptureQueriesContext(connection) as captured:
            admin_client.get(LIST, {**query, "_facets": "True"})
        taken.append(len(captured))

    assert taken[0] <= MOST_STATEMENTS
    assert taken[1] <= taken[0] + 1
