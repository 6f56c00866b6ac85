"""How much a visitor has to load for a listing page that is full: 24 cards, all districts, all choices."""

import gzip

import pytest
from django.conf import settings

from clinics.models import Clinic
from tests.config.content_loading import load
from tests.html import attribute, read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

KILOBYTE = 1_000
FILTERED = (
    "/clinics/?focus=density&treatment=hairline-restoration&language=english&budget=9000&unpriced=include"
    "&sort=price"
)


@pytest.mark.parametrize("is_example", [True, False], ids=["examples", "real"])
@pytest.mark.parametrize("address", ["/clinics/", FILTERED], ids=["unfiltered", "filtered"])
def test_full_listing_is_light(client, address, is_example):
    load(samples=300)
    Clinic.objects.update(is_example=is_example)  # only real clinics are named to search engines

    response = client.get(address)

    page = read(response)
    assert len(page.with_class("card")) == 24
    assert len(page.with_class("map")) == 1
    assert len(response.content) <= 60 * KILOBYTE
    assert len(gzip.compress(response.content, 6)) <= 12 * KILOBYTE


def test_styles_and_scripts_are_light(client):
    page = read(client.get("/clinics/"))

    styles = [
        attribute(link, "href") for link in page.find_all("link") if attribute(link, "rel") == "stylesheet"
    ]
    scripts = [attribute(script, "src") for script in page.scripts]
    assert len(styles) >= 2
    assert len(scripts) >= 1
    assert compressed(styles) <= 12 * KILOBYTE
    assert compressed(scripts) <= 6 * KILOBYTE


def compressed(addresses):
    """Return how many bytes some static files have on their way."""
    return sum(len(gzip.compress((settings.BASE_DIR / address[1:]).read_bytes(), 6)) for address in addresses)
