"""Pictures for links: real, the same for the same words, kept by whoever has them, none of what is hidden."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.cache import cache
from PIL import Image

from clinics import share_images
from clinics.models import Clinic, District
from clinics.posters import FREE, HEIGHT, MARGIN, PAPER, WIDTH, Poster, draw_poster
from tests.factories import NOW, make_clinic, make_district
from tests.html import read
from tests.odd_records import make_odd_records

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

DAY = timedelta(days=1)
POSTER = Poster(word="dots", title="Dots", other="", line="Gangnam", warning="", site="Atlas")


@pytest.fixture(autouse=True)
def nothing_kept():
    """Begin with an empty cache."""
    cache.clear()


@pytest.fixture
def drawn(monkeypatch):
    """The Posters that were drawn, in order."""
    posters = []

    def draw(poster):
        posters.append(poster)
        return draw_poster(poster)

    monkeypatch.setattr(share_images, "draw_poster", draw)
    return posters


def picture(response):
    """Return the picture of a response, after making sure that it is one."""
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "image/png"
    image = Image.open(BytesIO(response.content), formats=["PNG"])
    image.load()
    assert image.size == (1200, 630)
    return image


class TestPicture:
    """A picture shows its words on paper, between dots."""

    def test_same_words_make_the_same_picture_and_others_another(self):
        assert draw_poster(POSTER) == draw_poster(POSTER)
        for name in ("word", "title", "line", "site"):
            other = Poster(**{**{field: getattr(POSTER, field) for field in Poster.__slots__}, name: "Other"})
            assert draw_poster(other) != draw_poster(POSTER)

    def test_it_is_small(self):
        assert len(draw_poster(POSTER)) < 60_000

    def test_no_dot_comes_near_the_words(self):
        """The strip between the margin and the first letter is paper, beside the line and the site."""
        image = Image.open(BytesIO(draw_poster(POSTER))).convert("RGB")
        strip = image.crop((MARGIN - FREE + 8, HEIGHT - MARGIN - 100, MARGIN - 2, HEIGHT - MARGIN))

        assert {color for _number, color in strip.getcolors()} == {strip.getpixel((0, 0))}
        assert f"#{''.join(f'{part:02x}' for part in strip.getpixel((0, 0)))}" == PAPER

    @pytest.mark.parametrize(
        "title", ["", "x" * 500, "word " * 100, "\x00\ufffe", "<b>&amp;</b>", "점 " * 100, "ب" * 40]
    )
    def test_any_title_makes_a_picture(self, title):
        poster = Poster(word="", title=title, other=title, line=title, warning=title, site=title)

        assert Image.open(BytesIO(draw_poster(poster))).size == (WIDTH, HEIGHT)


class TestClinic:
    """The picture of a clinic says its names, where it is, and whether it is an example."""

    def test_it_says_what_the_page_says(self, client, drawn):
        gangnam = make_district(name="Gangnam", parent=make_district(name="Seoul"))
        make_clinic(slug="dots", name="Dots", name_ko="점", district=gangnam)

        picture(client.get("/share/clinics/dots.png"))

        [poster] = drawn
        assert (poster.word, poster.title, poster.other) == ("dots", "Dots", "점")
        assert (poster.line, poster.warning, poster.site) == ("Gangnam, Seoul", "", "Clinic Atlas")

    def test_an_example_says_so(self, client, drawn):
        make_clinic(slug="dots", is_example=True)

        picture(client.get("/share/clinics/dots.png"))

        assert drawn[0].warning == "Example, not a real clinic"

    @pytest.mark.parametrize(
        "values",
        [
            {"status": "draft"},
            {"status": "archived"},
            {"publish_at": NOW + DAY},
            {"unpublish_at": NOW - DAY},
        ],
    )
    def test_a_clinic_that_visitors_do_not_see_has_none(self, client, drawn, values):
        make_clinic(slug="dots", **values)

        assert client.get("/share/clinics/dots.png").status_code == 404
        assert drawn == []

    def test_a_clinic_that_left_has_none_though_it_was_drawn(self, client):
        make_clinic(slug="dots")
        etag = client.get("/share/clinics/dots.png").headers["ETag"]

        Clinic.objects.raise_version(status="archived")

        headers = {"if-none-match": etag}
        assert client.get("/share/clinics/dots.png", headers=headers).status_code == 404

    def test_every_odd_record_has_one(self, client):
        make_odd_records()

        for clinic in Clinic.objects.published(at=NOW):
            picture(client.get(f"/share/clinics/{clinic.slug}.png"))
        for district in District.objects.all():
            picture(client.get(f"/share/districts/{district.slug}.png"))


class TestKeeping:
    """A picture is drawn once, and sent once to whoever keeps it."""

    def test_it_is_drawn_once_until_its_words_change(self, client, drawn):
        make_clinic(slug="dots", name="Dots")
        first = client.get("/share/clinics/dots.png")
        again = client.get("/share/clinics/dots.png")
        assert (len(drawn), again.content) == (1, first.content)

        Clinic.objects.update(name="Lines")

        other = client.get("/share/clinics/dots.png")
        assert [poster.title for poster in drawn] == ["Dots", "Lines"]
        assert other.headers["ETag"] != first.headers["ETag"]

    def test_who_has_it_is_told_so_without_drawing(self, client, drawn):
        make_clinic(slug="dots")
        etag = client.get("/share/clinics/dots.png").headers["ETag"]
        cache.clear()

        response = client.get("/share/clinics/dots.png", headers={"if-none-match": etag})

        assert (response.status_code, response.content, len(drawn)) == (304, b"", 1)
        assert response.headers["ETag"] == etag

    @pytest.mark.parametrize(
        "address", ["/share/site.png", "/share/clinics/dots.png", "/share/districts/mapo.png"]
    )
    def test_anybody_may_keep_and_show_it(self, address, client):
        make_clinic(slug="dots", district=make_district(slug="mapo"))

        response = client.get(address)

        picture(response)
        assert response.headers["Cache-Control"] == "public, max-age=3600"
        assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert not response.cookies
        assert "cookie" not in response.headers.get("Vary", "").lower()


class TestPages:
    """Every page names a picture that is there."""

    @pytest.mark.parametrize(
        ("address", "image"),
        [
            ("/", "/share/site.png"),
            ("/clinics/", "/share/site.png"),
            ("/clinics/dots/", "/share/clinics/dots.png"),
            ("/clinics/dots/questions/", "/share/clinics/dots.png"),
            ("/districts/mapo/", "/share/districts/mapo.png"),
            ("/treatments/", "/share/site.png"),
            ("/nothing/", "/share/site.png"),
        ],
    )
    def test_page_names_its_picture(self, client, settings, address, image):
        make_clinic(slug="dots", district=make_district(slug="mapo"))

        page = read(client.get(address))

        assert page.meta("og:image") == f"{settings.SITE_URL}{image}"
        assert (page.meta("og:image:width"), page.meta("og:image:height")) == ("1200", "630")
        picture(client.get(image))

    @pytest.mark.parametrize("address", ["/share/clinics/nobody.png", "/share/districts/nowhere.png"])
    def test_nothing_has_no_picture(self, client, address):
        assert client.get(address).status_code == 404
