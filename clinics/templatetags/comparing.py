"""Choosing clinics to compare: a box beside each, and one form that leads to the comparison.

A page shows `{% compare_box clinic %}` for each of its clinics and `{% compare_form shown=clinics %}` once,
which works without scripts. Clinics that the address names (`?clinic=a&clinic=b`) stay chosen.
"""

from django import template

from clinics.selection import named_slugs

register = template.Library()


@register.inclusion_tag("components/compare_box.html", takes_context=True)
def compare_box(context, clinic):
    """Show the box that adds a clinic to the comparison, checked when the address names the clinic."""
    return {"clinic": clinic, "is_checked": clinic.slug in named_slugs(context.request.GET)}


@register.inclusion_tag("components/compare_form.html", takes_context=True)
def compare_form(context, shown=()):
    """Show the button to compare; `shown` are the clinics that have a box on this page."""
    return {"kept": _kept(context, shown)}


@register.inclusion_tag("components/kept_clinics.html", takes_context=True)
def kept_clinics(context):
    """Put what the address chose to compare into another form of the page, so that it is not lost."""
    return {"kept": _kept(context)}


def _kept(context, shown=()):
    slugs = {clinic.slug for clinic in shown}
    return [slug for slug in named_slugs(context.request.GET) if slug not in slugs]
