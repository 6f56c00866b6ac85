"""The pages of the editors' desk: one for each work list."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from clinics.desk import WORK_LISTS
from clinics.models import Clinic
from clinics.rights import may_merge

ROWS_A_PAGE = 50


class DeskPages:
    """Adds the work lists to the pages of an admin class."""

    def get_urls(self):
        page = self.admin_site.admin_view(self.work_list_view)
        return [path("desk/<slug:slug>/", page, name="clinics_desk"), *super().get_urls()]

    def work_list_view(self, request, slug):
        """Answer a work list, some rows a page."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        work_list = next((each for each in WORK_LISTS if each.slug == slug), None)
        if work_list is None:
            raise Http404(_("There is no such work list."))
        tasks = work_list.read(at=timezone.now())
        page = Paginator(tasks, ROWS_A_PAGE).get_page(request.GET.get("page"))
        context = {
            **self.admin_site.each_context(request),
            "title": work_list.title,
            "work_list": work_list,
            "work_lists": WORK_LISTS,
            "page": page,
            "may_merge": may_merge(request.user, Clinic),
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/clinics/desk/work_list.html", context)
