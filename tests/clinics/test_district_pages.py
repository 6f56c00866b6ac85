"""The pages of the districts: all of them as a tree, and each with what lies inside it."""

import pytest

from clinics.models import District
from tests.factories import make_clinic, make_district, make_focus, make_price, make_tier, make_treatment
from tests.html import attribute, read, text_of, walk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


CHARACTER = "A quiet place. It is green."


@pytest.fixture
def page(client):
    """Return a function from an address to its Page."""
    return lambda address: read(client.get(address))


@pytest.fixture
def gangnam():
    """Gangnam in Seoul, with Cheongdam inside; a clinic in each of the two."""
    seoul = make_district(slug="seoul", name="Seoul", name_ko="서울")
    gangnam = make_district(slug="gangnam", name="Gangnam", parent=seoul)
    cheongdam = make_district(slug="cheongdam", name="Cheongdam-dong", parent=gangnam, character=CHARACTER)
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
            "Cheongdam-dong 1 clinic A quiet place.",
        ]
        [tree] = districts.with_class("tree")
        depths = [attribute(item, "class") for item in walk(tree) if item.name == "li"]
        assert depths == ["depth-0", "depth-0", "depth-1", "depth-2"]
        assert districts.link("Cheongdam-dong") == "/districts/cheongdam/"

    def test_hundreds_of_districts_fit_a_page_of_sixty_kilobytes(self, client):
        seoul = make_district(name="Seoul", name_ko="서울")
        districts = [
            District(
                slug=f"quarter-{number}",
                name=f"Cheongnyangni-dong {number}",
                name_ko=f"청량리동 {number}",
                parent=seoul,
                character=CHARACTER,
            )
            for number in range(400)
        ]
        District.objects.bulk_create(districts)

        response = client.get("/districts/")

        assert response.text.count("Cheongnyangni") == 400
        assert "A quiet place." not in response.text
        assert len(response.content) <= 60_000


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
            price_tendency=make_tier(name="Mid", rank=1, meaning="About $3,000."),
            nearest_stations=["Hongdae (Line 2)", "Sinchon (Line 2)"],
            note="A note.",
            source="A map.",
        )
        make_tier(name="High", rank=2)

        mapo = page("/districts/mapo/")

        assert text_of(mapo.find("h1")) == "Mapo 마포구"
        assert mapo.rows == {
            "Price tendency": "●○ Mid About $3,000.",
            "Nearest stations": "Hongdae (Line 2) Sinchon (Line 2)",
            "Note": "A note.",
        }
        assert "Source: A map." in text_of(mapo.find("main"))
        assert [
            text_of(paragraph) for paragraph in walk(mapo.with_class("prose")[0]) if paragraph.name == "p"
        ] == [
            "Young.",
            "Loud.",
        ]

    def test_districts_of_one_name_have_titles_of_their_own(self, page):
        for city in ("Seoul", "Busan"):
            make_district(slug=f"jung-{city.lower()}", name="Jung-gu", parent=make_district(name=city))

        pages = [page(f"/districts/jung-{city}/") for city in ("seoul", "busan")]

        assert len({found.title for found in pages}) == 2
        assert len({found.meta("description") for found in pages}) == 2

    @pytest.mark.usefixtures("gangnam")
    def test_empty_district_leads_to_the_nearest_place_above_that_has_clinics(self, page):
        songpa = make_district(slug="songpa", parent=District.objects.get(slug="seoul"))
        make_district(slug="jamsil", parent=songpa)

        jamsil = page("/districts/jamsil/")

        assert "No clinics here yet." in jamsil.text
        assert jamsil.link("2 clinics in Seoul") == "/districts/seoul/"

    def test_empty_district_of_an_empty_directory_leads_to_the_listing(self, page):
        make_district(slug="mapo")

        assert page("/districts/mapo/").link("See all clinics") == "/clinics/"

    def test_focus_of_a_district_leads_to_its_page_from_three_clinics_on_and_else_to_the_listing(self, page):
        mapo = make_district(slug="mapo")
        dots, scars = (
            make_focus(slug="dots", name="Dots", position=1),
            make_focus(slug="scars", name="Scars", position=2),
        )
        make_focus(name="Nobody's")
        for focuses in ([dots], [dots, scars], [dots, scars]):
            make_clinic(district=mapo, focuses=focuses)

        mapo = page("/districts/mapo/")

        assert items(mapo) == ["Dots 3 clinics", "Scars 2 clinics"]
        assert mapo.link("Dots") == "/districts/mapo/dots/"
        assert mapo.link("Scars") == "/clinics/?district=mapo&focus=scars"

    @pytest.mark.usefixtures("gangnam")
    def test_its_clinics_and_those_inside_it_are_shown(self, page):
        gangnam = page("/districts/gangnam/")

        assert gangnam.title == "Gangnam, Seoul – 2 clinics – Clinic Atlas"
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


