"""Choosing on the listing: chips, choices with their counts, budgets, and the notice for what is ignored."""

from urllib.parse import quote

import pytest

from clinics import sidebar
from tests.clinics.listing_pages import boxes, chips, make_choices, names, result_line
from tests.factories import (
    make_clinic,
    make_district,
    make_focus,
    make_price,
    make_tier,
    make_treatment,
)
from tests.html import attribute, read, text_of, walk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def listing(client):
    """Return a function from a query string to the listing's Page."""
    return lambda query="": read(client.get(f"/clinics/?{query}" if query else "/clinics/"))


@pytest.fixture
def choices():
    make_choices()


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
        """Four levels: Seoul > Gangnam > Cheongdam > Lane, Garosu beside Cheongdam, and Mapo > Hongdae."""
        seoul = make_district(slug="seoul", name="Seoul")
        gangnam = make_district(slug="gangnam", name="Gangnam", parent=seoul)
        cheongdam = make_district(slug="cheongdam", name="Cheongdam", parent=gangnam)
        lane = make_district(slug="lane", name="Lane", parent=cheongdam)
        garosu = make_district(slug="garosu", name="Garosu", parent=gangnam)
        mapo = make_district(slug="mapo", name="Mapo", parent=seoul)
        hongdae = make_district(slug="hongdae", name="Hongdae", parent=mapo)
        for district in (lane, garosu, hongdae):
            make_clinic(district=district)
        make_district(slug="empty", name="Empty")

    @pytest.mark.usefixtures("quarters")
    @pytest.mark.parametrize(
        ("query", "shown"),
        [
            ("", ["seoul", "gangnam", "mapo"]),
            ("district=seoul", ["seoul", "gangnam", "cheongdam", "lane", "garosu", "mapo", "hongdae"]),
            ("district=gangnam", ["seoul", "gangnam", "cheongdam", "lane", "garosu", "mapo"]),
            ("district=garosu", ["seoul", "gangnam", "cheongdam", "garosu", "mapo"]),
            ("district=lane", ["seoul", "gangnam", "cheongdam", "lane", "garosu", "mapo"]),
            ("district=mapo&district=garosu", ["seoul", "gangnam", "cheongdam", "garosu", "mapo", "hongdae"]),
            ("district=empty", ["empty", "seoul", "gangnam", "mapo"]),
        ],
    )
    def test_many_districts_are_open_to_two_levels_and_deeper_only_around_a_chosen_one(
        self, listing, monkeypatch, query, shown
    ):
        monkeypatch.setattr(sidebar, "SHORT", 5)

        assert list(boxes(listing(query), "district")) == shown

    @pytest.mark.usefixtures("quarters")
    def test_few_districts_are_all_there_to_choose(self, listing):
        assert list(boxes(listing(), "district")) == [
            "seoul",
            "gangnam",
            "cheongdam",
            "lane",
            "garosu",
            "mapo",
            "hongdae",
        ]

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
        assert boxes(listing("focus=density"), "focus") == {"scars": set(), "density": {"checked"}}

    def test_group_in_which_no_choice_changes_anything_is_left_out_unless_one_is_made(self, listing):
        low, high = make_tier(slug="low"), make_tier(slug="high")
        make_focus(slug="unused")
        scars = make_focus(slug="scars")
        make_clinic(price_tier=low, focuses=[scars])
        make_clinic(price_tier=high, focuses=[scars])

        assert boxes(listing(), "focus") == {}
        assert boxes(listing(), "tier") == {"low": set(), "high": set()}
        assert boxes(listing("focus=scars"), "focus") == {"unused": {"disabled"}, "scars": {"checked"}}
        assert boxes(listing("focus=scars&tier=low"), "tier") == {"low": {"checked"}, "high": set()}
        # With one result left, no further choice changes anything.
        assert boxes(listing("focus=scars&tier=low"), "district") == {}

    def test_clinics_without_a_value_make_its_group_vary(self, listing):
        make_clinic(price_tier=make_tier(slug="low"))
        make_clinic()

        assert boxes(listing(), "tier") == {"low": set()}

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
        return [
            text_of(heading)
            for heading in page.find_all("h2")
            if attribute(heading, "id") not in {"near-misses", "map"}
        ]

    @pytest.mark.parametrize("sent", ["3k", "-5", "<b>"])
    def test_what_is_no_budget_stays_in_the_field_with_words_beside_it_and_in_the_announced_line(
        self, listing, sent
    ):
        page = listing(f"budget={quote(sent)}")

        sentence = f"“{sent}” is no amount in whole US dollars. Write it as 1500 or $1,500."
        [box] = (box for box in page.find_all("input") if attribute(box, "name") == "budget")
        assert (attribute(box, "value"), attribute(box, "aria-invalid")) == (sent, "true")
        [error] = page.with_class("error")
        assert attribute(error, "id") == attribute(box, "aria-describedby")
        assert text_of(error) == sentence
        assert result_line(page) == f"All 5 clinics {sentence}"

    def test_budget_that_is_known_has_no_words_beside_it(self, listing):
        page = listing("budget=500")

        assert page.with_class("error") == []
        [box] = (box for box in page.find_all("input") if attribute(box, "name") == "budget")
        assert attribute(box, "aria-invalid") is None

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
        assert result_line(page) == "All 5 clinics"

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
