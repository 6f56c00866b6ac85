"""A visitor finds clinics: filters, chips, Back, with and without scripts."""

import re
from contextlib import contextmanager
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def shown(page):
    """Return the number of results that the listing states."""
    return int(page.locator("#result-count").get_attribute("data-count"))


def names(page):
    return page.locator(".card h3 a").all_inner_texts()


def ticked(page):
    """Return the parameters and values of all ticked boxes."""
    boxes = page.locator(".filters input:checked").all()
    return [(box.get_attribute("name"), box.get_attribute("value")) for box in boxes]


def box(page, name):
    """Return the box of an option, whatever the count beside it."""
    return page.get_by_role("checkbox", name=re.compile(rf"^{re.escape(name)} [\d,]+$"))


def follow(page, name, role="link"):
    """Press a link or button and wait for what it gives: a click returns while the old page still stands."""
    with answered(page):
        page.get_by_role(role, name=name, exact=True).click()


@contextmanager
def answered(page):
    """Wait until the address that something asks for is shown, as a new page or in this one."""
    with page.expect_response(is_page):
        yield
    page.wait_for_load_state()
    expect(page.locator("[aria-busy]")).to_have_count(0)


def is_page(response):
    return response.headers.get("content-type", "").startswith("text/html")


def show_clinics(page):
    follow(page, "Show clinics", role="button")


def narrow(page, *options, scripts=True):
    """Tick options; with scripts the results follow each of them, without they wait for the button."""
    for option in options:
        if scripts:
            with answered(page):
                box(page, option).check()
        else:
            box(page, option).check()
    show_clinics(page)


def assert_agrees_with_api(page, ask):
    """The listing shows the number and the clinics that the API gives for the same query."""
    answer = ask(f"/api/v1/clinics/?{urlsplit(page.url).query}")
    assert shown(page) == answer["count"]
    assert names(page) == [result["name"] for result in answer["results"]]


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
def test_listing_is_narrowed_a_clinic_opens_and_back_restores_it(visit, ask, scripts):
    page = visit("/clinics/", java_script_enabled=scripts)
    everything = shown(page)
    assert_agrees_with_api(page, ask)

    narrow(page, "Gangnam", "Density", scripts=scripts)

    expect(page.get_by_role("heading", level=1)).to_have_text("Clinics in Gangnam, for density")
    chosen = {name: values for name, values in parse_qs(urlsplit(page.url).query).items() if name != "sort"}
    assert chosen == {"district": ["gangnam"], "focus": ["density"]}
    assert 0 < shown(page) < everything
    assert_agrees_with_api(page, ask)

    results = names(page)
    follow(page, results[0])
    expect(page.get_by_role("heading", level=1)).to_contain_text(results[0])

    page.go_back()
    assert names(page) == results
    assert ticked(page) == [("district", "gangnam"), ("focus", "density")]

    for _step in range(2 if scripts else 1):
        with answered(page):
            page.go_back()
    assert shown(page) == everything
    assert ticked(page) == []


def test_number_beside_an_option_is_what_it_gives(visit):
    page = visit("/clinics/?district=gangnam")
    numbers = {
        name: int(page.locator(f"label:has(input[name=focus][value={name}]) small").inner_text())
        for name in ("density", "scar-camouflage")
    }

    found = {}
    for name in numbers:
        page.goto(f"/clinics/?district=gangnam&focus={name}")
        found[name] = shown(page)

    assert found == numbers
    assert min(found.values()) > 0


def test_chip_takes_one_value_away(visit, ask):
    page = visit("/clinics/?district=gangnam&district=mapo&focus=density")
    before = shown(page)

    follow(page, "Remove Mapo")

    assert ticked(page) == [("district", "gangnam"), ("focus", "density")]
    assert shown(page) < before
    assert_agrees_with_api(page, ask)


def test_group_and_all_can_be_cleared(visit, ask):
    page = visit("/clinics/?district=gangnam&district=mapo&focus=density&sort=-price")

    follow(page, "Clear District")
    assert ticked(page) == [("focus", "density")]
    assert_agrees_with_api(page, ask)

    follow(page, "Clear all")
    assert ticked(page) == []
    assert urlsplit(page.url).query == "sort=-price"


def test_budget_groups_the_results(visit, ask):
    page = visit("/clinics/")
    page.get_by_text("Budget", exact=True).first.click()
    page.get_by_label("For the whole course").fill("$1,300")
    page.get_by_label("Also show clinics without a published price").check()

    show_clinics(page)

    assert page.locator("#found > h2").all_inner_texts() == [
        "Fits your budget",
        "May fit, depending on your assessment",
        "No published price",
    ]
    assert "over your budget" in page.locator("#result-count").inner_text()
    assert_agrees_with_api(page, ask)


def test_value_that_is_not_known_is_named(visit):
    page = visit("/clinics/")
    page.get_by_text("Budget", exact=True).first.click()
    page.get_by_label("For the whole course").fill("a lot")
    everything = shown(page)

    show_clinics(page)

    expect(page.locator(".notice")).to_contain_text("budget: a lot")
    assert shown(page) == everything


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
def test_what_is_no_budget_is_said_beside_its_field(visit, scripts):
    page = visit("/clinics/", java_script_enabled=scripts)
    page.get_by_text("Budget", exact=True).first.click()
    field = page.get_by_label("For the whole course")
    field.fill("3k")
    if scripts:
        with answered(page):
            field.press("Tab")
    else:
        show_clinics(page)

    words = "“3k” is no amount in whole US dollars."
    expect(field).to_have_value("3k")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(re.compile(re.escape(words)))
    expect(page.locator("#budget-error")).to_be_visible()
    expect(page.get_by_role("status").first).to_contain_text(words)
    if not scripts:
        return

    field.fill("3,000")
    with answered(page):
        field.press("Tab")

    expect(field).not_to_have_attribute("aria-invalid", "true")
    expect(page.locator("#budget-error")).to_have_count(0)


def test_no_results_lead_back_to_all(visit):
    page = visit("/clinics/?q=zzz")
    expect(page.get_by_role("heading", name="No clinics match all of this")).to_be_visible()

    follow(page, "See all clinics")

    assert shown(page) > 0


def test_search_on_the_front_page_finds_a_district_in_korean(visit, ask):
    page = visit("/")
    page.get_by_role("searchbox").fill("강남구")

    follow(page, "Search", role="button")

    assert shown(page) > 0
    assert_agrees_with_api(page, ask)


class TestPhone:
    def test_filters_fold_away_once_something_is_chosen(self, visit):
        page = visit("/clinics/", size=PHONE)
        expect(page.get_by_role("button", name="Show clinics")).to_be_visible()

        narrow(page, "Gangnam", "Density")

        expect(page.get_by_role("button", name="Show clinics")).to_be_hidden()
        page.get_by_text("Filters (2)").click()
        assert box(page, "Gangnam").is_checked()
        expect(page.get_by_role("button", name="Show clinics")).to_be_visible()

    def test_first_clinic_is_near(self, visit):
        page = visit("/clinics/?district=gangnam&focus=density", size=PHONE)
        assert page.locator(".card").first.bounding_box()["y"] < PHONE["height"]

        page.goto("/clinics/")
        assert page.locator(".card").first.bounding_box()["y"] < 2 * PHONE["height"]


def test_filters_are_always_there_on_a_wide_screen(visit):
    page = visit("/clinics/?district=gangnam&focus=density")

    expect(page.get_by_role("button", name="Show clinics")).to_be_visible()
    expect(page.get_by_text("Filters (2)")).to_be_hidden()
