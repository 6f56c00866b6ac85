"""Every public page over odd records: valid, the same for everybody, strict with browsers, kept by them."""

import re

import pytest
from django.test import Client

from articles.models import Article, Category
from clinics.models import Clinic, District
from pricing.models import Treatment
from tests.factories import (
    make_article,
    make_category,
    make_clinic,
    make_district,
    make_focus,
    make_treatment,
    make_trust_pages,
)
from tests.html import Page, attribute, read, text_of
from tests.odd_records import make_odd_records

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

KINDS = {
    "home": "/",
    "listing": "/clinics/",
    "clinic": "/clinics/dots/",
    "questions": "/clinics/dots/questions/",
    "districts": "/districts/",
    "district": "/districts/mapo/",
    "district and focus": "/districts/mapo/scars/",
    "treatments": "/treatments/",
    "treatment": "/treatments/crown/",
    "price guide": "/prices/",
    "estimate": "/prices/estimate/",
    "plan": "/plan/",
    "guides": "/guides/",
    "category": "/guides/category/prices/",
    "guide": "/guides/what-it-costs/",
    "about": "/about/",
    "page about": "/about/order/",
}
OF_RECORDS = {
    *("clinic", "questions", "district", "district and focus", "treatment"),
    *("category", "guide", "about", "page about"),
}
STATES = [
    "q=%3Cscript%3E&tier=%22&district=%00%01",
    "q=%01%EF%BF%BE&budget=3000&unpriced=include&sort=-price&currency=KRW",
    "district=gangnam&district=lane&focus=scars&focus=hostile&tier=high&tier=hostile&verified=needles",
    "treatment=fixed&treatment=texts&budget=500",
    "q=nothing-has-this-name",
    "page=x&page_size=5&sort=best",
]
ANSWERS = [
    f"/prices/estimate/?treatment={treatment}&sessions=3&quote=900"
    for treatment in ("texts", "fixed", "veneer", "won")
]
ANSWERS += [f"/plan/?treatment={treatment}" for treatment in ("texts", "veneer")]
ANSWERS += [
    "/plan/?treatment=texts&sessions=1&arrive=2027-09-14",
    "/plan/?treatment=veneer&sessions=99&arrive=2027-07-01",
    "/prices/estimate/?treatment=%00%01%EF%BF%BE&sessions=x&quote=%3Cscript%3E",
    "/plan/?treatment=%22%3E&sessions=0&arrive=2026-02-30",
]
FILES = [
    "/plan.ics?treatment=crown&arrive=2027-03-01",
    "/api/v1/clinics/",
    "/api/v1/clinics.csv",
    "/api/v1/clinics.geojson",
    "/api/v1/districts/",
    "/clinics/feed/",
    "/guides/feed/",
    "/sitemap.xml",
]
# Not to be indexed, whatever they show.
CHOSEN = [
    "/clinics/compare/",
    "/clinics/compare/?clinic=dots",
    "/clinics/compare/?clinic=dots&clinic=lines",
    "/clinics/compare/?clinic=priced&clinic=hostile&clinic=korean&clinic=long&clinic=bare&clinic=example",
    "/clinics/compare/?clinic=%3Cscript%3E&clinic=%01%EF%BF%BE&clinic=%00&clinic=bare&clinic=bare",
    "/shortlist/",
    "/shortlist/?clinic=dots&clinic=nobody",
    "/shortlist/?clinic=priced&clinic=hostile&clinic=korean&clinic=long&clinic=bare&clinic=example",
]
MACHINES = ["/robots.txt", "/healthz", "/readyz"]


def make_records():
    """Create one record of each kind, at the addresses of KINDS, and what a pair of them needs."""
    crown = make_treatment(slug="crown", name="Crown")
    mapo, scars = make_district(slug="mapo", name="Mapo"), make_focus(slug="scars", name="Scars")
    make_clinic(slug="dots", name="Dots", district=mapo, treatments=[crown], focuses=[scars])
    make_clinic(slug="lines", name="Lines", district=mapo, focuses=[scars])
    make_clinic(district=mapo, focuses=[scars])
    make_article(slug="what-it-costs", category=make_category(slug="prices", name="What things cost"))
    make_trust_pages()


@pytest.fixture(scope="class")
def records(keep):
    with keep(make_records):
        yield


@pytest.fixture(scope="class")
def odd_records(keep):
    with keep(make_odd_records):
        yield


def addresses_of_records():
    """Return the address of every clinic, district and treatment there is."""
    return [
        record.get_absolute_url()
        for model in (Article, Category, Clinic, District, Treatment)
        for record in model.objects.all()
    ]


def is_own_module(script):
    """Tell whether a script is a module of the site's own."""
    return attribute(script, "type") == "module" and attribute(script, "src", "").startswith("/static/js/")


def addresses_of_lists():
    return [address for kind, address in KINDS.items() if kind not in OF_RECORDS]


class TestHtmlOfNothing:
    """Pages are valid where there are no records."""

    def test_pages_of_an_empty_directory_are_sound(self, client):
        for address in addresses_of_lists():
            read(client.get(address))

    def test_page_of_what_is_not_there_is_sound_and_leads_back(self, client):
        response = client.get("/nothing/here/")

        page = read(response)
        assert response.status_code == 404
        assert page.meta("robots") == "noindex"
        assert page.canonical is None
        assert page.link("See all clinics") == "/clinics/"

    def test_page_of_a_fault_is_sound_and_needs_no_database(self, client, settings, monkeypatch):
        client.raise_request_exception = False
        monkeypatch.setattr("clinics.views.DistrictListView.get_context_data", None)

        response = client.get("/districts/")

        assert response.status_code == 500
        assert text_of(read(response).find("h1")) == "Something went wrong"


