"""A clinic offers the treatments it lists, and pricing a treatment lists it."""

from pricing.models import Treatment


def list_priced_treatments(clinic):
    """List every treatment that the clinic has a price for; return those that were not listed, in order."""
    unlisted = Treatment.objects.filter(clinic_prices__clinic=clinic).exclude(clinics=clinic).distinct()
    added = list(unlisted.order_by("position", "name", "slug"))
    clinic.treatments.add(*added)
    return added
