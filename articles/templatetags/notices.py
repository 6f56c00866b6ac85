"""The notices that pages of every layer show: the disclaimer and the emergency numbers."""

from django import template

from articles.models import Disclaimer, EmergencyContact
from clinics.remembering import remembered_with

register = template.Library()


@register.inclusion_tag("articles/_disclaimer.html")
def disclaimer(known=None):
    """Show what the site does not promise, with its date; nothing while there is no record.

    What is Known of the data saves the query.
    """
    return {"disclaimer": remembered_with(known, Disclaimer.objects.first)}


@register.inclusion_tag("articles/_emergency_contacts.html")
def emergency_contacts():
    """Show whom to call in an emergency."""
    return {"contacts": EmergencyContact.objects.order_by("position", "number")}
