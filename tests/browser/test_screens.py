"""Every kind of page on small and wide screens, light and dark, and by keyboard."""

from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import expect

from articles.models import Article, Category
from clinics.models import Clinic, District
from pricing.models import Treatment
from tests.browser.conftest import PHONE
from tests.browser.screens import FAINT_TEXTS, MAP_CONTRASTS, OVERFLOW, PAPER, UNFOLD, walk_by_keyboard
from tests.odd_records import make_odd_records

pytestmark = [pytest.mark.browser, pytest.mark.looks, pytest.mark.xdist_group("browser")]

MISSING = "/no-such-page/"
NEXT_YEAR = timezone.now().year + 1  # the served site has the real clock, and plans only days to come
PLACEHOLDERS = ("seoul-hair-density-center", "elite-smp-korea", "apgujeong-scalp-artistry")
PAGES = {
    "home": "/",
    "listing": "/clinics/",
    "filtered": "/clinics/?district=gangnam&focus=density&treatment=crown&budget=3000&unpriced=include",
    "empty": "/clinics/?q=zzz&district=gangnam",
    "ignored": "/clinics/?tier=99&budget=a+lot",
    "clinic": "/clinics/seoul-hair-density-center/",
    "comparison": f"/clinics/compare/?clinic={'&clinic='.join(PLACEHOLDERS)}",
    "to compare": "/clinics/compare/?clinic=elite-smp-korea&clinic=nobody",
    "shortlist": "/shortlist/",
    "passed on": f"/shortlist/?clinic=nobody&clinic={'&clinic='.join(PLACEHOLDERS)}",
    "questions": "/clinics/seoul-hair-density-center/questions/",
    "districts": "/districts/",
    "district": "/districts/gangnam/",
    "district and focus": "/districts/gangnam/density/",
    "treatments": "/treatments/",
    "treatment": "/treatments/crown/",
    "prices": "/prices/",
    "estimate": "/prices/estimate/?treatment=crown&sessions=9&quote=900",
    "plan": f"/plan/?treatment=full-scalp&sessions=5&arrive={NEXT_YEAR}-07-05",
    "guides": "/guides/",
    "guide": "/guides/scalp-micropigmentation-in-korea-2026/",
    "short guide": "/guides/eighteen-questions-to-ask-a-clinic/",
    "category": "/guides/category/medical-tourism/",
    "about": "/about/",
    "page about": "/about/verification/",
    "missing": MISSING,
}
LOW = {"width": 1280, "height": 600}


@pytest.fixture
def walk(visit):
    """Open all PAGES one after the other in one window."""

    def walk():
        page = visit(PAGES["home"], refusals=[MISSING])
        for path in PAGES.values():
            page.goto(path)
            yield page, path

    return walk


def too_wide(page, *widths):
    """Return those of some widths at which the page is wider than the window."""
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 740})
        if page.evaluate(OVERFLOW) > 0:
            found.append(width)
    return found


def test_every_page_fits_every_screen(walk):
    problems = {}
    for page, path in walk():
        folded = too_wide(page, 320, 360)
        page.evaluate(UNFOLD)
        unfolded = too_wide(page, 1280, 768, 320)
        if folded or unfolded:
            problems[path] = folded, unfolded

    assert problems == {}


def test_every_text_stands_out_from_its_paper_in_light_and_in_dark(walk):
    problems = {}
    papers = {"light": set(), "dark": set()}
    for page, path in walk():
        page.evaluate(UNFOLD)
        for scheme, paper in papers.items():
            page.emulate_media(color_scheme=scheme)
            paper.add(page.evaluate(PAPER))
            if texts := page.evaluate(FAINT_TEXTS):
                problems[path, scheme] = texts

    assert problems == {}
    assert len(papers["light"]) == len(papers["dark"]) == 1
    assert papers["light"] != papers["dark"]


def test_first_tab_stop_leads_to_the_content(walk):
    for page, _path in walk():
        page.keyboard.press("Tab")
        skip = page.locator(":focus")
        expect(skip).to_have_text("Skip to the content")
        expect(skip).to_be_in_viewport(ratio=1)

        page.keyboard.press("Enter")
        expect(page.locator("main")).to_be_focused()
        page.keyboard.press("Tab")
        expect(page.locator("main :focus")).to_have_count(1)


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("home", PHONE),
        ("listing", PHONE),
        ("filtered", LOW),
        ("clinic", PHONE),
        ("comparison", PHONE),
        ("passed on", LOW),
        ("treatment", LOW),
        ("prices", LOW),
        ("estimate", PHONE),
    ],
    ids=[
        "home-phone",
        "listing-phone",
        "filtered-wide",
        "clinic-phone",
        "comparison-phone",
        "passed-on-wide",
        "treatment-wide",
        "prices-wide",
        "estimate-phone",
    ],
)
def test_every_control_is_reached_by_keyboard_and_its_focus_is_seen(visit, name, size):
    page = visit(PAGES[name], size=size)

    stops = walk_by_keyboard(page)

    assert [stop["number"] for stop in stops] == list(range(len(stops)))
    assert [stop["name"] for stop in stops if not stop["isOutlined"]] == []
    assert [stop["name"] for stop in stops if not stop["isOnTop"]] == []


@pytest.mark.parametrize("width", [1280, 768])
@pytest.mark.parametrize("name", ["listing", "districts", "district", "treatment"])
def test_map_is_as_large_on_every_page_and_its_names_can_be_read(visit, name, width):
    page = visit(PAGES[name], size={"width": width, "height": 900})

    figure = page.locator("figure:has(.map)")
    assert figure.bounding_box()["width"] >= 640
    assert page.locator(".map").bounding_box()["width"] >= 640
    for place in page.locator(".map tspan, .map .empty-places text").all():
        assert place.bounding_box()["height"] >= 10


def test_map_shades_what_has_clinics_more_strongly_than_what_has_none(visit):
    page = visit(PAGES["listing"])
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        steps = page.evaluate(MAP_CONTRASTS)
        assert steps == sorted(steps)
        assert len(set(steps)) == len(steps) == 5


@pytest.fixture
def odd_site(db, client):
    """The answers of a site full of odd records, by path."""
    make_odd_records()
    paths = ["/", "/clinics/", "/districts/", "/treatments/", "/prices/", "/guides/"]
    for model in (Article, Category, Clinic, District, Treatment):
        paths += [record.get_absolute_url() for record in model.objects.order_by("pk")]
    answers = {}
    for path in paths:
        answers[path] = answer_of(client.get(path))
    several = {"clinic": ["priced", "hostile", "korean", "long", "bare", "example"]}
    for path in ("/clinics/compare/", "/shortlist/"):
        answers[path] = answer_of(client.get(path, several))
    return answers


def answer_of(response):
    return {"headers": dict(response.headers), "body": response.content}


def test_odd_records_break_no_page(odd_site, open_window):
    def answer(route):
        path = urlsplit(route.request.url).path
        if path in odd_site:
            route.fulfill(**odd_site[path])
        elif path.startswith("/static/"):
            route.fulfill(path=settings.BASE_DIR / path[1:])
        else:
            route.fulfill(status=204)

    page = open_window("http://localhost", answer=answer)
    problems = {}
    for path in odd_site:
        page.goto(path)
        page.evaluate(UNFOLD)
        if widths := too_wide(page, 320, 1280):
            problems[path] = widths

    assert len(odd_site) > 20
    assert problems == {}
