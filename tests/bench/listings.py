"""How long listings take, beside a view that answers with the same bytes.

Requests go to the site's own WSGI application, as a server's do: through all middleware and with the
signals that open and close connections, but without a socket and without what a test client adds. They come
without Accept-Encoding, for compressing takes the same time on both sides and would hide the difference.
"""

from contextlib import closing
from time import perf_counter
from wsgiref.util import setup_testing_defaults

from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from clinics.listing import Listing

from .urls import READY, ready

THREE = "district=gangnam&focus=scar-camouflage&tier=high"
REQUESTS = {
    "no-filter": "/clinics/",
    "three-filters": f"/clinics/?{THREE}",
    "treatment": "/clinics/?district=gangnam&focus=scar-camouflage&treatment=crown",
    "budget": f"/clinics/?{THREE}&budget=3000",
    "search": "/clinics/?q=crown+studio",
    "api-three-filters": f"/api/v1/clinics/?{THREE}",
}
WARMING = 3
FEWEST_BASES = 20


class Site:
    """The site's WSGI application, asked one request after another."""

    def __init__(self):
        self.application = get_wsgi_application()

    def get(self, address):
        """Return (seconds, content type, body) of an answer; raise RuntimeError unless its status is 200."""
        path, _, query = address.partition("?")
        environ = {"PATH_INFO": path, "QUERY_STRING": query}
        setup_testing_defaults(environ)
        head = {}

        def start_response(status, headers, exc_info=None):
            head.update(headers, status=status)

        began = perf_counter()
        with closing(self.application(environ, start_response)) as response:
            body = b"".join(response)
        seconds = perf_counter() - began
        if head["status"] != "200 OK":
            raise RuntimeError(f"{address} answers {head['status']}.")
        return seconds, head["Content-Type"], body


def measure(rounds):
    """Return {name: measurements} of REQUESTS: the seconds of each round, found clinics, statements, bytes.

    A round asks every address once, and right after it its base for as long: what else the machine does
    slows both alike.
    """
    site = Site()
    measured = {}
    for name, address in REQUESTS.items():
        _seconds, content_type, body = site.get(address)
        ready[name] = (body, content_type)
        for _time in range(WARMING):
            site.get(address)
            site.get(READY + name)
        with CaptureQueriesContext(connection) as captured:
            _seconds, _content_type, again = site.get(address)
        statements = len(captured)  # the next request forgets them
        _seconds, _content_type, same = site.get(READY + name)
        if not body == again == same:
            raise RuntimeError(f"{address} and its base differ.")
        measured[name] = {
            "seconds": [],
            "base_seconds": [],
            "found": count(address),
            "statements": statements,
            "bytes": len(body),
        }
    for _round in range(int(rounds)):
        for name, address in REQUESTS.items():
            seconds, _content_type, _body = site.get(address)
            measured[name]["seconds"].append(seconds)
            measured[name]["base_seconds"].append(base_seconds(site, READY + name, at_least=seconds))
    return {"requests": measured}


def base_seconds(site, address, *, at_least):
    """Return the mean seconds of an answer of the base, asked again and again for so many seconds."""
    began = perf_counter()
    asked = 0
    while asked < FEWEST_BASES or perf_counter() - began < at_least:
        site.get(address)
        asked += 1
    return (perf_counter() - began) / asked


def count(address):
    """Return how many clinics an address finds; raise RuntimeError if it ignores anything."""
    listing = Listing(QueryDict(address.partition("?")[2]), at=timezone.now())
    if listing.filter.ignored:
        raise RuntimeError(f"{address} ignores {listing.filter.ignored}.")
    return listing.count
