"""Where treatments can be merged: what moves lies in this layer, their other pages in the one below."""

from django.contrib import admin

from pricing.admin import TreatmentAdmin
from pricing.models import Treatment

from .merging_words import MergesWords

admin.site.unregister(Treatment)


@admin.register(Treatment)
class MergeableTreatmentAdmin(MergesWords, TreatmentAdmin):
    """The areas and kinds of work that clinics offer and price; one can be merged into another."""
