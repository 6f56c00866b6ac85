"""Where editors keep procedures, treatments, the price guide and what prices are made of."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import (
    AdminTextareaWidget,
    AutocompleteSelectMultiple,
    RelatedFieldWidgetWrapper,
)
from django.db import models
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from pricing.models import (
    CareRule,
    CostFactor,
    Currency,
    Inclusion,
    MarketPrice,
    PriceTier,
    Procedure,
    ProcessStep,
    Risk,
    Treatment,
)
from pricing.plain_text import validate_plain_text
from pricing.redirects import leave_redirects
from pricing.uses import users_of


class WordsWidget(AutocompleteSelectMultiple):
    """Words that are found while typing and taken out one by one: no button among them takes out all."""

    def build_attrs(self, base_attrs, extra_attrs=None):
        return {**super().build_attrs(base_attrs, extra_attrs), "data-allow-clear": "false"}


def name_boxes(field):
    """Name the two boxes of a moment for those who hear the page, for only their pair has a label."""
    words = (_("%(label)s, day"), _("%(label)s, time"))
    for box, sentence in zip(field.widget.widgets, words, strict=True):
        box.attrs["aria-label"] = sentence % {"label": capfirst(field.label)}


class RecordForm:
    """What all forms share: boxes of five lines for plain text, and no button that deletes another record.

    Text with characters that nobody sees is refused: an import takes them out, so that no export with them
    would come back unchanged.
    """

    formfield_overrides = {models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 5})}}

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", WordsWidget(db_field, self.admin_site))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_delete_related = False
        if isinstance(field, forms.CharField):
            field.validators.append(validate_plain_text)
        if isinstance(field, forms.SplitDateTimeField):
            name_boxes(field)
        return field


class RecordAdmin(RecordForm, admin.ModelAdmin):
    """What all lists of records share: fifty rows a page, counted once.

    A changed slug leaves a redirect, and what other records use is not deleted.
    """

    list_per_page = 50
    show_full_result_count = False

    def save_model(self, request, record, form, change):
        super().save_model(request, record, form, change)
        if change and "slug" in form.changed_data:
            leave_redirects(self.model, {form.initial["slug"]: record.pk})

    def get_deleted_objects(self, objs, request):
        deleted, counts, missing_rights, protected = super().get_deleted_objects(objs, request)
        return deleted, counts, missing_rights, [*protected, *users_of(self.model, objs)]


class SmallBoxes(RecordForm):
    """Texts inside a list of inlines: two lines high and as wide as a name."""

    formfield_overrides = {
        models.TextField: {"widget": AdminTextareaWidget(attrs={"class": "vTextField", "rows": 2})},
    }


class PriceEntry(RecordForm):
    """What a price form looks like wherever a price is entered; a new one starts in dollars and this year."""

    autocomplete_fields = ["currency", "inclusions"]
    price_rows = [
        ("basis", "state"),
        ("low", "high"),
        ("currency", "open_ended"),
        ("sessions_min", "sessions_max"),
        "inclusions",
        ("tax", "year", "estimated"),
        "remark",
        ("source", "checked_on"),
    ]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "currency":
            field.initial = "USD"
        elif db_field.name == "year":
            field.initial = timezone.localdate().year
        return field


class ProcessStepInline(RecordForm, admin.StackedInline):
    """The steps of a procedure on its page."""

    model = ProcessStep
    extra = 0
    fields = [("position", "title"), "text", "details"]


class CareRuleInline(RecordForm, admin.StackedInline):
    """What to do and avoid around a session, on the procedure's page."""

    model = CareRule
    extra = 0
    fields = [
        ("position", "phase"),
        ("first_day", "last_day_earliest", "last_day"),
        "text",
        "condition",
    ]


class RiskInline(RecordForm, admin.StackedInline):
    """The risks of a procedure on its page."""

    model = Risk
    extra = 0
    fields = [("position", "name"), "frequency", "text"]


class CostFactorInline(SmallBoxes, admin.StackedInline):
    """What makes a procedure cost more or less, on its page."""

    model = CostFactor
    extra = 0
    fields = [("position", "name"), "text"]


