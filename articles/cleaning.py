"""HTML made harmless: only what a text needs stays, and links only lead to pages, mail and telephones."""

import re

import nh3

from articles.markdown import FIGURE, LINE
from articles.raw_html import SWALLOWING

TAGS = frozenset(
    {
        *("a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "col", "colgroup", "dd", "del"),
        *("details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5"),
        *("h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "rp", "rt", "ruby", "s"),
        *("samp", "section", "small", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td"),
        *("tfoot", "th", "thead", "time", "tr", "u", "ul", "var", "wbr", FIGURE),
    }
)
CELL = {"align", "colspan", "rowspan", "style"}
ATTRIBUTES = {
    "*": {"id", "lang", "dir", "title"},
    "a": {"href", "name", "aria-label", LINE},
    "col": {"span"},
    "colgroup": {"span"},
    "del": {"datetime"},
    "details": {"open"},
    "img": {"src", "alt", "width", "height", LINE},
    "ins": {"datetime"},
    "li": {"value"},
    "ol": {"start", "reversed"},
    "td": CELL,
    "th": {*CELL, "scope"},
    "time": {"datetime"},
    FIGURE: {"data-number"},
}
SCHEMES = {"http", "https", "mailto", "tel"}
ALIGNMENT = re.compile(r"(?:\A|;)\s*text-align\s*:\s*(left|right|center)\s*(?:;|\Z)", re.IGNORECASE)
NUMBER = re.compile(r"[0-9]{1,4}")
NUMBERS = {"colspan", "height", "rowspan", "span", "start", "value", "width"}


def _filter(_tag, name, value):
    """Return what stays of the value of an attribute, None where nothing does."""
    if name == "style":
        match = ALIGNMENT.search(value)
        return match[1].lower() if match else None
    if name in NUMBERS:
        return value if NUMBER.fullmatch(value) else None
    return value


_CLEANER = nh3.Cleaner(
    tags=TAGS,
    clean_content_tags=set(SWALLOWING),
    attributes=ATTRIBUTES,
    attribute_filter=_filter,
    strip_comments=True,
    allowed_classes={"section": {"notes"}},
    link_rel=None,
    url_schemes=SCHEMES,
)


def clean(html):
    """Return HTML in which each element is closed in its place and nothing runs, loads or looks by itself.

    The style of a cell becomes the word of its alignment; whoever reads the tree makes a class of it.
    """
    return _CLEANER.clean(html)
