"""The listing as a page: its state in words, its cards, and its pages."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.clinics.listing_pages import make_choices, names, result_line
from tests.factories import (
    NOW,
    TODAY,
    make_clinic,
    make_criterion,
    make_currency,
    make_district,
    make_finding,
    make_focus,
    make_language,
    make_price,
    make_tier,
    make_treatment,
)
from tests.html import attribute, read, text_of, walk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

SECOND = timedelta(seconds=1)


@pytest.fixture
def listing(client):
    """Return a function from a query string to the listing's Page."""
    return lambda query="": read(client.get(f"/clinics/?{query}" if query else "/clinics/"))


@pytest.fixture
def choices():
    make_choices()


class TestWords:
    """What the page says about its state."""

    def test_unfiltered_page_says_all_clinics(self, listing):
        make_clinic()

        page = listing()

        assert text_of(page.find("h1")) == "All clinics"
        assert page.title == "All clinics – 1 clinic – Clinic Atlas"
        assert result_line(page) == "1 clinic"

    @pytest.mark.usefixtures("choices")
    def test_filtered_page_says_its_state_in_heading_title_and_description(self, listing):
        page = listing("district=gangnam&district=cheongdam&focus=scar-camouflage&tier=high")

        sentence = "Clinics in Gangnam (including Cheongdam-dong), for scar camouflage, price tier high"
        assert text_of(page.find("h1")) == sentence
        assert page.title == f"{sentence} – 1 clinic – Clinic Atlas"
        assert page.meta("description").startswith(f"{sentence}: 1 clinic, ")

    def test_directory_without_clinics_says_so(self, listing):
        page = listing()

        assert result_line(page) == "0 clinics"
        assert text_of(page.with_class("empty")[0]).startswith("No clinics match all of this")

    def test_thousand_is_written_with_its_comma(self, listing, monkeypatch):
        monkeypatch.setattr("clinics.listing.Listing.count", 1494)

        assert result_line(listing()) == "All 1,494 clinics"

    def test_downloads_lead_to_the_same_state(self, listing):
        make_tier(slug="high")

        page = listing("sort=price&tier=high&page=1&utm_source=x")

        assert page.link("CSV") == "/api/v1/clinics.csv?tier=high&sort=price"
        assert page.link("GeoJSON") == "/api/v1/clinics.geojson?tier=high&sort=price"
        assert page.link("JSON") == "/api/v1/clinics/?tier=high&sort=price"


class TestCard:
    """What a card answers."""

    def test_card_of_an_unknown_clinic_says_what_is_not_stated(self, listing):
        make_clinic(name="Bare")

        [card] = map(text_of, listing().with_class("card"))

        assert "Known for: not stated" in card
        assert "Languages: not stated" in card
        assert "0 of 0 criteria verified, whole listing: no date of a check" in card
        assert "no published price" in card
        assert "Price tier: not stated" in card

    def test_card_of_a_known_clinic_says_all_of_it(self, listing):
        seoul = make_district(name="Seoul")
        clinic = make_clinic(
            name="Dot House",
            name_ko="도트하우스",
            district=make_district(name="Gangnam", parent=seoul),
            focuses=[make_focus(name="Density")],
            languages=[make_language(name="Korean")],
            price_tier=make_tier(name="High"),
            verified_on=TODAY - timedelta(days=21),
        )
        make_price(clinic, make_treatment(name="Crown"), 1800, 3000)
        make_finding(clinic, make_criterion())

        [card] = map(text_of, listing().with_class("card"))

        for words in (
            "Dot House 도트하우스",
            "Gangnam",
            "Known for: Density",
            "Languages: Korean",
            "1 of 1 criteria verified, whole listing checked 3 weeks ago",
            "$1,800–$3,000",
            "Crown, whole course",
            "Price tier: ● High (estimated)",
        ):
            assert words in card

    @pytest.mark.parametrize("is_example", [True, False])
    def test_example_is_labelled_and_nothing_else_is(self, listing, is_example):
        make_clinic(is_example=is_example)

        [card] = map(text_of, listing().with_class("card"))

        assert ("Example, not a real clinic" in card) is is_example

    @pytest.mark.parametrize(
        ("low", "high", "values", "words"),
        [
            (500, 500, {}, "$500"),
            (1800, 3000, {}, "$1,800–$3,000"),
            (4000, None, {}, "from $4,000"),
            (4000, 6000, {"open_ended": True}, "$4,000–$6,000+"),
            (0, 0, {}, "$0"),
            (None, None, {}, None),
        ],
    )
    def test_each_kind_of_price_has_its_words(self, listing, low, high, values, words):
        make_price(make_clinic(), make_treatment(), low, high, **values)

        page = listing()

        assert [text_of(price) for price in page.with_class("price")] == ([words] if words else [])
        assert ("no published price" in page.text) is (words is None)

    def test_price_is_shown_in_the_chosen_currency_too(self, listing):
        make_currency("KRW", units_per_usd=Decimal("1385.5"))
        make_price(make_clinic(), make_treatment(), 100, 200)

        page = listing("currency=KRW")

        [card] = map(text_of, page.with_class("card"))
        assert "$100–$200 about KRW 139,000–KRW 277,000, at the rate of 23 November 2026" in card
        # The choice is kept by the form.
        [kept] = (box for box in page.find_all("input") if attribute(box, "name") == "currency")
        assert attribute(kept, "value") == "KRW"

    @pytest.mark.parametrize(("name", "name_ko"), [("강남의원", "강남의원"), ("Dots", "")])
    def test_name_in_one_language_is_shown_once(self, listing, name, name_ko):
        make_clinic(name=name, name_ko=name_ko)

        assert text_of(listing().with_class("card")[0]).count(name) == 1


