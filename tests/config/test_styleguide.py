"""The style guide shows every component, to those who build and edit the site and to nobody else."""

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import User
from django.test import Client

from config.styleguide import SHAPES, TEXTS, Pair, luminance, pairs_of, read_colors, read_sizes, read_tokens
from tests.html import Element, read, text_of

pytestmark = pytest.mark.django_db

ADDRESS = "/styleguide/"


@pytest.fixture
def logged_in():
    """Return a client of a user who is staff or not."""

    def logged_in(*, is_staff):
        client = Client()
        client.force_login(User.objects.create(username="someone", is_staff=is_staff))
        return client

    return logged_in


class TestWhoSeesIt:
    def test_visitor_does_not_find_it(self, client):
        response = client.get(ADDRESS)

        assert response.status_code == 404
        assert not response.cookies
        assert "public" not in response.headers.get("Cache-Control", "")

    def test_user_who_is_not_staff_does_not_find_it(self, logged_in):
        assert logged_in(is_staff=False).get(ADDRESS).status_code == 404

    def test_staff_see_it_and_nobody_keeps_or_indexes_it(self, logged_in):
        response = logged_in(is_staff=True).get(ADDRESS)

        assert response.status_code == 200
        assert {"no-store", "private"} <= set(response.headers["Cache-Control"].split(", "))
        assert read(response).meta("robots") == "noindex"

    def test_anyone_sees_it_while_the_site_is_being_built(self, client, settings):
        settings.DEBUG = True

        response = client.get(ADDRESS)

        assert response.status_code == 200
        assert "no-store" in response.headers["Cache-Control"]

    def test_nothing_can_be_sent_to_it(self, logged_in):
        assert logged_in(is_staff=True).post(ADDRESS).status_code == 405


class TestWhatItShows:
    @pytest.fixture
    def response(self, logged_in):
        return logged_in(is_staff=True).get(ADDRESS)

    def test_every_component_is_shown(self, logged_in, settings):
        settings.SITE_NAME = "A site that no other test has"  # what is the same on all pages is written once
        response = logged_in(is_staff=True).get(ADDRESS)
        components = {
            path.relative_to(django_settings.BASE_DIR / "templates").as_posix()
            for path in (django_settings.BASE_DIR / "templates" / "components").iterdir()
        }

        assert len(components) > 5
        assert components <= {template.name for template in response.templates}

    def test_cards_are_full_bare_and_long(self, response):
        full, bare, long = map(text_of, read(response).with_class("card"))

        assert "$1,800–$3,000" in full
        assert "3 weeks ago" in full
        assert "no published price" in bare
        assert "from $4,000" in long

    def test_evidence_has_a_row_for_every_answer(self, response):
        rows = {}
        for row in read(response).find_all("tr"):
            name, *cells = [text_of(cell) for cell in row.children if isinstance(cell, Element)]
            rows[name] = cells

        assert rows["Verified"][0] == "yes"
        assert "28 January 2026" in rows["Verified"][2]
        assert rows["Found missing"][0] == "no"
        assert rows["Verified once"][0] == "yes, expired Ask this (Verified once)"
        assert rows["Asked without an answer"][0].startswith("not stated")
        assert rows["Never asked"][0].startswith("not stated")

    def test_every_size_has_a_specimen(self, response):
        page = read(response)
        css = (django_settings.BASE_DIR / "static" / "css" / "styleguide.css").read_text()

        sizes = read_tokens()["type_scale"] + read_tokens()["spaces"]
        assert len(sizes) > 10
        for name, _value in sizes:
            assert page.with_class(name), name
            assert f".{name} {{" in css, name


class TestColors:
    @pytest.mark.parametrize(
        ("color", "expected"), [("#000000", 0), ("#ffffff", 1), ("#ff0000", 0.2126), ("#808080", 0.2159)]
    )
    def test_luminance_is_that_of_the_guidelines(self, color, expected):
        assert luminance(color) == pytest.approx(expected, abs=0.0001)

    def test_contrast_is_the_same_from_both_sides_and_rounded_down(self):
        assert Pair("", "", "#000000", "#ffffff").contrast == 21
        assert Pair("", "", "#767676", "#ffffff").contrast == 4.5
        assert Pair("", "", "#ffffff", "#777777").contrast == 4.4

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_every_text_stands_out_from_its_paper(self, scheme):
        [texts] = [texts for name, texts, _shapes in read_tokens()["schemes"] if name == scheme]

        assert len(texts) == len(TEXTS)
        assert [pair for pair in texts if pair.contrast < 4.5] == []

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_edge_of_a_control_stands_out_from_its_paper(self, scheme):
        [shapes] = [shapes for name, _texts, shapes in read_tokens()["schemes"] if name == scheme]

        assert len(shapes) == len(SHAPES)
        assert [pair.contrast for pair in shapes if pair.front == "edge"] >= [3]

    def test_tokens_are_read_from_the_style_sheet(self):
        css = """:root {
          --paper: light-dark(#faf7f1, #121614);
          --ink: light-dark(#1b2320, #ece8df);
          --serif: Georgia, serif;
          --text-page: clamp(1rem, 2vw, 2rem);
          --space: 1rem;
        }
        h1 { font-size: var(--text-page); }"""

        colors = read_colors(css)

        assert colors["dark"] == {"paper": "#121614", "ink": "#ece8df"}
        assert pairs_of(colors["light"], [("ink", "paper")]) == [Pair("ink", "paper", "#1b2320", "#faf7f1")]
        assert read_sizes(css) == [("text-page", "clamp(1rem, 2vw, 2rem)"), ("space", "1rem")]
