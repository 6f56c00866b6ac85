"""The work lists on the front page of the admin."""

from django import template
from django.utils import timezone

from clinics.desk import read_counts

register = template.Library()


@register.inclusion_tag("admin/clinics/desk/_overview.html", takes_context=True)
def desk(context):
    """Show the work lists with their counts to those who may see listings."""
    may_see = context.request.user.has_perm("clinics.view_clinic")
    return {"counts": read_counts(at=timezone.now()) if may_see else []}
