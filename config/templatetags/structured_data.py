"""The one place where data for search engines becomes part of a page."""

import json

from django import template
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from pricing.addresses import address_of
from pricing.structured_data import breadcrumbs

register = template.Library()

CONTEXT = "https://schema.org"
# Nothing in the data can end the script or begin a comment in it.
ESCAPED = {ord(mark): f"\\u{ord(mark):04x}" for mark in "<>&"}


@register.filter
def json_ld(nodes):
    """Return nodes of schema.org, of which some may be None, as a script that no browser runs."""
    found = [node for node in nodes or [] if node]
    if not found:
        return ""
    whole = {"@context": CONTEXT, **(found[0] if len(found) == 1 else {"@graph": found})}
    text = json.dumps(whole, ensure_ascii=False, separators=(",", ":")).translate(ESCAPED)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 (escaped above)


@register.simple_tag
def breadcrumb_list(here, section="", section_url="", path=()):
    """Show the way to a page to search engines: the front page, a section, places with an address, here."""
    trail = [(_("Home"), address_of("home"))]
    if section:
        trail.append((section, section_url))
    trail += [(place.name, place.get_absolute_url()) for place in path or ()]
    return json_ld([breadcrumbs([*trail, (here, "")])])
