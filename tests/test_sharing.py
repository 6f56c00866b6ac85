"""What a link to a page shows where it is passed on, and which pages search engines may keep."""

import re

import pytest

from tests.factories import (
    make_article,
    make_category,
    make_clinic,
    make_district,
    make_focus,
    make_treatment,
    make_trust_pages,
)
from tests.html import read
from tests.odd_records import make_odd_records
from tests.test_pages import CHOSEN, KINDS, addresses_of_records

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

KEPT = [address for kind, address in KINDS.items() if kind != "questions"]
FILTERED = "/clinics/?district=gangnam&tier=high&q=%22%3E%3Cscript%3E"


def addresses():
    lists = [address for kind, address in KINDS.items() if address.count("/") < 3]
    return [*lists, *addresses_of_records(), *CHOSEN, FILTERED]


def test_every_page_says_in_its_tags_what_it_says_itself(client, settings):
    settings.SITE_URL = "https://atlas.example"
    make_odd_records()

    for address in addresses():
        page = read(client.get(address))

        assert page.meta("og:title") == page.title.strip(), address
        assert page.meta("og:description") == page.meta("description"), address
        assert page.meta("og:url") == page.canonical, address
        assert page.meta("og:url").startswith("https://atlas.example/")
        assert page.meta("og:site_name") == "Clinic Atlas"
        is_article = re.fullmatch(r"/(guides/[^/]+|about(/[^/]+)?)/", address)
        assert page.meta("og:type") == ("article" if is_article else "website")
        assert page.meta("og:locale") == "en_US"
        assert page.meta("og:image").startswith("https://atlas.example/share/")
        assert page.meta("twitter:card") == "summary_large_image"
        for name in ("title", "description", "image"):
            # Where they are left out, Twitter takes those of Open Graph.
            assert page.meta(f"twitter:{name}") in (None, page.meta(f"og:{name}")), address
        if page.meta("robots") is None:
            assert None not in map(page.meta, ("twitter:title", "twitter:description", "twitter:image"))
            assert page.meta("og:image:alt") == page.meta("og:title")


def test_page_without_an_address_of_its_own_names_none(client):
    page = read(client.get("/nothing/"))

    assert page.meta("og:url") is None
    assert page.meta("og:title") == page.title


@pytest.mark.parametrize("name", ['Dots "and" lines', "Dots & 'lines'", "<b>Dots</b>", "점 & 선", "  Dots  "])
def test_any_name_stands_whole_in_every_tag(client, name):
    make_clinic(slug="dots", name=name, district=make_district(name=name))

    page = read(client.get("/clinics/dots/"))

    assert page.meta("og:title").strip().startswith(name.strip())
    assert page.meta("og:title").split() == page.title.split()
    assert name.strip() in page.meta("og:description")


class TestIndexing:
    """Search engines keep the address of a record or a list, and of nothing that somebody chose."""

    @pytest.mark.parametrize("query", ["utm_source=x", "x", "page=1&x=1", "&", "focus=scars"])
    def test_any_query_string_keeps_a_page_out_and_leads_to_the_page_itself(self, client, query):
        make_records()

        for address in KEPT:
            page = read(client.get(f"{address}?{query}"))
            assert page.meta("robots") == "noindex, follow", address
            assert page.canonical.endswith(address)

    def test_without_one_the_page_is_kept(self, client):
        make_records()

        for address in KEPT:
            page = read(client.get(address))
            assert page.meta("robots") is None, address
            assert page.canonical.endswith(address)

    @pytest.mark.parametrize(
        ("query", "robots", "canonical"),
        [
            ("page=1", None, "/clinics/"),
            ("page=2", None, "/clinics/?page=2"),
            ("page=02", None, "/clinics/?page=2"),
            ("page=1&page=2", None, "/clinics/?page=2"),
            ("page=", None, "/clinics/"),
            ("page=x", "noindex, follow", "/clinics/"),
            ("page=2&sort=name", "noindex, follow", "/clinics/"),
            ("sort=name", "noindex, follow", "/clinics/"),
            ("district=", "noindex, follow", "/clinics/"),
            ("utm_source=x", "noindex, follow", "/clinics/"),
            ("clinic=dots", "noindex, follow", "/clinics/"),
        ],
    )
    def test_pages_of_the_whole_listing_are_kept_and_no_choice_of_it(self, client, query, robots, canonical):
        for _number in range(25):
            make_clinic()

        page = read(client.get(f"/clinics/?{query}"))

        assert page.meta("robots") == robots
        assert page.canonical.endswith(canonical)

    @pytest.mark.parametrize("address", ["/clinics/compare/?clinic=a&clinic=b", "/shortlist/?clinic=a"])
    def test_chosen_clinics_lead_to_the_list_of_all(self, client, address):
        assert read(client.get(address)).canonical.endswith("/clinics/")

    def test_order_of_a_list_is_no_link(self, client):
        for _number in range(25):
            make_clinic()

        assert not [link for link in read(client.get("/clinics/")).links if "sort=" in link]


def make_records():
    """Create one record of each kind, at the addresses of KINDS."""
    make_treatment(slug="crown")
    mapo, scars = make_district(slug="mapo"), make_focus(slug="scars")
    for slug in ("dots", "lines", "points"):
        make_clinic(slug=slug, district=mapo, focuses=[scars])
    make_article(slug="what-it-costs", category=make_category(slug="prices"))
    make_trust_pages()
