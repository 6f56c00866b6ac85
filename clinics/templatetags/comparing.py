"""Choosing clinics to compare: a box beside each, and one form that leads to the comparison.

A page shows a box for each of its clinics and `{% compare_form shown=clinics %}` once, which works without
scripts. Clinics that the address names (`?clinic=a&clinic=b`) stay chosen.
"""

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from clinics.selection import named_slugs, read_chosen
from pricing.markup import markup

register = template.Library()

BOX = (
    '<label><input type="checkbox" aria-label="{words} {}" name="clinic" value="{}" form="compare"{}>'
    " {words}</label>"
)


@register.simple_tag
def compare_box(clinic, is_checked=False):
    """Show the box that chooses a clinic."""
    return box(clinic, is_checked, words=box_words())


def box(clinic, is_checked, *, words):
    """Return the box that chooses a clinic, with the words of box_words."""
    return markup(BOX, clinic.name, clinic.slug, " checked" if is_checked else "", words=words)


def box_words():
    """Return what stands beside a box, in the language that is active."""
    return _("Add to compare")


@register.inclusion_tag("components/compare_form.html", takes_context=True)
def compare_form(context, shown=()):
    """Show the button to compare, and a box for each chosen clinic that is not among `shown`.

    `shown` are the clinics that have a box on this page; the others can so be seen and taken away.
    """
    return {"kept": read_chosen(_kept(context, shown), at=timezone.now())}


@register.inclusion_tag("components/kept_clinics.html", takes_context=True)
def kept_clinics(context):
    """Put what the address chose to compare into another form of the page, so that it is not lost."""
    return {"kept": _kept(context)}


def _kept(context, shown=()):
    slugs = {clinic.slug for clinic in shown}
    return [slug for slug in named_slugs(context.request.GET) if slug not in slugs]
