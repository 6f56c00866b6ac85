"""A walk over the whole site with its starter content, guides and real clinics among the examples."""

from collections import defaultdict
from urllib.parse import urldefrag, urljoin
from xml.etree import ElementTree

import pytest
from django.conf import settings

from clinics.models import Clinic
from tests import crawling
from tests.articles.texts import save_text
from tests.config.content_loading import load
from tests.crawling import HOST, crawl
from tests.html import attribute
from tests.schema_org import faults

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

GUIDE = """\
## What Gangnam costs

A crown costs {price}`crown package`.

## FAQ

### How long does it take?

{sessions}`crown` sessions.

### Does it hurt?

A little.
"""
LOCATION = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


@pytest.fixture
def site():
    """The starter content with samples, of which some are real clinics on every legal basis, and guides."""
    load(samples=24)
    for number, clinic in enumerate(Clinic.objects.filter(is_example=True).order_by("slug")[:9]):
        basis = ("medical", "tattooist", "unknown")[number % 3]
        Clinic.objects.filter(pk=clinic.pk).update(is_example=False, legal_basis=basis)
    review = "reviewer: Dr. Kim\nreviewed_on: 2026-02-01\ncategory: Costs\nclinics: [elite-smp-korea]"
    save_text(GUIDE, slug="crowns", title="What a crown costs", more=review)
    save_text("Nothing more.", slug="short", title="A short guide")


@pytest.mark.usefixtures("site")
def test_walk_over_the_whole_site(client, monkeypatch):
    monkeypatch.setattr(crawling, "MOST", 2_000)

    visited = crawl(client, "/")

    pages = {address: page for address, page in visited.items() if page}
    assert len(pages) > 200
    assert any("/#" in link for page in pages.values() for link in page.links)
    assert missing_anchors(pages) == []
    assert repeated(pages, lambda page: page.title) == []
    assert repeated(pages, lambda page: page.meta("description")) == []
    assert [fault for page in pages.values() for node in page.structured_data for fault in faults(node)] == []
    kept = {address for address, page in pages.items() if page.meta("robots") is None}
    assert [address for address in kept if "?" in address and not address.startswith("/clinics/?page=")] == []
    # A sheet of questions is kept out; whatever may be kept names itself and stands in the sitemap.
    assert {address: pages[address].canonical for address in kept} == {
        address: f"{settings.SITE_URL}{address}" for address in kept
    }
    assert set(read_sitemap(client)) == kept
    assert kinds_of_data(pages) >= {
        *("Article", "BreadcrumbList", "FAQPage", "HealthAndBeautyBusiness", "ItemList", "MedicalClinic"),
        *("MedicalWebPage", "OfferCatalog", "Organization", "Place", "Service", "WebPage", "WebSite"),
    }


def missing_anchors(pages):
    """Return each link to a place in a page of the site that the page does not have."""
    places = {
        address: {attribute(element, "id") for element in page.elements} for address, page in pages.items()
    }
    missing = []
    for address, page in pages.items():
        for link in page.find_all("a"):
            target, anchor = urldefrag(urljoin(f"{HOST}{address}", attribute(link, "href", "")))
            target = target.removeprefix(HOST)
            if anchor and target in places and anchor not in places[target]:
                missing.append(f"{address} leads to {target}#{anchor}")
    return missing


def repeated(pages, say):
    """Return each text that several pages say of themselves, with their addresses, and each that is empty."""
    found = defaultdict(list)
    for address, page in pages.items():
        found[say(page)].append(address)
    return [(text, addresses) for text, addresses in found.items() if len(addresses) > 1 or not text]


def read_sitemap(client):
    """Return the addresses of the sitemap."""
    root = ElementTree.fromstring(client.get("/sitemap.xml").content)
    return [location.text.removeprefix(settings.SITE_URL) for location in root.iter(LOCATION)]


def kinds_of_data(pages):
    """Return the types of all nodes of structured data that stand by themselves."""
    return {node["@type"] for page in pages.values() for node in page.structured_data}
