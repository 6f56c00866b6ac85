"""Profiles of clinics: what was shown of a clinic is shown again until it changes."""

from django import template
from django.template.loader import get_template

from clinics.bounded import Bounded

MOST_BYTES = 16 * 1024 * 1024
OVERHEAD = 500  # bytes that Python needs around a profile

register = template.Library()
_remembered = Bounded(lambda: MOST_BYTES)


@register.simple_tag
def show_profile(page):
    """Show the Profile of a ClinicPage."""
    has_similar = bool(page.similar)
    key = page.key and (*page.key, has_similar)
    html = key and _remembered.get(key)
    if not html:
        context = {"clinic": page.clinic, "profile": page.profile, "has_similar": has_similar}
        html = get_template("clinics/detail/_profile.html").render(context)
        if key:
            _remembered.add(key, html, size=len(html.encode()) + OVERHEAD)
    return html
