"""The front page: what the directory holds, and the ways into it."""

import pytest

from clinics.models import District
from config.subject import subject_in_words
from pricing.models import Procedure
from tests.bars import stretches
from tests.factories import (
    make_clinic,
    make_criterion,
    make_district,
    make_finding,
    make_focus,
    make_market_price,
    make_procedure,
    make_treatment,
)
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


def test_number_of_examples_among_them_is_said(home):
    clinic = make_clinic()
    assert "example" not in home().text

    make_clinic(is_example=True)
    assert "1 of them is an example, not a real clinic." in home().text

    clinic.delete()
    assert "All are examples, none is a real clinic." in home().text
    assert "of them" not in home().text


def test_page_says_what_the_directory_is_about(home):
    procedure = make_procedure(name="Scalp Micropigmentation", abbreviation="SMP")
    make_treatment(procedure=procedure)
    seoul = make_district(name="Seoul")
    make_clinic(district=make_district(name="Gangnam", parent=seoul))
    make_district(name="Busan")

    [lead] = home().with_class("lead")

    assert text_of(lead).startswith("Clinics for Scalp Micropigmentation (SMP) in Seoul. What each clinic")


@pytest.mark.parametrize(
    ("what", "where", "sentence"),
    [
        (["Dots", "Veneers"], ["Seoul", "Busan"], "Clinics for Dots and Veneers in Seoul and Busan."),
        (["Dots"], [], "Clinics for Dots."),
        ([], ["Seoul"], "Clinics in Seoul."),
        (["Dots"], list("ABCDE"), "Clinics for Dots in A, B, C and 2 more."),
        ([], [], ""),
    ],
)
def test_subject_names_procedures_and_places(what, where, sentence):
    procedures = [Procedure(name=name) for name in what]

    assert subject_in_words(procedures, [District(name=name) for name in where]) == sentence


def test_focuses_with_most_clinics_come_first_and_those_without_are_left_out(home):
    scars, dots = (
        make_focus(slug="scars", name="Scar camouflage", position=1),
        make_focus(slug="dots", name="Dots", position=2, description="Fine dots."),
    )
    make_clinic(focuses=[scars, dots])
    make_clinic(focuses=[dots])
    make_focus(slug="density", name="Density", position=3)

    page = home()

    assert items(page)[0] == ["Dots 2 clinics Fine dots.", "Scar camouflage 1 clinic"]
    assert page.link("Scar camouflage") == "/clinics/?focus=scars"
    assert "density" not in page.text.lower()


def test_districts_with_most_clinics_lead_to_their_pages_and_the_rest_is_behind_all(home):
    seoul = make_district(slug="seoul", name="Seoul")
    gangnam = make_district(slug="gangnam", name="Gangnam", name_ko="강남", parent=seoul)
    mapo = make_district(slug="mapo", name="Mapo", parent=seoul)
    for district in (mapo, gangnam, gangnam):
        make_clinic(district=district)
    make_district(name="Nobody")

    page = home()

    assert items(page)[1] == ["Gangnam 강남 2 clinics", "Mapo 1 clinic"]
    assert page.link("Gangnam") == "/districts/gangnam/"
    assert page.link("All districts") == "/districts/"


def test_no_more_than_eight_of_each_are_shown(home):
    for _number in range(10):
        make_clinic(district=make_district(), focuses=[make_focus()])

    assert [len(listed) for listed in items(home())] == [8, 8]


def test_counts_are_those_of_the_listing(home, client):
    focus = make_focus(slug="scars", name="Scars")
    make_clinic(focuses=[focus])
    make_clinic(focuses=[focus], status="draft")
    make_clinic()

    page = home()

    count = client.get(f"/api/v1{page.link('Scars')}").json()["count"]
    assert items(page)[0] == [f"Scars {count} clinic"]


def test_courses_of_the_price_guide_stand_as_bars_on_one_scale(home):
    crown = make_treatment(slug="crown", name="Crown", position=1)
    scars = make_treatment(slug="scars", name="Scars", position=2)
    corrective = make_treatment(name="Corrective", position=3)
    make_treatment(name="Unknown", position=4)
    make_market_price("Crown", 2000, 4000, treatments=[crown], estimated=True, sessions=(2, 3))
    make_market_price("Scars", 500, None, basis="session", sessions=(2, 2), treatments=[scars])
    make_market_price("Corrective", treatments=[corrective])

    page = home()

    [courses] = page.with_class("courses")
    assert [text_of(item) for item in walk(courses) if item.name == "li"] == [
        "Crown $2,000–$4,000 whole course, 2–3 sessions, 2026, estimate",
        "Scars from $1,000 2 sessions together, 2026",
        "Corrective quoted after assessment",
        "Unknown Price: not stated",
    ]
    assert [own for own, _market in stretches(page)] == [(100, 100), (50, 150)]


def test_how_a_clinic_is_verified_leads_to_the_criteria_and_who_meets_them(home):
    assert "How a clinic is verified" not in home().text
    needles = make_criterion(slug="needles", name="New needles")
    make_criterion(name="Licence")
    make_finding(make_clinic(), needles)

    page = home()

    assert "There are 2 criteria." in page.text
    assert page.link("New needles") == "/clinics/?verified=needles"
    assert list(page.rows.values()) == ["New needles 1 clinic Licence 0 clinics"]


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