@admin.register(Procedure)
class ProcedureAdmin(RecordAdmin):
    """Procedures with their steps, care rules, risks and cost factors; treatments have pages of their own."""

    list_display = ["name", "abbreviation", "sessions_min", "sessions_max", "position"]
    search_fields = ["name", "abbreviation", "slug"]
    ordering = ["position", "name", "pk"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [ProcessStepInline, CareRuleInline, RiskInline, CostFactorInline]
    fieldsets = [
        (None, {"fields": [("name", "abbreviation"), "slug", "position"]}),
        (_("Texts"), {"fields": ["summary", "description"]}),
        (
            _("Sessions and healing"),
            {
                "fields": [
                    ("sessions_min", "sessions_max"),
                    ("session_hours_min", "session_hours_max"),
                    ("days_between_min", "days_between_max"),
                    ("healing_days_min", "healing_days_max"),
                    ("touch_up_years_min", "touch_up_years_max"),
                ],
                "description": _("The lowest and the highest number, or one number twice."),
            },
        ),
        (
            _("Compared with prices at home"),
            {
                "fields": [
                    ("percent_below_home_min", "percent_below_home_max"),
                    "home_regions",
                    "home_price_note",
                    "home_price_source",
                ]
            },
        ),
    ]


@admin.register(Treatment)
class TreatmentAdmin(RecordAdmin):
    """The areas and kinds of work that clinics offer and price."""

    list_display = ["name", "procedure", "sessions_min", "sessions_max", "cost_rank", "position"]
    list_filter = ["procedure"]
    list_select_related = ["procedure"]
    search_fields = ["name", "slug", "synonyms"]
    search_help_text = _("Names, synonyms or ends of addresses.")
    ordering = ["position", "name", "pk"]
    autocomplete_fields = ["procedure"]
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        (None, {"fields": ["procedure", "name", "slug", "synonyms", "summary", "position"]}),
        (
            _("Sessions"),
            {
                "fields": [("sessions_min", "sessions_max")],
                "description": _("Leave both empty when the procedure's own number of sessions applies."),
            },
        ),
        (_("Cost"), {"fields": ["cost_rank", "cost_note"]}),
    ]


@admin.register(PriceTier)
class PriceTierAdmin(RecordAdmin):
    """The ordered scale of price levels."""

    list_display = ["name", "rank", "slug", "meaning"]
    search_fields = ["name", "slug"]
    ordering = ["rank"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Inclusion)
class InclusionAdmin(RecordAdmin):
    """What a price may contain."""

    list_display = ["name", "slug", "position", "text"]
    search_fields = ["name", "slug"]
    ordering = ["position", "name", "pk"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Currency)
class CurrencyAdmin(RecordAdmin):
    """Currencies and their dated rates; without a rate, prices in a currency count as unpriced."""

    list_display = ["code", "units_per_usd", "as_of", "decimals", "source"]
    search_fields = ["code"]
    ordering = ["code"]
    fieldsets = [
        (None, {"fields": ["code", "decimals"]}),
        (
            _("Rate"),
            {
                "fields": ["units_per_usd", "as_of", "source"],
                "description": _("Without a rate, prices in this currency are shown and count as unpriced."),
            },
        ),
    ]


@admin.register(MarketPrice)
class MarketPriceAdmin(PriceEntry, RecordAdmin):
    """The rows of the price guide."""

    list_display = [
        "label",
        "procedure",
        "basis",
        "state",
        "low",
        "high",
        "open_ended",
        "currency",
        "year",
        "checked_on",
    ]
    list_filter = ["procedure", "basis", "state", "year", "estimated", "treatments"]
    list_select_related = ["procedure", "currency"]
    search_fields = ["label", "remark", "treatments__name"]
    ordering = ["procedure__position", "basis", "position", "label", "pk"]
    autocomplete_fields = ["procedure", "treatments", *PriceEntry.autocomplete_fields]
    fieldsets = [
        (None, {"fields": ["procedure", "label", "treatments", "position"]}),
        (_("Price"), {"fields": PriceEntry.price_rows}),
    ]
