"""The headings of a text: their levels without gaps below the title, their anchors, the list of contents."""

import re

from django.utils.text import slugify

from articles.elements import HEADINGS, parents, text_of, walk
from articles.markdown import FIGURE

# Anchors that stand on the page of every article, around its text.
RESERVED_ANCHORS = frozenset(
    {
        *("content", "disclaimer", "emergency"),
        *("guide-contents", "guide-facts", "guide-related", "guide-sources", "guide-takeaways"),
    }
)
LONGEST_ANCHOR = 80  # characters
SOUND = re.compile(r"[^\s\"'<>&]{1,80}")
NAMELESS = "section"


def drop_title(root, title):
    """Take away a first heading that repeats the title: the page shows the title itself."""
    first = next((child for child in root.children if not isinstance(child, str) or child.strip()), None)
    if getattr(first, "name", "") == "h1" and text_of(first).casefold() == " ".join(title.split()).casefold():
        root.children.remove(first)


def drop_empty_headings(root):
    """Take away headings that say nothing: they would be stops on the way of a screen reader."""
    for parent in parents(root):
        parent.children = [child for child in parent.children if not is_empty_heading(child)]


def is_empty_heading(node):
    """Tell whether a node is a heading with neither text nor a figure in it."""
    if isinstance(node, str) or node.name not in HEADINGS:
        return False
    return not text_of(node) and all(inner.name != FIGURE for inner in walk(node))


def headings_of(root):
    """Return the headings in their order."""
    return [element for element in walk(root) if element.name in HEADINGS]


def order_levels(headings):
    """Give headings levels from 2 on, each at the most one below that of the heading it stands under."""
    above = []
    for heading in headings:
        level = int(heading.name[1])
        while above and above[-1] >= level:
            above.pop()
        above.append(level)
        heading.name = f"h{min(len(above) + 1, 6)}"


def set_anchors(root, headings):
    """Give each heading an anchor of its own; return the set of all anchors in the text.

    An id that the text itself gives stays, the first of equal ones; else the anchor is the slug of the
    heading, and from the second of equal slugs on it has a number: costs, costs-2.
    """
    used = set(RESERVED_ANCHORS)
    for element in walk(root):
        given = element.attributes.pop("name", "") or element.attributes.get("id", "")
        element.attributes.pop("id", None)
        if given and SOUND.fullmatch(given) and given not in used:
            used.add(given)
            element.attributes["id"] = given
    latest = {}
    for heading in headings:
        if "id" not in heading.attributes:
            slug = slugify(text_of(heading), allow_unicode=True)[:LONGEST_ANCHOR].strip("-") or NAMELESS
            heading.attributes["id"] = free_anchor(slug, used, latest)
    return used - RESERVED_ANCHORS


def free_anchor(slug, used, latest):
    """Return a slug, with the next number where it is used; `latest` keeps the last number of each slug."""
    anchor = slug
    while anchor in used:
        latest[slug] = latest.get(slug, 1) + 1
        anchor = f"{slug}-{latest[slug]}"
    used.add(anchor)
    return anchor


def contents_of(headings):
    """Return the headings of the first level, each with those below it: title, anchor, inside."""
    contents = []
    for heading in headings:
        entry = {"title": text_of(heading), "anchor": heading.attributes["id"]}
        if heading.name == "h2":
            contents.append({**entry, "inside": []})
        elif heading.name == "h3" and contents:
            contents[-1]["inside"].append(entry)
    return contents
