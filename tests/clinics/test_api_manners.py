"""How the API answers whatever is asked of it, and its whole lists of words."""

import pytest
from django.test import Client

from tests.factories import (
    make_clinic,
    make_concern,
    make_criterion,
    make_district,
    make_focus,
    make_language,
    make_service,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

LISTING = "/api/v1/clinics/"


class TestVocabularies:
    """Whole lists as plain arrays."""

    @pytest.mark.parametrize(
        ("address", "make"),
        [
            ("focuses", make_focus),
            ("concerns", make_concern),
            ("languages", make_language),
            ("services", make_service),
        ],
    )
    def test_terms_have_slug_and_name_in_their_order(self, client, address, make):
        make(slug="b", name="Second", position=2)
        make(slug="a", name="Third", position=3)
        make(slug="c", name="First", position=1)

        assert client.get(f"/api/v1/{address}/").json() == [
            {"slug": "c", "name": "First"},
            {"slug": "b", "name": "Second"},
            {"slug": "a", "name": "Third"},
        ]

    def test_criteria_have_slug_and_name(self, client):
        make_criterion(slug="needles", name="New needles")

        assert client.get("/api/v1/criteria/").json() == [{"slug": "needles", "name": "New needles"}]

    def test_districts_have_their_korean_name_and_parent(self, client):
        seoul = make_district(slug="seoul", name="Seoul", name_ko="서울", position=1)
        make_district(slug="mapo", name="Mapo", parent=seoul, position=2)

        assert client.get("/api/v1/districts/").json() == [
            {"slug": "seoul", "name": "Seoul", "name_ko": "서울", "parent": None},
            {"slug": "mapo", "name": "Mapo", "name_ko": "", "parent": "seoul"},
        ]

    @pytest.mark.parametrize(
        "address", ["districts", "focuses", "concerns", "languages", "services", "criteria"]
    )
    def test_list_may_be_empty_and_knows_no_parameters(self, client, address):
        response = client.get(f"/api/v1/{address}/?page=2&page_size=1&format=xml")

        assert response.json() == []


class TestManners:
    """How the API answers whatever is asked of it."""

    ADDRESSES = (
        LISTING,
        "/api/v1/clinics/dots/",
        "/api/v1/clinics.csv",
        "/api/v1/clinics.geojson",
        "/api/v1/districts/",
        "/api/v1/schema/",
    )

    @pytest.fixture(autouse=True)
    def dots(self):
        make_clinic(slug="dots")

    @pytest.mark.parametrize("address", ADDRESSES)
    @pytest.mark.parametrize(
        "accept",
        [
            "",
            "*/*",
            "text/html",
            "text/csv",
            "application/xml;q=0.1",
            "a/b/c;;q=x,,",
            "application/json; indent=9",
        ],
    )
    def test_nobody_is_refused_for_what_they_accept(self, client, address, accept):
        plain = client.get(address)

        response = client.get(address, headers={"accept": accept})

        assert response.status_code == 200
        assert response.headers["Content-Type"] == plain.headers["Content-Type"]
        assert response.getvalue() == plain.getvalue()

    @pytest.mark.parametrize("query", ["format=api", "format=csv", "format=%00", "format=json&format=xml"])
    def test_format_is_a_parameter_that_means_nothing(self, client, query):
        assert client.get(f"{LISTING}?{query}").json() == client.get(LISTING).json()

    @pytest.mark.parametrize("address", ADDRESSES)
    @pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
    def test_nothing_can_be_written(self, address, method):
        response = getattr(Client(enforce_csrf_checks=True), method)(address)

        assert response.status_code == 405

    @pytest.mark.parametrize("address", ADDRESSES)
    def test_head_answers_without_a_body(self, client, address):
        response = client.head(address)

        assert response.status_code == 200
        assert response.getvalue() == b""

    def test_page_says_where_the_data_are(self, client):
        assert f'href="{LISTING}"' in client.get("/").text
