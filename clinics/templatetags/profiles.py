"""Profiles of clinics: what was shown of a clinic is shown again until it changes."""

from django import template
from django.template.loader import get_template

from clinics.bounded import Bounded

MOST_BYTES = 16 * 1024 * 1024
OVERHEAD = 500  # bytes that Python needs around a part of a page

register = template.Library()
_remembered = Bounded(lambda: MOST_BYTES)


@register.simple_tag
def show_profile(page):
    """Show the Profile of a ClinicPage."""
    has_similar = bool(page.similar)
    return _shown(
        page.key and ("profile", *page.key, has_similar),
        "clinics/detail/_profile.html",
        lambda: {"clinic": page.clinic, "profile": page.profile, "has_similar": has_similar},
    )


@register.simple_tag
def show_similar(page):
    """Show the SimilarClinics of a ClinicPage."""
    similar, known = page.similar, page.known
    return _shown(
        known and ("similar", *((other.key, known.stamp_of(other.clinic.pk)) for other in similar)),
        "clinics/detail/_similar.html",
        lambda: {"similar": similar},
    )


def _shown(key, name, context):
    """Return a template rendered with what a function gives, or what it was under the same key."""
    html = key and _remembered.get(key)
    if not html:
        html = get_template(name).render(context())
        if key:
            _remembered.add(key, html, size=len(html.encode()) + OVERHEAD)
    return html
