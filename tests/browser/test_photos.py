"""An editor adds photos by keyboard and sees them on the site; then the consent is withdrawn."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import EDITOR, log_in
from tests.clinics.pictures import GREEN, file_of, make_image

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def add_photo(page, number, content, alt):
    page.locator("#photos-group").get_by_text("Add another").click()
    file = {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": content}
    page.locator(f"#id_photos-{number}-upload").set_input_files(file)
    page.locator(f"#id_photos-{number}-alt").fill(alt)


def save(page):
    page.get_by_role("button", name="Save and continue editing").first.click()
    expect(page.locator(".messagelist .success")).to_be_visible()


def shown(page):
    """Return the alternative texts of the photos on the clinic's page; each must have arrived."""
    page.goto("/clinics/elite-smp-korea/")
    images = page.locator("picture img")
    for image in images.all():
        image.scroll_into_view_if_needed()
        page.wait_for_function("(image) => image.naturalWidth > 0", arg=image.element_handle())
    return [image.get_attribute("alt") for image in images.all()]


def test_photos_are_added_put_in_order_by_keyboard_and_withdrawn(visit):
    page = visit("/admin/clinics/clinic/?q=elite-smp-korea", cookies=["csrftoken", "sessionid"])
    log_in(page, EDITOR)
    page.get_by_role("link", name="Elite SMP Korea").click()
    page.wait_for_url("**/change/**")
    desk = page.url
    add_photo(page, 0, file_of(make_image((1000, 700))), "The entrance")
    add_photo(page, 1, file_of(make_image((1000, 700), corner=GREEN)), "A treatment room")
    save(page)

    page.locator("#photos-1").get_by_role("button", name="Move up").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#photos-1 [role=status]")).to_have_text("Place 1 of 2")
    expect(page.locator("#photos-1").get_by_role("button", name="Move up")).to_be_focused()
    save(page)
    assert shown(page) == ["A treatment room", "The entrance"]

    page.goto(desk)
    page.get_by_role("link", name="Withdraw consent: A treatment room").click()
    page.get_by_role("button", name="Withdraw consent").click()
    expect(page.locator(".messagelist .success")).to_contain_text("is shown nowhere any more")
    assert shown(page) == ["The entrance"]
