"""By what the list of clinics is narrowed beside the stock filters."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from clinics.models import District
from clinics.vocabulary import Districts

from .facet_counts import CountedByIndex


class DistrictFilter(CountedByIndex, admin.SimpleListFilter):
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
        return queryset if self.value() is None else queryset.filter(district__in=self._within(self.value()))

    def chosen(self, index):
        if self.value() is None:
            return index.everything
        return index.any_of("district", self._within(self.value()))

    def choosable(self, index):
        return {
            f"{place}__c": index.any_of("district", self._within(slug))
            for place, (slug, _name) in enumerate(self.lookup_choices)
        }

    def _within(self, slug):
        """Return the primary keys of a district and of all inside it; none when nobody knows it."""
        district = self.districts.by_slug.get(slug)
        return self.districts.with_descendants([district.pk]) if district else set()
