"""Where editors keep the notices that stand on medical pages."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from articles.models import Disclaimer, EmergencyContact
from pricing.admin import RecordAdmin


@admin.register(Disclaimer)
class DisclaimerAdmin(RecordAdmin):
    """What the site does not promise."""

    list_display = ["title", "slug", "valid_from"]
    search_fields = ["title", "slug", "text"]
    ordering = ["slug"]
    date_hierarchy = "valid_from"
    prepopulated_fields = {"slug": ["title"]}
    fields = ["title", "slug", "text", "valid_from"]


@admin.register(EmergencyContact)
class EmergencyContactAdmin(RecordAdmin):
    """Whom to call, for what, when and in which languages."""

    list_display = ["number", "name", "hours", "languages", "checked_on", "position"]
    search_fields = ["number", "name", "services"]
    ordering = ["position", "number"]
    fieldsets = [
        (None, {"fields": [("number", "name"), "services", "hours", "languages", "note", "position"]}),
        (_("Evidence"), {"fields": ["source", "checked_on"]}),
    ]
