"""The many small parts of a listing: the choices beside it and the districts on its map.

There are hundreds of them on a page, so they are written out here and not by a loop of a template.
"""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.translation import ngettext

register = template.Library()

CHOICE = (
    '\n<li{depth}><label><input type="checkbox" name="{{name}}" value="{{value}}"{state}>'
    " {{label}} <small>{{count}}</small></label></li>"
)
DEPTHS = {False: "", True: ' class="depth-{depth}"'}
STATES = {"chosen": " checked", "empty": " disabled", "open": ""}
CHOICES = {
    (is_deep, state): CHOICE.format(depth=DEPTHS[is_deep], state=STATES[state])
    for is_deep in DEPTHS
    for state in STATES
}
AREA = (
    '<a{shade} rel="nofollow" href="{{base}}?{{query}}" aria-label="{{words}}"{chosen}>'
    '<path d="{{path}}"/></a>\n'
)
SHADES = {False: "", True: ' class="s{shade}"'}
CHOSEN = {False: "", True: ' aria-current="true"'}
AREAS = {
    (is_shaded, is_chosen): AREA.format(shade=SHADES[is_shaded], chosen=CHOSEN[is_chosen])
    for is_shaded in SHADES
    for is_chosen in CHOSEN
}
NAME_OF_AREA = '\n<text x="{}" y="{}">{}<tspan x="{}" dy="-11">{}</tspan></text>'


@register.simple_tag
def choices(group):
    """Show the Options of a FacetGroup as items of a list; one that gives nothing cannot be chosen."""
    return format_html_join("", "{}", ((_choice(group.name, option),) for option in group.options))


def _choice(name, option):
    state = "chosen" if option.selected else "open" if option.count else "empty"
    return format_html(
        CHOICES[bool(option.depth), state],
        depth=option.depth,
        name=name,
        value=option.value,
        label=option.label,
        count=f"{option.count:,}",
    )


@register.simple_tag
def areas(district_map, base):
    """Show the Areas of a DistrictMap as links below an address."""
    return format_html_join("", "{}", ((_area(area, base),) for area in district_map.areas))


def _area(area, base):
    words = ngettext("%(name)s: %(number)s clinic", "%(name)s: %(number)s clinics", area.count)
    return format_html(
        AREAS[area.shade > 1, area.is_chosen],
        shade=area.shade,
        base=base,
        query=area.query,
        words=words % {"name": area.name, "number": f"{area.count:,}"},
        path=area.path,
    )


@register.simple_tag
def names_of_areas(district_map):
    """Show the numbers and names of the Areas of a DistrictMap, for the eye."""
    return format_html_join(
        "",
        NAME_OF_AREA,
        ((area.x, area.y, f"{area.count:,}", area.x, area.name) for area in district_map.areas),
    )
