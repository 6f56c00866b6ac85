"""An editor adds a clinic in the admin and finds it on the site."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import EDITOR, log_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

NAME = "Quiet Hand Studio"


def choose(page, field, name):
    """Choose a record by its name in an autocomplete box of the admin."""
    page.locator(f"#id_{field} + .select2").click()
    page.locator(
        ".select2-container--open .select2-search__field, .select2-container--focus input"
    ).last.fill(name)
    page.locator(".select2-results__option", has_text=re.compile(f"^{name}$")).click()


def add_price(page, number, *, treatment, basis, low, high):
    page.locator("#prices-group").get_by_text("Add another").click()
    choose(page, f"prices-{number}-treatment", treatment)
    page.locator(f"#id_prices-{number}-basis").select_option(basis)
    page.locator(f"#id_prices-{number}-low").fill(low)
    page.locator(f"#id_prices-{number}-high").fill(high)


def add_finding(page, number, *, criterion, answer):
    page.locator("#findings-group").get_by_text("Add another").click()
    choose(page, f"findings-{number}-criterion", criterion)
    page.locator(f"#id_findings-{number}-answer").select_option(answer)
    page.locator(f"#id_findings-{number}-source").fill("The clinic, by telephone")
    page.locator(f"#id_findings-{number}-checked_on").fill("2026-02-01")


def found(page, query):
    """Return whether the listing shows the clinic for a query."""
    page.goto(f"/clinics/?{query}")
    return NAME in page.locator(".card h3 a").all_inner_texts()


def test_clinic_added_in_the_admin_appears_under_its_filters(visit, ask):
    page = visit("/admin/", cookies=["csrftoken", "sessionid"])
    log_in(page, EDITOR)
    page.locator(".model-clinic").get_by_role("link", name="Add").click()

    page.get_by_label("Name:", exact=True).press_sequentially(NAME)
    page.get_by_label("Name:", exact=True).press("Tab")  # the slug follows the name when its field is left
    expect(page.get_by_label("Slug:")).to_have_value("quiet-hand-studio")
    choose(page, "district", "Gangnam")
    choose(page, "focuses", "Density")
    page.locator("#id_description").fill("A quiet place.")
    page.get_by_label("Address:", exact=True).fill("1 Street, Gangnam")
    page.get_by_label("Phone:").fill("02-555-1234")
    add_price(page, 0, treatment="Crown", basis="package", low="900", high="1100")
    add_price(page, 1, treatment="Full scalp", basis="session", low="1200", high="1500")
    first, second, third = [each["value"] for each in ask("/api/v1/clinics/")["facets"]["verified"][:3]]
    for number, (slug, answer) in enumerate([(first, "yes"), (second, "yes"), (third, "no")]):
        name = next(each["name"] for each in ask("/api/v1/criteria/") if each["slug"] == slug)
        add_finding(page, number, criterion=name, answer=answer)
    page.get_by_role("button", name="Save and continue editing").first.click()
    expect(page.locator(".messagelist .success")).to_contain_text(NAME)

    page.get_by_role("link", name="Preview").click()
    expect(page.get_by_label("About this preview")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text(NAME)
    page.go_back()
    assert NAME not in {clinic["name"] for clinic in ask("/api/v1/clinics/?district=gangnam")["results"]}
    page.get_by_role("button", name="Save and publish").first.click()
    expect(page.locator(".messagelist .success")).to_contain_text(NAME)

    page.get_by_role("link", name="See its page").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(NAME)
    expect(page.get_by_role("row", name="Crown")).to_contain_text("$900–$1,100")
    assert found(page, "district=gangnam&focus=density")
    assert found(page, "district=gangnam&focus=density&treatment=crown&budget=1100")
    assert not found(page, "district=gangnam&focus=density&treatment=crown&budget=899")
    assert found(page, "district=gangnam&treatment=full-scalp&budget=3600&sort=price")
    assert found(page, f"verified={first}&verified={second}&district=gangnam")
    assert not found(page, f"verified={third}&district=gangnam")
    assert not found(page, "district=mapo&focus=density")
    assert not found(page, "district=gangnam&focus=bespoke-design")
