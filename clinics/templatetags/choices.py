"""The many small parts of a listing: the choices beside it and the districts on its map.

There are hundreds of them on a page, so they are written out here and not by a loop of a template.
"""

from functools import lru_cache

from django import template
from django.utils.translation import ngettext

from pricing.markup import joined, markup

register = template.Library()

GROUP = (
    '\n<details id="group-{name}" class="group"{unfolded}><summary>{label}{chosen}</summary>'
    '<fieldset aria-label="{label}">{options}</fieldset></details>'
)
UNFOLDED = {False: "", True: markup("{}", " open")}
NUMBER_CHOSEN = ' <span class="count">({})</span>'
CHOICE = (
    '<label{depth}><input type="checkbox" name="{{name}}" value="{{value}}"{state}>'
    " {{label}} <small>{{count}}</small></label>\n"
)
DEPTHS = {False: "", True: ' class="depth-{depth}"'}
STATES = {"chosen": " checked", "empty": " disabled", "open": ""}
CHOICES = {
    (is_deep, state): CHOICE.format(depth=DEPTHS[is_deep], state=STATES[state])
    for is_deep in DEPTHS
    for state in STATES
}
MOST_REMEMBERED = 10_000  # choices with their counts, some hundred bytes each
OPENING = '<a{shade}{following} href="{{base}}?'
CLOSING = '" aria-label="{{words}}"{chosen}><use href="{{shape}}"/></a>\n'
FOLLOWING = {False: "", True: ' rel="nofollow"'}
SHADES = {False: "", True: ' class="s{shade}"'}
CHOSEN = {False: "", True: ' aria-current="true"'}
NAME_OF_AREA = '\n<text x="{}" y="{}">{}<tspan x="{}" dy="-11">{}</tspan></text>'


@register.simple_tag
def choices(groups):
    """Show FacetGroups, each with its Options; one that gives nothing cannot be chosen."""
    return joined(_group(group) for group in groups)


def _group(group):
    name, chosen = group.name, group.chosen
    options = (
        _choice(name, option.value, option.label, option.depth, option.count, option.selected)
        for option in group.options
    )
    return markup(
        GROUP,
        name=name,
        unfolded=UNFOLDED[group.is_unfolded],
        label=group.label,
        chosen=markup(NUMBER_CHOSEN, chosen) if chosen else "",
        options=joined(options),
    )


@lru_cache(maxsize=MOST_REMEMBERED)
def _choice(name, value, label, depth, count, is_chosen):
    state = "chosen" if is_chosen else "open" if count else "empty"
    return markup(
        CHOICES[bool(depth), state], depth=depth, name=name, value=value, label=label, count=f"{count:,}"
    )


@register.simple_tag
def areas(district_map, base, is_narrowed=False):
    """Show the Areas of a DistrictMap as links below an address.

    Search engines need not follow them where they are narrowed by other choices too.
    """
    return joined(
        part
        for area in district_map.areas
        for part in (
            _opening(area.shade, base, is_narrowed=bool(is_narrowed)),
            area.query,
            _closing(area.name, area.count, area.shape, is_chosen=area.is_chosen),
        )
    )


@lru_cache
def _opening(shade, base, *, is_narrowed):
    opening = OPENING.format(shade=SHADES[shade > 1], following=FOLLOWING[is_narrowed])
    return markup(opening, shade=shade, base=base)


@lru_cache(maxsize=MOST_REMEMBERED)
def _closing(name, count, shape, *, is_chosen):
    words = ngettext("%(name)s: %(number)s clinic", "%(name)s: %(number)s clinics", count)
    return markup(
        CLOSING.format(chosen=CHOSEN[is_chosen]),
        words=words % {"name": name, "number": f"{count:,}"},
        shape=shape,
    )


@register.simple_tag
def names_of_areas(district_map):
    """Show the numbers and names of the Areas of a DistrictMap, for the eye."""
    return joined(_name(area.x, area.y, area.count, area.name) for area in district_map.areas)


@lru_cache(maxsize=MOST_REMEMBERED)
def _name(x, y, count, name):
    return markup(NAME_OF_AREA, x, y, f"{count:,}", x, name)
