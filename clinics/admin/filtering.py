"""By what the list of clinics is narrowed beside the stock filters."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from clinics.models import District
from clinics.vocabulary import Districts


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
