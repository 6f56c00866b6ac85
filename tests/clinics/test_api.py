"""The directory as open data: exact keys, nulls only where they are promised, links that work."""

import csv
import json
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO
from itertools import cycle
from types import SimpleNamespace

import pytest
from django.test import Client

from clinics.api.views import geojson
from clinics.exporting import clinic_header
from clinics.views import listing_of
from pricing.models import TaxState
from tests.crowd import make_crowd
from tests.factories import (
    NOW,
    TODAY,
    make_clinic,
    make_concern,
    make_criterion,
    make_currency,
    make_district,
    make_finding,
    make_focus,
    make_language,
    make_price,
    make_service,
    make_tier,
    make_treatment,
)
from tests.odd_records import HOSTILE
from tests.records import make_inclusion

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

LISTING = "/api/v1/clinics/"
FACETS = ["district", "focus", "concern", "treatment", "language", "service", "tier", "verified"]
BARE = {
    "name_ko": "",
    "is_example": False,
    "focuses": [],
    "concerns": [],
    "treatments": [],
    "languages": [],
    "services": [],
    "tier": None,
    "course": None,
    "bucket": None,
    "verified_on": None,
}


@pytest.fixture
def ask(client):
    """Return a function from a query string to the answer of the listing."""

    def get(query=""):
        response = client.get(f"{LISTING}?{query}" if query else LISTING)
        assert response.status_code == 200
        assert response.headers["Content-Type"] == "application/json"
        return response.json()

    return get


def slugs(answer):
    return [result["slug"] for result in answer["results"]]


@pytest.fixture
def mapo():
    return make_district(slug="mapo", name="Mapo", parent=make_district(slug="seoul", name="Seoul"))


class TestListing:
    """The listing: a page of results, the counts beside every choice, and what was ignored."""

    def test_empty_directory_answers_with_every_key(self, ask):
        assert ask() == {
            "count": 0,
            "next": None,
            "previous": None,
            "facets": {facet: [] for facet in FACETS},
            "ignored": {},
            "results": [],
        }

    def test_bare_clinic_is_null_where_nothing_is_known(self, ask, mapo):
        make_clinic(slug="bare", name="Bare", district=mapo)

        [result] = ask()["results"]

        assert result == {
            "slug": "bare",
            "name": "Bare",
            "district": {"slug": "mapo", "name": "Mapo", "path": ["seoul", "mapo"]},
            "url": "/clinics/bare/",
            **BARE,
        }

    def test_full_clinic_says_everything_in_slugs(self, ask, mapo):
        clinic = make_clinic(
            slug="full",
            name="Full",
            name_ko="가득",
            district=mapo,
            is_example=True,
            focuses=[make_focus(slug="b", position=2), make_focus(slug="a", position=3)],
            concerns=[make_concern(slug="thinning")],
            languages=[make_language(slug="korean")],
            services=[make_service(slug="coordinator")],
            price_tier=make_tier(slug="high"),
            verified_on=date(2026, 1, 28),
        )
        make_price(clinic, make_treatment(slug="crown"), 1800, 3000)

        [result] = ask()["results"]

        assert result == {
            "slug": "full",
            "name": "Full",
            "name_ko": "가득",
            "is_example": True,
            "district": {"slug": "mapo", "name": "Mapo", "path": ["seoul", "mapo"]},
            "focuses": ["b", "a"],
            "concerns": ["thinning"],
            "treatments": ["crown"],
            "languages": ["korean"],
            "services": ["coordinator"],
            "tier": "high",
            "course": {"low_usd": 1800, "high_usd": 3000, "open_ended": False, "treatment": "crown"},
            "bucket": None,
            "verified_on": "2026-01-28",
            "url": "/clinics/full/",
        }

    @pytest.mark.parametrize(
        ("low", "high", "values", "course"),
        [
            (4000, None, {}, {"low_usd": 4000, "high_usd": None, "open_ended": True}),
            (
                4000,
                6000,
                {"open_ended": True},
                {"low_usd": 4000, "high_usd": 6000, "open_ended": True},
            ),
            (
                2_500_000,
                3_000_001,
                {"currency": "KRW"},
                {"low_usd": 1804, "high_usd": 2166, "open_ended": False},
            ),
            (None, None, {}, None),
        ],
    )
    def test_course_is_in_us_dollars_and_high_is_the_stated_figure_or_null(
        self, ask, low, high, values, course
    ):
        make_currency("KRW", units_per_usd=Decimal("1385.5"))
        make_price(make_clinic(), make_treatment(slug="crown"), low, high, **values)

        [result] = ask()["results"]

        assert result["course"] == (course and {**course, "treatment": "crown"})

    def test_facets_have_value_label_count_and_selected_in_the_order_of_the_vocabulary(self, ask, mapo):
        make_clinic(district=mapo, focuses=[make_focus(slug="b", name="Scars", position=1)])
        make_focus(slug="a", name="Density", position=2)

        facets = ask("focus=b&district=mapo")["facets"]

        assert list(facets) == FACETS
        assert facets["focus"] == [
            {"value": "b", "label": "Scars", "count": 1, "selected": True},
            {"value": "a", "label": "Density", "count": 0, "selected": False},
        ]
        assert facets["district"] == [
            {"value": "seoul", "label": "Seoul", "count": 1, "selected": False},
            {"value": "mapo", "label": "Mapo", "count": 1, "selected": True},
        ]

    def test_budget_adds_buckets_and_a_bucket_to_each_result(self, ask):
        crown = make_treatment()
        make_price(make_clinic(slug="fits"), crown, 100, 500)
        make_price(make_clinic(slug="open"), crown, 100, None)
        make_price(make_clinic(slug="over"), crown, 501, 502)
        make_clinic(slug="silent")

        answer = ask("budget=500&unpriced=include")

        assert answer["buckets"] == {"fits": 1, "may-fit": 1, "over": 1, "unpriced": 1}
        assert [(result["slug"], result["bucket"]) for result in answer["results"]] == [
            ("fits", "fits"),
            ("open", "may-fit"),
            ("silent", "unpriced"),
        ]
        assert answer["count"] == 3
        assert "buckets" not in ask("unpriced=include")

    @pytest.mark.parametrize(
        ("query", "ignored"),
        [
            ("tier=99&tier=x&tier=99", {"tier": ["99", "x"]}),
            ("budget=x&page=y&page_size=101", {"budget": ["x"], "page": ["y"], "page_size": ["101"]}),
            ("q=%00", {"q": ["\0"]}),
            ("tier=%ED%A0%80%FF", {"tier": ["\ufffd\ufffd\ufffd\ufffd"]}),
            ("utm_source=x&tier=&budget=&unpriced=x", {}),
        ],
    )
    def test_what_was_not_understood_is_always_named(self, ask, query, ignored):
        make_clinic(slug="dots")

        answer = ask(query)

        assert answer["ignored"] == ignored
        assert slugs(answer) == ["dots"]


