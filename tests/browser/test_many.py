"""Many listings at once in a browser: seen before it is done, taken back after, usable by everybody."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.screens import UNFOLD
from tests.browser.test_accessibility import violations
from tests.browser.test_desk import LIST, people, sign_in
from tests.browser.test_screens import too_wide

__all__ = ["people", "sign_in"]

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.usefixtures("people")]

TREATMENTS = "/admin/pricing/treatment/"


def check(page):
    page.evaluate(UNFOLD)
    assert violations(page) == {}
    assert too_wide(page, 320, 360, 1280) == []


def test_prices_of_all_listed_clinics_are_raised_looked_at_and_taken_back(sign_in, ask):
    before = ask("/api/v1/clinics/?sort=-price")["results"][0]
    page = sign_in("Publisher", f"{LIST}whole/?status__exact=published")
    check(page)

    page.get_by_label("Adjust prices by percent").check()
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("By percent").fill("-5")
    page.get_by_role("button", name="Show what would change").click()
    expect(page.locator(".errorlist")).to_contain_text("Give a number above 0")
    check(page)
    page.get_by_label("By percent").fill("10")
    page.get_by_role("button", name="Show what would change").click()
    expect(page.get_by_role("heading", level=2)).to_contain_text(["Prices raised by 10 %"])
    check(page)
    assert ask("/api/v1/clinics/?sort=-price")["results"][0] == before

    page.get_by_role("button", name=re.compile(r"Change \d+ clinics")).click()
    expect(page.locator(".messagelist")).to_contain_text("Prices raised by 10 %")
    after = ask("/api/v1/clinics/?sort=-price")["results"][0]
    assert after["course"]["low_usd"] > before["course"]["low_usd"]

    page.get_by_role("link", name="See what was changed, or take it back").click()
    check(page)
    page.get_by_role("button", name="Take this change back").click()
    expect(page.locator(".messagelist")).to_contain_text("as they were")
    assert ask("/api/v1/clinics/?sort=-price")["results"][0] == before
    page.goto("/admin/clinics/bulkact/")
    check(page)


def test_a_treatment_is_merged_only_after_its_effect_was_seen(sign_in, ask):
    count = len(ask("/api/v1/treatments/"))
    page = sign_in("Publisher", TREATMENTS)
    page.get_by_role("link", name="Crown", exact=True).click()
    page.get_by_role("link", name="Merge into another").click()
    check(page)

    page.get_by_label("Merge it into").select_option("full-scalp")
    page.get_by_role("button", name="Show what would change").click()

    expect(page.get_by_role("heading", name="Crown into Full scalp")).to_be_visible()
    check(page)
    assert len(ask("/api/v1/treatments/")) == count


def test_two_listings_stand_side_by_side(sign_in):
    page = sign_in("Publisher", f"{LIST}?status__exact=published")
    boxes = page.locator("#result_list .action-select")
    boxes.nth(0).check()
    boxes.nth(1).check()
    page.get_by_label("Action:").select_option("merge")
    page.get_by_role("button", name="Go", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Merge 2 listings of one clinic")
    check(page)