class TestComparing:
    """Clinics are ticked on the listing and compared on another page."""

    def test_each_card_has_a_named_box_of_the_form_below(self, listing):
        make_clinic(slug="dots", name="Dots")
        make_clinic(slug="lines", name="Lines")

        page = listing()

        [form] = (form for form in page.find_all("form") if attribute(form, "id") == "compare")
        assert (attribute(form, "method"), attribute(form, "action")) == ("get", "/clinics/compare/")
        picks = [box for box in page.find_all("input") if attribute(box, "form") == "compare"]
        assert [(attribute(box, "name"), attribute(box, "value")) for box in picks] == [
            ("clinic", "dots"),
            ("clinic", "lines"),
        ]
        assert [attribute(box, "aria-label") for box in picks] == [
            "Add to compare Dots",
            "Add to compare Lines",
        ]
        labels = [text_of(label) for label in page.find_all("label")]
        assert labels.count("Add to compare") == 2  # what is seen begins what is said

    def test_empty_listing_has_nothing_to_compare(self, listing):
        assert "Add to compare" not in listing().text
        assert not [form for form in listing().find_all("form") if attribute(form, "id") == "compare"]


class TestPublication:
    """Only what is published now is listed."""

    def test_drafts_archived_and_other_times_are_left_out(self, listing):
        make_clinic(name="Draft", status="draft")
        make_clinic(name="Archived", status="archived")
        make_clinic(name="To come", publish_at=NOW + SECOND)
        make_clinic(name="Gone", unpublish_at=NOW)
        make_clinic(name="Here", publish_at=NOW, unpublish_at=NOW + SECOND)

        page = listing()

        assert names(page) == ["Here"]
        assert result_line(page) == "1 clinic"


class TestPages:
    """Pages of 24, and which of them a search engine may keep."""

    @pytest.fixture
    def many(self):
        return [make_clinic(name=f"Clinic {number:02}") for number in range(49)]

    @pytest.mark.usefixtures("many")
    def test_page_holds_24_and_leads_to_the_next_and_the_one_before(self, listing):
        page = listing("page=2")

        assert names(page) == [f"Clinic {number:02}" for number in range(24, 48)]
        assert (page.link("Previous page"), page.link("Next page")) == ("/clinics/", "?page=3")
        assert page.title == "All clinics – 49 clinics, page 2 – Clinic Atlas"
        assert "Page 2 of 3" in page.text

    @pytest.mark.usefixtures("many")
    def test_first_and_last_page_lead_one_way_only(self, listing):
        assert "Previous page" not in listing().text
        last = listing("page=3")
        assert "Next page" not in last.text
        assert names(last) == ["Clinic 48"]

    @pytest.mark.usefixtures("many")
    def test_links_to_pages_keep_every_choice(self, listing):
        page = listing("page=2&sort=price&q=clinic&utm_source=x")

        assert page.link("Next page") == "?q=clinic&sort=price&page=3"

    def test_few_clinics_have_no_pages(self, listing):
        make_clinic()

        assert listing().with_class("pagination") == []

    @pytest.mark.parametrize("page", ["2", "99", "0", "-1", "9" * 22, "1" + "0" * 400])
    def test_page_that_is_not_there_is_not_found(self, client, page):
        make_clinic()

        assert client.get("/clinics/", {"page": page}).status_code == 404

    @pytest.mark.usefixtures("many")
    def test_page_that_is_not_there_leads_to_the_first_of_the_same_list(self, client):
        response = client.get("/clinics/?q=clinic&sort=price&page=99")

        page = read(response)
        assert response.status_code == 404
        assert page.meta("robots") == "noindex"
        assert "It has 3 pages now." in page.text
        assert page.link("Go to its first page") == "?q=clinic&sort=price"
        assert read(client.get("/clinics/?page=99")).link("Go to its first page") == "/clinics/"

    @pytest.mark.usefixtures("many")
    def test_first_last_and_neighboring_pages_are_linked(self, listing):
        [pages] = listing("page=2&q=clinic").with_class("pagination")

        links = {text_of(link): attribute(link, "href") for link in walk(pages) if link.name == "a"}
        assert links == {
            "Previous page": "?q=clinic",
            "1": "?q=clinic",
            "3": "?q=clinic&page=3",
            "Next page": "?q=clinic&page=3",
        }

    @pytest.mark.usefixtures("many")
    @pytest.mark.parametrize(
        ("query", "canonical"),
        [
            ("", "/clinics/"),
            ("page=1", "/clinics/"),
            ("page=2", "/clinics/?page=2"),
            ("page=02", "/clinics/?page=2"),
        ],
    )
    def test_unfiltered_pages_are_for_search_engines(self, listing, settings, query, canonical):
        settings.SITE_URL = "https://atlas.example"

        page = listing(query)

        assert page.meta("robots") is None
        assert page.canonical == f"https://atlas.example{canonical}"

    @pytest.mark.usefixtures("many")
    @pytest.mark.parametrize(
        "query",
        [
            "q=clinic",
            "page=2&sort=name",
            "sort=name",
            "tier=x",
            "page=x",
            "utm_source=x",
            "budget=",
            "currency=USD",
        ],
    )
    def test_any_other_query_is_kept_out_and_names_the_bare_listing(self, listing, settings, query):
        settings.SITE_URL = "https://atlas.example"

        page = listing(query)

        assert page.meta("robots") == "noindex, follow"
        assert page.canonical == "https://atlas.example/clinics/"
