"""The shortlist as the server knows it: an empty page for one's own, and plain HTML for one passed on."""

from decimal import Decimal

import pytest

from tests.factories import make_clinic, make_currency, make_district, make_price, make_treatment
from tests.html import attribute, read, text_of, walk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def shortlist(client):
    """Return a function from slugs to the Page of the shortlist."""

    def shortlist(*slugs):
        page = read(client.get("/shortlist/", {"clinic": slugs}))
        assert page.meta("robots") == "noindex, follow"
        return page

    return shortlist


def names(page):
    [items] = page.with_class("kept")
    return [text_of(link) for link in walk(items) if link.name == "a"]


def test_own_shortlist_explains_itself_without_scripts(shortlist):
    page = shortlist()

    assert text_of(page.find("h1")) == "Shortlist"
    [sentence] = [part for part in page.elements if attribute(part, "data-without-scripts") is not None]
    assert "check “Add to compare” at 2 to 6 clinics" in text_of(sentence)
    [own] = [part for part in page.elements if attribute(part, "data-shortlist") is not None]
    assert attribute(own, "hidden") is not None
    assert attribute(own, "data-clinics") == "/api/v1/clinics/"
    assert attribute(own, "data-treatments") == "/api/v1/treatments/"


def test_passed_on_clinics_are_shown_in_their_order(shortlist):
    seoul = make_district(name="Seoul")
    mapo = make_district(name="Mapo", parent=seoul)
    priced = make_clinic(slug="priced", name="Priced", name_ko="가격", district=mapo, is_example=True)
    make_price(priced, make_treatment(name="Crown"), 1000, 2000, open_ended=True)
    make_clinic(slug="bare", name="Bare", district=seoul)

    page = shortlist("priced", "bare")

    assert names(page) == ["Priced", "Bare"]
    [listed] = page.with_class("kept")
    words = text_of(listed)
    assert "Priced 가격 Example, not a real clinic Seoul › Mapo" in words
    assert "$1,000–$2,000+ Crown, whole course, US dollars" in words
    assert "no published price" in words
    assert page.canonical.endswith("/clinics/")


def test_price_that_was_converted_is_about_its_dollars(shortlist):
    make_currency("KRW", units_per_usd=Decimal(1000))
    make_price(make_clinic(slug="won"), make_treatment(name="Crown"), 1_000_000, 2_000_000, currency="KRW")

    assert "about $1,000–$2,000 Crown, whole course" in text_of(shortlist("won").with_class("kept")[0])


def test_unknown_and_repeated_ones_are_named(shortlist):
    make_clinic(slug="a", name="Clinic A")

    page = shortlist("a", "gone", "a")

    assert names(page) == ["Clinic A"]
    unknown, repeated = (text_of(notice) for notice in page.with_class("notice"))
    assert "gone" in unknown
    assert "Clinic A" in repeated


def test_only_unknown_ones_lead_to_all_clinics(shortlist):
    page = shortlist("gone")

    assert page.with_class("kept") == []
    assert page.link("See all clinics") == "/clinics/"


def test_first_six_are_chosen_for_the_comparison(shortlist):
    for slug in "abcdefgh":
        make_clinic(slug=slug)

    page = shortlist(*"hgfedcba")

    boxes = [box for box in page.find_all("input") if attribute(box, "name") == "clinic"]
    assert [attribute(box, "value") for box in boxes] == list("hgfedcba")
    assert [attribute(box, "checked") is not None for box in boxes] == [True] * 6 + [False] * 2
