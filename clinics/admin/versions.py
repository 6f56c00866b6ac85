"""The pages of a listing's history: what it was, and how it comes back."""

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from clinics.history.reading import PAGE, read_history
from clinics.history.restoring import Restoration, Unrestorable, restore
from clinics.korea import SEOUL
from clinics.models import Clinic, ListingVersion
from clinics.models.history import REASON
from clinics.previewing import Kind, preview_token
from clinics.rights import RESTORE

from .reasons import typed_reason

SEEN = "seen"


class ShowsHistory:
    """A ModelAdmin of clinics with pages for versions, for deleted listings, and for previews."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("deleted/", view(self.deleted_view), name="clinics_clinic_deleted"),
            path("<int:key>/preview/", view(self.preview_view), name="clinics_clinic_preview"),
            path("<int:key>/history/<int:number>/", view(self.version_view), name="clinics_clinic_version"),
            *super().get_urls(),
        ]

    def require_view(self, request):
        """Refuse whoever may not see listings."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied

    def page(self, request, template, **context):
        """Return a page of the admin, rendered while the times are those of the place."""
        request.current_app = self.admin_site.name
        with timezone.override(SEOUL):
            context = {**self.admin_site.each_context(request), "opts": self.opts, **context}
            return TemplateResponse(request, template, context).render()

    def changelist_view(self, request, extra_context=None):
        context = {"can_see_deleted": request.user.has_perm(RESTORE), **(extra_context or {})}
        return super().changelist_view(request, context)

    def history_view(self, request, object_id, extra_context=None):
        """Show the versions of a listing, of one that is gone too."""
        self.require_view(request)
        key = unquote(object_id)
        if not (key.isascii() and key.isdigit()):
            raise Http404(_("There is no such listing."))
        versions = ListingVersion.objects.of(int(key))
        clinic = Clinic.objects.filter(pk=int(key)).first()
        newest = versions.only("name", "number").first()
        if clinic is None and newest is None:
            raise Http404(_("There is no such listing."))
        pages = Paginator(versions, PAGE)
        page = pages.get_page(request.GET.get("p"))
        return self.page(
            request,
            "admin/clinics/clinic/object_history.html",
            title=_("History of %(name)s") % {"name": clinic or newest.name},
            object=clinic,
            key=int(key),
            entries=read_history(int(key), start=(page.number - 1) * PAGE),
            page_obj=page,
            can_restore=request.user.has_perm(RESTORE),
            **(extra_context or {}),
        )

    def version_view(self, request, key, number):
        """Show what restoring a version would do, and do it."""
        self.require_view(request)
        version = ListingVersion.objects.of(key).filter(number=number).select_related("user").first()
        if version is None:
            raise Http404(_("There is no such version."))
        reasons = []
        if request.method == "POST":
            if not request.user.has_perm(RESTORE):
                raise PermissionDenied
            try:
                return self.restore(request, version)
            except Unrestorable as error:
                reasons = error.reasons
        restoration = Restoration.of(version)
        return self.page(
            request,
            "admin/clinics/clinic/version.html",
            title=_("Version %(number)d of %(name)s") % {"number": number, "name": version.name},
            key=key,
            version=version,
            restoration=restoration,
            reasons=reasons or restoration.faults,
            can_restore=request.user.has_perm(RESTORE),
            longest_reason=REASON,
        )

    def restore(self, request, version):
        """Restore a version and lead to the listing."""
        seen = request.POST.get(SEEN, "")
        restoration = restore(
            version,
            seen_number=int(seen) if seen.isdecimal() else None,
            user=request.user,
            reason=typed_reason(request),
        )
        sentence = _("“%(name)s” is as it was in version %(number)d.")
        self.message_user(
            request, sentence % {"name": version.name, "number": version.number}, messages.SUCCESS
        )
        if restoration.lost:
            sentence = _("Left out, for these words are gone: %(words)s.")
            self.message_user(request, sentence % {"words": ", ".join(restoration.lost)}, messages.WARNING)
        return HttpResponseRedirect(reverse("admin:clinics_clinic_change", args=[version.clinic_key]))

    def deleted_view(self, request):
        """List the deleted listings, the latest first."""
        if not request.user.has_perm(RESTORE):
            raise PermissionDenied
        versions = ListingVersion.objects.of_deleted().defer("document").select_related("user")
        page = Paginator(versions, self.list_per_page).get_page(request.GET.get("p"))
        return self.page(
            request,
            "admin/clinics/clinic/deleted.html",
            title=_("Deleted clinics"),
            page_obj=page,
        )

    def preview_view(self, request, key):
        """Lead to the page as visitors would see it, under a link that can be passed on."""
        self.require_view(request)
        if not Clinic.objects.filter(pk=key).exists():
            raise Http404(_("There is no such listing."))
        token = preview_token(Kind.CLINIC, key, at=timezone.now())
        return HttpResponseRedirect(reverse("clinics:preview", args=[token]))
