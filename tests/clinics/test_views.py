"""The listing as a page: its state in words, chips, notices, choices, groups and numbers of pages."""

from datetime import timedelta
from decimal import Decimal

import pytest

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
    """Gangnam with Cheongdam inside, a focus and a tier, and a clinic that has all of it."""
    seoul = make_district(slug="seoul", name="Seoul")
    gangnam = make_district(slug="gangnam", name="Gangnam", parent=seoul)
    cheongdam = make_district(slug="cheongdam", name="Cheongdam-dong", parent=gangnam)
    scars = make_focus(slug="scar-camouflage", name="Scar camouflage")
    high = make_tier(slug="high", name="High")
    make_clinic(name="Dot House", district=cheongdam, focuses=[scars], price_tier=high)


def names(page):
    """Return the names on the cards."""
    return [text_of(link) for card in page.with_class("card") for link in walk(card) if is_name(link)]


def is_name(element):
    return element.name == "a" and attribute(element, "href", "").startswith("/clinics/")


def result_line(page):
    return next(text_of(element) for element in page.elements if attribute(element, "id") == "result-count")


def chips(page):
    """Return chip text -> address."""
    return {text_of(chip): attribute(chip, "href") for chip in page.with_class("chip")}


def boxes(page, name):
    """Return value -> set of checked and disabled, for the check boxes of a parameter."""
    return {
        attribute(box, "value"): {
            state for state in ("checked", "disabled") if attribute(box, state) is not None
        }
        for box in page.find_all("input")
        if attribute(box, "name") == name
    }


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

        sentence = "Clinics in Gangnam or Cheongdam-dong, for scar camouflage, price tier high"
        assert text_of(page.find("h1")) == sentence
        assert page.title == f"{sentence} – 1 clinic – Clinic Atlas"
        assert page.meta("description").startswith(f"{sentence}: 1 clinic, ")

    def test_directory_without_clinics_says_so(self, listing):
        page = listing()

        assert result_line(page) == "0 clinics"
        assert text_of(page.with_class("empty")[0]).startswith("No clinics match all of this")

    def test_thousand_is_written_with_its_comma(self, listing, monkeypatch):
        monkeypatch.setattr("clinics.listing.Listing.count", 1494)

        assert result_line(listing()) == "1,494 clinics"

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
        assert "0 of 0 criteria verified, no date of a last check" in card
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
            "Seoul › Gangnam",
            "Known for: Density",
            "Languages: Korean",
            "1 of 1 criteria verified, listing last checked 3 weeks ago",
            "$1,800–$3,000",
            "Crown, whole course",
            "Price tier: High (estimated)",
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
        assert "$100–$200 about KRW 138,550–KRW 277,100" in card
        # The choice is kept by the form.
        [kept] = (box for box in page.find_all("input") if attribute(box, "name") == "currency")
        assert attribute(kept, "value") == "KRW"

    @pytest.mark.parametrize(("name", "name_ko"), [("강남의원", "강남의원"), ("Dots", "")])
    def test_name_in_one_language_is_shown_once(self, listing, name, name_ko):
        make_clinic(name=name, name_ko=name_ko)

        assert text_of(listing().with_class("card")[0]).count(name) == 1


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


@pytest.mark.usefixtures("choices")
class TestChips:
    """Every choice can be taken back on its own."""

    def test_each_value_has_a_chip_to_remove_it(self, listing):
        page = listing("district=gangnam&district=cheongdam&tier=high&page=1&sort=price")

        assert chips(page) == {
            "Remove Gangnam": "/clinics/?district=cheongdam&tier=high&sort=price",
            "Remove Cheongdam-dong": "/clinics/?district=gangnam&tier=high&sort=price",
            "Remove High": "/clinics/?district=gangnam&district=cheongdam&sort=price",
        }

    def test_group_with_several_values_can_be_cleared_and_so_can_all(self, listing):
        page = listing("district=gangnam&district=cheongdam&tier=high&sort=price")

        assert page.link("Clear District") == "/clinics/?tier=high&sort=price"
        assert page.link("Clear all") == "/clinics/?sort=price"
        assert "Clear Price tier" not in page.text

    def test_last_chip_leads_to_the_bare_listing(self, listing):
        page = listing("tier=high&page=1")

        assert chips(page) == {"Remove High": "/clinics/"}
        assert page.link("Clear all") == "/clinics/"

    def test_nothing_chosen_shows_no_chips(self, listing):
        page = listing("sort=price&unpriced=include&tier=nope")

        assert chips(page) == {}
        assert "Clear all" not in page.text

    def test_words_of_a_search_are_a_chip(self, listing):
        assert chips(listing("q=dot+house&tier=high"))["Remove “dot house”"] == "/clinics/?tier=high"


