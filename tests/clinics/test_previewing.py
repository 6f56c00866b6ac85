"""The page as visitors would see it, for whoever has the link, for seven days."""

from datetime import timedelta

import pytest
from django.core import signing
from django.urls import reverse

from clinics.documents import document_of
from clinics.models import Clinic, ListingVersion, Proposal
from clinics.previewing import SALT, Kind, preview_token
from clinics.proposals import propose
from tests.desk import make_user, sign_in
from tests.factories import NOW, make_clinic, make_focus, make_price, make_treatment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

WEEK = timedelta(days=7)


def address(kind, record, *, at=NOW):
    return reverse("clinics:preview", args=[preview_token(kind, record.pk, at=at)])


def make_proposal_of(clinic, **values):
    document = {**document_of(clinic), **values}
    return propose(clinic.pk, document, base_number=clinic.version, user=None, at=NOW)


def test_a_draft_is_shown_as_its_page_will_be(client):
    clinic = make_clinic(name="Dot House", status="draft")
    make_price(clinic, make_treatment(name="Crown"), 1500, 2500)

    response = client.get(address(Kind.CLINIC, clinic))

    page = response.content.decode()
    assert response.status_code == 200
    assert "This is a preview." in page
    assert "$1,500–$2,500" in page
    assert "until 30 November 2026, 12:00, Seoul time." in page
    assert client.get(clinic.get_absolute_url()).status_code == 404


def test_nobody_keeps_lists_or_passes_it_on(client):
    response = client.get(address(Kind.CLINIC, make_clinic(status="draft")))

    page = response.content.decode()
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert '<meta name="robots" content="noindex, nofollow">' in page
    assert 'rel="canonical"' not in page
    assert not response.cookies


def test_the_link_ends_after_seven_days(client):
    clinic = make_clinic(status="draft")

    just = client.get(address(Kind.CLINIC, clinic, at=NOW - WEEK + timedelta(seconds=1)))
    over = client.get(address(Kind.CLINIC, clinic, at=NOW - WEEK))

    assert just.status_code == 200
    assert over.status_code == 410
    assert "This preview has ended" in over.content.decode()
    assert clinic.name not in over.content.decode()
    assert over.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "change",
    [
        lambda token: token[:-1] + ("a" if token[-1] != "a" else "b"),
        lambda token: "x" + token,
        lambda token: token.partition(":")[2],
        lambda _token: "x",
        lambda _token: "é",
        lambda _token: "x" * 3_000,
    ],
)
def test_a_link_that_this_site_did_not_make_is_not_found(client, change):
    token = preview_token(Kind.CLINIC, make_clinic().pk, at=NOW)

    assert client.get(f"/preview/{change(token)}/").status_code == 404


def test_a_token_for_something_else_is_not_found(client):
    token = signing.dumps([Kind.CLINIC, make_clinic().pk, 9_999_999_999], salt=f"{SALT}.other")

    assert client.get(reverse("clinics:preview", args=[token])).status_code == 404


def test_a_listing_that_is_gone_is_not_found(client):
    clinic = make_clinic()
    link = address(Kind.CLINIC, clinic)
    clinic.delete()

    assert client.get(link).status_code == 404


def test_a_proposal_is_shown_and_nothing_changes(client):
    clinic = make_clinic(name="Dot House")
    make_price(clinic, make_treatment(name="Crown"), 100, 200)
    focus = make_focus(name="Scars")
    before = document_of(clinic)
    prices = [{**before["prices"][0], "low": 1500, "high": 2500}]
    proposal = make_proposal_of(clinic, name="Line House", focuses=[focus.slug], prices=prices)
    versions = ListingVersion.objects.count()

    response = client.get(address(Kind.PROPOSAL, proposal))

    page = response.content.decode()
    assert response.status_code == 200
    assert "It shows a proposed change." in page
    assert "Line House" in page
    assert "$1,500–$2,500" in page
    assert "known for scars" in page
    assert document_of(clinic) == before
    assert Clinic.objects.get().version == clinic.version
    assert ListingVersion.objects.count() == versions


def test_a_proposal_that_is_decided_or_does_not_fit_is_not_shown(client):
    clinic = make_clinic(slug="dot")
    decided = make_proposal_of(clinic, name="Other")
    Proposal.objects.filter(pk=decided.pk).update(state="declined")
    make_clinic(slug="taken")
    unfit = make_proposal_of(clinic, slug="taken")

    for proposal in (decided, unfit):
        assert client.get(address(Kind.PROPOSAL, proposal)).status_code == 404


def test_a_preview_takes_no_more_statements_than_the_page(client, django_assert_max_num_queries):
    clinic = make_clinic(status="draft")
    with django_assert_max_num_queries(12):
        client.get(address(Kind.CLINIC, clinic))


def test_editors_come_to_it_from_the_page_of_the_listing():
    clinic = make_clinic(status="draft")
    proposal = make_proposal_of(clinic, name="Other")
    publisher = sign_in(make_user("Publisher"))

    for name, record in (("clinic", clinic), ("proposal", proposal)):
        response = publisher.get(reverse(f"admin:clinics_{name}_preview", args=[record.pk]))
        assert response.status_code == 302
        assert response.url.startswith("/preview/")
        assert publisher.get(response.url).status_code == 200
    assert publisher.get(reverse("admin:clinics_clinic_preview", args=[0])).status_code == 404
