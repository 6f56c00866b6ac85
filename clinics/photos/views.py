"""The files of photos, each answer preceded by the question whether it may be shown."""

import logging

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.generic import View

from clinics.korea import SEOUL
from clinics.models import ClinicPhoto, PhotoKind

from .renditions import BY_EXTENSION, file_name, widths_of

RETRY_AFTER = 30  # seconds

logger = logging.getLogger(__name__)


class PhotoFileView(View):
    """One file of a photo, for as long as its clinic is published and its consent holds.

    Browsers and proxies may keep it, and ask each time whether they still may: a withdrawal shows at once.
    """

    http_method_names = ["get", "head", "options"]

    def get(self, request, digest, width, extension):
        now = timezone.now()
        photos = ClinicPhoto.objects.of_published(at=now).shown(
            on=timezone.localdate(now, SEOUL), cases=settings.SHOW_CASE_PHOTOS
        )
        # Of one picture that is a case somewhere, by the order of the alphabet, the case comes first.
        photo = photos.filter(digest=digest).order_by("kind").first()
        if photo is None:
            raise Http404(_("There is no such photo."))
        response = answer_with_file(request, photo, int(width), extension)
        response["Cache-Control"] = "public, no-cache"
        if photo.kind == PhotoKind.CASE:
            # Copies that search engines keep would outlive the consent.
            response["X-Robots-Tag"] = "noindex"
        return response


def answer_with_file(request, photo, width, extension):
    """Return one file of a photo, or 304 for who has it; raise Http404 for one that there is not."""
    if width not in widths_of(photo.width):
        raise Http404(_("There is no such photo."))
    etag = quote_etag(f"{photo.digest}-{width}-{extension}")
    response = get_conditional_response(request, etag=etag)
    if response is None:
        try:
            with default_storage.open(file_name(photo.digest, width, extension)) as file:
                content = file.read()
        except FileNotFoundError as error:
            raise Http404(_("There is no such photo.")) from error
        except OSError:
            logger.exception("Photo %s cannot be read", photo.digest)
            return cannot_be_read()
        response = HttpResponse(content, content_type=BY_EXTENSION[extension].media_type)
    response["ETag"] = etag
    return response


def cannot_be_read():
    """Return what a visitor reads while the storage of photos is away."""
    return HttpResponse(
        _("This photo cannot be read at the moment. Please try again in a minute."),
        content_type="text/plain; charset=utf-8",
        status=503,
        headers={"Retry-After": str(RETRY_AFTER), "Cache-Control": "no-store"},
    )
