"""The tables of a text as pages need them: caption, headers bound to cells, a region that scrolls."""

import re

from django.utils.translation import gettext as _

from articles.elements import HEADINGS, Element, parents, text_of, walk

CAPTION = re.compile(r"\s*(?:Table(?:\s+\d+)?\s*:|:)\s*")
SIDES = {"center", "left", "right"}
SCOPES = {"col", "colgroup", "row", "rowgroup"}


def finish_tables(root, title):
    """Finish every table; one without a caption is named after the heading above it, else after the title."""
    heading = {}
    latest = title
    for element in walk(root):
        if element.name in HEADINGS:
            latest = text_of(element) or latest
        elif element.name == "table":
            heading[element] = latest
    names, latest_numbers = set(), {}
    for parent in parents(root):
        for place in reversed(range(len(parent.children))):
            table = parent.children[place]
            if not isinstance(table, str) and table.name == "table":
                name_table(table, parent.children, place, heading[table])
    for parent in parents(root):
        for place, table in enumerate(parent.children):
            if not isinstance(table, str) and table.name == "table":
                for row in rows_of(table):
                    finish_row(row)
                even_out(table)
                label = free_label(text_of(caption_of(table)), names, latest_numbers)
                frame = {"class": "scroll", "aria-label": label, "tabindex": "0"}
                parent.children[place] = Element("section", frame, [table])


def name_table(table, siblings, place, heading):
    """Give a table the caption of the paragraph before it, which goes, else one that only readers hear."""
    caption = caption_of(table)
    if caption and text_of(caption):
        return
    if caption:
        table.children.remove(caption)
    before = place - 1
    while before >= 0 and isinstance(siblings[before], str) and not siblings[before].strip():
        before -= 1
    paragraph = siblings[before] if before >= 0 else None
    first = paragraph.children[0] if getattr(paragraph, "name", "") == "p" and paragraph.children else None
    match = CAPTION.match(first) if isinstance(first, str) else None
    if match and text_of(paragraph)[match.end() :].strip():
        caption = Element("caption", {}, [first[match.end() :], *paragraph.children[1:]])
        siblings[before] = ""
    else:
        caption = Element("caption", {}, [Element("span", {"class": "visually-hidden"}, [heading])])
    table.children.insert(0, caption)


def caption_of(table):
    """Return the caption of a table, or None."""
    return next((child for child in table.elements() if child.name == "caption"), None)


def rows_of(table):
    """Return the rows of a table without those of tables in it, each with whether it stands in the head."""
    groups = [child for child in table.elements() if child.name in {"thead", "tbody", "tfoot"}]
    return [(row, group.name == "thead") for group in groups for row in group.elements() if row.name == "tr"]


def free_label(label, names, latest):
    """Return a label, with the next number where another table of the text has it already."""
    free = label
    while free in names:
        latest[label] = latest.get(label, 1) + 1
        free = _("%(label)s (%(number)d)") % {"label": label, "number": latest[label]}
    names.add(free)
    return free


def finish_row(row_in_head):
    """Bind the cells of a row to its headers, and turn their alignment into classes."""
    row, is_head = row_in_head
    cells = row.elements()
    for cell in cells:
        align(cell)
    is_head = is_head or all(cell.name == "th" for cell in cells)
    for place, cell in enumerate(cells):
        if not cell.elements() and not text_of(cell):
            cell.name = "td"
        elif is_head or place == 0:
            cell.name = "th"
        if cell.name == "td":
            cell.attributes.pop("scope", None)
        elif cell.attributes.get("scope") not in SCOPES:
            cell.attributes["scope"] = "col" if is_head else "row"


def align(cell):
    """Give a cell the class of its alignment; a cell at the start of the line needs none."""
    style = cell.attributes.pop("style", "")
    side = style or cell.attributes.pop("align", "").lower()
    cell.attributes.pop("align", None)
    if side in SIDES - {"left"}:
        cell.attributes["class"] = f"align-{side}"


def even_out(table):
    """Fill up the rows of a table that have fewer cells than others; one with merged cells stays as it is."""
    rows = [row for row, _is_head in rows_of(table)]
    cells = [cell for row in rows for cell in row.elements()]
    if any({"colspan", "rowspan"} & set(cell.attributes) for cell in cells):
        return
    width = max((len(row.elements()) for row in rows), default=0)
    for row in rows:
        row.children += [Element("td") for _missing in range(width - len(row.elements()))]
