"""The guides and pages of the starter content as the site shows them, beside its records."""

import pytest
from django.db import transaction

from articles.completing import complete
from articles.importing import NEW, import_guides
from articles.models import Article
from config.starter_content import load_starter_content
from pricing.models import MarketPrice
from tests.content.test_guides import COMPANIONS, FILES, GUIDE, PAGES
from tests.factories import NOW, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("imported", "clock")]

ADDRESSES = [
    *(f"/guides/{slug}/" for slug in (GUIDE, *COMPANIONS)),
    "/about/",
    *(f"/about/{slug}/" for slug in PAGES if slug != "about"),
]


@pytest.fixture(scope="module")
def imported(django_db_setup, django_db_blocker):
    """The starter content and the articles of its files, loaded once and taken back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_starter_content(today=TODAY)
        Article.objects.all().delete()
        yield import_guides(FILES)
        transaction.set_rollback(True)


def test_every_file_is_read_without_a_notice(imported):
    assert [(result.slug, result.state, result.notices) for result in imported] == [
        (path.stem, NEW, []) for path in FILES
    ]


@pytest.mark.parametrize("slug", [path.stem for path in FILES])
def test_preview_has_no_error_to_show(slug):
    completed = complete(Article.objects.get(slug=slug), at=NOW, preview=True)

    assert completed.errors == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_page_is_shown_with_few_queries(client, django_assert_max_num_queries, address):
    with django_assert_max_num_queries(8):
        response = client.get(address)

    assert response.status_code == 200


def test_guide_is_not_medically_reviewed_and_says_so(client):
    """Fact S268."""
    assert "Not medically reviewed" in client.get(f"/guides/{GUIDE}/").text


def test_changed_price_stands_in_the_guide_at_once(client):
    row = MarketPrice.objects.get(basis="package", label="Crown thinning / vertex")
    address = f"/guides/{GUIDE}/"
    before = client.get(address).text

    row.low, row.high = 2_345, 3_456
    row.save()

    assert "$2,345–$3,456" not in before
    assert client.get(address).text.count("$2,345–$3,456") >= 2