@pytest.mark.usefixtures("records")
class TestHtml:
    """Pages are valid, and each kind is its own."""

    def test_pages_of_one_record_of_each_kind_are_sound(self, client):
        for address in KINDS.values():
            page = read(client.get(address))
            assert page.meta("description"), address

    def test_every_kind_of_page_has_a_title_and_a_heading_of_its_own(self, client):
        pages = [Page(client.get(address).text) for address in [*KINDS.values(), "/nothing/"]]

        assert len({page.title for page in pages}) == len(pages)
        assert len({text_of(page.find("h1")) for page in pages}) == len(pages)

    def test_every_kind_of_page_names_its_own_address(self, client, settings):
        settings.SITE_URL = "https://atlas.example"

        for kind, address in KINDS.items():
            named = KINDS["clinic"] if kind == "questions" else address  # a sheet belongs to its clinic
            assert Page(client.get(address).text).canonical == f"https://atlas.example{named}"


@pytest.mark.usefixtures("odd_records")
class TestHtmlOfOddRecords:
    """Pages are valid, whatever stands in the records."""

    def test_pages_of_odd_records_are_sound(self, client):
        addresses = [*addresses_of_lists(), *addresses_of_records()]
        assert len(addresses) > 20

        for address in addresses:
            page = read(client.get(address))
            assert "<script>alert" not in page.text, address
            assert all(is_own_module(script) for script in page.scripts), address

    @pytest.mark.parametrize("state", STATES)
    def test_listing_is_sound_in_every_state(self, client, state):
        page = read(client.get(f"/clinics/?{state}"))

        assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]", page.text)

    @pytest.mark.parametrize("address", ANSWERS)
    def test_estimate_and_plan_are_sound_in_every_state(self, client, address):
        page = read(client.get(address))

        assert "<script>alert" not in page.text
        assert page.meta("robots") == "noindex, follow"
        assert page.canonical.endswith(address.partition("?")[0])
        assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]", page.text)

    @pytest.mark.parametrize("address", CHOSEN)
    def test_pages_of_chosen_clinics_are_sound_and_never_indexed(self, client, address):
        page = read(client.get(address))

        assert page.meta("robots") == "noindex, follow"
        assert page.meta("description")
        assert "<script>alert" not in page.text
        assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]", page.text)


@pytest.mark.usefixtures("records")
class TestVisitors:
    """Pages are the same for everybody and can be kept by anybody."""

    @pytest.mark.parametrize("address", [*KINDS.values(), *CHOSEN, *FILES, *MACHINES, "/nothing/"])
    def test_page_sets_no_cookie_and_does_not_ask_for_one(self, address):
        visitor = Client(headers={"cookie": f"sessionid={'s' * 32}; csrftoken={'c' * 32}"})

        response = visitor.get(address)

        assert not response.cookies
        assert "cookie" not in response.headers.get("Vary", "").lower()

    @pytest.mark.parametrize("address", [*KINDS.values(), *CHOSEN[2:6], *FILES, "/nothing/"])
    def test_page_is_strict_with_browsers(self, client, address):
        headers = client.get(address).headers

        policy = headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"

    @pytest.mark.parametrize("address", [*KINDS.values(), "/api/v1/clinics/", "/api/v1/districts/"])
    def test_page_that_did_not_change_is_not_sent_again(self, client, address):
        first = client.get(address, headers={"accept-encoding": "gzip"})

        second = client.get(
            address, headers={"accept-encoding": "gzip", "if-none-match": first.headers["ETag"]}
        )
        Clinic.objects.update(name="Other dots")
        District.objects.update(name="Other Mapo")
        third = client.get(address, headers={"if-none-match": first.headers["ETag"]})

        assert second.status_code == 304
        assert second.content == b""
        # What shows clinics or districts has changed; the others have not.
        shows_neither = address == "/treatments/" or address.startswith(
            ("/prices/", "/plan/", "/guides/", "/about/")
        )
        assert third.status_code == (304 if shows_neither else 200)

    @pytest.mark.parametrize("address", [*KINDS.values(), *FILES])
    def test_head_answers_without_a_body(self, client, address):
        response = client.head(address)

        assert response.status_code == 200
        assert response.getvalue() == b""

    @pytest.mark.parametrize("address", [*KINDS.values(), *MACHINES])
    def test_nothing_can_be_sent(self, client, address):
        for method in ("post", "put", "patch", "delete"):
            assert getattr(client, method)(address).status_code == 405, method

    @pytest.mark.parametrize("address", [address for address in KINDS.values() if address != "/"])
    def test_address_without_its_slash_leads_to_the_one_with_it(self, client, address):
        response = client.get(f"{address[:-1]}?tier=high")

        assert response.status_code == 301
        assert response.headers["Location"] == f"{address}?tier=high"


@pytest.mark.parametrize(
    "address",
    [
        "/clinics/nobody/",
        "/clinics/%00/",
        "/clinics/../admin/",
        "/clinics/?page=99",
        "/districts/nowhere/",
        "/districts/nowhere/scars/",
        "/treatments/nothing/",
        "/plan/more/",
        "/prices/estimate/crown/",
        "/api/v1/nothing/",
        "/clinics/dots/more/",
        "/guides/nothing/",
        "/guides/order/",
        "/guides/?page=99",
        "/guides/?page=x",
        "/guides/category/nothing/",
        "/about/nothing/",
        "/Clinics/",
        "/%ED%A0%80/",
        "/%F0%9F%98%80/",
    ],
)
def test_address_of_nothing_is_not_found(client, address):
    make_clinic()

    response = client.get(address)

    assert response.status_code == 404
    assert not response.cookies
