"""Where editors keep clinics with their prices and evidence, districts and vocabularies."""

from django.contrib import admin, messages
from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from clinics.documents import hold_listings
from clinics.folding import fold
from clinics.korea import SEOUL
from clinics.models import (
    Clinic,
    ClinicPrice,
    Concern,
    Criterion,
    District,
    Factor,
    Finding,
    Focus,
    Language,
    RegisterId,
    Service,
)
from clinics.offering import list_priced_treatments
from clinics.tree import districts_in_cycles
from clinics.vocabulary import Districts
from pricing.admin import PriceEntry, RecordAdmin, RecordForm, SmallBoxes


def names(records):
    """Return the names of some records as one text for a message."""
    return ", ".join(str(record) for record in records)


@admin.register(Concern, Focus, Language, Service)
class TermAdmin(RecordAdmin):
    """The small vocabularies that visitors filter by."""

    list_display = ["name", "slug", "position", "description"]
    search_fields = ["name", "slug"]
    ordering = ["position", "name"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(District)
class DistrictAdmin(RecordAdmin):
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


class PriceInline(PriceEntry, admin.StackedInline):
    """The prices of a clinic on its page."""

    model = ClinicPrice
    extra = 0
    verbose_name = _("price")
    verbose_name_plural = _("prices")
    autocomplete_fields = ["treatment", *PriceEntry.autocomplete_fields]
    fields = ["treatment", *PriceEntry.price_rows]

    def get_queryset(self, request):
        prices = super().get_queryset(request)
        return prices.select_related("treatment", "currency").prefetch_related("inclusions")


class FindingInline(SmallBoxes, admin.StackedInline):
    """The findings about a clinic on its page."""

    model = Finding
    extra = 0
    autocomplete_fields = ["criterion"]
    fields = [("criterion", "answer"), ("evidence", "source"), ("checked_on", "expires_on")]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("criterion")


class RegisterIdInline(RecordForm, admin.TabularInline):
    """The numbers under which outside registers know a clinic, on its page."""

    model = RegisterId
    extra = 0
    verbose_name = _("register number")
    verbose_name_plural = _("register numbers")


class DistrictFilter(admin.SimpleListFilter):
    """Clinics of a district and of every part of it; two levels of districts to choose from."""

    title = _("district")
    parameter_name = "district"

    def lookups(self, request, model_admin):
        """Return the slugs and names of the upper two levels, the second one indented."""
        self.districts = districts = Districts(District.objects.only("parent", "slug", "name"))
        upper = [district for district in districts if districts.depth(district) < 2]
        return [(district.slug, "– " * districts.depth(district) + district.name) for district in upper]

    def queryset(self, request, queryset):
        """Keep the clinics in the chosen district; none when nobody knows it."""
        if self.value() is None:
            return queryset
        chosen = self.districts.by_slug.get(self.value())
        wanted = self.districts.with_descendants([chosen.pk]) if chosen else []
        return queryset.filter(district__in=wanted)


@admin.register(Clinic)
class ClinicAdmin(RecordAdmin):
    """A whole listing on one page: the clinic, its prices, its findings and its register numbers."""

    list_display = ["name", "name_ko", "district", "price_tier", "status", "verified_on"]
    list_filter = [
        "status",
        DistrictFilter,
        "price_tier",
        "focuses",
        "is_example",
        "legal_basis",
        "verified_on",
        "review_due_on",
    ]
    list_select_related = ["district", "price_tier"]
    search_fields = ["search_names__contains", "slug__contains", "register_ids__identifier"]
    search_help_text = _("Names in English or Korean, ends of addresses or register numbers.")
    ordering = ["sort_name", "slug"]
    actions = ["publish", "archive"]
    save_on_top = True
    autocomplete_fields = [
        "district",
        "focuses",
        "concerns",
        "treatments",
        "languages",
        "services",
        "price_tier",
    ]
    formfield_overrides = {
        **RecordAdmin.formfield_overrides,
        models.URLField: {"assume_scheme": "https"},
    }
    prepopulated_fields = {"slug": ["name"]}
    readonly_fields = ["phone_e164", "created_by", "version"]
    inlines = [PriceInline, FindingInline, RegisterIdInline]
    fieldsets = [
        (None, {"fields": [("name", "name_ko"), "slug", "district", "is_example"]}),
        (
            _("What it is known for"),
            {"fields": ["focuses", "concerns", "treatments", "languages", "services"]},
        ),
        (_("Price tier"), {"fields": [("price_tier", "tier_estimated")]}),
        (
            _("Cells of the comparison"),
            {
                "fields": [
                    "focus_summary",
                    "target_clients",
                    "artistic_style",
                    "technology",
                    ("service_grade", "service_note"),
                    "differentiator",
                ],
                "description": _("A few words each. An empty cell is shown as “not stated”."),
            },
        ),
        (
            _("Texts"),
            {
                "fields": ["description", "expertise", "experience"],
                "description": _("Paragraphs, separated by an empty line."),
            },
        ),
        (
            _("Contact and place"),
            {
                "fields": [
                    ("address", "address_ko"),
                    ("latitude", "longitude", "point_approximate"),
                    "access",
                    ("phone", "phone_e164"),
                    "website",
                    "review_places",
                    "payment_methods",
                ]
            },
        ),
        (_("Opening hours"), {"fields": ["opening_hours"]}),
        (
            _("Legal basis"),
            {"fields": ["legal_basis", "legal_number", ("legal_source", "legal_checked_on")]},
        ),
        (_("Verification"), {"fields": [("verified_on", "verified_by"), "review_due_on"]}),
        (
            _("Publication"),
            {
                "fields": ["status", "publish_at", "unpublish_at", ("created_by", "version")],
                "description": _("Times are those of the clinics, in Seoul."),
            },
        ),
    ]

    def view_on_site(self, clinic):
        """Return the address of a clinic that visitors see at this moment, else None."""
        seen = Clinic.objects.published(at=timezone.now()).filter(pk=clinic.pk).exists()
        return clinic.get_absolute_url() if seen else None

    def changeform_view(self, request, *args, **kwargs):
        with timezone.override(SEOUL):
            response = super().changeform_view(request, *args, **kwargs)
            # A page shows its times where it is rendered, and that would be later.
            return response.render() if hasattr(response, "render") else response

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, fold(search_term.replace("\0", "")))

    def save_model(self, request, clinic, form, change):
        if not change:
            clinic.created_by = request.user
            super().save_model(request, clinic, form, change)
            return
        # Counted by the database, for a colleague may have saved since this page was read.
        clinic.version = F("version") + 1
        super().save_model(request, clinic, form, change)
        clinic.refresh_from_db(fields=["version"])

    def delete_model(self, request, clinic):
        with transaction.atomic():
            hold_listings()  # in the order of imports: the other way round the two would wait for each other
            super().delete_model(request, clinic)

    def delete_queryset(self, request, queryset):
        with transaction.atomic():
            hold_listings()
            super().delete_queryset(request, queryset)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        clinic = form.instance
        was_listed = set(form.initial.get("treatments", []))
        kept = [treatment for treatment in list_priced_treatments(clinic) if treatment in was_listed]
        if kept:
            messages.warning(
                request,
                _("Still listed, because the clinic has prices for them: %(treatments)s.")
                % {"treatments": names(kept)},
            )

    @admin.action(description=_("Publish the selected clinics"), permissions=["change"])
    def publish(self, request, queryset):
        count = queryset.publish()
        sentence = ngettext("%(count)d clinic was published.", "%(count)d clinics were published.", count)
        self.message_user(request, sentence % {"count": count}, messages.SUCCESS)

    @admin.action(description=_("Archive the selected clinics"), permissions=["change"])
    def archive(self, request, queryset):
        count = queryset.archive()
        sentence = ngettext("%(count)d clinic was archived.", "%(count)d clinics were archived.", count)
        self.message_user(request, sentence % {"count": count}, messages.SUCCESS)
