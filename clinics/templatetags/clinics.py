"""What pages of other layers show of clinics."""

from django import template
from django.utils import timezone

from clinics.models import Clinic

register = template.Library()


@register.simple_tag
def count_clinics_offering(treatment):
    """Return how many published clinics offer a treatment."""
    return Clinic.objects.published(at=timezone.now()).filter(treatments=treatment).count()
