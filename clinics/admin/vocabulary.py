"""Where editors keep the small vocabularies: what visitors filter by, and what can be checked of a clinic."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from clinics.models import Concern, Criterion, Factor, Focus, Language, Service
from pricing.admin import RecordAdmin

from .merging_words import MergesWords


@admin.register(Concern, Focus, Language, Service)
class TermAdmin(MergesWords, RecordAdmin):
    """The small vocabularies that visitors filter by."""

    list_display = ["name", "slug", "position", "description"]
    search_fields = ["name", "slug"]
    ordering = ["position", "name"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Factor)
class FactorAdmin(RecordAdmin):
    """The reasons to choose a clinic."""

    list_display = ["name", "slug", "position", "question"]
    search_fields = ["name", "slug"]
    ordering = ["position"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Criterion)
class CriterionAdmin(RecordAdmin):
    """What can be checked about a clinic."""

    list_display = ["name", "factor", "procedure", "position", "question"]
    list_filter = ["factor", "procedure"]
    list_select_related = ["factor", "procedure"]
    search_fields = ["name", "slug", "factor__name"]
    ordering = ["factor__position", "position", "pk"]
    autocomplete_fields = ["procedure", "factor"]
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        (None, {"fields": ["procedure", "factor", "name", "slug", "position", "text"]}),
        (
            _("Question to ask"),
            {
                "fields": ["question", "question_ko"],
                "description": _("What a visitor should ask the clinic while the answer is not stated."),
            },
        ),
    ]
