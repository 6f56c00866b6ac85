"""What programs that read the site are told: where its pages stand, what to leave alone, whom to warn."""

from datetime import UTC, timedelta

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from config.sitemap import NoSuchPart, Sitemap

# A crawler may fetch every filtered page, for it must see there that the page is not to be indexed.
ROBOTS = """\
User-agent: *
Disallow: /admin/
Disallow: /api/

Sitemap: {site_url}/sitemap.xml
"""
# The fields of RFC 9116; a file is not to be trusted for more than a year.
SECURITY = """\
Contact: mailto:{contact}
Expires: {expires:%Y-%m-%dT00:00:00Z}
Preferred-Languages: en
Canonical: {site_url}/.well-known/security.txt
"""
TRUSTED_FOR = timedelta(days=180)
XML = "application/xml"


@require_safe
def robots(request):
    """Tell crawlers to leave the admin and the API alone, and where the sitemap stands."""
    return _text(ROBOTS.format(site_url=settings.SITE_URL))


@require_safe
def security(request):
    """Say whom to write to about a weakness of the site; not found while there is no address to name."""
    if not settings.CONTACT_EMAIL:
        raise Http404(_("This site names nobody to write to."))
    expires = timezone.now().astimezone(UTC) + TRUSTED_FOR
    return _text(SECURITY.format(contact=settings.CONTACT_EMAIL, expires=expires, site_url=settings.SITE_URL))


@require_safe
def sitemap(request):
    """Answer every address to be kept, or the list of the files that hold them where they are too many."""
    whole = Sitemap(at=timezone.now())
    if whole.is_divided:
        parts = [part.entry for part in whole.parts]
        return render(request, "sitemap_index.xml", {"entries": parts}, content_type=XML)
    return _addresses(request, whole.entries())


@require_safe
def sitemap_part(request, section, number):
    """Answer one file of a sitemap that is too long for a single one."""
    try:
        return _addresses(request, Sitemap(at=timezone.now()).entries_of(section, number))
    except NoSuchPart as error:
        raise Http404(_("There is no such part of the sitemap.")) from error


def _addresses(request, entries):
    return render(request, "sitemap.xml", {"entries": entries}, content_type=XML)


def _text(text):
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
