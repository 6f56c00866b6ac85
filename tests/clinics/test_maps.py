"""Maps of districts: the district facet once more, as a picture."""

import json
import re
from xml.etree import ElementTree

import pytest
from django.http import QueryDict

from clinics.listing import Listing
from clinics.maps import FOLDER, EmptyPlace, Outlines, draw_maps, read_outlines, shade
from clinics.models import District
from clinics.state import State
from tests.factories import NOW, make_clinic, make_district, make_focus
from tests.html import attribute, read, text_of, walk

pytestmark = pytest.mark.django_db

CITY = Outlines(
    name="City",
    credit="Nobody.",
    width=10,
    height=10,
    paths={"grid:1": "M0 0h5v5z", "grid:2": "M5 0h5v5z", "grid:3": "M0 5h5v5z"},
    middles={"grid:1": (2, 2), "grid:2": (7, 2), "grid:3": (2, 7)},
)


@pytest.fixture
def city():
    """Two districts on the map, one with a quarter inside; a third that no map shows; four clinics."""
    city = make_district(slug="city", name="City")
    north = make_district(slug="north", name="North", parent=city, codes=["other:9", "grid:1"])
    south = make_district(slug="south", name="South", parent=city, codes=["grid:2"])
    quarter = make_district(slug="quarter", name="Quarter", parent=north)
    make_district(slug="empty", name="Empty", parent=city, codes=["grid:3"])
    far = make_district(slug="far", name="Far")
    density = make_focus(slug="density")
    for district in (north, quarter, far):
        make_clinic(district=district, focuses=[density])
    make_clinic(district=south)


def draw(query="", maps=(CITY,)):
    listing = Listing(QueryDict(query), at=NOW)
    return draw_maps(listing, State(listing.filter), maps=maps)


def areas(query=""):
    return [(area.name, area.count, area.query) for drawn in draw(query) for area in drawn.areas]


@pytest.mark.usefixtures("city")
class TestAreas:
    """What stands on a map, and where it leads."""

    def test_district_with_clinics_leads_to_exactly_those(self):
        assert areas() == [("North", 2, "district=north"), ("South", 1, "district=south")]

    def test_other_choices_stay_and_a_district_without_results_is_ground(self):
        assert areas("focus=density&sort=price&page=1") == [
            ("North", 2, "district=north&focus=density&sort=price")
        ]
        [drawn] = draw("focus=density")
        assert drawn.ground == [f"{CITY.address}#2", f"{CITY.address}#3"]

    def test_ground_of_a_district_has_its_name_and_no_number(self):
        [everything], [narrowed] = draw(), draw("focus=density")

        assert everything.empty == [EmptyPlace("Empty", 2, 7)]
        assert narrowed.empty == [EmptyPlace("Empty", 2, 7), EmptyPlace("South", 7, 2)]

    def test_chosen_district_is_marked_and_the_others_keep_their_counts(self):
        [drawn] = draw("district=south")

        assert [(area.name, area.count, area.is_chosen) for area in drawn.areas] == [
            ("North", 2, False),
            ("South", 1, True),
        ]

    def test_counts_are_those_of_the_facet(self):
        listing = Listing(QueryDict("focus=density"), at=NOW)
        counts = {option.label: option.count for option in listing.facets["district"]}

        assert all(counts[name] == count for name, count, _query in areas("focus=density"))

    def test_map_without_clinics_is_not_drawn(self):
        assert draw("q=nothing-has-this-name") == []
        assert draw(maps=()) == []

    def test_another_city_needs_rows_and_a_file(self):
        other = Outlines("Other", "", 10, 10, {"x:1": "M0 0h1v1z"}, {"x:1": (0, 0)})
        make_clinic(district=make_district(name="Elsewhere", codes=["x:1"]))

        assert [drawn.outlines.name for drawn in draw(maps=(CITY, other))] == ["City", "Other"]


@pytest.mark.parametrize(
    ("count", "most", "level"),
    [(1, 1, 1), (1, 2, 1), (2, 2, 3), (1, 8, 1), (3, 8, 2), (8, 8, 4), (107, 107, 4)],
)
def test_shade_grows_with_the_count(count, most, level):
    assert shade(count, most=most) == level


