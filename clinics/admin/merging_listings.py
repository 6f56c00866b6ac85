"""The page on which listings of one clinic are merged: side by side, one choice for each field."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinics.bulk import Stopped, UnreadableSelection, pack_seen, unpack_seen
from clinics.bulk.effects import read_versions
from clinics.documents import read_documents
from clinics.history.resolving import Vocabularies
from clinics.merging.listings import (
    FEWEST,
    JOINED,
    MOST,
    ListingMerge,
    Unfit,
    merge_listings,
    suggest_keeper,
)
from clinics.merging.relations import count_uses
from clinics.models import Clinic
from clinics.models.history import REASON
from clinics.rights import may_merge

from .bulk import APPLY, SELECTION, link_to_record, typed_reason

CLINIC, KEEP, CHOICE = "clinic", "keep", "choice:"


def keys_in(texts):
    """Return the primary keys among some texts, each once."""
    numbers = [text for text in texts if text.isascii() and text.isdigit() and len(text) < 19]
    return list(dict.fromkeys(map(int, numbers)))


def choices_in(post):
    """Return {key of a unit: primary key or JOINED} of what was sent."""
    choices = {}
    for name, value in post.items():
        if name.startswith(CHOICE):
            key = name.removeprefix(CHOICE)
            choices[key] = JOINED if value == JOINED else next(iter(keys_in([value])), None)
    return choices


class MergesListings:
    """A ModelAdmin of clinics with an action and a page that merge listings of one clinic."""

    def get_urls(self):
        page = self.admin_site.admin_view(self.merge_view)
        return [path("merge/", page, name="clinics_clinic_merge"), *super().get_urls()]

    def has_merge_permission(self, request):
        """Tell whether listings may be merged."""
        return may_merge(request.user, Clinic)

    @admin.action(description=gettext_lazy("Merge the selected clinics into one"), permissions=["merge"])
    def merge(self, request, queryset):
        """Lead to the page on which the chosen clinics are merged."""
        keys = list(queryset.order_by("pk").values_list("pk", flat=True)[: MOST + 1])
        return HttpResponseRedirect(
            f"{reverse('admin:clinics_clinic_merge')}?{urlencode({CLINIC: keys}, True)}"
        )

    def merge_view(self, request):
        """Show what the chosen listings say side by side, and merge them as was chosen."""
        if not self.has_merge_permission(request):
            raise PermissionDenied
        asked = request.POST if request.method == "POST" else request.GET
        keys = keys_in(asked.getlist(CLINIC))
        documents = read_documents(keys[: MOST + 1])
        if not FEWEST <= len(documents) <= MOST:
            sentence = _("Choose %(fewest)d to %(most)d clinics that are there, to merge them into one.")
            self.message_user(request, sentence % {"fewest": FEWEST, "most": MOST}, messages.ERROR)
            return HttpResponseRedirect(reverse("admin:clinics_clinic_changelist"))
        kept = next(iter(keys_in([asked.get(KEEP, "")])), None)
        kept = kept if kept in documents else suggest_keeper(documents)
        problems = []
        if APPLY in request.POST:
            try:
                return self.apply_listing_merge(request, documents, kept)
            except UnreadableSelection:
                problems = [_("The page did not arrive whole. Look at it again.")]
            except Stopped as error:
                problems = [str(error)]
            except Unfit as error:
                problems = error.reasons
        return self.listing_merge_page(request, documents, kept, problems)

    def apply_listing_merge(self, request, documents, kept):
        """Merge, and lead to the listing that stays, saying what was done.

        Raises UnreadableSelection, Stopped and Unfit.
        """
        seen = unpack_seen(request.POST.get(SELECTION, ""))
        if seen.keys() != documents.keys():
            raise UnreadableSelection
        record = merge_listings(
            seen,
            kept=kept,
            choices=choices_in(request.POST),
            user=request.user,
            at=timezone.now(),
            reason=typed_reason(request),
        )
        done = format_html(_("{done}. {link}"), done=record.title, link=link_to_record(record))
        self.message_user(request, done, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:clinics_clinic_change", args=[kept]))

    def listing_merge_page(self, request, documents, kept, problems):
        """Return the page of a merge, with what was chosen already."""
        # The versions come first: what changes in between is noticed when it is written.
        versions = read_versions(documents)
        merge = ListingMerge(read_documents(versions), kept)
        listings = [
            {"pk": pk, "document": document, "is_kept": pk == kept}
            for pk, document in sorted(merge.documents.items())
        ]
        return self.page(
            request,
            "admin/clinics/merging/listings.html",
            title=_("Merge %(count)d listings of one clinic") % {"count": len(listings)},
            listings=listings,
            kept=kept,
            choices=merge.choices(Vocabularies(), choices_in(request.POST)),
            uses=count_uses(Clinic, merge.others),
            selection=pack_seen(versions),
            problems=problems,
            longest_reason=REASON,
        )
