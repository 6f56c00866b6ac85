"""How much each kind of page asks a visitor to fetch, on the served site and as it is sent."""

from dataclasses import dataclass

import pytest

from clinics.listing import PAGE_SIZE
from tests.browser.test_screens import MISSING, PAGES

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

KILOBYTE = 1_000
FULL = ("listing", "ignored")  # unfiltered: as many cards as a page holds


@dataclass
class Weights:
    """What a page weighs: bytes as sent by kind of request, and the bytes of its HTML before compression."""

    sent: dict
    requests: int
    html: int


@pytest.fixture
def weigh(open_window, site):
    """Open a page in a window that has kept nothing; return the page and its Weights."""

    def weigh(path):
        page = open_window(site.url, refusals=[MISSING] if path == MISSING else [])
        finished = []
        page.on("requestfinished", lambda request: finished.append(request))
        answer = page.goto(path)
        sent = {}
        for request in finished:
            size = request.sizes()["responseBodySize"]
            sent[request.resource_type] = sent.get(request.resource_type, 0) + size
        return page, Weights(sent, len(finished), len(answer.body()))

    return weigh


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_page_is_light(weigh, path):
    _page, weights = weigh(path)

    assert 0 < weights.sent["document"] < weights.html
    assert 0 < weights.sent["stylesheet"] <= 12 * KILOBYTE
    assert weights.sent.get("script", 0) <= 6 * KILOBYTE
    assert sum(weights.sent.values()) <= 150 * KILOBYTE
    assert weights.requests <= 15


@pytest.mark.parametrize("name", FULL)
def test_full_page_of_the_listing_is_light(weigh, name):
    page, weights = weigh(PAGES[name])

    assert page.locator(".card").count() == PAGE_SIZE
    assert weights.html <= 60 * KILOBYTE
    assert weights.sent["document"] <= 12 * KILOBYTE
