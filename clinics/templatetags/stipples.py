"""The stipple drawing that stands where a clinic has no photo."""

from django import template

from clinics.stipple import SHEETS, draw
from pricing.markup import joined, markup

register = template.Library()

DRAWING = '<svg{} viewBox="0 0 {} {}" aria-hidden="true">{}</svg>'
PATH = '<path{} d="{}"/>'
SLICED = ' class="stipple-{}" preserveAspectRatio="xMidYMin slice"'
# There are many cards on a page: theirs is the one drawing that has no class, to save bytes.
ATTRIBUTES = {size: "" if size == "card" else markup(SLICED, size) for size in SHEETS}


@register.simple_tag
def stipple(word, size="card"):
    """Draw the stipple of a slug or another word: `card`, `large` or `wide`."""
    sheet = SHEETS[size]
    paths = ((_width(diameter), commands) for diameter, commands in draw(word, size))
    return markup(
        DRAWING, ATTRIBUTES[size], sheet.width, sheet.height, joined(markup(PATH, *path) for path in paths)
    )


def _width(diameter):
    return markup(' stroke-width="{}"', diameter) if diameter else ""
