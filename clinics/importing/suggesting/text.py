"""Write what is guessed of a list as a mapping in TOML, with the reason for every line above it."""

import json
from math import ceil, floor

from django.utils.translation import gettext as _

from clinics.korea import BOUNDS


def write(suggestion, *, source):
    """Yield the lines of a suggestion behind encoding and delimiter."""
    nothing = sorted(set().union(*(column.nothing for column in suggestion.seen)))
    if nothing:
        yield f"unknown = [{', '.join(map(toml, nothing))}]  # {_('cells that seem to say nothing')}"
    yield from write_register(suggestion, source)
    yield from section("[columns]", suggestion.columns.items())
    if suggestion.fallback:
        yield from section("[fallbacks]", [("address_ko", suggestion.fallback)])
    yield from write_place(suggestion.place)
    yield from write_point(suggestion)
    if suggestion.closed:
        yield from section("[closed]", [("column", suggestion.closed)])
        yield f"values = [{', '.join(map(toml, suggestion.closed_cells))}]"
        yield f'known = "archive"  # {_("or keep")}'
        yield f'new = "skip"  # {_("or archive")}'
    yield from write_rest(suggestion)


def write_register(suggestion, source):
    """Yield the section of the register, or what to do without one."""
    yield ""
    if not suggestion.identity:
        yield comment(_("No column has another cell in every row, so there is no [register] section."))
        yield comment(_("Without it nobody can tell which row of the next release is which clinic."))
        yield comment(_("Before you import, add to the list a column of unique numbers, and here"))
        yield comment(_("a [register] with source and id, or below [columns] a column for slug."))
        return
    yield "[register]"
    yield f"source = {toml(source)}  # {_('from the name of the file; give the register a name that stays')}"
    yield from entry("id", suggestion.identity)
    yield f"complete = true  # {_('false if the file is only a part of the register')}"


def write_place(place):
    """Yield the section of the district, or what to do without one."""
    yield ""
    if place is None:
        yield comment(_("No column holds districts that this directory has, and every clinic needs one:"))
        yield comment(_("add the districts, then a section [district] with parent and column."))
        return
    yield "[district]"
    yield f"parent = {toml(place.parent)}"
    for guess in [*place.columns, *place.addresses, *([place.code] if place.code else [])]:
        yield explained(guess)
    if len(place.columns) == 1:
        yield f"column = {toml(place.columns[0].column.name)}"
    elif place.columns:
        yield f"columns = [{', '.join(toml(guess.column.name) for guess in place.columns)}]"
    if len(place.addresses) == 1:
        yield f"address = {toml(place.addresses[0].column.name)}"
    elif place.addresses:
        yield f"addresses = [{', '.join(toml(guess.column.name) for guess in place.addresses)}]"
    if place.code:
        yield f"code = {toml(place.code.column.name)}"
        yield f"system = {toml(place.system)}"


def write_point(suggestion):
    """Yield the section of the point."""
    if not (suggestion.north and suggestion.east):
        return
    if suggestion.system:
        yield from section("[point]", [("x", suggestion.east), ("y", suggestion.north)])
        why = _("by the size of the figures; look up what the list says")
        yield f"system = {toml(suggestion.system)}  # {why}"
        return
    yield from section("[point]", [("latitude", suggestion.north), ("longitude", suggestion.east)])
    south, west, north, east = BOUNDS
    low, high = suggestion.north.column.span, suggestion.east.column.span
    if not (south <= low[0] and low[1] <= north and west <= high[0] and high[1] <= east):
        yield comment(_("Some lie outside of Korea. For another country, give south, west, north and east;"))
        yield comment(_("the cells lie within these, and those of wrong points do too:"))
        corners = [outward(low[0], down=True), outward(high[0], down=True), outward(low[1]), outward(high[1])]
        yield f"# bounds = {corners}"


def outward(degrees, *, down=False):
    """Return degrees rounded to a tenth, up or down."""
    return (floor(degrees * 10) if down else ceil(degrees * 10)) / 10


def write_rest(suggestion):
    """Yield the columns that have no target, as comments."""
    rest = [column for column in suggestion.seen if column.name not in suggestion.taken()]
    private = [column for column in rest if column.cells and column.is_private]
    if private:
        yield ""
        yield comment(_("These hold names, mobile numbers or mail boxes of persons; leave them out:"))
        yield from (comment(f"  {toml(column.name)}") for column in private)
    others = [column for column in rest if column not in private]
    if others:
        yield ""
        yield comment(_("These have no target:"))
        yield from (comment(f"  {toml(column.name)}: {shown(column)}") for column in others)


def section(title, guesses):
    """Yield a section: our names with their guesses."""
    yield ""
    yield title
    for name, found in guesses:
        yield from entry(name, found)


def entry(name, found):
    """Yield one line of a mapping below the reason for it."""
    yield explained(found)
    yield f"{name} = {toml(found.column.name)}"


def explained(found):
    """Return the comment on a guess: the column, the reason and samples."""
    line = f"{toml(found.column.name)}: {found.reason}; {shown(found.column)}"
    if found.column.mobile_share:
        line += "; " + _("some are mobile numbers, perhaps of persons")
    return comment(line)


def shown(column):
    """Return samples of a column."""
    if not column.cells:
        return _("empty")
    samples = _("such as %(samples)s") % {"samples": " · ".join(column.samples) or "…"}
    return _("days, %(samples)s") % {"samples": samples} if column.holds_days else samples


def comment(text):
    """Return a line of comment."""
    return f"# {text}"


def toml(text):
    """Return a text as TOML writes it, which is JSON but for one character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
