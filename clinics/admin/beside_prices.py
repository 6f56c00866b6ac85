"""What the prices of a listing speak for, beside the fields in which they are edited."""

from django.contrib import admin
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from clinics.price_rows import read_price_rows
from pricing.models import PriceTier
from pricing.suggested_tier import suggest_tier


class ShowsPrices:
    """Adds to the page of a listing what its saved prices speak for: a tier, courses beside the market."""

    def get_readonly_fields(self, request, clinic=None):
        return [*super().get_readonly_fields(request, clinic), "beside_market"]

    @admin.display(description=_("By the saved prices"))
    def beside_market(self, clinic):
        """Return the suggested tier and a table of courses; nothing for a clinic that is not saved yet."""
        rows = read_price_rows(clinic) if clinic and clinic.pk else []
        pairs = [(row.course, row.market_course.span) for row in rows if row.course and row.market_course]
        tier = suggest_tier(pairs, PriceTier.objects.all()) if pairs else None
        return render_to_string("admin/clinics/clinic/_courses.html", {"rows": rows, "tier": tier})
