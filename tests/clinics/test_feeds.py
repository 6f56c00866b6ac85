"""New and changed clinics as an Atom feed, for any state of the listing."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clinics.clinic_facts import remembered
from clinics.feeds import MOST
from clinics.models import Clinic
from tests.crowd import make_crowd
from tests.factories import (
    NOW,
    make_clinic,
    make_district,
    make_focus,
    make_price,
    make_tier,
    make_treatment,
)
from tests.html import attribute, read
from tests.odd_records import make_odd_records

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

ATOM = "{http://www.w3.org/2005/Atom}"
URL = settings.SITE_URL
LONG_AGO = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
DAY = timedelta(days=1)
STATES = [
    "q=%3Cscript%3E&tier=%22&district=%00%01",
    "q=%01%EF%BF%BE&budget=3000&unpriced=include&sort=-price&currency=KRW&page=99",
    "district=gangnam&district=lane&focus=scars&tier=hostile&verified=needles&page=x&page_size=5",
    f"q={'x' * 300}",
]


class Feed:
    """A feed as a reader sees it."""

    def __init__(self, response):
        assert response.status_code == 200
        assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
        self.root = ElementTree.fromstring(response.content)
        assert self.root.tag == f"{ATOM}feed"
        self.entries = self.root.findall(f"{ATOM}entry")
        ids = [self.text(entry, "id") for entry in self.entries]
        assert len(set(ids)) == len(ids)
        assert all(self.text(entry, "updated") for entry in self.entries)
        assert self.text(self.root, "updated")
        assert self.root.findtext(f"{ATOM}author/{ATOM}name")

    def text(self, element, name):
        """Return the text of the only child of a name."""
        [child] = element.findall(f"{ATOM}{name}")
        return child.text

    def link(self, rel):
        """Return the address of the feed's only link of a kind."""
        [address] = [link.get("href") for link in self.root.findall(f"{ATOM}link") if link.get("rel") == rel]
        return address

    @property
    def titles(self):
        return [self.text(entry, "title") for entry in self.entries]


def make_dated(*clinics):
    """Create clinics of which each is a day older than the one before."""
    for days, values in enumerate(clinics):
        clinic = make_clinic(**values)
        Clinic.objects.filter(pk=clinic.pk).update(changed_at=NOW - days * DAY)


def test_newest_change_comes_first(client):
    make_dated({"name": "New"}, {"name": "Older"}, {"name": "Oldest"})
    Clinic.objects.filter(name="Oldest").update(publish_at=NOW - DAY / 2)

    feed = Feed(client.get("/clinics/feed/"))

    assert feed.titles == ["New", "Oldest", "Older"]
    assert feed.text(feed.root, "updated") == "2026-11-23T03:00:00+00:00"


def test_entry_says_what_it_is_about_and_keeps_its_id(client):
    gangnam = make_district(name="Gangnam", parent=make_district(name="Seoul"))
    clinic = make_clinic(
        slug="dots", name="Dots & <Lines>", name_ko="점", district=gangnam, focuses=[make_focus(name="Scars")]
    )
    make_price(clinic, make_treatment(), 1800, 3000)
    Clinic.objects.update(changed_at=LONG_AGO)

    feed = Feed(client.get("/clinics/feed/"))
    [entry] = feed.entries

    assert feed.text(entry, "title") == "Dots & <Lines> (점)"
    assert feed.text(entry, "id") == f"tag:127.0.0.1,2026:clinic:{clinic.pk}"
    assert feed.text(entry, "updated") == "2026-01-02T03:04:05+00:00"
    assert entry.find(f"{ATOM}link").get("href") == f"{URL}/clinics/dots/"
    assert feed.text(entry, "summary") == (
        "A clinic in Gangnam, Seoul. Known for scars. Whole course: $1,800–$3,000."
    )
    Clinic.objects.update(slug="other", name="Other")
    later = Feed(client.get("/clinics/feed/"))
    assert later.text(later.entries[0], "id") == feed.text(entry, "id")


def test_summary_is_text_even_where_it_looks_like_markup(client):
    make_clinic(district=make_district(name="<script>alert(1)</script>"))

    feed = Feed(client.get("/clinics/feed/"))

    assert "&lt;script&gt;" in feed.text(feed.entries[0], "summary")


def test_example_is_labelled(client):
    make_clinic(name="Dots", is_example=True)

    feed = Feed(client.get("/clinics/feed/"))

    assert feed.titles == ["Example: Dots"]
    assert feed.text(feed.entries[0], "summary").endswith("This is an example, not a real clinic.")


@pytest.mark.parametrize(
    "values",
    [{"status": "draft"}, {"status": "archived"}, {"publish_at": NOW + DAY}, {"unpublish_at": NOW - DAY}],
)
def test_what_visitors_do_not_see_is_not_in_it(client, values):
    make_clinic(**values)

    assert Feed(client.get("/clinics/feed/")).entries == []