class TestSeoul:
    """The map that comes with the starter content."""

    @pytest.fixture
    def seoul(self):
        [seoul] = (outlines for outlines in read_outlines() if outlines.name == "Seoul")
        return seoul

    def test_all_25_districts_of_the_starter_content_are_on_it(self, seoul):
        lines = (FOLDER.parent / "districts.csv").read_text("utf-8")

        assert sorted(re.findall(r"kostat:\d+", lines)) == sorted(seoul.paths)
        assert len(seoul.paths) == 25

    def test_it_is_small_and_says_whose_it_is(self, seoul):
        assert (FOLDER / "seoul.json").stat().st_size <= 12_000
        for words in ("Statistics Korea", "southkorea/seoul-maps", "Apache-2.0", "simplified"):
            assert words in seoul.credit

    def test_every_middle_lies_on_the_sheet(self, seoul):
        assert all(0 < x < seoul.width and 0 < y < seoul.height for x, y in seoul.middles.values())

    def test_neighbors_share_their_borders(self, seoul):
        corners = {code: corners_of(path) for code, path in seoul.paths.items()}
        for code, own in corners.items():
            others = set().union(*(points for other, points in corners.items() if other != code))
            assert len(own & others) > len(own) / 3, code


def corners_of(path):
    """Return the corners of an outline, "M1 2l3 4 5-6z"."""
    points = set()
    for part in path.split("M")[1:]:
        numbers = [int(number) for number in re.findall(r"-?\d+", part)]
        x, y = numbers[:2]
        points.add((x, y))
        for right, down in zip(numbers[2::2], numbers[3::2], strict=True):
            x, y = x + right, y + down
            points.add((x, y))
    return points


@pytest.mark.usefixtures("clock")
class TestPage:
    """The map on the listing's page."""

    @pytest.fixture(autouse=True)
    def gangnam(self):
        seoul = make_district(slug="seoul", name="Seoul")
        gangnam = make_district(slug="gangnam", name="Gangnam", parent=seoul, codes=["kostat:11230"])
        mapo = make_district(slug="mapo", name="Mapo", parent=seoul, codes=["kostat:11140"])
        for district in (gangnam, gangnam, mapo):
            make_clinic(district=district)

    def test_each_district_is_a_named_link_that_gives_what_it_says(self, client):
        [picture] = read(client.get("/clinics/")).with_class("map")

        links = {
            attribute(link, "aria-label"): attribute(link, "href")
            for link in walk(picture)
            if link.name == "a"
        }
        assert links == {"Gangnam: 2 clinics": "?district=gangnam", "Mapo: 1 clinic": "?district=mapo"}
        for name, href in links.items():
            line = text_of(
                next(
                    part
                    for part in read(client.get(f"/clinics/{href}")).elements
                    if attribute(part, "id") == "result-count"
                )
            )
            assert line == name.partition(": ")[2]

    def test_count_stands_in_the_district_and_the_chosen_one_is_said(self, client):
        page = read(client.get("/clinics/?district=mapo"))

        [picture] = page.with_class("map")
        assert [text_of(part) for part in walk(picture) if part.name == "text"] == ["2Gangnam", "1Mapo"]
        assert [
            attribute(link, "aria-label")
            for link in walk(picture)
            if link.name == "a" and attribute(link, "aria-current") == "true"
        ] == ["Mapo: 1 clinic"]

    @pytest.mark.parametrize("address", ["/districts/", "/districts/mapo/"])
    def test_pages_of_districts_show_it_and_lead_to_the_listing(self, client, address):
        [picture] = read(client.get(address)).with_class("map")

        assert [attribute(link, "href") for link in walk(picture) if link.name == "a"] == [
            "/clinics/?district=gangnam",
            "/clinics/?district=mapo",
        ]

    def test_outlines_come_from_one_file_that_browsers_keep(self, client):
        [picture] = read(client.get("/clinics/")).with_class("map")
        shapes = [attribute(part, "href") for part in walk(picture) if part.name == "use"]
        [address] = {shape.partition("#")[0] for shape in shapes}

        sheet = client.get(address)

        assert len(shapes) == 25
        assert sheet.headers["Content-Type"] == "image/svg+xml"
        assert "immutable" in sheet.headers["Cache-Control"]
        paths = {path.get("id"): path.get("d") for path in ElementTree.fromstring(sheet.text)}
        assert {shape.partition("#")[2] for shape in shapes} == set(paths)
        assert all(path.startswith("M") for path in paths.values())
        assert client.get(address.replace(".svg", "0.svg")).status_code == 404

    def test_map_says_whose_outlines_it_shows(self, client):
        assert "southkorea/seoul-maps, Apache-2.0" in read(client.get("/clinics/")).text

    def test_picture_is_well_formed(self, client):
        text = client.get("/clinics/").text
        drawn = text[text.index('<svg class="map"') :]
        drawn = drawn[: drawn.index("</svg>") + len("</svg>")]

        assert ElementTree.fromstring(drawn).tag == "svg"

    def test_directory_whose_districts_are_on_no_map_has_none(self, client):
        District.objects.update(codes=[])

        assert read(client.get("/clinics/")).with_class("map") == []


def test_every_map_is_readable():
    for path in FOLDER.glob("*.json"):
        content = json.loads(path.read_text("utf-8"))
        assert set(content) == {"name", "credit", "width", "height", "outlines"}
