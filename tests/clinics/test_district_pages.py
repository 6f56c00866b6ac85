"""The pages of the districts: all of them as a tree, and each with what lies inside it."""

import pytest

from tests.factories import make_clinic, make_district, make_focus, make_price, make_tier, make_treatment
from tests.html import attribute, read, text_of, walk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def page(client):
    """Return a function from an address to its Page."""
    return lambda address: read(client.get(address))


@pytest.fixture
def gangnam():
    """Gangnam in Seoul, with Cheongdam inside; a clinic in each of the two."""
    seoul = make_district(slug="seoul", name="Seoul", name_ko="서울")
    gangnam = make_district(slug="gangnam", name="Gangnam", parent=seoul)
    cheongdam = make_district(slug="cheongdam", name="Cheongdam-dong", parent=gangnam)
    make_clinic(name="A", district=gangnam)
    make_clinic(name="B", district=cheongdam)
    make_clinic(name="Draft", district=cheongdam, status="draft")
    return gangnam


def items(page):
    return [text_of(item) for tree in page.with_class("tree") for item in walk(tree) if item.name == "li"]


class TestDistricts:
    """The list of all districts."""

    def test_there_may_be_none(self, page):
        assert items(page("/districts/")) == ["There are no districts yet."]

    @pytest.mark.usefixtures("gangnam")
    def test_each_is_listed_below_the_one_it_lies_in_with_its_number_of_clinics(self, page):
        make_district(name="Busan")

        districts = page("/districts/")

        assert items(districts) == [
            "Busan 0 clinics",
            "Seoul 서울 2 clinics",
            "Gangnam 2 clinics",
            "Cheongdam-dong 1 clinic",
        ]
        [tree] = districts.with_class("tree")
        depths = [attribute(item, "class") for item in walk(tree) if item.name == "li"]
        assert depths == ["depth-0", "depth-0", "depth-1", "depth-2"]
        assert districts.link("Cheongdam-dong") == "/districts/cheongdam/"


class TestDistrict:
    """The page of one district."""

    def test_unknown_facts_say_not_stated_and_no_clinics_says_so(self, page):
        make_district(slug="mapo", name="Mapo")

        mapo = page("/districts/mapo/")

        assert mapo.rows == {"Price tendency": "not stated", "Nearest stations": "not stated"}
        assert "No clinics here yet." in mapo.text
        assert mapo.title == "Mapo – 0 clinics – Clinic Atlas"

    def test_known_facts_are_shown(self, page):
        make_district(
            slug="mapo",
            name="Mapo",
            name_ko="마포구",
            character="Young.\n\nLoud.",
            price_tendency=make_tier(name="Mid"),
            nearest_stations=["Hongdae (Line 2)", "Sinchon (Line 2)"],
            note="A note.",
        )

        mapo = page("/districts/mapo/")

        assert text_of(mapo.find("h1")) == "Mapo 마포구"
        assert mapo.rows == {
            "Price tendency": "Mid",
            "Nearest stations": "Hongdae (Line 2), Sinchon (Line 2)",
            "Note": "A note.",
        }
        assert [
            text_of(paragraph) for paragraph in walk(mapo.with_class("prose")[0]) if paragraph.name == "p"
        ] == [
            "Young.",
            "Loud.",
        ]

    @pytest.mark.usefixtures("gangnam")
    def test_its_clinics_and_those_inside_it_are_shown(self, page):
        gangnam = page("/districts/gangnam/")

        assert gangnam.title == "Gangnam – 2 clinics – Clinic Atlas"
        assert len(gangnam.with_class("card")) == 2
        assert gangnam.link("Filter these 2 clinics") == "/clinics/?district=gangnam"
        assert items(gangnam) == ["Cheongdam-dong 1 clinic"]

    @pytest.mark.usefixtures("gangnam")
    def test_innermost_district_has_nothing_inside(self, page):
        cheongdam = page("/districts/cheongdam/")

        assert items(cheongdam) == []
        assert cheongdam.link("Filter this 1 clinic") == "/clinics/?district=cheongdam"
        [trail] = cheongdam.with_class("breadcrumbs")
        assert [text_of(step) for step in walk(trail) if step.name == "li"] == [
            "Home",
            "Districts",
            "Seoul",
            "Gangnam",
            "Cheongdam-dong",
        ]

    def test_cards_say_what_the_cards_of_the_listing_say(self, page):
        mapo = make_district(slug="mapo")
        make_price(
            make_clinic(district=mapo, focuses=[make_focus(name="Density")]), make_treatment(), 100, 200
        )

        in_district, in_listing = (
            text_of(page(address).with_class("card")[0]) for address in ("/districts/mapo/", "/clinics/")
        )

        assert in_listing.startswith(in_district)  # there it can be added to a comparison, too
        assert "$100–$200" in in_district

    def test_no_more_than_a_page_of_clinics_is_shown(self, page):
        mapo = make_district(slug="mapo")
        for _number in range(25):
            make_clinic(district=mapo)

        mapo = page("/districts/mapo/")

        assert len(mapo.with_class("card")) == 24
        assert mapo.link("Filter these 25 clinics") == "/clinics/?district=mapo"

    def test_district_is_for_search_engines(self, page, settings):
        settings.SITE_URL = "https://atlas.example"
        make_district(slug="mapo")

        mapo = page("/districts/mapo/")

        assert mapo.meta("robots") is None
        assert mapo.canonical == "https://atlas.example/districts/mapo/"

    @pytest.mark.parametrize("slug", ["nowhere", "MAPO", "x" * 500])
    def test_unknown_district_is_not_found(self, client, slug):
        make_district(slug="mapo")

        assert client.get(f"/districts/{slug}/").status_code == 404
