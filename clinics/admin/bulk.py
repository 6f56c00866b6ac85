"""Pages on which many listings are changed at once: what would change is seen before it does."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect, QueryDict
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinics.bulk import (
    SHOWN,
    Stopped,
    UnreadableSelection,
    apply_act,
    pack_seen,
    read_effect,
    unpack_seen,
)
from clinics.korea import SEOUL
from clinics.models.history import REASON
from clinics.rights import may_bulk, may_publish

from .bulk_forms import KINDS
from .reasons import typed_reason

MOST = 20_000  # listings: more would keep everybody else waiting for minutes
SELECTION, BACK, APPLY = "selection", "back", "_apply"
# The actions of the list and the kinds of act that they begin.
BULK_ACTIONS = {
    "publish": "publish",
    "make_drafts": "drafts",
    "archive": "archive",
    "mark_verified": "verified",
    "set_district": "district",
    "adjust_prices": "prices",
}


def link_to_record(record):
    """Return a link to the page where an act is told and taken back."""
    return format_html(
        '<a href="{}">{}</a>',
        reverse("admin:clinics_bulkact_change", args=[record.pk]),
        _("See what was changed, or take it back"),
    )


class ChangesInBulk:
    """A ModelAdmin of clinics with an action and a page for each kind of act on many of them."""

    def get_urls(self):
        page = self.admin_site.admin_view(self.bulk_view)
        return [path("bulk/<slug:slug>/", page, name="clinics_clinic_bulk"), *super().get_urls()]

    def has_bulk_permission(self, request):
        """Tell whether the actions that change many listings are offered."""
        return may_bulk(request.user)

    def has_bulk_publish_permission(self, request):
        """Tell whether the actions that publish and archive are offered."""
        return may_bulk(request.user) and may_publish(request.user)

    @admin.action(description=KINDS["publish"].action, permissions=["bulk_publish"])
    def publish(self, request, queryset):
        """Show what publishing would do."""
        return self.begin_bulk(request, KINDS["publish"], queryset)

    @admin.action(description=KINDS["drafts"].action, permissions=["bulk_publish"])
    def make_drafts(self, request, queryset):
        """Show what turning listings into drafts would do."""
        return self.begin_bulk(request, KINDS["drafts"], queryset)

    @admin.action(description=KINDS["archive"].action, permissions=["bulk_publish"])
    def archive(self, request, queryset):
        """Show what archiving would do."""
        return self.begin_bulk(request, KINDS["archive"], queryset)

    @admin.action(description=KINDS["verified"].action, permissions=["bulk"])
    def mark_verified(self, request, queryset):
        """Show what marking listings verified today would do."""
        return self.begin_bulk(request, KINDS["verified"], queryset)

    @admin.action(description=KINDS["district"].action, permissions=["bulk"])
    def set_district(self, request, queryset):
        """Ask for the district."""
        return self.begin_bulk(request, KINDS["district"], queryset)

    @admin.action(description=KINDS["prices"].action, permissions=["bulk"])
    def adjust_prices(self, request, queryset):
        """Ask for the percent."""
        return self.begin_bulk(request, KINDS["prices"], queryset)

    def begin_bulk(self, request, kind, queryset):
        """Answer an action of the list with the page of an act on the chosen clinics."""
        seen = dict(queryset.order_by().values_list("pk", "version"))
        if len(seen) > MOST:
            return self.refuse_many(request, request.GET.urlencode())
        form = self.bulk_form(request, kind)
        ready = self.bulk_form(request, kind, form.initial_data())
        is_ready = ready.is_valid()
        return self.bulk_page(
            request,
            kind,
            ready if is_ready else form,
            seen,
            act=ready.act() if is_ready else None,
            back=request.GET.urlencode(),
        )

    def refuse_many(self, request, back):
        """Lead back to the list, saying that too many clinics were chosen."""
        sentence = _("At most %(most)d clinics are changed at once: narrow the list first.")
        self.message_user(request, sentence % {"most": MOST}, messages.ERROR)
        return self.lead_back(back)

    def bulk_form(self, request, kind, data=None):
        """Return the form of a kind of act."""
        return kind.form(data, today=timezone.localdate(timezone=SEOUL), user=request.user)

    def bulk_view(self, request, slug):
        """Show what an act would do with the answers that were sent, or do it."""
        kind = KINDS.get(slug)
        if kind is None:
            raise Http404(_("There is no such act."))
        if not self.has_bulk_permission(request):
            raise PermissionDenied
        if kind.is_publication and not self.has_bulk_publish_permission(request):
            raise PermissionDenied
        back = QueryDict(request.POST.get(BACK, "")).urlencode()
        if request.method != "POST":
            return self.lead_back("")
        try:
            seen = unpack_seen(request.POST.get(SELECTION, ""))
        except UnreadableSelection:
            sentence = _("The selection did not arrive whole: choose the clinics again.")
            self.message_user(request, sentence, messages.ERROR)
            return self.lead_back(back)
        if len(seen) > MOST:
            return self.refuse_many(request, back)
        form = self.bulk_form(request, kind, request.POST)
        if not form.is_valid():
            return self.bulk_page(request, kind, form, seen, act=None, back=back)
        act, problem = form.act(), ""
        if APPLY in request.POST:
            try:
                return self.apply_bulk(request, kind, act, seen, back)
            except Stopped as error:
                problem = str(error)
        return self.bulk_page(request, kind, form, seen, act=act, back=back, problem=problem)

    def apply_bulk(self, request, kind, act, seen, back):
        """Do an act and lead back to the list, saying what was done. Raises Stopped."""
        record = apply_act(
            act,
            seen,
            kind=kind.slug,
            user=request.user,
            at=timezone.now(),
            reason=typed_reason(request),
        )
        sentence = ngettext(
            "{done}: {count} clinic. {link}", "{done}: {count} clinics. {link}", record.changed
        )
        done = format_html(sentence, done=record.title, count=record.changed, link=link_to_record(record))
        self.message_user(request, done, messages.SUCCESS)
        if record.left_out:
            sentence = ngettext(
                "%(count)d clinic was left out.", "%(count)d clinics were left out.", record.left_out
            )
            self.message_user(request, sentence % {"count": record.left_out}, messages.WARNING)
        return self.lead_back(back)

    def lead_back(self, query):
        """Return the answer that leads to the list as it was."""
        address = reverse("admin:clinics_clinic_changelist")
        return HttpResponseRedirect(f"{address}?{query}" if query else address)

    def bulk_page(self, request, kind, form, seen, *, act, back, problem=""):
        """Return the page of an act: its form and, where it can be told, what it would do.

        The form carries the versions as they are told here.
        """
        effect = read_effect(act, seen) if act else None
        return self.page(
            request,
            "admin/clinics/bulk/act.html",
            title=kind.question,
            kind=kind,
            form=form,
            answers=self.hidden_answers(request, kind, form) if act else None,
            act=act,
            effect=effect,
            problem=problem,
            count=len(effect.seen if effect else seen),
            selection=pack_seen(effect.seen if effect else seen),
            back=back,
            shown=SHOWN,
            longest_reason=REASON,
        )

    def hidden_answers(self, request, kind, form):
        """Return the answers of a form as hidden fields: what is done is what was shown."""
        hidden = kind.form(
            form.data, today=form.today, user=request.user, auto_id=False, use_required_attribute=False
        )
        return [field.as_hidden() for field in hidden]
