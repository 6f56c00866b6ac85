"""Open one address as a visitor's browser would, and say in words what came of it."""

import ipaddress
import socket
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.utils.translation import gettext as _

TIMEOUT = 10  # seconds
# What a server answers to programs that it does not want; a visitor may well see the page.
REFUSALS = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS, 999}
NO_HEAD = {
    HTTPStatus.METHOD_NOT_ALLOWED,
    HTTPStatus.NOT_IMPLEMENTED,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.BAD_REQUEST,
}
GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}


@dataclass(frozen=True, slots=True)
class Finding:
    """What came of one try: `problem` is "" when it opened; `is_gone` when the server says so for good."""

    problem: str = ""
    is_gone: bool = False


class NotPublic(OSError):
    """An address inside the operator's own network, which visitors cannot reach and nobody should probe."""


class GuardedRedirects(HTTPRedirectHandler):
    """Follows redirects, and looks at each address on the way before it is asked."""

    def __init__(self, *, allow_private):
        self.allow_private = allow_private

    def redirect_request(self, request, file, code, message, headers, address):
        guard(address, allow_private=self.allow_private)
        return super().redirect_request(request, file, code, message, headers, address)


def guard(url, *, allow_private):
    """Raise NotPublic unless a URL leads over http or https to addresses of the public internet."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise NotPublic(_("it is no web address"))
    if allow_private:
        return
    port = parts.port or (443 if parts.scheme == "https" else 80)
    for *_family, (host, *_port) in socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM):
        if not ipaddress.ip_address(host.partition("%")[0]).is_global:
            raise NotPublic(_("it leads into a private network"))


def open_link(url, *, agent, allow_private=False):
    """Return the Finding of a URL; `agent` names this site to the server. At most three tries of ten seconds.

    The body is not read. A server that refuses programs proves that the page is there.
    """
    opener = build_opener(GuardedRedirects(allow_private=allow_private))
    for method in ("HEAD", "GET"):
        try:
            guard(url, allow_private=allow_private)
            request = Request(url, method=method, headers={"User-Agent": agent})  # noqa: S310 - guarded above
            with opener.open(request, timeout=TIMEOUT):
                return Finding()
        except HTTPError as error:
            with error:
                if error.code in REFUSALS:
                    return Finding()
                if method == "HEAD" and error.code in NO_HEAD:
                    continue
                return Finding(_("the server answers %(code)d") % {"code": error.code}, error.code in GONE)
        except socket.gaierror:
            return Finding(_("its name is not known"))
        except TimeoutError:
            return Finding(_("it does not answer within %(count)d seconds") % {"count": TIMEOUT})
        except URLError as error:
            return Finding(reason_in_words(error.reason))
        except (HTTPException, OSError, ValueError) as error:
            return Finding(reason_in_words(error))
    return Finding()


def reason_in_words(reason):
    """Return why a connection failed, as part of a sentence."""
    if isinstance(reason, socket.gaierror):
        return _("its name is not known")
    if isinstance(reason, TimeoutError):
        return _("it does not answer within %(count)d seconds") % {"count": TIMEOUT}
    words = getattr(reason, "strerror", None) or str(reason) or type(reason).__name__
    return _("it cannot be reached: %(reason)s") % {"reason": " ".join(words.split())[:120]}
