"""Every kind of page by the rules of WCAG 2.2 and axe's best practices, zoomed, and with looser text."""

from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.conftest import EDITOR, log_in
from tests.browser.screens import OVERFLOW, UNFOLD
from tests.browser.test_screens import MISSING, PAGES, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.looks, pytest.mark.xdist_group("browser")]

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Rules are named one by one, for axe leaves some out of a run by tags, such as the size of targets.
RUN_AXE = """async ({ tags, without }) => {
  const settled = axe.getRules(tags).filter((rule) => !rule.tags.includes("experimental"));
  const names = settled.map((rule) => rule.ruleId);
  const rules = Object.fromEntries(names.map((name) => [name, { enabled: !without.includes(name) }]));
  // Nothing is fetched beforehand: no rule here needs it, and the content security policy would complain.
  const result = await axe.run(document, { rules, resultTypes: ["violations"], preload: false });
  const described = result.violations.map(({ id, impact, nodes }) => `${id} (${impact}): `
    + nodes.map((node) => `${node.html} ${node.failureSummary}`).join("; "));
  return { violations: described, passes: result.passes.map((rule) => rule.id) };
}"""
TALL = 20_000  # pixels: nothing that sticks to the edge of a screen lies upon the rest
WIDTHS = (1280, 360)
SCHEMES = ("light", "dark")
HALF = 640  # a window of 1280 pixels at 200 %

ADD_RULE = """(rule) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rule);
  document.adoptedStyleSheets = [sheet];
}"""
LOOSE_TEXT = """
* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-block-end: 2em !important; }"""
# The elements that cut off what stands in them; what only screen readers meet is cut off by design.
CUT_OFF = """() => [...document.querySelectorAll("body *")].filter((element) => {
  const style = getComputedStyle(element);
  return element.checkVisibility() && !element.closest(".visually-hidden, svg")
    && style.clipPath !== "inset(50%)"
    && [style.overflowX, style.overflowY].some((overflow) => ["hidden", "clip"].includes(overflow))
    && (element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight);
}).map((element) => element.outerHTML.slice(0, 120))"""


@pytest.fixture
def unfold(visit):
    """Open one of PAGES by its path, with everything on it unfolded."""

    def unfold(path, **options):
        page = visit(path, refusals=[MISSING] if path == MISSING else [], **options)
        page.evaluate(UNFOLD)
        return page

    return unfold


def violations(page, *, without=()):
    """Return {(width, scheme): violations of axe's rules} of a page, but for some rules."""
    page.wait_for_load_state()
    page.evaluate(AXE)
    problems = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": TALL})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            found = page.evaluate(RUN_AXE, {"tags": TAGS, "without": list(without)})
            assert {"color-contrast", "landmark-one-main", "target-size"} <= set(found["passes"])
            if found["violations"]:
                problems[width, scheme] = found["violations"]
    return problems


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_page_breaks_no_rule_of_accessibility(unfold, path):
    assert violations(unfold(path)) == {}


def test_components_break_no_rule_of_accessibility(visit):
    page = visit(f"/admin/login/?next={reverse('styleguide')}", cookies=["csrftoken", "sessionid"])
    log_in(page, EDITOR)
    expect(page.get_by_role("heading", level=1)).to_have_text("Style guide")
    page.evaluate(UNFOLD)

    # The same navigation stands there in each of its states.
    assert violations(page, without=["landmark-unique"]) == {}
    assert too_wide(page, 320, 360, 1280) == []


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_page_bears_zoom_and_looser_text(unfold, path):
    page = unfold(path, size={"width": HALF, "height": 450})
    wide = {"at 200 %": page.evaluate(OVERFLOW)}
    page.set_viewport_size({"width": 320, "height": 740})
    page.evaluate(ADD_RULE, LOOSE_TEXT)
    wide["loose text"] = page.evaluate(OVERFLOW)
    cut_off = page.evaluate(CUT_OFF)

    assert {state: pixels for state, pixels in wide.items() if pixels > 0} == {}
    assert cut_off == []
