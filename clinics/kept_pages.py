"""Whole pages of the directory, kept as long as nothing that they show has changed.

A page depends on its address, on the data, on which clinics time has published, and on the day in Seoul, from
which ages count. These make its key and its ETag, so whoever has the page already is answered without a look
at the page at all. Nothing is kept for a time: an edit makes another key.
"""

import gzip
from dataclasses import dataclass
from functools import cached_property, wraps
from hashlib import blake2b
from operator import itemgetter
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import DisallowedHost
from django.http import HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers

from clinics.bounded import Bounded
from clinics.index.keeping import read_known
from clinics.korea import SEOUL

LONGEST_QUERY = 2_000  # characters
PLACES = ("/clinics/", "/districts/")  # where pages are kept, beside the front page
OF_ONE_SENDING = ("Content-Encoding", "Content-Length", "ETag")
FOR_KEEPERS = {"Cache-Control": "public, no-cache", "Vary": "Accept-Encoding"}
COMPRESSION = 6
SHARED_FOR = 24 * 60 * 60  # seconds: by then the key of the day has changed
OVERHEAD = 500  # bytes that Python needs around a page
IN_THIS_PROCESS = "django.core.cache.backends.locmem.LocMemCache"


@dataclass
class KeptPage:
    """The body of a page as bytes, and its headers but for those of one way to send it."""

    body: bytes
    headers: dict[str, str]

    @cached_property
    def compressed(self):
        """The body as gzip."""
        return gzip.compress(self.body, COMPRESSION, mtime=0)

    @property
    def size(self):
        """How many bytes it takes."""
        return len(self.body) + len(self.compressed) + OVERHEAD


class KeptPages:
    """Pages by key, those used last; processes share them by a common cache."""

    def __init__(self):
        self._pages = Bounded(lambda: settings.KEPT_PAGES_BYTES)

    def get(self, key):
        """Return the KeptPage of a key, or None."""
        page = self._pages.get(key)
        if page is None and is_shared() and (shared := cache.get(f"page-{key}")):
            page = KeptPage(*shared)
            self._pages.add(key, page, size=page.size)
        return page

    def add(self, key, page):
        """Keep a page."""
        if is_shared():
            cache.set(f"page-{key}", (page.body, page.headers), SHARED_FOR)
        self._pages.add(key, page, size=page.size)


def is_shared():
    """Tell whether the cache of the site is one that other processes see."""
    return settings.CACHES["default"]["BACKEND"] != IN_THIS_PROCESS


pages = KeptPages()


def kept(view):
    """Let the answers of a view of a public page be kept."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        if hasattr(response, "render"):
            response.render()
        if response.status_code == 200 and not response.streaming and not response.cookies:
            response.kept_body = response.content
        return response

    return answer


class KeptPagesMiddleware:
    """Answers with the page that is kept, where it would be the same: before any other work is done.

    It stands outside of all that adds headers, for it keeps these too, and inside of what redirects to HTTPS.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        key = key_of(request)
        if key is None:
            return self.get_response(request)
        etag = f'W/"{key}"'
        if (unchanged := get_conditional_response(request, etag=etag)) is not None:
            for name, value in FOR_KEEPERS.items():
                unchanged.headers[name] = value
            return unchanged
        page = pages.get(key)
        if page is None:
            response = self.get_response(request)
            body = getattr(response, "kept_body", None)
            if body is None:
                return response
            page = KeptPage(body, {k: v for k, v in response.headers.items() if k not in OF_ONE_SENDING})
            pages.add(key, page)
        return sent(page, etag, compressed="gzip" in request.headers.get("Accept-Encoding", ""))


def sent(page, etag, *, compressed):
    """Return a KeptPage as a response."""
    response = HttpResponse(page.compressed if compressed else page.body, headers=page.headers)
    if compressed:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["ETag"] = etag
    patch_vary_headers(response, ["Accept-Encoding"])
    response.headers["Content-Length"] = str(len(response.content))
    return response


def key_of(request):
    """Return the key of the page that a request asks for, or None where no page may be kept."""
    query = request.META.get("QUERY_STRING", "")
    path = request.path
    if not settings.KEPT_PAGES_BYTES or not (path == "/" or path.startswith(PLACES)):
        return None
    if request.method not in ("GET", "HEAD") or len(query) > LONGEST_QUERY:
        return None
    try:
        request.get_host()
    except DisallowedHost:
        return None
    known = read_known()
    if known is None:
        return None
    now = timezone.now()
    # Values of one parameter keep their order, for a page may say them in it.
    pairs = parse_qsl(query, keep_blank_values=True, errors="surrogateescape")
    parameters = sorted(pairs, key=itemgetter(0))
    parts = (
        path,
        urlencode(parameters, errors="surrogateescape"),
        known.version,
        str(known.index.public(at=now).since),
        timezone.localdate(now, SEOUL).isoformat(),
    )
    return blake2b("\n".join(parts).encode(errors="surrogatepass"), digest_size=16).hexdigest()
