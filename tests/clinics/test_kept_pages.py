"""Pages that are kept are those that would be made anew, and an edit shows on the next request."""

import gzip
from datetime import timedelta

import pytest
from django.utils import timezone

from clinics import kept_pages
from clinics.kept_pages import KeptPage, KeptPages
from clinics.models import Clinic
from tests.articles.texts import save_text
from tests.crowd import make_crowd
from tests.factories import make_clinic

pytestmark = pytest.mark.django_db
ADDRESSES = (
    "/",
    "/clinics/",
    "/clinics/?district=seoul&treatment=crown&budget=3000&sort=price",
    "/clinics/clinic-0001/",
    "/districts/",
    "/districts/seoul/",
)


@pytest.fixture(autouse=True)
def keeping(settings, monkeypatch):
    """Keep pages during the test, in a place of its own."""
    settings.KEPT_PAGES_BYTES = 4_000_000
    monkeypatch.setattr(kept_pages, "pages", KeptPages())


def test_kept_page_is_the_fresh_one_and_needs_one_query(client, settings, django_assert_num_queries):
    make_crowd(30)
    for address in ADDRESSES:
        settings.KEPT_PAGES_BYTES = 0
        fresh = client.get(address)
        settings.KEPT_PAGES_BYTES = 4_000_000
        first = client.get(address)
        with django_assert_num_queries(1):
            again = client.get(address)
        compressed = client.get(address, headers={"Accept-Encoding": "br, gzip"})

        assert first.content == again.content == fresh.content == gzip.decompress(compressed.content), address
        assert compressed.headers["Content-Encoding"] == "gzip"
        assert again.headers["ETag"] == first.headers["ETag"] == compressed.headers["ETag"]
        for name in ("Content-Type", "Cache-Control", "Content-Security-Policy"):
            assert again.headers[name] == fresh.headers[name], name
        assert "Accept-Encoding" in again.headers["Vary"]
        assert not again.cookies


def test_who_has_the_page_gets_it_again_only_when_it_changed(client, django_assert_num_queries):
    one, *_others = make_crowd(3)
    tag = client.get("/clinics/").headers["ETag"]

    with django_assert_num_queries(1):
        unchanged = client.get("/clinics/", headers={"If-None-Match": tag})
    Clinic.objects.filter(pk=one.pk).update(name="Renamed")
    changed = client.get("/clinics/", headers={"If-None-Match": tag})

    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert changed.status_code == 200
    assert "Renamed" in changed.text


def test_every_edit_shows_on_the_next_request(client):
    one, *_others = make_crowd(3)
    address = f"/clinics/{one.slug}/"
    for each in (address, "/"):
        client.get(each)

    Clinic.objects.filter(pk=one.pk).update(description="Just now.")
    assert "Just now." in client.get(address).text
    save_text("Text.", slug="latest", title="The latest guide")
    assert "The latest guide" in client.get("/").text
    one.delete()
    assert client.get(address).status_code == 404
    assert one.slug not in client.get("/clinics/").text


def test_time_alone_makes_another_page(client, monkeypatch):
    now = timezone.now()
    make_crowd(2)
    make_clinic(name="Soon there", publish_at=now + timedelta(minutes=5))
    client.get("/clinics/")

    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(minutes=5))
    later = client.get("/clinics/")
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(days=2))
    next_day = client.get("/clinics/")

    assert "Soon there" in later.text
    assert len({response.headers["ETag"] for response in (later, next_day)}) == 2


def test_order_of_parameters_does_not_matter_and_that_of_values_does(client):
    make_crowd(2)
    tags = [
        client.get(f"/clinics/?{query}").headers["ETag"]
        for query in ("sort=price&tier=a&tier=b", "tier=a&tier=b&sort=price", "tier=b&tier=a&sort=price")
    ]

    assert tags[0] == tags[1] != tags[2]


def test_pages_that_may_not_be_kept_are_made_anew(client):
    make_crowd(2)
    for address, status in (("/clinics/?page=9", 404), ("/clinics/none/", 404), ("/clinics/?q=%00", 200)):
        assert client.get(address).status_code == client.get(address).status_code == status, address
    assert client.post("/clinics/").status_code == 405


def test_memory_is_bounded_and_the_pages_used_last_stay(settings):
    settings.KEPT_PAGES_BYTES = 3 * (1_000 + kept_pages.OVERHEAD + 200)
    pages = KeptPages()
    for name in ("one", "two", "three"):
        pages.add(name, KeptPage(b"x" * 1_000, "text/html"))
    pages.get("one")

    pages.add("four", KeptPage(b"x" * 1_000, "text/html"))

    assert [name for name in ("one", "two", "three", "four") if pages.get(name)] == ["one", "three", "four"]
