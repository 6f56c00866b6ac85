"""The page of a whole listing, and the list of all clinics."""

from django.contrib import admin
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinics.documents import hold_listings
from clinics.folding import fold
from clinics.history import Occasion, delete_listings
from clinics.models import Act, Clinic
from clinics.models.history import REASON
from clinics.rights import ADD, CHANGE, Manner, manner_of_editing, may_publish
from pricing.admin import RecordAdmin

from .beside_prices import ShowsPrices
from .bulk import BULK_ACTIONS, ChangesInBulk
from .desk import DeskPages
from .facet_counts import BooleanFilter, ChoicesFilter, DateFilter, RelatedFilter
from .filtering import DistrictFilter
from .inlines import FindingInline, PriceInline, RegisterIdInline
from .merging_listings import MergesListings
from .photos import PhotoInline, PhotoPages
from .reasons import typed_reason
from .saving import SavesWithHistory
from .versions import ShowsHistory
from .whole_list import WholeList

PUBLICATION = ("status", "publish_at", "unpublish_at")


@admin.register(Clinic)
class ClinicAdmin(
    ShowsPrices,
    DeskPages,
    PhotoPages,
    ChangesInBulk,
    MergesListings,
    WholeList,
    SavesWithHistory,
    ShowsHistory,
    RecordAdmin,
):
    """A whole listing on one page: the clinic, its prices, findings, photos and register numbers."""

    list_display = ["name", "name_ko", "district", "price_tier", "status", "verified_on"]
    list_filter = [
        ("status", ChoicesFilter),
        DistrictFilter,
        ("price_tier", RelatedFilter),
        ("focuses", RelatedFilter),
        ("is_example", BooleanFilter),
        ("legal_basis", ChoicesFilter),
        ("verified_on", DateFilter),
        ("review_due_on", DateFilter),
    ]
    list_select_related = ["district", "price_tier"]
    search_fields = ["search_names__contains", "slug__contains", "register_ids__identifier"]
    search_help_text = _("Names in English or Korean, ends of addresses or register numbers.")
    ordering = ["sort_name", "slug"]
    actions = [*BULK_ACTIONS, "merge"]
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
    inlines = [PriceInline, FindingInline, PhotoInline, RegisterIdInline]
    fieldsets = [
        (None, {"fields": [("name", "name_ko"), "slug", "district", "is_example"]}),
        (
            _("What it is known for"),
            {"fields": ["focuses", "concerns", "treatments", "languages", "services"]},
        ),
        (
            _("Price tier"),
            {"fields": [("price_tier", "tier_estimated"), "beside_market"]},
        ),
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

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, fold(search_term.replace("\0", "")))

    def has_change_permission(self, request, clinic=None):
        if clinic is None:
            return request.user.has_perm(CHANGE) or request.user.has_perm(ADD)
        return manner_of_editing(request.user, clinic) != Manner.LOOK

    def get_readonly_fields(self, request, clinic=None):
        fields = super().get_readonly_fields(request, clinic)
        return fields if may_publish(request.user) else [*fields, *PUBLICATION]

    def delete_view(self, request, object_id, extra_context=None):
        context = {"longest_reason": REASON, **(extra_context or {})}
        return super().delete_view(request, object_id, context)

    def delete_model(self, request, clinic):
        self.delete_queryset(request, Clinic.objects.filter(pk=clinic.pk))

    def delete_queryset(self, request, queryset):
        with transaction.atomic():
            hold_listings()  # in the order of imports: the other way round the two would wait for each other
            pks = list(queryset.order_by("pk").values_list("pk", flat=True))
            occasion = Occasion(Act.DELETED, user=request.user, reason=typed_reason(request))
            delete_listings(pks, occasion=occasion)