class TestPages:
    """Pages of a chosen size, with links that lead on."""

    @pytest.fixture(autouse=True)
    def five(self):
        for number in range(5):
            make_clinic(slug=f"c{number}", name=f"Clinic {number}")

    def test_links_are_absolute_and_keep_every_choice(self, ask):
        answer = ask("page=2&page_size=2&sort=price&q=clinic&utm_source=x&tier=nope")

        address = "http://testserver/api/v1/clinics/?q=clinic&sort=price&page_size=2&page"
        assert (answer["previous"], answer["next"]) == (f"{address}=1", f"{address}=3")

    def test_walk_along_the_links_meets_every_clinic_once(self, ask, client):
        answers = [ask("page_size=2")]
        while answers[-1]["next"]:
            answers.append(client.get(answers[-1]["next"]).json())

        assert [slugs(answer) for answer in answers] == [["c0", "c1"], ["c2", "c3"], ["c4"]]
        assert client.get(answers[-1]["previous"]).json() == answers[1]
        assert answers[0]["previous"] is None

    def test_page_holds_24_unless_a_size_is_asked_for(self, ask):
        make_crowd(25)

        assert len(ask()["results"]) == 24
        assert len(ask("page_size=100")["results"]) == 30

    @pytest.mark.parametrize(
        "query", ["page=6&page_size=1", "page=2", "page=0", "page=-1", "page=" + "9" * 30]
    )
    def test_page_that_is_not_there_is_not_found_in_json(self, client, query):
        response = client.get(f"{LISTING}?{query}")

        assert response.status_code == 404
        assert response.json() == {"detail": "There is no such page."}


