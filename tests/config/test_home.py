"""The front page: what the directory holds, and the ways into it."""

import pytest

from tests.factories import make_clinic, make_district, make_focus
from tests.html import attribute, read, text_of, walk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def home(client):
    """Return a function that gives the front page as a Page."""
    return lambda: read(client.get("/"))


def items(page):
    """Return the entries of the lists of focuses and of districts."""
    return [[text_of(item) for item in walk(tree) if item.name == "li"] for tree in page.with_class("tree")]


def test_empty_directory_says_so(home):
    page = home()

    assert items(page) == [["Nothing yet."], ["Nothing yet."]]
    assert page.link("See all 0 clinics") == "/clinics/"


def test_page_says_its_purpose_and_is_for_search_engines(home, settings):
    settings.SITE_URL = "https://atlas.example"

    page = home()

    assert page.title == "Clinic Atlas – clinics with prices and evidence"
    assert page.meta("description")
    assert page.meta("robots") is None
    assert page.canonical == "https://atlas.example/"


def test_number_of_public_clinics_leads_to_all_of_them(home):
    make_clinic()
    make_clinic(status="draft")

    assert home().link("See the 1 clinic") == "/clinics/"


def test_focuses_lead_to_their_clinics_unless_there_are_none(home):
    make_clinic(focuses=[make_focus(slug="scars", name="Scar camouflage", position=1)])
    make_focus(slug="density", name="Density", position=2)

    page = home()

    assert items(page)[0] == ["Scar camouflage 1", "Density 0"]
    assert page.link("Scar camouflage") == "/clinics/?focus=scars"
    assert "focus=density" not in page.text


def test_districts_with_clinics_lead_to_their_pages(home):
    seoul = make_district(slug="seoul", name="Seoul")
    make_clinic(district=make_district(slug="gangnam", name="Gangnam", parent=seoul))
    make_district(name="Nobody")

    page = home()

    assert items(page)[1] == ["Seoul 1", "Gangnam 1"]
    assert page.link("Gangnam") == "/districts/gangnam/"


def test_search_leads_to_the_listing(home, client):
    make_clinic(name="Dot House")
    make_clinic(name="Other")

    [form] = home().find_all("form")

    [box] = (control for control in walk(form) if control.name == "input")
    found = client.get(attribute(form, "action"), {attribute(box, "name"): "dot"})
    assert "Dot House" in found.text
    assert "Other" not in found.text


@pytest.mark.parametrize("contact", ["", "editors@atlas.example"])
def test_contact_is_shown_where_there_is_one(home, settings, contact):
    settings.CONTACT_EMAIL = contact

    assert ("mailto:" in home().text) is bool(contact)


def test_name_of_the_site_is_the_operators(home, settings):
    settings.SITE_NAME = "Another <Atlas>"

    page = home()

    assert text_of(page.with_class("name")[0]) == "Another <Atlas>"
    assert page.title.startswith("Another <Atlas> – ")


def test_search_engines_are_told_what_to_leave_alone(client):
    response = client.get("/robots.txt")

    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.text.splitlines() == ["User-agent: *", "Disallow: /admin/", "Disallow: /api/"]
