"""A visitor reads one clinic's page: whether it is open, on a phone, on paper, and without scripts."""

import re
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.factories import make_clinic, make_criterion, make_price, make_treatment

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

CLINIC = "/clinics/seoul-hair-density-center/"
HOURS = "Mo-Fr 10:00-13:00, 14:00-19:00; Sa closed; 2026-11-26 closed; 2026-12-24 10:00-12:00"


@pytest.fixture
def open_clinic(db, client, open_window, clock):
    """Open the page of a clinic with HOURS, as it was answered on 23 November 2026 in Seoul."""
    clinic = make_clinic(slug="dots", opening_hours=HOURS)
    make_price(clinic, make_treatment(name="Crown"), 1000, 2000)
    make_criterion(name="New needles")
    answer = client.get(clinic.get_absolute_url())
    headers, body = dict(answer.headers), answer.content

    def fulfill(route):
        path = urlsplit(route.request.url).path
        types = {"css": "text/css", "js": "text/javascript"}
        if path == "/clinics/dots/":
            route.fulfill(headers=headers, body=body)
        elif path.startswith("/static/") and (kind := types.get(path.rpartition(".")[2])):
            route.fulfill(content_type=kind, body=(settings.BASE_DIR / path[1:]).read_text())
        else:
            route.fulfill(status=204)

    def open_clinic(at=None, **options):
        page = open_window("http://localhost", answer=fulfill, **options)
        if at:
            page.clock.set_fixed_time(at)
        page.goto("/clinics/dots/")
        return page

    return open_clinic


def test_open_now_is_told_by_the_clock_of_seoul(open_clinic):
    told = {
        "2026-11-23T01:00:00Z": "Open now until 13:00",  # Monday, 10:00 in Seoul
        "2026-11-23T04:00:00Z": "Closed now, opens today at 14:00",
        "2026-11-23T09:59:00Z": "Open now until 19:00",
        "2026-11-23T10:00:00Z": "Closed now",
        "2026-11-26T02:00:00Z": "Closed now",  # a special day
        "2026-11-27T16:00:00Z": "Closed now",  # Saturday in Seoul already
        "2026-11-29T02:00:00Z": "",  # Sunday: not stated
    }
    page = open_clinic(timezone_id="America/New_York")
    line = page.locator(".open-now")
    for moment, words in told.items():
        page.clock.set_fixed_time(moment)
        page.reload()
        expect(line).to_have_text(words)
        expect(line).to_be_visible(visible=bool(words))


def test_page_without_scripts_has_the_hours_and_no_empty_line(open_clinic):
    page = open_clinic(java_script_enabled=False)

    expect(page.locator(".open-now")).to_be_hidden()
    expect(page.get_by_text("10:00–13:00 and 14:00–19:00")).to_be_visible()
    page.get_by_role("link", name="Ask this (New needles)").click()
    expect(page).to_have_url(re.compile("#ask-"))


def test_tables_stay_tables_where_their_rows_are_stacked(open_clinic):
    page = open_clinic(size=PHONE)

    prices = page.get_by_role("table", name=re.compile("As the clinic states them"))
    expect(prices.get_by_role("columnheader")).to_have_count(4)
    expect(prices.get_by_role("rowheader", name="Crown")).to_be_visible()
    boxes = [cell.bounding_box() for cell in prices.get_by_role("cell").all()]
    assert len({box["x"] for box in boxes}) == 1
    assert all(box["x"] + box["width"] <= PHONE["width"] for box in boxes)


def test_sheet_of_questions_fits_on_one_page_of_paper(visit):
    page = visit(CLINIC, java_script_enabled=False)
    page.get_by_role("link", name="Print them in English and Korean").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Questions to ask")

    paper = page.pdf(prefer_css_page_size=True)

    assert b"/Count 1\n" in paper
    assert b"[0 0 594.95996 841.91998]" in paper  # A4 in points
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="Main")).to_be_hidden()
    expect(page.get_by_text("Printed from")).to_be_visible()
    expect(page.get_by_text("Back to the clinic")).to_be_hidden()
