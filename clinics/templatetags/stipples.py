"""The stipple drawing that stands where a clinic has no photo."""

from django import template
from django.utils.html import format_html, format_html_join

from clinics.stipple import SHEETS, draw

register = template.Library()

DRAWING = '<svg{} viewBox="0 0 {} {}" aria-hidden="true">{}</svg>'
PATH = '<path{} d="{}"/>'
SLICED = ' class="stipple-{}" preserveAspectRatio="xMidYMin slice"'
# There are many cards on a page: theirs is the one drawing that has no class, to save bytes.
ATTRIBUTES = {size: "" if size == "card" else format_html(SLICED, size) for size in SHEETS}


@register.simple_tag
def stipple(word, size="card"):
    """Draw the stipple of a slug or another word: `card`, `large` or `wide`."""
    sheet = SHEETS[size]
    paths = ((_width(diameter), commands) for diameter, commands in draw(word, size))
    return format_html(
        DRAWING, ATTRIBUTES[size], sheet.width, sheet.height, format_html_join("", PATH, paths)
    )


def _width(diameter):
    return format_html(' stroke-width="{}"', diameter) if diameter else ""
