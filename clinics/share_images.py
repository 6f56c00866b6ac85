"""The pictures that go with a link to a page: drawn when first asked for, then kept by whoever wants to."""

from hashlib import sha256

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clinics.lettering import PROBE, fonts
from clinics.models import Clinic
from clinics.posters import EDITION, Poster, draw_poster
from clinics.vocabulary import read_districts

HOUR, WEEK = 3_600, 604_800  # seconds
HEADERS = {
    "Cache-Control": f"public, max-age={HOUR}",
    # Pages of others may show the picture: that is what it is for.
    "Cross-Origin-Resource-Policy": "cross-origin",
}


@require_safe
def share_image_of_clinic(request, slug):
    """Answer the picture of a clinic that visitors see."""
    clinic = get_object_or_404(Clinic.objects.published(at=timezone.now()), slug=slug)
    districts = read_districts()
    district = districts.by_pk.get(clinic.district_id)
    return share_image(request, poster_of_clinic(clinic, districts.path(district) if district else []))


@require_safe
def share_image_of_district(request, slug):
    """Answer the picture of a district."""
    districts = read_districts()
    district = districts.by_slug.get(slug)
    if district is None:
        raise Http404(_("There is no such district."))
    return share_image(request, poster_of_district(district, districts.path(district)[:-1]))


def poster_of_clinic(clinic, path):
    """Return what the picture of a clinic says; `path` runs from the root to its district."""
    return Poster(
        word=clinic.slug,
        title=clinic.name,
        other=clinic.other_name,
        line=in_one_line(path),
        warning=_("Example, not a real clinic") if clinic.is_example else "",
        site=settings.SITE_NAME,
    )


def poster_of_district(district, above):
    """Return what the picture of a district says; `above` runs from the root downwards."""
    return Poster(
        word=district.slug,
        title=_("Clinics in %(district)s") % {"district": district.name},
        other=district.name_ko,
        line=in_one_line(above),
        warning="",
        site=settings.SITE_NAME,
    )


def in_one_line(path):
    """Return a path of districts from the nearest on: "Cheongdam-dong, Gangnam, Seoul"."""
    return ", ".join(district.name for district in reversed(path))


def share_image(request, poster):
    """Answer a Poster as a PNG, not drawn again for who has it or while the cache keeps it."""
    names = [font.getname() for font in fonts(PROBE)]
    digest = sha256(f"{EDITION} {names} {poster!r}".encode()).hexdigest()[:32]
    etag = f'"{digest}"'
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return _with_headers(unchanged, etag)
    content = cache.get_or_set(f"poster:{digest}", lambda: draw_poster(poster), WEEK)
    return _with_headers(HttpResponse(content, content_type="image/png"), etag)


def _with_headers(response, etag):
    for name, value in {**HEADERS, "ETag": etag}.items():
        response.headers[name] = value
    return response
