"""What can be done with all clinics that the list shows, whatever its filters: export them, change them."""

from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ALL_VAR, ERROR_FLAG, PAGE_VAR
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinics.documents import FINDINGS, PRICES
from clinics.exporting import child_table, clinic_table
from pricing.tables.outcomes import csv_line
from pricing.tables.spreadsheets import XLSX, TooLarge, write_spreadsheet

from .bulk import BULK_ACTIONS
from .bulk_forms import KINDS

CSV = "text/csv; charset=utf-8"
FORMATS = ("csv", "xlsx")
TABLES = {
    "clinics": (gettext_lazy("Clinics"), clinic_table),
    "prices": (gettext_lazy("Their prices"), lambda clinics: child_table(PRICES, clinics)),
    "findings": (gettext_lazy("Their findings"), lambda clinics: child_table(FINDINGS, clinics)),
}


class WholeList:
    """A ModelAdmin of clinics with a page and exports of all clinics that its list shows, on all pages."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("whole/", view(self.whole_view), name="clinics_clinic_whole"),
            path("export/<slug:table>.<slug:kind>", view(self.export_view), name="clinics_clinic_export"),
            *super().get_urls(),
        ]

    def read_list(self, request):
        """Return the clinics that the list shows for the address of a request, and the rest of its address.

        Raises IncorrectLookupParameters, which is what the list itself meets with such an address.
        """
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        asked = request.GET.copy()
        for name in (PAGE_VAR, ALL_VAR, ERROR_FLAG):
            asked.pop(name, None)
        request.GET = asked
        return self.get_changelist_instance(request).get_queryset(request), asked.urlencode()

    def lead_to_list(self, query=""):
        """Return the answer that leads to the list."""
        address = reverse("admin:clinics_clinic_changelist")
        return HttpResponseRedirect(f"{address}?{query}" if query else address)

    def whole_view(self, request):
        """Show what can be done with all clinics that the list shows."""
        try:
            clinics, query = self.read_list(request)
        except IncorrectLookupParameters:
            return self.lead_to_list(f"{ERROR_FLAG}=1")
        count = clinics.count()
        offered = self.get_actions(request)
        return self.page(
            request,
            "admin/clinics/clinic/whole_list.html",
            title=_("All that the list shows"),
            count=count,
            query=query,
            tables=[(table, label) for table, (label, _rows) in TABLES.items()],
            formats=FORMATS,
            acts=[
                (action, KINDS[slug].question)
                for action, slug in BULK_ACTIONS.items()
                if action in offered and count
            ],
        )

    def export_view(self, request, table, kind):
        """Answer the clinics that the list shows, their prices or their findings, as CSV or as XLSX."""
        if table not in TABLES or kind not in FORMATS:
            raise Http404(_("There is no such export."))
        try:
            clinics, query = self.read_list(request)
        except IncorrectLookupParameters:
            return self.lead_to_list(f"{ERROR_FLAG}=1")
        label, rows_of = TABLES[table]
        rows = rows_of(clinics)
        if kind == "csv":
            response = StreamingHttpResponse(map(csv_line, rows), content_type=CSV)
        else:
            try:
                response = HttpResponse(write_spreadsheet(rows, title=str(label)), content_type=XLSX)
            except TooLarge as error:
                messages.error(request, str(error))
                return self.lead_to_list(query)
        response.headers["Content-Disposition"] = f'attachment; filename="{table}.{kind}"'
        return response
