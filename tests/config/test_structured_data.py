"""Data for search engines in pages: escaped once, read back as it was, never run; the site as a whole."""

import json

import pytest
from django.conf import settings
from django.template import Context, Template

from config.templatetags.structured_data import json_ld
from tests.factories import make_clinic, make_district
from tests.html import Page, read, text_of
from tests.schema_org import faults

HOSTILE = [
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "]]> & &amp; &lt;",
    "\u2028\u2029\"'\\",
    "점 & 선",
]
URL = settings.SITE_URL


def script_of(html):
    """Return the only script of a piece of HTML, as a browser reads it."""
    page = Page(f'<!doctype html><html lang="en"><head><title>x</title></head><body>{html}</body></html>')
    [script] = page.find_all("script")
    assert page.scripts == []
    return "".join(script.children)


class TestFilter:
    """One filter makes a script of the data."""

    @pytest.mark.parametrize("text", HOSTILE)
    def test_hostile_text_stays_text(self, text):
        html = json_ld([{"@type": "Place", "name": text}])

        assert html.count("<") == 2
        assert json.loads(script_of(html))["name"] == text

    def test_one_node_stands_alone_and_several_in_a_graph(self):
        one, other = {"@type": "Place", "name": "One"}, {"@type": "Place", "name": "Other"}

        assert json.loads(script_of(json_ld([one, None]))) == {"@context": "https://schema.org", **one}
        both = json.loads(script_of(json_ld([one, other])))
        assert both == {"@context": "https://schema.org", "@graph": [one, other]}

    @pytest.mark.parametrize("nodes", ["", None, [], [None], False])
    def test_nothing_makes_no_script(self, nodes):
        assert json_ld(nodes) == ""

    def test_template_does_not_escape_it_again(self):
        template = Template("{% load structured_data %}{{ nodes|json_ld }}")

        html = template.render(Context({"nodes": [{"@type": "Place", "name": "A & B"}]}))

        assert json.loads(script_of(html))["name"] == "A & B"


@pytest.mark.django_db
@pytest.mark.usefixtures("clock")
class TestPages:
    """What every page says of itself, and the front page of the site."""

    def test_front_page_describes_the_site_and_its_search(self, client, settings):
        settings.CONTACT_EMAIL = "editors@atlas.example"

        website, organization = read(client.get("/")).structured_data

        assert faults(website) + faults(organization) == []
        assert (website["@type"], organization["@type"]) == ("WebSite", "Organization")
        assert website["potentialAction"]["target"]["urlTemplate"] == (
            f"{URL}/clinics/?q={{search_term_string}}"
        )
        assert organization["email"] == "editors@atlas.example"
        assert website["publisher"]["@id"] == organization["@id"]

    def test_search_of_the_site_answers(self, client):
        make_clinic(name="Dots")
        website, _organization = read(client.get("/")).structured_data

        address = website["potentialAction"]["target"]["urlTemplate"]
        response = client.get(address.replace("{search_term_string}", "dots").removeprefix(URL))

        assert response.context["listing"].count == 1

    def test_way_to_a_page_is_told_as_it_is_shown(self, client):
        seoul = make_district(slug="seoul", name="Seoul")
        gangnam = make_district(slug="gangnam", name="Gangnam", parent=seoul)
        make_clinic(slug="dots", name="Dots & <lines>", district=gangnam, is_example=True)

        page = read(client.get("/clinics/dots/"))

        [way] = page.structured_data
        assert [(item["name"], item.get("item")) for item in way["itemListElement"]] == [
            ("Home", f"{URL}/"),
            ("Clinics", f"{URL}/clinics/"),
            ("Seoul", f"{URL}/districts/seoul/"),
            ("Gangnam", f"{URL}/districts/gangnam/"),
            ("Dots & <lines>", None),
        ]
        assert [item["position"] for item in way["itemListElement"]] == [1, 2, 3, 4, 5]
        [shown] = [nav for nav in page.find_all("nav") if nav.attributes[0][1] == "breadcrumbs"]
        assert text_of(shown) == "Home Clinics Seoul Gangnam Dots & <lines>"
