"""The editors' desk in a browser: nobody's work is lost, any version comes back, and everybody can use it."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import EDITOR, PASSWORD, log_in
from tests.browser.screens import UNFOLD
from tests.browser.test_accessibility import violations
from tests.browser.test_screens import too_wide

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

COOKIES = ["csrftoken", "messages", "sessionid"]
LIST = "/admin/clinics/clinic/"
TALL = {"width": 1280, "height": 2000}
MAKE_PEOPLE = """
from django.contrib.auth.models import Group, User
for role in ("Contributor", "Editor", "Publisher"):
    if not User.objects.filter(username=role).exists():
        user = User.objects.create_user(role, password={password!r}, is_staff=True)
        user.groups.add(Group.objects.get(name=role))
"""

AGE_PRICES = """
from clinics.models import Clinic
clinic = Clinic.objects.get(name={name!r})
clinic.prices.update(checked_on="2024-01-31")
Clinic.objects.filter(pk=clinic.pk).update(is_example=False)
"""


@pytest.fixture(scope="module")
def people(site):
    """One person in each role, who has the name of the role."""
    site.manage("shell", "--command", MAKE_PEOPLE.format(password=PASSWORD))


@pytest.fixture
def sign_in(visit):
    """Open an address of the admin in a window of its own, as somebody."""

    def sign_in(name, path=LIST):
        page = visit(f"/admin/login/?next={path}", cookies=["csrftoken", "sessionid"], size=TALL)
        log_in(page, name)
        return page

    return sign_in


def open_listing(page, name):
    """Open the page of a listing from the list; return its address."""
    page.goto(f"{LIST}?q={name}")
    page.get_by_role("link", name=re.compile(f"^{name}")).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("clinic"))
    return page.url


def save(page):
    page.get_by_role("button", name="Save", exact=True).first.click()


def sample(ask, place):
    """Return the name and the address of a published sample clinic."""
    result = ask("/api/v1/clinics/")["results"][place]
    return result["name"], result["url"]


@pytest.mark.usefixtures("people")
def test_two_editors_save_the_same_listing_and_nothing_is_lost(sign_in, ask):
    name, address = sample(ask, 3)
    kim, lee = sign_in("Editor"), sign_in("Publisher")
    open_listing(kim, name)
    open_listing(lee, name)

    lee.get_by_label("Phone:").fill("02-111-1111")
    lee.get_by_label("Website:").fill("https://lee.example")
    save(lee)
    expect(lee.locator(".messagelist .success")).to_be_visible()
    kim.get_by_label("Phone:").fill("02-222-2222")
    kim.get_by_label("Getting there:").fill("Exit 9.")
    save(kim)

    expect(kim.get_by_role("heading", level=1)).to_have_text(f"Two versions of {name}")
    phone = kim.get_by_role("group", name="Phone changed by both")
    expect(phone.get_by_label("Now 02-111-1111")).not_to_be_checked()
    phone.get_by_label("Yours 02-222-2222").check()
    expect(kim.get_by_role("group", name="Website").get_by_label("Now")).to_be_checked()
    expect(kim.get_by_role("group", name="Getting there").get_by_label("Yours")).to_be_checked()
    assert violations(kim) == {}
    kim.get_by_role("button", name="Save these choices").click()
    expect(kim.locator(".messagelist .success")).to_contain_text("is saved as you chose")

    kim.goto(address)
    content = kim.locator("main")
    for text in ("02-222-2222", "https://lee.example", "Exit 9."):
        expect(content).to_contain_text(text)


@pytest.mark.usefixtures("people")
def test_an_older_version_is_restored_with_one_confirmation(sign_in, ask):
    name, address = sample(ask, 4)
    page = sign_in("Publisher")
    listing = open_listing(page, name)
    page.get_by_label("Primary focus:").fill("A wrong cell")
    page.locator("#prices-group").get_by_label("Delete").first.check()
    page.get_by_label("Reason:").fill("By mistake.")
    save(page)
    expect(page.locator(".messagelist .success")).to_be_visible()

    page.goto(listing)
    page.get_by_role("link", name="History").click()
    newest = page.get_by_role("region", name="Version 2")
    expect(newest.first).to_contain_text("A wrong cell")
    assert violations(page) == {}
    page.get_by_role("link", name="Look at version 1 and restore it").click()
    assert violations(page) == {}
    page.get_by_role("button", name="Restore this version").click()
    expect(page.locator(".messagelist .success")).to_contain_text("is as it was in version 1")

    page.goto(address)
    expect(page.locator("main")).not_to_contain_text("A wrong cell")


@pytest.mark.usefixtures("people")
def test_a_contributor_proposes_and_a_publisher_previews_and_approves(sign_in, ask):
    name, address = sample(ask, 5)
    ann, lee = sign_in("Contributor"), sign_in("Publisher")
    open_listing(ann, name)
    ann.get_by_label("Phone:").fill("02-333-3333")
    ann.get_by_label("Reason:").fill("They moved.")
    ann.get_by_role("button", name="Propose these changes").first.click()
    expect(ann.locator(".messagelist .success")).to_contain_text("waits for a decision")

    open_listing(lee, name)
    lee.get_by_role("link", name=re.compile("Proposal by Contributor")).click()
    proposal = lee.url
    lee.get_by_role("link", name="Preview").click()
    expect(lee.get_by_label("About this preview")).to_contain_text("a proposed change")
    expect(lee.locator("main")).to_contain_text("02-333-3333")
    assert violations(lee) == {}
    lee.goto(address)
    expect(lee.locator("main")).not_to_contain_text("02-333-3333")
    lee.goto(proposal)
    lee.get_by_role("button", name="Approve and apply").click()
    expect(lee.locator(".messagelist .success")).to_be_visible()

    lee.goto(address)
    expect(lee.locator("main")).to_contain_text("02-333-3333")


def test_what_is_missing_leads_to_its_field(visit):
    page = visit("/admin/login/?next=/admin/clinics/clinic/add/", cookies=["csrftoken", "sessionid"])
    log_in(page, EDITOR)
    page.get_by_label("Name:", exact=True).fill("Half a listing")
    page.get_by_label("Slug:").fill("half-a-listing")
    page.locator("#id_district + .select2").click()
    page.locator(".select2-container--open .select2-search__field").fill("Gangnam")
    page.locator(".select2-results__option", has_text=re.compile("^Gangnam$")).click()
    page.get_by_role("button", name="Save and publish").first.click()

    missing = page.get_by_role("region", name="Not published yet")
    expect(missing.get_by_role("listitem")).to_have_count(5)
    assert violations(page) == {}
    missing.get_by_role("link", name="Describe the clinic").click()
    expect(page.locator("#id_description")).to_be_in_viewport()


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    "path",
    [
        LIST,
        f"{LIST}add/",
        "/admin/",
        "/admin/clinics/proposal/",
        f"{LIST}deleted/",
        "/admin/clinics/district/",
        "/admin/second-factor/",
    ],
)
def test_the_desk_breaks_no_rule_of_accessibility(sign_in, path):
    page = sign_in("Publisher", path)
    page.evaluate(UNFOLD)

    assert violations(page) == {}
    assert too_wide(page, 320, 360, 1280) == []


def test_logging_in_breaks_no_rule_of_accessibility(visit):
    page = visit("/admin/login/", cookies=["csrftoken"], size=TALL)

    assert violations(page) == {}
    assert too_wide(page, 320, 360, 1280) == []


@pytest.mark.usefixtures("people")
def test_the_page_of_a_listing_breaks_no_rule_of_accessibility(sign_in, ask):
    page = sign_in("Publisher")
    open_listing(page, sample(ask, 6)[0])
    page.evaluate(UNFOLD)

    assert violations(page) == {}
    assert too_wide(page, 320, 360, 1280) == []


@pytest.mark.usefixtures("people")
def test_an_old_price_is_corrected_from_the_desk_in_a_few_clicks(sign_in, ask, site):
    name, address = sample(ask, 8)
    site.manage("shell", "--command", AGE_PRICES.format(name=name))
    page = sign_in("Editor", "/admin/")
    clicks = []
    page.expose_function("clicked", lambda: clicks.append(1))
    page.add_init_script('addEventListener("click", () => window.clicked(), true)')
    page.goto("/admin/")
    page.get_by_role("link", name=re.compile("^Prices older than 12 months")).first.click()
    page.locator(".work-list tbody").get_by_role("link", name=name).first.click()
    page.locator("#id_prices-0-low").fill("123")
    page.locator("#id_prices-0-checked_on").fill("2026-01-31")
    save(page)
    expect(page.locator(".messagelist .success")).to_be_visible()

    assert 0 < len(clicks) < 10
    page.goto(address)
    expect(page.locator("main")).to_contain_text("$123")


def rows_to_import():
    """Return a file of 200 clinics as CSV, five of which name a district that there is none of."""
    rows = ["slug,name,district,description"]
    for number in range(200):
        district = "atlantis" if number % 40 == 39 else "gangnam"
        rows.append(f"imported-{number},Imported clinic {number:03},{district},A quiet room {number}.")
    return "\n".join(rows).encode()


@pytest.mark.usefixtures("people")
def test_a_file_with_five_faulty_rows_is_looked_at_applied_and_undone(sign_in, site):
    before = site.manage("export_clinics")
    page = sign_in("Publisher", "/admin/clinics/changeset/add/")
    assert violations(page) == {}
    file = {"name": "clinics.csv", "mimeType": "text/csv", "buffer": rows_to_import()}
    page.get_by_label("File:", exact=True).set_input_files(file)
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("heading", name="The first rows")).to_be_visible()
    assert violations(page) == {}
    page.get_by_role("button", name="Check the file").click()

    page.get_by_role("link", name="rejected 5").click()
    rows = page.locator(".changes tbody tr")
    expect(rows).to_have_count(5)
    expect(rows.first).to_contain_text('"atlantis" is no district')
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the rejected rows").click()
    assert Path(download.value.path()).read_text(encoding="utf-8").count("atlantis") >= 5
    assert violations(page) == {}
    page.get_by_role("button", name="Choose all rows").click()
    page.get_by_role("button", name="Apply the chosen rows").click()
    expect(page.locator(".messagelist .success")).to_contain_text("195 rows were written")
    assert violations(page) == {}
    assert site.manage("export_clinics").count("\nimported-") == 195

    page.get_by_role("button", name="Undo this import").click()
    expect(page.locator(".messagelist .success")).to_contain_text("was undone")
    assert violations(page) == {}
    assert site.manage("export_clinics") == before
