"""What lies behind a signed link: the public page of a clinic that visitors may not see yet, its photos."""

from django.conf import settings
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from clinics.clinic_page import ClinicPage, for_page
from clinics.korea import SEOUL
from clinics.models import Clinic, ClinicPhoto
from clinics.photos.views import answer_with_file
from clinics.previewing import read_token, shown


class PreviewView(TemplateView):
    """A clinic as its page will be: for whoever has the link, kept by nobody, found by no search engine."""

    template_name = "clinics/clinic_preview.html"

    def get(self, request, token):
        """Answer with the page; 404 for a link that shows nothing, 410 for one that has ended."""
        now = timezone.now()
        preview = read_token(token)
        if preview is None:
            raise Http404(_("There is no such preview."))
        if preview.ends_at <= now:
            return closed(self.response_class(request, "clinics/preview_ended.html", status=410))
        with shown(preview) as key:
            clinic = for_page(Clinic.objects.filter(pk=key)).first()
            if clinic is None:
                raise Http404(_("There is nothing to preview any more."))
            # Nothing known is handed in: what is previewed is not what visitors see.
            page = ClinicPage(clinic, at=now, token=token)
            context = self.get_context_data(preview=preview, clinic=clinic, page=page)
            return closed(self.render_to_response(context).render())


class PreviewPhotoView(View):
    """One file of a photo on a preview: visitors may not see it yet, but its consent must hold."""

    def get(self, request, token, digest, width, extension):
        """Answer with the file; 404 for a link that shows nothing or has ended, and for any other photo."""
        now = timezone.now()
        preview = read_token(token)
        if preview is None or preview.ends_at <= now:
            raise Http404(_("There is no such photo."))
        allowed = ClinicPhoto.objects.shown(
            on=timezone.localdate(now, SEOUL), cases=settings.SHOW_CASE_PHOTOS
        )
        with shown(preview) as key:
            photo = allowed.filter(clinic=key, digest=digest).first()
        if photo is None:
            raise Http404(_("There is no such photo."))
        return closed(answer_with_file(request, photo, int(width), extension))


def closed(response):
    """Return an answer that nobody keeps, lists or passes on."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "same-origin"
    return response
