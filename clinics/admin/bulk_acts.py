"""Where the acts on many listings are listed, told and taken back."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from clinics.bulk import Stopped, told_entries, undo_act
from clinics.importing.batches import shortened
from clinics.korea import SEOUL
from clinics.merging import listings, words
from clinics.models import BulkAct
from clinics.rights import may_bulk, may_publish

from .bulk_forms import KINDS

ROWS_A_PAGE = 50
# How an act is taken back that did more than change listings.
UNDOING = {words.KIND: words.undo_merge, listings.KIND: listings.undo_listing_merge}
PROMISE = _(
    "Taking it back puts every listing back that nobody changed since. The others stay as they are, and are"
    " named."
)
PROMISES = {
    words.KIND: _(
        "Taking it back brings the word back, with its address, for every listing that nobody changed since"
        " and for all else that named it."
    ),
    listings.KIND: _(
        "Taking it back brings all of these listings back, each with its address, as long as nobody changed"
        " the one that stayed."
    ),
}


@admin.register(BulkAct)
class BulkActAdmin(admin.ModelAdmin):
    """What was done to many listings at once; nobody adds, changes or deletes such an act by hand."""

    list_display = ["title", "reason", "user", "at", "changed", "left_out", "undone_at"]
    list_select_related = ["user"]
    list_per_page = ROWS_A_PAGE
    show_full_result_count = False
    search_fields = ["title", "reason"]
    ordering = ["-at", "-pk"]
    actions = None

    def has_module_permission(self, request):
        return may_bulk(request.user)

    def has_view_permission(self, request, record=None):
        return may_bulk(request.user)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, record=None):
        return False

    def has_delete_permission(self, request, record=None):
        return False

    def may_take_back(self, request, record):
        """Tell whether a user may take an act back: it needs the rights that the act needs."""
        kind = KINDS.get(record.act)
        needs_more = kind is not None and kind.is_publication
        return may_bulk(request.user) and (may_publish(request.user) or not needs_more)

    def changelist_view(self, request, extra_context=None):
        with timezone.override(SEOUL):
            response = super().changelist_view(request, {"title": _("Bulk changes"), **(extra_context or {})})
            return response.render() if hasattr(response, "render") else response

    def history_view(self, request, object_id, extra_context=None):
        """Lead to the page of the act, which is its history."""
        record = self.found(request, object_id)
        return HttpResponseRedirect(self.address(record))

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Show an act and the listings that it changed; take it back."""
        if object_id is None:
            raise PermissionDenied
        record = self.found(request, object_id)
        problem = ""
        if request.method == "POST":
            if not self.may_take_back(request, record):
                raise PermissionDenied
            try:
                return self.take_back(request, record)
            except Stopped as error:
                problem = str(error)
        page = Paginator(record.entries.order_by("pk"), ROWS_A_PAGE).get_page(request.GET.get("p"))
        request.current_app = self.admin_site.name
        with timezone.override(SEOUL):
            context = {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "title": record.title,
                "record": record,
                "page_obj": page,
                "entries": told_entries(page.object_list),
                "may_take_back": record.undone_at is None and self.may_take_back(request, record),
                "promise": PROMISES.get(record.act, PROMISE),
                "problem": problem,
            }
            return TemplateResponse(request, "admin/clinics/bulkact/change_form.html", context).render()

    def take_back(self, request, record):
        """Take an act back and say what came of it. Raises Stopped."""
        undo = UNDOING.get(record.act, undo_act)
        undone = undo(record.pk, user=request.user, at=timezone.now())
        sentence = ngettext(
            "Taken back: %(count)d clinic is as it was.",
            "Taken back: %(count)d clinics are as they were.",
            undone.count,
        )
        messages.success(request, sentence % {"count": undone.count})
        if undone.kept:
            sentence = _now("These stay as they are, for they were changed since: %(names)s.")
            messages.warning(request, sentence % {"names": shortened(undone.kept)})
        return HttpResponseRedirect(self.address(record))

    def found(self, request, object_id):
        """Return an act, for those who may see it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        records = BulkAct.objects.select_related("user", "undone_by")
        key = object_id if str(object_id).isascii() and str(object_id).isdigit() else 0
        return get_object_or_404(records, pk=min(int(key), 2**63 - 1))

    def address(self, record):
        """Return the address of an act's page."""
        return reverse("admin:clinics_bulkact_change", args=[record.pk])
