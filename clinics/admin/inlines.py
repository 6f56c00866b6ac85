"""What a listing owns, on the page of its clinic: prices, findings and register numbers."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from clinics.models import ClinicPrice, Finding, RegisterId
from clinics.rights import VIEW, Manner, manner_of_editing
from pricing.admin import PriceEntry, RecordForm, SmallBoxes


class Owned:
    """An inline of a clinic: whoever edits the clinic edits what it owns.

    `identity` names the fields that tell the entries of one clinic apart, `file_field` a file without which
    there is no new entry, if any.
    """

    extra = 0
    file_field = ""

    def has_add_permission(self, request, clinic=None):
        return manner_of_editing(request.user, clinic) != Manner.LOOK

    has_change_permission = has_delete_permission = has_add_permission

    def has_view_permission(self, request, clinic=None):
        return request.user.has_perm(VIEW) or self.has_change_permission(request, clinic)

    def read_identities(self, clinic):
        """Return {primary key: values of the identity as texts} of the entries of a clinic."""
        names = [self.model._meta.get_field(name).attname for name in self.identity]
        rows = self.model._default_manager.filter(clinic=clinic).order_by().values_list("pk", *names)
        return {pk: tuple(map(str, values)) for pk, *values in rows}


class PriceInline(Owned, PriceEntry, admin.StackedInline):
    """The prices of a clinic on its page."""

    model = ClinicPrice
    identity = ("treatment", "basis")
    verbose_name = _("price")
    verbose_name_plural = _("prices")
    autocomplete_fields = ["treatment", *PriceEntry.autocomplete_fields]
    fields = ["treatment", *PriceEntry.price_rows]

    def get_queryset(self, request):
        prices = super().get_queryset(request)
        return prices.select_related("treatment", "currency").prefetch_related("inclusions")


class FindingInline(Owned, SmallBoxes, admin.StackedInline):
    """The findings about a clinic on its page."""

    model = Finding
    identity = ("criterion",)
    autocomplete_fields = ["criterion"]
    fields = [("criterion", "answer"), ("evidence", "source"), ("checked_on", "expires_on")]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("criterion")


class RegisterIdInline(Owned, RecordForm, admin.StackedInline):
    """The numbers under which outside registers know a clinic, on its page."""

    model = RegisterId
    identity = ("source",)
    fields = [("source", "identifier")]
    verbose_name = _("register number")
    verbose_name_plural = _("register numbers")
