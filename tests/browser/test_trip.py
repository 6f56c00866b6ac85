"""A visitor checks a quote, plans a stay and takes it into a calendar, with and without scripts."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone
from icalendar import Calendar
from playwright.sync_api import expect

from tests.browser.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

ARRIVAL = date(timezone.now().year + 1, 8, 16)  # the served site has the real clock


def send(page, name):
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
def test_quote_is_compared_with_the_price_guide(visit, scripts):
    page = visit("/prices/", java_script_enabled=scripts)
    page.get_by_role("link", name="Estimate a course, check a quote").click()
    page.get_by_label("Treatment").select_option(label="Hairline restoration")
    page.get_by_label("Number of sessions").fill("3")
    page.get_by_label("Quote received, in US dollars").fill("$900")

    send(page, "Estimate")

    expect(page.get_by_role("heading", level=1)).to_have_text("Estimate for Hairline restoration")
    expect(page.locator(".notice")).to_contain_text("Your quote of $900 lies far below")
    expect(page.get_by_label("Number of sessions")).to_have_value("3")
    page.get_by_label("Quote received, in US dollars").fill("2000")
    send(page, "Estimate")
    expect(page.locator(".verdict").first).to_contain_text("Your quote of $2,000 lies inside")
    expect(page.locator(".notice")).to_have_count(0)


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
def test_stay_is_planned_on_a_phone_and_taken_into_a_calendar(visit, scripts):
    page = visit("/treatments/full-scalp/", size=PHONE, java_script_enabled=scripts)
    page.get_by_role("link", name="Plan the stay").click()
    expect(page.get_by_label("Treatment")).to_have_value("full-scalp")
    page.get_by_label("Day of arrival").fill(ARRIVAL.isoformat())

    send(page, "Plan")

    expect(page.locator(".sessions li")).to_have_count(5)
    expect(page.locator(".timeline svg[role=img] text", has_text="Session")).to_have_count(5)
    expect(page.locator(".warning").first).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Take the days into your calendar (.ics)").click()
    assert download.value.suggested_filename == f"full-scalp-{ARRIVAL}.ics"
    events = Calendar.from_ical(Path(download.value.path()).read_bytes()).walk("VEVENT")
    assert events[0]["dtstart"].dt == ARRIVAL


def test_care_is_read_line_by_line_on_a_phone(visit):
    page = visit(f"/plan/?treatment=full-scalp&sessions=5&arrive={ARRIVAL}", size=PHONE)

    rules = page.locator(".care tbody th").first
    assert rules.bounding_box()["width"] >= 300
    days = page.locator(".care td[data-label]")
    assert days.first.bounding_box()["x"] == rules.bounding_box()["x"]
    assert "Session 1" in days.first.evaluate("(cell) => getComputedStyle(cell, '::before').content")
    assert days.count() % 5 == 0


def test_plan_prints_on_two_pages(visit):
    page = visit(f"/plan/?treatment=hairline-restoration&sessions=3&arrive={ARRIVAL}")

    printed = page.pdf(prefer_css_page_size=True)

    assert len(re.findall(rb"/MediaBox", printed)) <= 2


def test_labels_of_the_timeline_stay_inside_the_smallest_screen(visit):
    page = visit(f"/plan/?treatment=full-scalp&arrive={ARRIVAL}", size={"width": 320, "height": 740})

    outside = page.locator(".timeline svg[role=img] text").evaluate_all(
        "(texts) => texts.map((text) => text.getBoundingClientRect())"
        ".filter((box) => box.left < 0 || box.right > innerWidth).length"
    )

    assert outside == 0
