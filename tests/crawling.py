"""Following the links of the site as a search engine does."""

from collections import deque
from urllib.parse import urldefrag, urljoin

from django.contrib.staticfiles import finders

from tests.html import attribute, read

HOST = "http://testserver"
MOST = 500


def links_of(page, address):
    """Return the addresses on this host that a page links to, each without its fragment.

    Those with a query that robots are asked not to follow are left out: they lead on without end.
    """
    refused = {
        attribute(link, "href") for link in page.find_all("a") if "nofollow" in attribute(link, "rel", "")
    }
    links = [link for link in page.links if "?" not in link or link not in refused]
    found = [urldefrag(urljoin(f"{HOST}{address}", link)).url for link in links]
    return [link.removeprefix(HOST) for link in found if link.startswith(HOST)]


def crawl(client, start, *, follow=lambda address: True):
    """Visit all that is linked, directly or not, from an address; return address -> Page, None for files."""
    visited = {}
    waiting = deque([start])
    while waiting:
        address = waiting.popleft()
        if address in visited or not follow(address):
            continue
        assert len(visited) < MOST, "The links do not end."
        visited[address] = visit(client, address)
        if visited[address] is not None:
            waiting.extend(links_of(visited[address], address))
    return visited


def visit(client, address):
    """Return the sound Page at an address, or None for a file that is there."""
    if address.startswith("/static/"):
        assert finders.find(address.removeprefix("/static/")), address
        return None
    response = client.get(address)
    assert response.status_code == 200, address
    return read(response) if response.headers["Content-Type"].startswith("text/html") else None