class TestChoices:
    """The choices beside the listing."""

    @pytest.fixture
    def quarters(self):
        """Four levels: Seoul > Gangnam > Cheongdam > Lane, and Mapo > Hongdae beside."""
        seoul = make_district(slug="seoul", name="Seoul")
        gangnam = make_district(slug="gangnam", name="Gangnam", parent=seoul)
        cheongdam = make_district(slug="cheongdam", name="Cheongdam", parent=gangnam)
        lane = make_district(slug="lane", name="Lane", parent=cheongdam)
        mapo = make_district(slug="mapo", name="Mapo", parent=seoul)
        hongdae = make_district(slug="hongdae", name="Hongdae", parent=mapo)
        make_clinic(district=lane)
        make_clinic(district=hongdae)
        make_district(slug="empty", name="Empty")

    @pytest.mark.usefixtures("quarters")
    @pytest.mark.parametrize(
        ("query", "shown"),
        [
            ("", ["seoul", "gangnam", "mapo"]),
            ("district=seoul", ["seoul", "gangnam", "cheongdam", "lane", "mapo", "hongdae"]),
            ("district=gangnam", ["seoul", "gangnam", "cheongdam", "lane", "mapo"]),
            ("district=lane", ["seoul", "gangnam", "cheongdam", "lane", "mapo"]),
            ("district=mapo&district=lane", ["seoul", "gangnam", "cheongdam", "lane", "mapo", "hongdae"]),
            ("district=empty", ["empty", "seoul", "gangnam", "mapo"]),
        ],
    )
    def test_districts_are_open_to_two_levels_and_deeper_only_below_a_chosen_one(self, listing, query, shown):
        assert list(boxes(listing(query), "district")) == shown

    def test_option_without_results_is_disabled_but_a_chosen_one_never_is(self, listing):
        mid, high = make_tier(slug="mid"), make_tier(slug="high")
        scars = make_focus(slug="scars")
        make_focus(slug="density")
        make_clinic(price_tier=mid, focuses=[scars])
        make_clinic(price_tier=high)

        assert boxes(listing(), "focus") == {"scars": set(), "density": {"disabled"}}
        assert boxes(listing("focus=density"), "focus") == {"scars": set(), "density": {"checked"}}
        assert boxes(listing("tier=high&focus=scars"), "focus") == {
            "scars": {"checked"},
            "density": {"disabled"},
        }
        assert boxes(listing("focus=scars"), "tier") == {"mid": set(), "high": {"disabled"}}

    def test_count_beside_an_option_is_what_choosing_it_gives(self, listing):
        seoul = make_district(slug="seoul", name="Seoul")
        for name in ("Gangnam", "Mapo"):
            make_clinic(district=make_district(slug=name.lower(), name=name, parent=seoul))

        page = listing("district=mapo")

        labels = [text_of(label) for label in page.find_all("label")]
        assert {"Seoul 2", "Gangnam 1", "Mapo 1"} <= set(labels)
        assert result_line(listing("district=seoul")) == "2 clinics"

    def test_form_keeps_what_was_chosen(self, listing):
        make_tier(slug="high")

        page = listing("q=%22dot%22&budget=3000&unpriced=include&tier=high&sort=-price")

        values = {attribute(box, "name"): attribute(box, "value") for box in page.find_all("input")}
        assert (values["q"], values["budget"]) == ('"dot"', "3000")
        assert boxes(page, "unpriced") == {"include": {"checked"}}
        assert boxes(page, "tier") == {"high": {"checked"}}
        [chosen] = (option for option in page.find_all("option") if attribute(option, "selected") is not None)
        assert attribute(chosen, "value") == "-price"

    def test_form_without_choices_is_ordered_by_name(self, listing):
        [chosen] = (
            option for option in listing().find_all("option") if attribute(option, "selected") is not None
        )

        assert attribute(chosen, "value") == "name"

    def test_budget_of_zero_is_a_budget(self, listing):
        page = listing("budget=0")

        assert chips(page) == {"Remove Up to $0": "/clinics/"}
        values = {attribute(box, "name"): attribute(box, "value") for box in page.find_all("input")}
        assert values["budget"] == "0"