class TestDistrictFocus:
    """The page of a district and a focus."""

    @pytest.fixture
    def scars(self):
        """Three clinics in Gangnam and three more in Mapo for scars, two in Gangnam for dots too."""
        seoul = make_district(slug="seoul", name="Seoul")
        gangnam = make_district(slug="gangnam", name="Gangnam", parent=seoul)
        cheongdam = make_district(slug="cheongdam", name="Cheongdam-dong", parent=gangnam)
        mapo = make_district(slug="mapo", name="Mapo", parent=seoul)
        scars = make_focus(slug="scars", name="Scars", position=1, description="Scars made less visible.")
        dots = make_focus(slug="dots", name="Dots", position=2)
        for district in (cheongdam, gangnam, gangnam, mapo, mapo, mapo):
            make_clinic(district=district, focuses=[scars])
        for _number in range(2):
            make_clinic(district=gangnam, focuses=[dots])
        return scars

    @pytest.mark.usefixtures("scars")
    def test_its_clinics_are_those_that_the_listing_finds_for_both(self, page, client):
        pair = page("/districts/gangnam/scars/")

        link = pair.link("Filter these 3 clinics")
        assert link == "/clinics/?district=gangnam&focus=scars"
        assert client.get(f"/api/v1{link}").json()["count"] == 3
        assert len(pair.with_class("card")) == 3

    @pytest.mark.usefixtures("scars")
    def test_it_is_for_search_engines_under_its_own_title(self, page, settings):
        settings.SITE_URL = "https://atlas.example"

        pair = page("/districts/gangnam/scars/")

        assert pair.title == "Scars: 3 clinics in Gangnam, Seoul – Clinic Atlas"
        assert text_of(pair.find("h1")) == "Scars in Gangnam"
        assert pair.meta("robots") is None
        assert pair.canonical == "https://atlas.example/districts/gangnam/scars/"
        assert pair.meta("description").startswith("Scars, Gangnam, Seoul: ")

    @pytest.mark.usefixtures("scars")
    def test_it_leads_to_what_else_is_here_and_to_the_same_elsewhere(self, page):
        pair = page("/districts/gangnam/scars/")

        assert items(pair) == ["Dots 2 clinics", "Scars in Seoul 6 clinics", "Scars in Mapo 3 clinics"]
        assert pair.link("Dots") == "/clinics/?district=gangnam&focus=dots"
        assert pair.link("Scars in Mapo") == "/districts/mapo/scars/"
        assert pair.link("All about Gangnam") == "/districts/gangnam/"
        [trail] = pair.with_class("breadcrumbs")
        assert text_of(trail).endswith("Seoul Gangnam Scars")

    @pytest.mark.usefixtures("scars")
    @pytest.mark.parametrize(
        "address",
        [
            "/districts/gangnam/dots/",
            "/districts/cheongdam/scars/",
            "/districts/nowhere/scars/",
            "/districts/gangnam/nothing/",
            "/districts/gangnam/SCARS/",
        ],
    )
    def test_pair_of_fewer_than_three_clinics_is_not_found(self, client, address):
        assert client.get(address).status_code == 404

    def test_pair_goes_when_its_third_clinic_does(self, client, scars):
        clinic = scars.clinics.filter(district__slug="mapo").first()
        assert client.get("/districts/mapo/scars/").status_code == 200

        clinic.status = "draft"
        clinic.save()

        assert client.get("/districts/mapo/scars/").status_code == 404


@pytest.mark.usefixtures("gangnam")
def test_a_filtered_listing_names_the_nearest_page_that_search_engines_keep(page, settings):
    settings.SITE_URL = "https://atlas.example"
    scars, hairline = make_focus(slug="scars"), make_focus(slug="hairline")
    treatment = make_treatment(slug="smp")
    for _number in range(3):
        make_clinic(district=District.objects.get(slug="gangnam"), focuses=[scars], treatments=[treatment])
    make_clinic(district=District.objects.get(slug="gangnam"), focuses=[hairline])
    nearest = {
        "district=gangnam": "/districts/gangnam/",
        "district=gangnam&focus=scars": "/districts/gangnam/scars/",
        "district=gangnam&focus=scars&sort=price&treatment=smp": "/districts/gangnam/scars/",
        "district=gangnam&focus=hairline": "/districts/gangnam/",  # one clinic: the pair has no page
        "district=gangnam&focus=scars&focus=hairline": "/districts/gangnam/",
        "district=gangnam&district=cheongdam&treatment=smp": "/clinics/",
        "treatment=smp&focus=scars": "/treatments/smp/",
        "focus=scars": "/clinics/",
        "district=nowhere": "/clinics/",
    }

    for query, path in nearest.items():
        listing = page(f"/clinics/?{query}")
        assert listing.canonical == f"https://atlas.example{path}", query
        assert listing.meta("robots") == "noindex, follow"
        assert page(path).canonical == f"https://atlas.example{path}"