class TestClinic:
    """One clinic: its result with its texts, prices and findings."""

    def test_bare_clinic_answers_with_every_key(self, client, mapo):
        make_clinic(slug="bare", name="Bare", district=mapo)

        answer = client.get("/api/v1/clinics/bare/").json()

        assert answer == {
            "slug": "bare",
            "name": "Bare",
            "district": {"slug": "mapo", "name": "Mapo", "path": ["seoul", "mapo"]},
            "url": "/clinics/bare/",
            **BARE,
            "texts": {
                "tier_estimated": True,
                "focus_summary": "",
                "target_clients": "",
                "artistic_style": "",
                "technology": "",
                "service_grade": "",
                "service_note": "",
                "differentiator": "",
                "description": "",
                "expertise": "",
                "experience": "",
                "access": "",
                "address": "",
                "address_ko": "",
                "latitude": None,
                "longitude": None,
                "point_approximate": False,
                "phone": "",
                "phone_e164": "",
                "website": "",
                "review_places": [],
                "opening_hours": "",
                "payment_methods": [],
                "legal_basis": "unknown",
                "legal_number": "",
                "legal_source": "",
                "legal_checked_on": None,
            },
            "prices": [],
            "findings": [],
        }

    def test_result_is_the_one_of_the_listing(self, ask, client):
        make_price(make_clinic(slug="dots", focuses=[make_focus()]), make_treatment(), 1, 2)

        answer = client.get("/api/v1/clinics/dots/").json()

        [result] = ask()["results"]
        assert result.items() <= answer.items()

    def test_prices_are_as_quoted(self, client):
        clinic, crown = make_clinic(slug="dots"), make_treatment(slug="crown")
        price = make_price(
            clinic,
            crown,
            2_500_000,
            3_000_001,
            currency="KRW",
            basis="session",
            sessions=(2, 3),
            tax=TaxState.EXCLUDED,
            estimated=True,
            remark="Remark",
            source="List",
            checked_on=TODAY,
        )
        price.inclusions.add(make_inclusion(slug="aftercare"))
        make_price(clinic, crown)

        package, session = client.get("/api/v1/clinics/dots/").json()["prices"]

        assert session == {
            "treatment": "crown",
            "basis": "session",
            "state": "priced",
            "low": 2_500_000,
            "high": 3_000_001,
            "open_ended": False,
            "currency": "KRW",
            "sessions_min": 2,
            "sessions_max": 3,
            "inclusions": ["aftercare"],
            "tax": "excluded",
            "estimated": True,
            "year": 2026,
            "remark": "Remark",
            "source": "List",
            "checked_on": "2026-11-23",
        }
        assert (package["basis"], package["state"], package["low"], package["high"]) == (
            "package",
            "on_assessment",
            None,
            None,
        )

    def test_findings_are_told_with_their_days_fresh_or_expired(self, client):
        clinic = make_clinic(slug="dots")
        yesterday = TODAY - timedelta(days=1)
        make_finding(
            clinic,
            make_criterion(slug="needles", position=1),
            evidence="Seen.",
            source="Visit",
            checked_on=yesterday,
            expires_on=yesterday,
        )
        make_finding(clinic, make_criterion(slug="license", position=2), "unknown", checked_on=None)

        assert client.get("/api/v1/clinics/dots/").json()["findings"] == [
            {
                "criterion": "needles",
                "answer": "yes",
                "evidence": "Seen.",
                "source": "Visit",
                "checked_on": "2026-11-22",
                "expires_on": "2026-11-22",
            },
            {
                "criterion": "license",
                "answer": "unknown",
                "evidence": "",
                "source": "",
                "checked_on": None,
                "expires_on": None,
            },
        ]

    @pytest.mark.parametrize(
        "values", [{"status": "draft"}, {"publish_at": NOW + timedelta(seconds=1)}, {"unpublish_at": NOW}]
    )
    def test_clinic_that_is_not_public_now_is_not_found_in_json(self, client, values):
        make_clinic(slug="hidden", **values)

        response = client.get("/api/v1/clinics/hidden/")

        assert response.status_code == 404
        assert response.json() == {"detail": "There is no such clinic."}

    @pytest.mark.parametrize("slug", ["nobody", "x" * 500, "DOTS"])
    def test_unknown_clinic_is_not_found_in_json(self, client, slug):
        make_clinic(slug="dots")

        response = client.get(f"/api/v1/clinics/{slug}/")

        assert response.status_code == 404
        assert response.headers["Content-Type"] == "application/json"

    def test_query_of_a_clinics_address_changes_nothing(self, client):
        make_clinic(slug="dots")

        assert client.get("/api/v1/clinics/dots/?budget=1&page=9").json() == (
            client.get("/api/v1/clinics/dots/").json()
        )


