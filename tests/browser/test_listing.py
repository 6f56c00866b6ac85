"""The listing with scripts: results that follow each choice, and everything as before where they cannot."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.test_visitor import (
    answered,
    assert_agrees_with_api,
    box,
    follow,
    names,
    shown,
    ticked,
)

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

# Remember the texts that the status line announces, and that this page was never left.
LISTEN = """() => {
  window.heard = [];
  const line = document.querySelector("[role=status]");
  new MutationObserver(() => window.heard.push(line.innerText)).observe(line, { childList: true });
}"""
HEARD = "() => window.heard ?? null"


@pytest.fixture
def listing(visit):
    """Open the listing with a listener at its status line."""

    def listing(path="/clinics/", **options):
        page = visit(path, **options)
        page.evaluate(LISTEN)
        return page

    return listing


def query(page):
    return urlsplit(page.url).query


def test_results_follow_a_choice_and_the_focus_stays_on_it(listing, ask):
    page = listing()
    before = shown(page)

    box(page, "Gangnam").focus()
    with answered(page):
        page.keyboard.press("Space")

    expect(box(page, "Gangnam")).to_be_focused()
    expect(page.get_by_role("heading", level=1)).to_have_text("Clinics in Gangnam")
    assert query(page) == "district=gangnam"
    assert shown(page) < before
    assert_agrees_with_api(page, ask)
    assert page.title().startswith(f"Clinics in Gangnam – {shown(page)} clinics")
    assert page.locator("meta[name=robots]").get_attribute("content") == "noindex, follow"
    assert page.locator("link[rel=alternate]").get_attribute("href") == "/clinics/feed/?district=gangnam"
    assert page.locator("meta[property='og:title']").get_attribute("content") == page.title()
    assert page.locator("link[rel=stylesheet]").count() == 2
    assert page.evaluate(HEARD) == [page.locator("#result-count").inner_text()]
    assert f"{shown(page)} clinics" in page.evaluate(HEARD)[0]
    expect(page.get_by_role("link", name="Remove Gangnam")).to_be_visible()
    # The quarters of a chosen district appear beneath it.
    expect(box(page, "Garosu-gil")).to_be_visible()


def test_district_and_one_inside_it_take_each_other_away(listing, ask):
    page = listing("/clinics/?district=gangnam&district=mapo")

    with answered(page):
        box(page, "Apgujeong Rodeo").check()
    assert ticked(page) == [("district", "apgujeong-rodeo"), ("district", "mapo")]
    expect(page.get_by_role("heading", level=1)).to_have_text("Clinics in Apgujeong Rodeo or Mapo")
    expect(box(page, "Apgujeong Rodeo")).to_be_focused()
    assert_agrees_with_api(page, ask)

    with answered(page):
        box(page, "Garosu-gil").check()
    assert ("district", "apgujeong-rodeo") in ticked(page)

    with answered(page):
        box(page, "Seoul").check()
    assert ticked(page) == [("district", "seoul")]
    assert_agrees_with_api(page, ask)


def test_without_scripts_the_page_says_that_a_district_lies_in_another(visit):
    page = visit("/clinics/?district=gangnam&district=apgujeong-rodeo", java_script_enabled=False)

    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Clinics in Gangnam (including Apgujeong Rodeo)"
    )
    follow(page, "Remove Gangnam")
    expect(page.get_by_role("heading", level=1)).to_have_text("Clinics in Apgujeong Rodeo")


def test_back_and_forward_restore_what_was_shown(listing, ask):
    page = listing()
    everything = names(page)
    with answered(page):
        box(page, "Gangnam").check()
    with answered(page):
        page.get_by_label("Order by").select_option("-price")
    dearest = names(page)
    assert query(page) == "district=gangnam&sort=-price"

    with answered(page):
        page.go_back()
    assert ticked(page) == [("district", "gangnam")]
    expect(page.get_by_label("Order by")).to_have_value("name")
    assert_agrees_with_api(page, ask)

    with answered(page):
        page.go_back()
    assert (ticked(page), names(page)) == ([], everything)

    with answered(page):
        page.go_forward()
    with answered(page):
        page.go_forward()
    assert names(page) == dearest
    expect(page.get_by_label("Order by")).to_have_value("-price")
    assert page.evaluate(HEARD) is not None


def test_focus_goes_to_the_next_chip_and_then_to_the_count(listing):
    page = listing("/clinics/?district=gangnam&focus=density")

    follow(page, "Remove Gangnam")
    expect(page.get_by_role("link", name="Remove Density")).to_be_focused()
    assert ticked(page) == [("focus", "density")]

    follow(page, "Remove Density")
    expect(page.locator("#result-count")).to_be_focused()
    assert query(page) == ""
    assert page.evaluate(HEARD) is not None


def test_next_page_and_near_misses_are_shown_in_place_from_their_beginning(listing, ask):
    page = listing()
    follow(page, "Next page")
    expect(page.locator("#result-count")).to_be_focused()
    expect(page.locator("#result-count")).to_be_in_viewport()
    assert_agrees_with_api(page, ask)

    page.goto("/clinics/?district=gangnam&focus=density&tier=mid&budget=900")
    page.evaluate(LISTEN)
    link = page.locator(".near-misses a").first
    promised = int(re.search(r": ([\d,]+) clinics?$", link.inner_text())[1])
    with answered(page):
        link.click()
    assert shown(page) == promised
    assert page.evaluate(HEARD) is not None


def test_map_filters_like_the_facet(listing, ask):
    page = listing()
    link = page.get_by_role("link", name=re.compile(r"^Gangnam: \d+ clinics$"))
    promised = int(re.search(r"\d+", link.get_attribute("aria-label"))[0])

    with answered(page):
        link.press("Enter")

    assert ticked(page) == [("district", "gangnam")]
    assert shown(page) == promised
    assert page.evaluate(HEARD) is not None
    assert_agrees_with_api(page, ask)


def test_ticked_clinics_stay_ticked_while_they_are_shown(listing):
    page = listing("/clinics/?district=gangnam")
    pick = page.get_by_role("checkbox", name=re.compile("^Add to compare ")).last
    pick.check()
    name = pick.get_attribute("value")

    with answered(page):
        page.get_by_label("Order by").select_option("-price")

    assert page.locator("[name=clinic]:checked").evaluate_all("boxes => boxes.map(box => box.value)") == [
        name
    ]


def test_ticked_clinics_are_kept_through_filters_that_hide_them(listing):
    page = listing("/clinics/?district=gangnam")
    for pick in page.get_by_role("checkbox", name=re.compile("^Add to compare ")).all()[:2]:
        pick.check()
    expect(page.locator("#compare button")).to_have_text("Compare (2)")
    ticked = page.locator("[name=clinic]:checked").evaluate_all("boxes => boxes.map(box => box.value)")

    with answered(page):
        box(page, "Mapo").check()
    with answered(page):
        box(page, "Gangnam").uncheck()
    expect(page.locator("#compare button")).to_have_text("Compare (2)")
    page.locator("#compare button").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("2 clinics compared")
    for slug in ticked:
        assert f"clinic={slug}" in page.url


def test_kept_clinic_that_is_hidden_is_named_and_can_be_taken_away(listing):
    page = listing("/clinics/?district=gangnam")
    boxes = page.get_by_role("checkbox", name=re.compile("^Add to compare ")).all()[:2]
    for pick in boxes:
        pick.check()
    gone = boxes[0].get_attribute("value")
    with answered(page):
        box(page, "Mapo").check()
    with answered(page):
        box(page, "Gangnam").uncheck()

    chosen = page.get_by_role("group", name="Also chosen, but not on this page:")
    expect(chosen.get_by_role("checkbox")).to_have_count(2)
    chosen.locator(f"[value={gone}]").uncheck()

    expect(page.locator("#compare button")).to_have_text("Compare (1)")
    with answered(page):
        box(page, "Mapo").uncheck()
    expect(page.locator("#compare button")).to_have_text("Compare (1)")
    assert gone not in page.url


def test_newer_choice_ends_an_older_one(listing, ask):
    page = listing()
    held = []
    page.route("**/clinics/?district=gangnam", lambda route: held.append(route))  # is never answered

    box(page, "Gangnam").check()
    expect(page.locator("[aria-busy]")).to_have_count(1)
    with answered(page):
        box(page, "Density").check()

    assert len(held) == 1
    assert ticked(page) == [("district", "gangnam"), ("focus", "density")]
    assert_agrees_with_api(page, ask)
    assert len(page.evaluate(HEARD)) == 1


def test_failure_falls_back_to_a_normal_page(listing, ask):
    page = listing(refusals=["/clinics/"])
    page.route("**/clinics/?*", lambda route: route.abort() if is_fetch(route) else route.continue_())

    with page.expect_navigation(wait_until="load"):
        box(page, "Gangnam").check()

    assert page.evaluate(HEARD) is None  # a new page
    assert ticked(page) == [("district", "gangnam")]
    assert_agrees_with_api(page, ask)


def is_fetch(route):
    return route.request.resource_type == "fetch"


def test_link_with_a_key_held_opens_a_page_of_its_own(listing):
    page = listing("/clinics/?district=gangnam&focus=density")

    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Remove Density").click(modifiers=["ControlOrMeta"])

    expect(opened.value.get_by_role("heading", level=1)).to_have_text("Clinics in Gangnam")
    assert query(page) == "district=gangnam&focus=density"


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
def test_order_is_chosen_beside_the_count(visit, ask, scripts):
    page = visit("/clinics/?district=gangnam", java_script_enabled=scripts)

    if scripts:
        with answered(page):
            page.get_by_label("Order by").select_option("-price")
        expect(page.get_by_role("button", name="Apply")).to_be_hidden()
    else:
        page.get_by_label("Order by").select_option("-price")
        follow(page, "Apply", role="button")

    assert "sort=-price" in query(page)
    assert_agrees_with_api(page, ask)


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
def test_clinics_are_filtered_on_a_phone(visit, ask, scripts):
    page = visit("/clinics/?focus=density", size=PHONE, java_script_enabled=scripts)
    page.get_by_text("Filters (1)").click()
    if scripts:
        with answered(page):
            box(page, "Gangnam").check()
        expect(page.get_by_text("Filters (2)")).to_be_visible()
        expect(box(page, "Gangnam")).to_be_in_viewport()
    else:
        box(page, "Gangnam").check()

    follow(page, "Show clinics", role="button")

    expect(page.get_by_role("button", name="Show clinics")).to_be_hidden()
    expect(page.get_by_text("Filters (2)")).to_be_visible()
    assert_agrees_with_api(page, ask)
    assert page.locator(".card").first.bounding_box()["y"] < PHONE["height"]
    if scripts:
        expect(page.locator("#result-count")).to_be_focused()


def test_button_covers_no_filters_where_results_follow(visit):
    """On a wide screen it stands at the end; without scripts it stays in sight."""
    for scripts, position in ((True, "static"), (False, "sticky")):
        page = visit("/clinics/", java_script_enabled=scripts)

        button = page.locator(".filters .submit")
        expect(button).to_have_css("position", position)


def test_words_typed_while_results_load_are_kept(listing):
    page = listing()
    with answered(page):
        box(page, "Gangnam").check()
        page.get_by_label("Search", exact=True).press_sequentially("stu")

    expect(page.get_by_label("Search", exact=True)).to_have_value("stu")
    expect(page.get_by_label("Search", exact=True)).to_be_focused()
