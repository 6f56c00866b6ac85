"""A visitor compares clinics, keeps a shortlist with notes in the browser, and passes it on."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.screens import walk_by_keyboard

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

DENSITY = ("seoul-hair-density-center", "Seoul Hair Density Center")
ELITE = ("elite-smp-korea", "Elite SMP Korea")
ARTISTRY = ("apgujeong-scalp-artistry", "Apgujeong Scalp Artistry")
THREE = "/clinics/compare/?clinic=" + "&clinic=".join(slug for slug, _name in (DENSITY, ELITE, ARTISTRY))
NOTE = "Ask Ms Kim: “how many sessions?”\nBring #3 & 50 % of the photos."

FILL_STORAGE = """() => {
  let piece = "x".repeat(1_000_000);
  for (let number = 0; piece; number += 1) {
    try { localStorage.setItem(`filler-${number}`, piece); }
    catch { piece = piece.slice(0, piece.length / 2); }
  }
}"""
BLOCK_STORAGE = """Object.defineProperty(window, "localStorage", {
  get() { throw new DOMException("Blocked", "SecurityError"); },
});"""


def pick(page, *places):
    """Check or uncheck the boxes of a listing to compare, by their places in the list."""
    for place in places:
        page.get_by_role("checkbox", name=re.compile("^Add to compare ")).nth(place).click()


def keep(page, *clinics):
    """Add clinics to the shortlist on their own pages."""
    for slug, name in clinics:
        page.goto(f"/clinics/{slug}/")
        page.get_by_role("button", name=f"Add to shortlist {name}").click()
        expect(page.get_by_role("status")).to_have_text(f"{name} is on your shortlist.")


def kept(page):
    """Return the names on the shortlist, in order."""
    return page.locator(".kept h2 a").all_inner_texts()


def stored(page):
    """Return all that the site keeps in the browser."""
    return page.evaluate("() => ({ ...localStorage })")


class TestComparison:
    """What one address shows."""

    @pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
    def test_three_clinics_are_compared_and_one_is_removed(self, visit, scripts):
        page = visit(THREE, java_script_enabled=scripts)
        expect(page.get_by_role("heading", level=1)).to_have_text("3 clinics compared")
        table = page.get_by_role("table", name=re.compile("^What each clinic says"))
        expect(table.get_by_role("columnheader")).to_have_count(4)
        expect(table.get_by_role("row", name=re.compile("^Technology"))).to_contain_text("multi-needle rigs")
        expect(page.get_by_role("cell", name="Seoul › Gangnam", exact=True)).to_have_count(2)

        page.get_by_role("link", name=f"Remove {ELITE[1]}").click()

        expect(page.get_by_role("heading", level=1)).to_have_text("2 clinics compared")
        assert parse_qs(urlsplit(page.url).query) == {"clinic": [DENSITY[0], ARTISTRY[0]]}

    def test_what_is_the_same_unfolds_without_scripts(self, visit):
        page = visit(THREE, java_script_enabled=False)
        expect(page.get_by_role("table", name=re.compile("^What all"))).to_be_hidden()

        page.get_by_text("Same for all").click()

        rows = page.get_by_role("table", name=re.compile("^What all")).get_by_role("row")
        expect(rows.filter(has_text="Legal basis")).to_contain_text("not stated")

    @pytest.mark.parametrize("number", [2, 3, 4, 5, 6])
    def test_comparison_prints_on_one_page(self, visit, ask, number):
        clinics = ask("/api/v1/clinics/?sort=verified")["results"][:number]
        page = visit("/clinics/compare/?clinic=" + "&clinic=".join(clinic["slug"] for clinic in clinics))
        expect(page.get_by_role("heading", level=1)).to_have_text(f"{number} clinics compared")

        printed = page.pdf(prefer_css_page_size=True)

        [sheet] = re.findall(rb"/MediaBox \[([^\]]*)\]", printed)
        assert [round(float(edge)) for edge in sheet.split()] == [0, 0, 842, 595]  # points of A4, on its side

    def test_one_clinic_leads_to_the_choice_of_more(self, visit):
        page = visit(f"/clinics/{ELITE[0]}/", java_script_enabled=False)
        expect(page.get_by_role("button", name="shortlist")).to_be_hidden()
        page.get_by_role("checkbox", name=f"Add to compare {ELITE[1]}").check()

        page.get_by_role("button", name="Compare").click()

        expect(page.get_by_role("heading", name="Choose one more clinic")).to_be_visible()
        page.get_by_role("link", name="Choose clinics").click()
        assert urlsplit(page.url)[2:4] == ("/clinics/", f"clinic={ELITE[0]}")


class TestChoosing:
    """What a phone says while clinics are chosen from a long list."""

    def test_bar_in_sight_says_how_many_are_chosen_and_leads_to_the_comparison(self, visit):
        page = visit("/clinics/", size=PHONE)
        bar = page.locator("#compare-bar")
        expect(bar.get_by_role("link")).to_be_hidden()

        pick(page, 0)
        expect(bar.get_by_role("status")).to_have_text("1 clinic chosen. Choose another to compare.")
        pick(page, 1)
        expect(bar.get_by_role("status")).to_have_text("2 clinics chosen")
        expect(bar).to_be_in_viewport(ratio=1)
        expect(page.locator("#compare button")).not_to_be_in_viewport()
        bar.get_by_role("link", name="Compare").click()

        expect(page.get_by_role("heading", level=1)).to_have_text("2 clinics compared")

    def test_bar_goes_with_the_last_choice(self, visit):
        page = visit("/clinics/", size=PHONE)
        pick(page, 0, 0)

        expect(page.locator("#compare-bar").get_by_role("status")).to_be_empty()
        assert page.locator("#compare-bar").bounding_box()["height"] == 0

    def test_one_too_many_is_refused_with_a_word(self, visit):
        page = visit("/clinics/", size=PHONE)
        pick(page, *range(7))

        status = page.locator("#compare-bar").get_by_role("status")
        expect(status).to_have_text("At most 6 clinics can be compared. Take one away first.")
        expect(page.locator("[name=clinic]:checked")).to_have_count(6)

        pick(page, 0)
        expect(status).to_have_text("5 clinics chosen")

    def test_bar_never_covers_what_has_the_focus(self, visit):
        page = visit("/clinics/", size=PHONE)
        pick(page, 0, 1)
        page.evaluate("() => { document.activeElement.blur(); scrollTo(0, 0); }")

        stops = walk_by_keyboard(page)

        assert len(stops) > 100
        assert [stop["name"] for stop in stops if not stop["isOnTop"]] == []

    def test_bar_counts_what_another_page_chose(self, visit):
        page = visit(f"/clinics/?clinic={DENSITY[0]}&clinic={ELITE[0]}", size=PHONE)

        expect(page.locator("#compare-bar").get_by_role("status")).to_have_text("2 clinics chosen")

    def test_without_scripts_there_is_no_bar(self, visit):
        page = visit("/clinics/", size=PHONE, java_script_enabled=False)

        assert page.locator("#compare-bar").bounding_box()["height"] == 0


class TestShortlist:
    """The visitor's own list."""

    def test_note_stays_after_a_reload_and_a_removed_clinic_does_not(self, visit):
        page = visit("/shortlist/")
        expect(page.get_by_role("heading", name="Nothing kept yet")).to_be_visible()
        keep(page, DENSITY, ELITE, ARTISTRY)
        page.goto("/shortlist/")
        expect(page.get_by_role("listitem").filter(has_text=ELITE[1])).to_contain_text("no published price")
        page.get_by_role("textbox", name=f"Private note {ELITE[1]}").fill(NOTE)

        page.get_by_role("button", name=f"Remove {DENSITY[1]}").click()
        expect(page.get_by_role("status")).to_contain_text(f"{DENSITY[1]} is no longer on your shortlist.")
        expect(page.get_by_role("button", name=f"Remove {ELITE[1]}")).to_be_focused()
        page.reload()

        expect(page.locator(".kept h2 a")).to_have_text([ELITE[1], ARTISTRY[1]])
        expect(page.get_by_role("textbox", name=f"Private note {ELITE[1]}")).to_have_value(NOTE)
        assert set(stored(page)) == {"shortlist"}
        assert "Elite" not in stored(page)["shortlist"]

    def test_removed_clinic_can_be_put_back_with_its_note(self, visit):
        page = visit("/clinics/")
        keep(page, DENSITY, ELITE)
        page.goto("/shortlist/")
        page.get_by_role("textbox", name=f"Private note {DENSITY[1]}").fill(NOTE)
        page.get_by_role("button", name=f"Remove {DENSITY[1]}").click()

        page.get_by_role("button", name="Put it back").press("Enter")

        expect(page.locator(".kept h2 a")).to_have_text([DENSITY[1], ELITE[1]])
        expect(page.get_by_role("button", name=f"Remove {DENSITY[1]}")).to_be_focused()
        expect(page.get_by_role("textbox", name=f"Private note {DENSITY[1]}")).to_have_value(NOTE)

    def test_order_is_changed_by_keyboard_and_the_focus_stays(self, visit):
        page = visit("/clinics/")
        keep(page, DENSITY, ELITE, ARTISTRY)
        page.goto("/shortlist/")
        up = page.get_by_role("button", name=f"Move up {ARTISTRY[1]}")

        up.press("Enter")
        up.press("Enter")
        up.press("Enter")

        expect(page.get_by_role("status")).to_have_text(f"{ARTISTRY[1]} is number 1 of 3 now.")
        expect(up).to_be_focused()
        page.reload()
        expect(page.locator(".kept h2 a")).to_have_text([ARTISTRY[1], DENSITY[1], ELITE[1]])

    def test_kept_clinics_are_compared(self, visit):
        page = visit("/clinics/")
        keep(page, DENSITY, ELITE, ARTISTRY)
        page.goto("/shortlist/")
        page.get_by_role("checkbox", name=f"Compare {DENSITY[1]}").uncheck()

        page.get_by_role("button", name="Compare").click()

        expect(page.get_by_role("heading", level=1)).to_have_text("2 clinics compared")
        assert parse_qs(urlsplit(page.url).query) == {"clinic": [ELITE[0], ARTISTRY[0]]}

    def test_course_price_is_said_as_on_the_card(self, visit, ask):
        clinics = [clinic for clinic in ask("/api/v1/clinics/?sort=price")["results"] if clinic["course"]]
        page = visit("/shortlist/?clinic=" + "&clinic=".join(clinic["slug"] for clinic in clinics))
        from_server = page.locator(".kept b").all_inner_texts()
        page.get_by_role("button", name="Add these to my shortlist").click()

        page.goto("/shortlist/")

        assert len(from_server) > 5
        expect(page.locator(".kept b")).to_have_text(from_server)

    def test_clinic_that_is_gone_keeps_its_note(self, visit):
        page = visit("/shortlist/", refusals=["/api/v1/clinics/gone/"])
        page.evaluate(
            "() => localStorage.setItem('shortlist', JSON.stringify([{ slug: 'elite-smp-korea' }, null, 7,"
            " { slug: 'gone', added: '2026-01-28', note: 'Friendly' }]))"
        )

        page.reload()

        item = page.get_by_role("listitem").filter(has_text="Added 28 January 2026")
        expect(item).to_contain_text("This clinic is no longer in the directory.")
        expect(item.get_by_role("textbox")).to_have_value("Friendly")
        expect(page.get_by_label("Address", exact=True)).to_have_value(
            re.compile(r"/shortlist/\?clinic=elite-smp-korea$")
        )

    def test_number_in_the_navigation_follows_in_every_window(self, visit):
        page = visit(f"/clinics/{ELITE[0]}/")
        other = page.context.new_page()
        for window in (page, other):
            window.goto(f"/clinics/{ELITE[0]}/")
            window.evaluate(
                "() => document.querySelector('nav ul').insertAdjacentHTML('beforeend',"
                " '<li><a href=\"/shortlist/\" data-shortlist-link>Shortlist</a></li>')"
            )

        page.get_by_role("button", name="Add to shortlist").click()

        for window in (page, other):
            expect(window.locator("[data-shortlist-link]").last).to_have_text("Shortlist (1)")
            expect(window.get_by_role("button", name="Remove from shortlist")).to_be_visible()
        other.get_by_role("button", name="Remove from shortlist").click()
        expect(page.locator("[data-shortlist-link]").last).to_have_text("Shortlist")


