"""What programs that read the site are told: the sitemap, robots.txt and security.txt."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clinics.models import Clinic, District, Focus
from pricing.models import MarketPrice, Procedure, Treatment
from tests.crowd import make_crowd
from tests.factories import NOW, make_clinic, make_district, make_focus, make_market_price, make_treatment
from tests.html import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

LONG_AGO = datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=UTC)
NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def read_sitemap(client, address="/sitemap.xml"):
    """Return {path: lastmod or None} of a file of the sitemap, in its order."""
    response = client.get(address)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/xml"
    root = ElementTree.fromstring(response.content)
    assert root.tag in {f"{NAMESPACE}urlset", f"{NAMESPACE}sitemapindex"}
    entries = {}
    for entry in root:
        path = entry.findtext(f"{NAMESPACE}loc").removeprefix(settings.SITE_URL)
        assert path.startswith("/")
        assert path not in entries
        entries[path] = entry.findtext(f"{NAMESPACE}lastmod")
    return entries


@pytest.fixture
def records():
    """Clinics that visitors see and others, a pair with a page and one without."""
    crown = make_treatment(slug="crown")
    make_market_price("Crown", 100, 200, treatments=[crown])
    mapo = make_district(slug="mapo", parent=make_district(slug="seoul"))
    scars, density = make_focus(slug="scars"), make_focus(slug="density")
    for slug in ("dots", "lines", "points"):
        make_clinic(slug=slug, district=mapo, focuses=[scars], treatments=[crown])
    make_clinic(slug="example", district=mapo, focuses=[density], is_example=True)
    make_clinic(slug="draft", district=mapo, status="draft")
    make_clinic(slug="archived", district=mapo, status="archived")
    make_clinic(slug="tomorrow", district=mapo, publish_at=NOW + timedelta(days=1))
    make_clinic(slug="yesterday", district=mapo, unpublish_at=NOW - timedelta(days=1))


class TestSitemap:
    """Every address to be kept stands in it, and no other."""

    @pytest.mark.usefixtures("records")
    def test_it_holds_what_visitors_see_and_search_engines_may_keep(self, client):
        assert list(read_sitemap(client)) == [
            "/",
            "/clinics/",
            "/districts/",
            "/districts/seoul/",
            "/districts/mapo/",
            "/districts/mapo/scars/",
            "/districts/seoul/scars/",
            "/treatments/",
            "/treatments/crown/",
            "/prices/",
            "/prices/estimate/",
            "/plan/",
            "/clinics/dots/",
            "/clinics/lines/",
            "/clinics/points/",
        ]

    def test_an_empty_directory_has_one_too(self, client):
        entries = read_sitemap(client)

        assert list(entries) == [
            *("/", "/clinics/", "/districts/", "/treatments/", "/prices/", "/prices/estimate/", "/plan/")
        ]
        assert set(entries.values()) == {None}

    def test_every_page_of_the_listing_stands_in_it(self, client):
        make_crowd(49)

        pages = [path for path in read_sitemap(client) if path.startswith("/clinics/?")]

        assert pages == ["/clinics/?page=2", "/clinics/?page=3"]

    @pytest.mark.usefixtures("records")
    def test_each_address_answers_names_itself_and_may_be_kept(self, client):
        for _number in range(30):
            make_clinic()

        for path in read_sitemap(client):
            page = read(client.get(path))
            assert page.canonical == f"{settings.SITE_URL}{path}"
            assert page.meta("robots") is None, path

    @pytest.mark.usefixtures("records")
    def test_moments_are_those_of_the_last_change_in_public(self, client):
        for model in (Clinic, District, Focus, MarketPrice, Procedure, Treatment):
            model.objects.update(changed_at=LONG_AGO)
        Clinic.objects.filter(slug="dots").update(publish_at=NOW)
        Clinic.objects.exclude(slug__in=["dots", "lines", "points"]).update(changed_at=LONG_AGO)

        entries = read_sitemap(client)

        new, old = "2026-11-23T03:00:00+00:00", "2026-01-02T03:04:05+00:00"
        assert entries["/clinics/dots/"] == new
        assert entries["/clinics/lines/"] == old
        follow = ("/", "/clinics/", "/districts/seoul/", "/districts/mapo/scars/", "/treatments/crown/")
        assert {entries[path] for path in follow} == {new}
        assert {entries[path] for path in ("/prices/", "/plan/", "/treatments/")} == {old}

    def test_archiving_a_clinic_takes_it_out_and_moves_its_district(self, client):
        make_clinic(slug="dots", district=make_district(slug="mapo"))
        Clinic.objects.update(changed_at=LONG_AGO)
        District.objects.update(changed_at=LONG_AGO)
        assert read_sitemap(client)["/districts/mapo/"] == "2026-01-02T03:04:05+00:00"

        Clinic.objects.raise_version(status="archived")

        entries = read_sitemap(client)
        assert "/clinics/dots/" not in entries
        assert entries["/districts/mapo/"] > "2026-01-02"

    def test_it_names_the_address_of_the_site_and_not_that_of_the_request(self, client, settings):
        settings.SITE_URL = "https://atlas.example"

        text = client.get("/sitemap.xml", headers={"host": "localhost"}).text

        assert "<loc>https://atlas.example/</loc>" in text
        assert "localhost" not in text

    def test_a_sitemap_that_did_not_change_is_not_sent_again(self, client):
        etag = client.get("/sitemap.xml").headers["ETag"]

        assert client.get("/sitemap.xml", headers={"if-none-match": etag}).status_code == 304

        make_clinic()
        assert client.get("/sitemap.xml", headers={"if-none-match": etag}).status_code == 200

    @pytest.mark.parametrize("clinics", [1, 1_000])
    def test_it_asks_as_often_for_a_thousand_clinics_as_for_one(self, client, clinics):
        make_crowd(clinics)

        with CaptureQueriesContext(connection) as captured:
            client.get("/sitemap.xml")

        assert len(captured) == 10


class TestDividedSitemap:
    """Above ten thousand addresses it is an index of files, each as long at the most."""

    @pytest.fixture
    def whole(self, client):
        """The entries of a sitemap before it is divided."""
        make_crowd(30)
        return read_sitemap(client)

    @pytest.fixture
    def most(self, monkeypatch, whole):
        """Let ten addresses be the most that a file holds."""
        monkeypatch.setattr("config.sitemap.MOST", 10)
        return 10

    def test_its_files_hold_every_address_once(self, client, whole, most):
        parts = {path: read_sitemap(client, path) for path in read_sitemap(client)}

        assert all(1 <= len(entries) <= most for entries in parts.values())
        assert sum(len(entries) for entries in parts.values()) == len(whole)
        assert {path: moment for part in parts.values() for path, moment in part.items()} == whole

    @pytest.mark.usefixtures("most")
    def test_its_files_have_the_moment_of_the_newest_address(self, client):
        Clinic.objects.update(changed_at=LONG_AGO)
        Clinic.objects.filter(slug="clinic-0015").update(changed_at=NOW)

        parts = read_sitemap(client)

        assert [path for path in parts if "clinics" in path] == [
            f"/sitemap-clinics-{number}.xml" for number in (1, 2, 3)
        ]
        assert parts["/sitemap-clinics-1.xml"] == "2026-01-02T03:04:05+00:00"
        assert parts["/sitemap-clinics-2.xml"] == "2026-11-23T03:00:00+00:00"

    @pytest.mark.usefixtures("whole")
    def test_exactly_as_many_as_a_file_holds_are_not_divided(self, client, monkeypatch, whole):
        monkeypatch.setattr("config.sitemap.MOST", len(whole))

        assert read_sitemap(client) == whole

    @pytest.mark.usefixtures("most")
    @pytest.mark.parametrize(
        "name", ["clinics-0", "clinics-4", "pages-0", "pages-99", "others-1", "clinics-99999999999999999999"]
    )
    def test_a_file_that_is_not_there_is_not_found(self, client, name):
        assert client.get(f"/sitemap-{name}.xml").status_code == 404


class TestRobots:
    """Crawlers may read every page, but not the admin and the API."""

    def test_it_names_the_sitemap_and_what_to_leave_alone(self, client, settings):
        settings.SITE_URL = "https://atlas.example"

        response = client.get("/robots.txt")

        assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert response.text == (
            "User-agent: *\nDisallow: /admin/\nDisallow: /api/\n\nSitemap: https://atlas.example/sitemap.xml\n"
        )


class TestSecurity:
    """Who finds a weakness is told whom to write to (RFC 9116)."""

    def test_it_names_the_contact_and_until_when_to_trust_it(self, client, settings):
        settings.SITE_URL, settings.CONTACT_EMAIL = "https://atlas.example", "editors@atlas.example"

        response = client.get("/.well-known/security.txt")

        assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert response.text.splitlines() == [
            "Contact: mailto:editors@atlas.example",
            "Expires: 2027-05-22T00:00:00Z",
            "Preferred-Languages: en",
            "Canonical: https://atlas.example/.well-known/security.txt",
        ]

    def test_it_is_not_there_while_nobody_can_be_named(self, client, settings):
        settings.CONTACT_EMAIL = ""

        assert client.get("/.well-known/security.txt").status_code == 404
