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
from django.http import HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers

from clinics.bounded import Bounded
from clinics.index.keeping import read_known
from clinics.korea import SEOUL

LONGEST_QUERY = 2_000  # characters
COMPRESSION = 6
SHARED_FOR = 24 * 60 * 60  # seconds: by then the key of the day has changed
OVERHEAD = 500  # bytes that Python needs around a page
IN_THIS_PROCESS = "django.core.cache.backends.locmem.LocMemCache"


@dataclass
class KeptPage:
    """The body of a page as bytes, and its type."""

    body: bytes
    content_type: str

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
            cache.set(f"page-{key}", (page.body, page.content_type), SHARED_FOR)
        self._pages.add(key, page, size=page.size)


def is_shared():
    """Tell whether the cache of the site is one that other processes see."""
    return settings.CACHES["default"]["BACKEND"] != IN_THIS_PROCESS


pages = KeptPages()


def kept(view):
    """Let a view of a public page answer with the page that is kept, where it would be the same."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        key = key_of(request)
        if key is None:
            return view(request, *args, **kwargs)
        etag = f'W/"{key}"'
        if (unchanged := get_conditional_response(request, etag=etag)) is not None:
            return described(unchanged, etag)
        page = pages.get(key)
        if page is None:
            response = view(request, *args, **kwargs)
            if hasattr(response, "render"):
                response.render()
            if response.status_code != 200 or response.streaming or response.cookies:
                return response
            page = KeptPage(response.content, response.headers["Content-Type"])
            pages.add(key, page)
        if "gzip" in request.headers.get("Accept-Encoding", ""):
            response = HttpResponse(page.compressed, content_type=page.content_type)
            response.headers["Content-Encoding"] = "gzip"
        else:
            response = HttpResponse(page.body, content_type=page.content_type)
        return described(response, etag)

    return answer


def key_of(request):
    """Return the key of the page that a request asks for, or None where no page may be kept."""
    query = request.META.get("QUERY_STRING", "")
    if not settings.KEPT_PAGES_BYTES or request.method not in ("GET", "HEAD") or len(query) > LONGEST_QUERY:
        return None
    known = read_known()
    if known is None:
        return None
    now = timezone.now()
    # Values of one parameter keep their order, for a page may say them in it.
    pairs = parse_qsl(query, keep_blank_values=True, errors="surrogateescape")
    parameters = sorted(pairs, key=itemgetter(0))
    parts = (
        request.path,
        urlencode(parameters, errors="surrogateescape"),
        known.version,
        str(known.index.public(at=now).since),
        timezone.localdate(now, SEOUL).isoformat(),
    )
    return blake2b("\n".join(parts).encode(errors="surrogatepass"), digest_size=16).hexdigest()


def described(response, etag):
    """Return a response with the headers that whoever keeps it needs."""
    response.headers["ETag"] = etag
    patch_vary_headers(response, ["Accept-Encoding"])
    return response
