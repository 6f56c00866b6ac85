"""Where editors keep the tree of places."""

from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _

from clinics.models import District
from clinics.tree import districts_in_cycles
from pricing.admin import RecordAdmin

from .merging_words import MergesWords
from .words import names


@admin.register(District)
class DistrictAdmin(MergesWords, RecordAdmin):
    """The tree of places; a district can be moved anywhere but into itself."""

    list_display = ["name", "name_ko", "parent", "slug", "price_tendency", "position"]
    list_filter = [("parent", admin.RelatedOnlyFieldListFilter), "price_tendency"]
    list_select_related = ["parent", "price_tendency"]
    search_fields = ["name", "name_ko", "slug", "spellings"]
    search_help_text = _("Names in English or Korean, other spellings or ends of addresses.")
    ordering = ["position", "name", "slug"]
    autocomplete_fields = ["parent", "price_tendency"]
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        (None, {"fields": [("name", "name_ko"), "slug", "parent", "spellings", "position"]}),
        (_("What it is like"), {"fields": ["character", "price_tendency", "note"]}),
        (_("Place"), {"fields": ["nearest_stations", ("latitude", "longitude"), "codes", "source"]}),
    ]

    def changelist_view(self, request, extra_context=None):
        if lost := districts_in_cycles():
            messages.error(
                request,
                _("These districts lie in one another and are shown nowhere: %(districts)s. Move one.")
                % {"districts": names(lost)},
            )
        return super().changelist_view(request, extra_context)