class TestPassingOn:
    """A shortlist as a link."""

    def test_clinics_pass_on_and_notes_only_when_chosen(self, visit):
        page = visit("/clinics/")
        keep(page, DENSITY, ELITE)
        page.goto("/shortlist/")
        page.get_by_role("textbox", name=f"Private note {ELITE[1]}").fill(NOTE)
        address = page.get_by_label("Address", exact=True)
        without_notes = address.input_value()

        page.get_by_label("With my notes").check()

        assert urlsplit(without_notes).fragment == ""
        assert urlsplit(address.input_value()).query == urlsplit(without_notes).query
        assert parse_qs(urlsplit(without_notes).query) == {"clinic": [DENSITY[0], ELITE[0]]}
        receiver = visit(address.input_value())
        expect(receiver.get_by_role("heading", level=1)).to_have_text("A shortlist passed on to you")
        assert kept(receiver) == [DENSITY[1], ELITE[1]]
        expect(receiver.locator("[data-note]").last).to_have_text(NOTE, use_inner_text=True)

        receiver.get_by_role("button", name="Add these to my shortlist").click()
        expect(receiver.get_by_role("status")).to_contain_text("Added to your shortlist: 2.")
        receiver.get_by_role("link", name="My own shortlist").click()

        expect(receiver.locator(".kept h2 a")).to_have_text([DENSITY[1], ELITE[1]])
        expect(receiver.get_by_role("textbox", name=f"Private note {ELITE[1]}")).to_have_value(NOTE)

    def test_own_notes_stay_when_a_list_is_taken_over(self, visit):
        page = visit("/clinics/")
        keep(page, ELITE)
        page.goto("/shortlist/")
        page.get_by_role("textbox", name=f"Private note {ELITE[1]}").fill("Mine")

        page.goto(f"/shortlist/?clinic={ELITE[0]}&clinic={ARTISTRY[0]}#{ELITE[0]}=Theirs")
        page.get_by_role("button", name="Add these to my shortlist").click()
        page.goto("/shortlist/")

        expect(page.locator(".kept h2 a")).to_have_text([ELITE[1], ARTISTRY[1]])
        expect(page.get_by_role("textbox", name=f"Private note {ELITE[1]}")).to_have_value("Mine")

    def test_passed_on_list_and_own_page_speak_without_scripts(self, visit):
        page = visit(
            f"/shortlist/?clinic={ELITE[0]}&clinic=nobody&clinic={ARTISTRY[0]}", java_script_enabled=False
        )
        assert kept(page) == [ELITE[1], ARTISTRY[1]]
        expect(page.locator(".notice")).to_contain_text("nobody")

        page.get_by_role("button", name="Compare").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("2 clinics compared")

        page.goto("/shortlist/")
        expect(page.get_by_role("main")).to_contain_text("check “Add to compare” at 2 to 6 clinics")


