"""The stipple drawing that stands where a clinic has no photo."""

from django import template

from clinics.stipple import SHEETS, draw

register = template.Library()


@register.inclusion_tag("components/stipple.html")
def stipple(word, size="card"):
    """Draw the stipple of a slug or another word: `card`, `large` or `wide`."""
    sheet = SHEETS[size]
    return {"size": size, "width": sheet.width, "height": sheet.height, "paths": draw(word, size)}
