"""The directory as open data: exact keys, nulls only where they are promised, links that work."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

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
            "photos": [],
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
