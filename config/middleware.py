from django.db import OperationalError
from django.http import HttpResponse, HttpResponseBadRequest
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import has_vary_header
from django.utils.translation import gettext as _

from pricing.addresses import address_of

POLICIES = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class BrowserPolicyMiddleware:
    """Set the policies for browsers that neither Django nor django-csp sets, where a view sets no other."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        for name, value in POLICIES.items():
            response.headers.setdefault(name, value)
        # Anyone may keep a page that is the same for everybody, and asks whether it changed: edits show.
        if not response.cookies and not has_vary_header(response, "Cookie"):
            response.headers.setdefault("Cache-Control", "public, no-cache")
        return response


PICTURES = {"image/avif", "image/jpeg", "image/png", "image/webp"}


class TextCompressionMiddleware(GZipMiddleware):
    """Compress answers, but no pictures: these are small already, and would lose their ETag."""

    def process_response(self, request, response):
        """Return the answer, compressed where that helps."""
        if response.get("Content-Type") in PICTURES:
            return response
        return super().process_response(request, response)


class AdminAddressMiddleware:
    """Refuse addresses of the admin that no text column can hold: PostgreSQL fails on a NUL character."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path.startswith(address_of("admin:index")) and has_nul(request):
            return HttpResponseBadRequest(_("This address holds a NUL character. Type it again without."))
        return self.get_response(request)


def has_nul(request):
    """Tell whether the path or the query string holds a NUL character; the search box sees to its own."""
    values = (text for name, texts in request.GET.lists() if name != "q" for text in (name, *texts))
    return "\0" in request.path or any("\0" in text for text in values)


class BusyDatabaseMiddleware:
    """Say in words that SQLite is taken, as by the writing of a long import, and that nothing was saved."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        """Answer 503 where the one write lock of SQLite was not to be had in time."""
        if isinstance(exception, OperationalError) and "database is locked" in str(exception):
            sentence = _(
                "Somebody else is writing to the directory, perhaps a long import. Nothing was saved. Go back"
                " and save again in a minute: what you typed is still there."
            )
            return HttpResponse(sentence, status=503, headers={"Retry-After": "60"})
        return None