class TestStorage:
    """A browser that keeps nothing, too little, or something else."""

    def test_damaged_shortlist_is_said_and_a_new_one_begins(self, visit):
        page = visit("/shortlist/")
        page.evaluate("() => localStorage.setItem('shortlist', '{\"a\":')")

        page.reload()

        expect(page.get_by_role("status")).to_contain_text("is damaged and cannot be read")
        keep(page, ELITE)
        page.goto("/shortlist/")
        expect(page.locator(".kept h2 a")).to_have_text([ELITE[1]])
        expect(page.get_by_role("status")).to_be_empty()

    def test_full_storage_is_said_and_what_was_kept_stays(self, visit):
        page = visit("/clinics/")
        keep(page, ELITE)
        page.goto("/shortlist/")
        page.evaluate(FILL_STORAGE)
        note = page.get_by_role("textbox", name=f"Private note {ELITE[1]}")

        note.fill("x" * 2000)

        expect(page.get_by_role("status")).to_contain_text("has no room left")
        expect(note).to_have_value("x" * 2000)
        assert '"note":""' in stored(page)["shortlist"]

    def test_blocked_storage_is_said(self, visit):
        page = visit("/clinics/")
        page.add_init_script(BLOCK_STORAGE)

        page.goto("/shortlist/")
        expect(page.get_by_role("status")).to_contain_text("does not let this site keep anything")

        page.goto(f"/clinics/{ELITE[0]}/")
        page.get_by_role("button", name="Add to shortlist").click()
        expect(page.get_by_role("status")).to_contain_text("does not let this site keep anything")