class TestStates:
    """The parameters are those of the listing, in its order; what they leave out is not in the feed."""

    def test_feed_holds_what_the_listing_holds(self, client):
        gangnam, mapo = make_district(slug="gangnam", name="Gangnam"), make_district(slug="mapo")
        high, low = make_tier(slug="high", name="High"), make_tier(slug="low")
        make_clinic(name="Both", district=gangnam, price_tier=high)
        make_clinic(name="Elsewhere", district=mapo, price_tier=high)
        make_clinic(name="Cheap", district=gangnam, price_tier=low)

        feed = Feed(client.get("/clinics/feed/?tier=high&district=gangnam"))

        assert feed.titles == ["Both"]
        assert feed.text(feed.root, "title") == "Clinics in Gangnam, price tier high – Clinic Atlas"
        assert feed.link("self") == f"{URL}/clinics/feed/?district=gangnam&tier=high"
        assert feed.link("alternate") == f"{URL}/clinics/?district=gangnam&tier=high"
        assert feed.text(feed.root, "id") == feed.link("self")

    def test_budget_keeps_what_fits_and_may_fit(self, client):
        crown = make_treatment(slug="crown")
        for name, low, high in (("Fits", 100, 200), ("May fit", 100, 2000), ("Over", 1000, 2000)):
            make_price(make_clinic(name=name), crown, low, high)
        make_clinic(name="Unpriced")

        narrow, wide = "/clinics/feed/?budget=500", "/clinics/feed/?budget=500&unpriced=include"

        assert set(Feed(client.get(narrow)).titles) == {"Fits", "May fit"}
        assert set(Feed(client.get(wide)).titles) == {"Fits", "May fit", "Unpriced"}

    def test_order_currency_page_and_comparison_change_nothing(self, client):
        make_dated({"name": "New"}, {"name": "Older"})

        feed = Feed(client.get("/clinics/feed/?sort=name&currency=USD&page=7&clinic=older&utm_source=x"))

        assert feed.titles == ["New", "Older"]
        assert feed.link("self") == f"{URL}/clinics/feed/"

    def test_what_is_not_understood_is_named(self, client):
        make_district(slug="mapo", name="Mapo")

        feed = Feed(client.get("/clinics/feed/?tier=99&district=mapo&budget=much&budget=x&page=x"))

        assert feed.text(feed.root, "subtitle") == (
            "New clinics and changes of listings, the newest first."
            " Not known here and ignored: tier “99”; budget “x”; page “x”."
        )
        assert feed.link("self") == f"{URL}/clinics/feed/?district=mapo"

    @pytest.mark.parametrize("state", STATES)
    def test_feed_is_well_formed_in_every_state(self, client, state):
        make_odd_records()

        Feed(client.get(f"/clinics/feed/?{state}"))

    def test_feed_of_odd_records_is_well_formed(self, client):
        make_odd_records()
        Clinic.objects.filter(slug="bare").update(name="\x01\ufffe\x0b")

        assert len(Feed(client.get("/clinics/feed/")).entries) > 5

    @pytest.mark.parametrize("query", ["", "?district=mapo&sort=price", "?tier=99"])
    def test_listing_names_its_feed(self, client, query):
        make_clinic(name="Dots", district=make_district(slug="mapo", name="Mapo"))

        page = read(client.get(f"/clinics/{query}"))

        [link] = [link for link in page.find_all("link") if attribute(link, "rel") == "alternate"]
        assert attribute(link, "type") == "application/atom+xml"
        feed = Feed(client.get(attribute(link, "href")))
        assert feed.titles == ["Dots"]
        assert feed.text(feed.root, "title").startswith(attribute(link, "title"))
        assert feed.link("self") == f"{URL}{attribute(link, 'href')}"


class TestReaders:
    """Programs ask again and again: they are told when nothing changed, and never more than they can read."""

    def test_it_is_not_sent_again_until_something_changes(self, client):
        make_clinic(name="Dots")
        make_clinic(name="Lines")
        etag = client.get("/clinics/feed/").headers["ETag"]
        assert client.get("/clinics/feed/", headers={"if-none-match": etag}).status_code == 304

        Clinic.objects.filter(name="Lines").raise_version(status="archived")

        response = client.get("/clinics/feed/", headers={"if-none-match": etag})
        assert Feed(response).titles == ["Dots"]

    def test_it_does_not_rely_on_a_moment_that_a_leaving_clinic_would_not_move(self, client):
        make_clinic()

        assert "Last-Modified" not in client.get("/clinics/feed/").headers

    def test_it_is_the_same_for_everybody_and_no_page_of_a_search_engine(self, client):
        response = client.get("/clinics/feed/")

        assert not response.cookies
        assert "cookie" not in response.headers.get("Vary", "").lower()
        assert response.headers["Cache-Control"] == "public, no-cache"
        assert response.headers["X-Robots-Tag"] == "noindex"

    def test_an_empty_feed_is_the_same_at_any_moment(self, client):
        feed = Feed(client.get("/clinics/feed/"))

        assert feed.text(feed.root, "updated") == "2026-01-01T00:00:00+00:00"

    @pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
    def test_nothing_can_be_sent(self, client, method):
        assert getattr(client, method)("/clinics/feed/").status_code == 405

    @pytest.mark.parametrize("clinics", [1, 200])
    def test_it_asks_as_often_for_many_clinics_as_for_one(self, client, clinics):
        make_crowd(clinics)
        client.get("/clinics/feed/")  # the index is made once
        remembered.clear()

        with CaptureQueriesContext(connection) as captured:
            feed = Feed(client.get("/clinics/feed/?district=seoul&treatment=crown"))

        assert len(feed.entries) == min(clinics, MOST)
        assert len(captured) == 3