class TestFiles:
    """The whole result as a spreadsheet and as points: in the order of the results, unpaged, streamed."""

    def rows(self, client, query=""):
        response = client.get(f"/api/v1/clinics.csv{query}")
        assert response.streaming
        return list(csv.DictReader(StringIO(response.getvalue().decode())))

    def collection(self, client, query=""):
        response = client.get(f"/api/v1/clinics.geojson{query}")
        assert response.streaming
        return json.loads(response.getvalue())

    @pytest.fixture
    def priced(self):
        """Three clinics whose order by price is another one than by name or key, and a draft."""
        crown = make_treatment()
        for slug, low in [("b", 300), ("c", 100), ("a", 200)]:
            make_price(make_clinic(slug=slug, name=slug.upper()), crown, low, low)
        make_clinic(slug="draft", status="draft")

    @pytest.mark.usefixtures("priced")
    @pytest.mark.parametrize(
        "query", ["", "?sort=price", "?sort=-price", "?budget=250", "?budget=0&unpriced=include", "?q=a"]
    )
    def test_files_hold_what_the_listing_holds_in_its_order(self, client, query):
        expected = slugs(client.get(f"{LISTING}{query}").json())

        assert [row["slug"] for row in self.rows(client, query)] == expected
        assert [
            feature["properties"]["slug"] for feature in self.collection(client, query)["features"]
        ] == expected

    def test_files_are_unpaged_and_longer_than_they_are_read_at_once(self, client):
        make_crowd(1_100)

        rows = self.rows(client, "?page_size=2&page=99")
        features = self.collection(client, "?page_size=2&page=99")["features"]

        assert [row["slug"] for row in rows] == [f"clinic-{place:04}" for place in by_name(1_100)]
        assert [feature["properties"]["slug"] for feature in features] == [row["slug"] for row in rows]

    def test_spreadsheet_has_the_native_columns_even_when_it_is_empty(self, client):
        response = client.get("/api/v1/clinics.csv")

        assert response.getvalue().decode() == ",".join(clinic_header()) + "\n"
        assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
        assert response.headers["Content-Disposition"] == 'attachment; filename="clinics.csv"'

    def test_cell_that_a_spreadsheet_would_run_is_disarmed(self, client):
        make_clinic(name="=1+1", description=HOSTILE, phone="+82 2 555 1234")

        [row] = self.rows(client)

        assert row["name"] == "'=1+1"
        assert row["description"] == HOSTILE
        assert row["phone"] == "+82 2 555 1234"

    def test_points_stand_as_longitude_and_latitude_and_none_is_null(self, client):
        make_clinic(slug="a", name="A", latitude=Decimal("37.5247"), longitude=Decimal("127.0402"))
        make_clinic(slug="b", name="B")

        response = client.get("/api/v1/clinics.geojson")
        answer = json.loads(response.getvalue())

        assert response.headers["Content-Type"] == "application/geo+json"
        assert response.headers["Content-Disposition"] == 'attachment; filename="clinics.geojson"'
        assert answer["type"] == "FeatureCollection"
        assert [(feature["type"], feature["geometry"]) for feature in answer["features"]] == [
            ("Feature", {"type": "Point", "coordinates": [127.0402, 37.5247]}),
            ("Feature", None),
        ]
        assert [feature["properties"] for feature in answer["features"]] == (
            client.get(LISTING).json()["results"]
        )

    def test_empty_collection_is_a_collection(self, client):
        assert self.collection(client) == {"type": "FeatureCollection", "features": []}

    def test_text_of_any_kind_stays_valid_json(self, client):
        make_clinic(name=f"{HOSTILE}\u2028\\", name_ko="강남 😀")

        [feature] = self.collection(client)["features"]

        assert feature["properties"]["name"] == f"{HOSTILE}\u2028\\"
        assert feature["properties"]["name_ko"] == "강남 😀"

    def test_collection_is_made_feature_by_feature(self):
        """The listing never ends, so that nobody can wait for its last clinic."""
        make_clinic(slug="dots")
        listing = SimpleNamespace(all_results=lambda: cycle(listing_of().results))

        chunks = geojson(listing)

        assert next(chunks).startswith('{"type": "FeatureCollection"')
        assert '"dots"' in next(chunks)
        assert '"dots"' in next(chunks)


def by_name(number):
    """Return the places of a crowd in the order of their names: Clinic 0, Clinic 1, Clinic 10, ..."""
    return sorted(range(number), key=str)


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
    def test_format_is_a_parameter_that_means_nothing(self, ask, query):
        assert ask(query) == ask()

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
