"""Every link of the site leads somewhere, and the links of a filtered listing do not lead on for ever."""

from urllib.parse import urlsplit

import pytest

from tests.crawling import crawl
from tests.factories import make_clinic, make_district, make_focus
from tests.html import attribute
from tests.odd_records import make_odd_records

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

FILTERED = "/clinics/?q=o&district=gangnam&district=cheongdam&focus=scars&budget=9000&sort=price"


@pytest.fixture
def records():
    """Odd records, and so many clinics that the listing has pages."""
    make_odd_records()
    quiet, dots = make_district(slug="quiet"), make_focus(slug="dots")
    for _number in range(50):
        make_clinic(district=quiet, focuses=[dots])


@pytest.mark.usefixtures("records")
def test_every_link_from_the_front_page_leads_somewhere(client):
    visited = crawl(client, "/")

    kinds = {urlsplit(address).path.split("/")[1] for address in visited}
    assert kinds == {
        *(
            "",
            "about",
            "api",
            "clinics",
            "districts",
            "guides",
            "photos",
            "plan",
            "prices",
            "shortlist",
            "static",
        ),
        "treatments",
    }
    for slug in ("bare", "korean", "long", "hostile", "priced"):
        assert f"/clinics/{slug}/" in visited
        assert f"/clinics/{slug}/questions/" in visited
    assert {"/guides/bare/", "/guides/wide/", "/guides/hostile/", "/about/privacy/"} <= set(visited)
    assert "/districts/quiet/dots/" in visited
    assert {"/clinics/?page=2", "/clinics/?page=3"} <= set(visited)


@pytest.mark.usefixtures("records")
def test_links_of_a_filtered_listing_only_lead_to_fewer_choices(client):
    choices = choices_of(FILTERED)

    visited = crawl(client, FILTERED, follow=lambda address: address.startswith("/clinics/?"))

    # There are no more addresses than sets of choices, each with its pages.
    assert len(visited) > 2**3
    assert all(choices_of(address) <= choices | {"page"} for address in visited)
    assert len({frozenset(urlsplit(address).query.split("&")) for address in visited}) == len(visited)
    robots = {page.meta("robots") for address, page in visited.items() if choices_of(address) != {"page"}}
    assert robots == {"noindex, follow"}


def choices_of(address):
    """Return the parts of a query string, all page numbers as one."""
    parts = urlsplit(address).query.split("&")
    return {part.partition("=")[0] if part.startswith("page=") else part for part in parts}


@pytest.mark.usefixtures("records")
def test_links_to_other_hosts_are_few_and_marked(client):
    for address, page in crawl(client, "/", follow=lambda address: "?" not in address).items():
        for link in page.find_all("a") if page else []:
            target = attribute(link, "href")
            if target.startswith(("http:", "https:", "//")):
                if address.startswith(("/guides/", "/about/")):
                    assert attribute(link, "rel") == "noopener noreferrer external"
                    continue
                assert address.startswith("/clinics/")
                is_map = any(host in target for host in ("map.naver.com", "map.kakao.com", "google.com/maps"))
                assert attribute(link, "rel") == (
                    "noopener noreferrer external" if is_map else "nofollow noopener"
                )