class TestBudget:
    """With a budget, results stand in groups, and what is left out is counted."""

    @pytest.fixture(autouse=True)
    def priced(self):
        crown = make_treatment()
        make_price(make_clinic(name="Fits"), crown, 100, 500)
        make_price(make_clinic(name="Open"), crown, 100, None)
        make_price(make_clinic(name="Wide"), crown, 500, 501)
        make_price(make_clinic(name="Dear"), crown, 501, 502)
        make_clinic(name="Silent")

    def groups(self, page):
        return [text_of(heading) for heading in page.find_all("h2")]

    def test_groups_have_headings_and_what_is_over_is_counted(self, listing):
        page = listing("budget=500")

        assert self.groups(page) == ["Fits your budget", "May fit, depending on your assessment"]
        assert names(page) == ["Fits", "Open", "Wide"]
        assert result_line(page) == (
            "3 clinics · 1 over your budget · 1 without a published price, not shown"
        )

    def test_clinics_without_a_price_stand_last_when_they_are_asked_for(self, listing):
        page = listing("budget=500&unpriced=include")

        assert self.groups(page)[-1] == "No published price"
        assert names(page) == ["Fits", "Open", "Wide", "Silent"]
        assert result_line(page) == "4 clinics · 1 over your budget"

    def test_without_a_budget_there_is_one_group_and_nothing_is_left_out(self, listing):
        page = listing()

        assert self.groups(page) == ["Results"]
        assert result_line(page) == "5 clinics"

    def test_budget_that_nothing_fits_says_so(self, listing):
        page = listing("budget=1")

        assert self.groups(page) == ["No clinics match all of this"]
        assert result_line(page).startswith("0 clinics · 4 over your budget")


class TestIgnored:
    """What is not understood is named, safely, and ignored."""

    def notice(self, page):
        return [
            text_of(item)
            for notice in page.with_class("notice")
            for item in walk(notice)
            if item.name == "li"
        ]

    @pytest.mark.parametrize(
        ("query", "named"),
        [
            ("tier=99&tier=x", ["tier: 99, x"]),
            ("sort=best&page=x", ["sort: best", "page: x"]),
            ("district=%3Cscript%3E", ["district: <script>"]),
            ("q=%00a", ["q: \ufffda"]),
            ("focus=%01%1F%7F%C2%85", ["focus: \ufffd\ufffd\ufffd\ufffd"]),
            ("focus=%ED%A0%80", ["focus: \ufffd\ufffd\ufffd"]),
            ("currency=EUR", ["currency: EUR"]),
            ("budget=5&unpriced=yes", ["unpriced: yes"]),
        ],
    )
    def test_value_is_named_in_a_notice_and_the_page_is_answered(self, listing, query, named):
        make_clinic(name="Dots")

        page = listing(query)

        assert self.notice(page) == named

    def test_ignored_value_changes_nothing(self, listing):
        make_clinic(name="Dots")

        page = listing("tier=99&q=%00&district=x&sort=x&budget=x&page=x")

        assert names(page) == ["Dots"]
        assert text_of(page.find("h1")) == "All clinics"

    @pytest.mark.parametrize(
        "query", ["", "utm_source=x", "tier=", "budget=&page=", "page_size=5", "unpriced=x"]
    )
    def test_nothing_is_named_where_nothing_was_misunderstood(self, listing, query):
        assert self.notice(listing(query)) == []

    def test_end_of_a_long_search_is_named(self, listing):
        assert self.notice(listing(f"q={'a' * 200}bc")) == ["q: bc"]


class TestPages:
    """Pages of 24, and which of them a search engine may keep."""

    @pytest.fixture
    def many(self):
        return [make_clinic(name=f"Clinic {number:02}") for number in range(49)]

    @pytest.mark.usefixtures("many")
    def test_page_holds_24_and_leads_to_the_next_and_the_one_before(self, listing):
        page = listing("page=2")

        assert names(page) == [f"Clinic {number:02}" for number in range(24, 48)]
        assert (page.link("Previous page"), page.link("Next page")) == ("?page=1", "?page=3")
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
