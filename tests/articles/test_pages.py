"""The pages of guides: what a visitor reads, and from which day on."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from articles.reading import PER_PAGE
from tests.factories import (
    make_article,
    make_author,
    make_category,
    make_clinic,
    make_disclaimer,
    make_district,
    make_emergency_contact,
    make_market_price,
    make_treatment,
    make_trust_pages,
)
from tests.html import attribute, read, text_of, walk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

BUDGET = 8
MANY = 40


def page(client, address):
    return read(client.get(address))


def section(page, anchor):
    """Return the texts of the entries of the section under a heading."""
    [part] = [
        each for each in page.find_all("section", "nav") if attribute(each, "aria-labelledby") == anchor
    ]
    return [text_of(item) for item in walk(part) if item.name == "li"]


class TestGuide:
    """One guide."""

    def test_facts_stand_above_the_text(self, client):
        author = make_author(
            name="Korea Team", kind="organisation", website="https://team.example", description="Writes."
        )
        make_article(
            "Word " * 450,
            slug="smp",
            title="SMP in Korea",
            excerpt="In short.",
            author=author,
            audience="travelers",
            updated_on="2026-02-01",
            next_review_on="2027-02-01",
            edition_year=2026,
        )

        shown = page(client, "/guides/smp/")

        assert text_of(shown.find("h1")) == "SMP in Korea"
        assert shown.title == "SMP in Korea – Clinic Atlas"
        assert shown.meta("description") == "In short."
        assert shown.rows == {
            "Author": "Korea Team Writes.",
            "Medical review": "Not medically reviewed",
            "Published": "28 January 2026",
            "Updated": "1 February 2026",
            "Next review": "1 February 2027",
            "Reading time": "3 minutes",
            "Edition": "2026",
            "Written for": "travelers",
        }

    def test_reviewer_and_an_overdue_review_are_named(self, client):
        make_article(
            slug="smp",
            reviewer=make_author(name="Dr. Lee"),
            reviewed_on="2026-02-01",
            next_review_on="2026-11-22",
        )

        shown = page(client, "/guides/smp/")

        assert shown.rows["Medical review"] == "Dr. Lee, 1 February 2026"
        assert shown.rows["Next review"] == "22 November 2026 This day has passed."
        assert shown.rows["Author"] == "not stated"

    def test_review_of_today_is_not_overdue(self, client):
        make_article(slug="smp", next_review_on="2026-11-23")

        assert page(client, "/guides/smp/").rows["Next review"] == "23 November 2026"

    def test_text_without_a_summary_is_described_by_its_beginning(self, client):
        make_article("## One\n\nIt *begins* here.\n", slug="smp")
        make_article("", slug="empty", title="Nothing yet")

        assert page(client, "/guides/smp/").meta("description") == "It begins here."
        assert page(client, "/guides/empty/").meta("description") == "Nothing yet"

    def test_contents_lead_to_every_section(self, client):
        make_article("## One\n### Inner\n## 둘\n## Three\n", slug="smp")

        shown = page(client, "/guides/smp/")

        assert section(shown, "guide-contents") == ["One Inner", "Inner", "둘", "Three"]
        links = [attribute(link, "href") for link in shown.find_all("a")]
        assert [link for link in links if "#" in link] == ["#content", "#one", "#inner", "#둘", "#three"]

    @pytest.mark.parametrize("body", ["", "Text.\n", "## Only\n\nText.\n"])
    def test_short_text_needs_no_contents(self, client, body):
        make_article(body, slug="smp")

        assert "Contents" not in page(client, "/guides/smp/").text

    def test_sources_and_takeaways_are_listed(self, client):
        make_article(
            slug="smp",
            more="takeaways: [Ask first., Then decide.]\nsources:\n"
            "- {title: Law, url: 'https://law.example/?a=1&b=2', accessed_on: 2026-01-15}\n- A leaflet\n",
        )

        shown = page(client, "/guides/smp/")

        assert section(shown, "guide-takeaways") == ["Ask first.", "Then decide."]
        assert section(shown, "guide-sources") == ["Law read on 15 January 2026", "A leaflet"]
        assert shown.link("Law") == "https://law.example/?a=1&b=2"

    def test_related_records_are_linked_when_visitors_see_them(self, client):
        seen, hidden = make_clinic(name="Seen"), make_clinic(name="Hidden", status="draft")
        example = make_clinic(name="Sample", is_example=True)
        make_article(
            slug="smp",
            clinics=[seen, hidden, example],
            districts=[make_district(name="Mapo", slug="mapo")],
            treatments=[make_treatment(name="Crown", slug="crown")],
        )

        shown = page(client, "/guides/smp/")

        assert section(shown, "guide-related") == [
            "Sample Example, not a real clinic",
            "Seen",
            "Mapo",
            "Crown",
        ]
        assert shown.link("Mapo") == "/districts/mapo/"
        assert "Hidden" not in shown.text

    def test_disclaimer_and_callable_numbers_stand_below(self, client):
        make_disclaimer(title="Information, not advice")
        make_emergency_contact("119")
        make_emergency_contact("1330")
        make_article(slug="smp")

        shown = page(client, "/guides/smp/")

        assert text_of(shown.with_class("disclaimer")[0]).startswith("Information, not advice")
        assert (shown.link("119"), shown.link("1330")) == ("tel:119", "tel:1330")

    def test_breadcrumbs_lead_over_the_category(self, client):
        make_article(slug="smp", title="SMP", category=make_category(name="Cost", slug="prices"))

        shown = page(client, "/guides/smp/")

        [trail] = shown.with_class("breadcrumbs")
        assert text_of(trail) == "Home Guides Cost SMP"
        assert shown.link("Cost") == "/guides/category/prices/"

    def test_missing_picture_leaves_its_description_and_no_complaint(self, client):
        make_article("![A hill](hill.jpg)\n", slug="smp")

        shown = page(client, "/guides/smp/")

        assert "A hill" in text_of(shown.find("main"))
        assert "missing" not in text_of(shown.find("main"))

    def test_unknown_figure_is_absent(self, client):
        make_article("It costs {price}`nothing`{nobody}`x`.\n\n```{unknown}\n```\n", slug="smp")

        [text] = page(client, "/guides/smp/").with_class("guide-text")
        assert text_of(text) == "It costs ."

    def test_other_guides_are_linked_once_visitors_see_them(self, client):
        make_article(
            "[One](/guides/one/), [*two*](/guides/two/#costs), [order](/about/order/), [all](/guides/).\n",
            slug="smp",
        )
        make_article(slug="one")
        make_article(slug="two", published_on="2026-11-24")

        [text] = page(client, "/guides/smp/").with_class("guide-text")
        links = [attribute(link, "href") for link in walk(text) if link.name == "a"]
        assert links == ["/guides/one/", "/guides/"]
        assert text_of(text) == "One, two, order, all."

        Article.objects.filter(slug="two").update(published_on="2026-11-23")
        [text] = page(client, "/guides/smp/").with_class("guide-text")
        assert "/guides/two/#costs" in [attribute(link, "href") for link in walk(text) if link.name == "a"]


class TestPublication:
    """Visitors see an article from its day on, as days are in Seoul."""

    @pytest.mark.parametrize(
        ("values", "status"),
        [
            ({"published_on": "2026-11-22"}, 200),
            ({"published_on": "2026-11-23"}, 200),
            ({"published_on": "2026-11-24"}, 404),
            ({"status": "draft"}, 404),
            ({"published_on": None}, 404),
        ],
    )
    def test_article_is_seen_from_its_day_on(self, client, values, status):
        make_article(slug="smp", **values)
        make_article(slug="about", kind="page", title="All about it", **values)

        assert client.get("/guides/smp/").status_code == status
        assert client.get("/about/").status_code == status
        assert ("/guides/smp/" in client.get("/guides/").text) is (status == 200)

    def test_day_begins_in_seoul(self, client, monkeypatch):
        make_article(slug="smp", published_on="2026-11-24")

        monkeypatch.setattr(
            "django.utils.timezone.now", lambda: datetime(2026, 11, 23, 14, 59, 59, tzinfo=ZoneInfo("UTC"))
        )
        before = client.get("/guides/smp/").status_code
        monkeypatch.setattr(
            "django.utils.timezone.now", lambda: datetime(2026, 11, 23, 15, 0, tzinfo=ZoneInfo("UTC"))
        )

        assert (before, client.get("/guides/smp/").status_code) == (404, 200)

    def test_guides_and_pages_have_addresses_of_their_own(self, client):
        make_trust_pages()
        make_article(slug="smp")

        assert client.get("/about/order/").status_code == 200
        assert client.get("/about/").status_code == 200
        for address in ("/guides/order/", "/guides/about/", "/about/smp/"):
            assert client.get(address).status_code == 404

    def test_page_about_the_site_is_no_medical_page(self, client):
        make_disclaimer(title="Not advice")
        make_emergency_contact("119")
        make_trust_pages()

        shown = page(client, "/about/order/")

        assert set(shown.rows) == {"Published"}
        assert "Not advice" not in shown.text
        [trail] = shown.with_class("breadcrumbs")
        assert text_of(trail) == "Home About Page order"


class TestLists:
    """All guides, and those of a category."""

    def test_latest_guide_comes_first(self, client):
        make_article(slug="b", title="Second", published_on="2026-02-01", excerpt="In short.")
        make_article(slug="c", title="Third", published_on="2026-02-01")
        make_article(slug="a", title="First", published_on="2026-01-01", updated_on="2026-04-01")
        make_trust_pages()

        shown = page(client, "/guides/")

        [guides] = shown.with_class("guide-list")
        assert [text_of(item) for item in walk(guides) if item.name == "li"] == [
            "First Some text. Updated 1 April 2026, 1 minute to read",
            "Second In short. 1 February 2026, 1 minute to read",
            "Third Some text. 1 February 2026, 1 minute to read",
        ]

    def test_category_lists_its_guides(self, client):
        prices = make_category(name="Prices", slug="prices", description="What it costs.")
        make_article(title="Inside", category=prices)
        make_article(title="Outside", category=make_category(name="Stays", slug="stays"))
        make_article(title="Hidden", category=make_category(name="Nothing"), status="draft")

        everything, inside = page(client, "/guides/"), page(client, "/guides/category/prices/")

        assert everything.link("Prices 1") == "/guides/category/prices/"
        assert "Nothing" not in everything.text
        assert text_of(inside.find("h1")) == "Prices"
        assert "What it costs." in inside.text
        assert "Inside" in inside.text
        assert "Outside" not in inside.text
        assert inside.link("All guides") == "/guides/"

    def test_empty_lists_say_so_and_are_not_indexed(self, client):
        make_category(slug="prices")

        for address in ("/guides/", "/guides/category/prices/"):
            shown = page(client, address)
            assert "No guides here yet." in shown.text
            assert shown.meta("robots") == "noindex, follow"

    def test_long_list_has_pages(self, client):
        for number in range(PER_PAGE + 1):
            make_article(slug=f"guide-{number:02}", title=f"Guide {number:02}")

        first, second = page(client, "/guides/"), page(client, "/guides/?page=2")

        assert "Page 1 of 2" in text_of(first.find("main"))
        assert "Guide 20" in second.text
        assert "Guide 19" not in second.text
        assert second.canonical.endswith("/guides/?page=2")
        assert first.title != second.title
        assert first.meta("description") != second.meta("description")
        assert client.get("/guides/?page=3").status_code == 404

    @pytest.mark.parametrize(
        ("number", "status"),
        [
            *(("1", 200), ("", 200), ("0", 404), ("-1", 404), ("2", 404), ("x", 404), ("1.5", 404)),
            *(("9" * 40, 404), ("%00", 404), ("%ED%A0%80", 404), ("%EF%BC%91", 200)),
        ],
    )
    def test_number_of_no_page_is_not_found(self, client, number, status):
        make_article()

        assert client.get(f"/guides/?page={number}").status_code == status

    def test_navigation_and_footer_lead_to_guides_and_pages(self, client):
        make_trust_pages()

        shown = page(client, "/prices/")

        assert shown.link("Guides") == "/guides/"
        for slug in ("verification", "order", "data", "accessibility", "privacy"):
            assert f"/about/{slug}/" in shown.links
            assert client.get(f"/about/{slug}/").status_code == 200


class TestOtherPages:
    """Clinics, districts, treatments and the front page name the guides about them."""

    @pytest.fixture
    def about(self):
        clinic, district = make_clinic(slug="dots", name="Dots"), make_district(slug="mapo", name="Mapo")
        treatment = make_treatment(slug="crown", name="Crown")
        values = {"clinics": [clinic], "districts": [district], "treatments": [treatment]}
        make_article(slug="older", title="Older", published_on="2026-01-01", **values)
        make_article(slug="newer", title="Newer", **values)
        make_article(title="Of nothing")
        make_article(title="Draft", status="draft", **values)
        make_article(title="Tomorrow", published_on="2026-11-24", **values)
        make_article(title="Page", kind="page", **values)

    @pytest.mark.usefixtures("about")
    @pytest.mark.parametrize(
        ("address", "name"),
        [("/clinics/dots/", "Dots"), ("/districts/mapo/", "Mapo"), ("/treatments/crown/", "Crown")],
    )
    def test_guides_about_a_record_stand_on_its_page(self, client, address, name):
        shown = page(client, address)

        assert [entry.split()[0] for entry in section(shown, "guides")] == ["Newer", "Older"]
        assert f"Guides about {name}" in shown.text
        assert shown.link("Newer") == "/guides/newer/"

    @pytest.mark.usefixtures("about")
    def test_front_page_names_the_latest_guides(self, client):
        shown = page(client, "/")

        names = [entry.partition(",")[0].rsplit(" ", 3)[0] for entry in section(shown, "guides")]
        assert sorted(names[:2]) == ["Newer", "Of nothing"]
        assert names[2:] == ["Older"]
        assert shown.link("All guides") == "/guides/"
        assert "Tomorrow" not in shown.text

    def test_pages_without_guides_say_nothing_of_them(self, client):
        make_clinic(slug="dots")

        for address in ("/", "/clinics/dots/"):
            assert 'id="guides"' not in page(client, address).text

    def test_many_guides_about_a_record_are_cut(self, client):
        clinic = make_clinic(slug="dots")
        for _number in range(12):
            make_article(clinics=[clinic])

        assert len(section(page(client, "/clinics/dots/"), "guides")) == 8
        assert len(section(page(client, "/"), "guides")) == 3


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


@pytest.mark.parametrize("many", [1, MANY])
def test_guide_asks_as_often_with_many_records_as_with_one(client, many):
    clinics = [make_clinic(name=f"Clinic {number}", slug=f"clinic-{number}") for number in range(many)]
    treatments = [make_treatment(name=f"Area {number}", slug=f"area-{number}") for number in range(many)]
    for treatment in treatments:
        make_market_price(treatment.name, 100, 200, treatments=[treatment])
    make_disclaimer()
    make_emergency_contact("119")
    body = "".join(
        f"## About Clinic {number}\n\nAt Clinic {number}, Area {number} costs {{price}}`area-{number}`."
        f"[^{number}] [Other](/guides/other-{number}/).\n\n"
        f"```{{market-prices}}\n:basis: package\n```\n\n[^{number}]: See Clinic {number}.\n\n"
        for number in range(many)
    )
    make_article(
        body,
        slug="smp",
        author=make_author(),
        category=make_category(),
        clinics=clinics,
        treatments=treatments,
        districts=[make_district()],
        reviewer=make_author(),
        reviewed_on="2026-02-01",
    )

    asked = queries(client, "/guides/smp/")

    assert asked == BUDGET


@pytest.mark.parametrize("many", [1, MANY])
def test_lists_ask_as_often_for_many_guides_as_for_one(client, many):
    category = make_category(slug="prices")
    for _number in range(many):
        make_article(category=category)

    assert queries(client, "/guides/") == 3
    assert queries(client, "/guides/category/prices/") == 4


def test_published_articles_are_asked_for_by_a_day():
    article = make_article(published_on="2026-02-01")

    assert not Article.objects.published(today=date(2026, 1, 31)).exists()
    assert Article.objects.published(today=date(2026, 2, 1)).get() == article
    assert Article.objects.pages().count() == 0
