"""A guide rendered once, when it is saved: clean parts and what its page and its editor need beside them.

The only place of this app that calls HTML safe. Tests attack it.
"""

import math
import re
from html import escape
from urllib.parse import unquote

from django.utils.safestring import mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from articles.cleaning import clean
from articles.elements import grow, parents, text_of, walk
from articles.front_matter import UnreadableGuide
from articles.limits import MOST_HTML
from articles.markdown import LINE, draft
from articles.outline import (
    contents_of,
    drop_empty_headings,
    drop_title,
    headings_of,
    order_levels,
    set_anchors,
)
from articles.page_tables import finish_tables
from articles.parts import Writer, questions_of
from articles.pictures import finish_pictures

WORDS_A_MINUTE = 200  # how fast adults read English that explains something, in a second language
BEGINNING = 200  # characters
ARTICLE = re.compile(r"/(?:guides|about)/[a-z0-9_-]+/(?=[#?]|\Z)")
OUTSIDE = re.compile(r"(?:https?:)?//", re.IGNORECASE)


def render(guide):
    """Return what is stored of a Guide beside its source, as plain JSON, or raise UnreadableGuide.

    parts      strings of clean HTML, {"text", "section"} and figures, as docs/decisions/0009 has them
    links      addresses of other articles that the text leads to, sorted
    contents   the headings of the first level: title, anchor, inside (those of the second level)
    questions  question, anchor and parts of each entry of the FAQ
    anchors    all that a link to the page may end in
    mentions   keys of the runs of words that could be names, sorted, each once
    notices    what the editor should know: line and text, by line
    words, minutes, beginning; sources, takeaways, wanted, tags, more_authors, unknown as the Guide has them
    """
    made = draft(guide.body, first_line=guide.body_line)
    html = clean(made.html)
    if len(html) > MOST_HTML:
        reason = _("The text becomes a page of more than %(most)d characters. Split it.")
        raise UnreadableGuide(reason % {"most": MOST_HTML}, line=guide.body_line)
    root = grow(html)

    def note(element, text):
        made.note(line_of(element) or guide.body_line, text)

    drop_title(root, guide.title)
    drop_empty_headings(root)
    headings = headings_of(root)
    order_levels(headings)
    anchors = set_anchors(root, headings)
    finish_links(root, anchors, note)
    finish_pictures(root, note)
    finish_tables(root, guide.title)
    for element in walk(root):
        element.attributes.pop(LINE, None)
    writer = Writer(made.figures)
    parts = writer.write(root.children)
    words = len(text_of(root).split())
    return {
        "parts": parts,
        "links": sorted(linked_articles(root)),
        "contents": contents_of(headings),
        "questions": questions_of(root, made.figures),
        "anchors": sorted(anchors),
        "mentions": sorted(writer.mentions),
        "notices": sorted(
            ({"line": each["line"], "text": each["text"]} for each in made.notices),
            key=lambda each: each["line"],
        ),
        "words": words,
        "minutes": math.ceil(words / WORDS_A_MINUTE),
        "beginning": beginning_of(root),
        "sources": list(guide.sources),
        "takeaways": list(guide.takeaways),
        "wanted": list(guide.wanted),
        "tags": list(guide.tags),
        "more_authors": list(guide.more_authors),
        "unknown": guide.unknown,
    }


def join(pieces):
    """Return pieces of clean or escaped HTML as one text that templates show as it is.

    Whoever calls this vouches for the pieces: strings of rendered parts, and what was escaped.
    """
    return mark_safe("".join(pieces))  # noqa: S308


def without_links(html, addresses):
    """Return joined pieces without the links to some addresses; the words of the links stay."""
    if not addresses:
        return html
    named = "|".join(re.escape(escape(address)) for address in sorted(addresses))
    link = re.compile(rf'<a href="(?:{named})(?:[#?][^"]*)?"[^>]*>(.*?)</a>', re.DOTALL)
    return join([link.sub(r"\1", html)])


def linked_articles(root):
    """Return the addresses of guides, and of pages about the site, that a text leads to."""
    found = set()
    for link in walk(root):
        if link.name == "a" and (match := ARTICLE.match(link.attributes["href"])):
            found.add(match[0])
    return found


def line_of(element):
    """Return the line of the source that a link or picture stands in, None where it came as raw HTML."""
    line = element.attributes.get(LINE, "")
    return int(line) if re.fullmatch(r"[0-9]{1,7}", line) else None


def finish_links(root, anchors, note):
    """Mark links to other hosts, note those to anchors that are not there, unpack those that lead nowhere."""
    for parent in reversed(parents(root)):
        children = []
        for child in parent.children:
            if isinstance(child, str) or child.name != "a" or "href" in child.attributes:
                children.append(child)
            elif "id" in child.attributes:
                child.name = "span"
                children.append(child)
            else:
                children.extend(child.children)
        parent.children = children
    for link in walk(root):
        if link.name != "a":
            continue
        address = link.attributes["href"]
        if OUTSIDE.match(address):
            link.attributes["rel"] = "noopener noreferrer external"
        elif address.startswith("#"):
            anchor = unquote(address[1:])
            link.attributes["href"] = f"#{anchor}"
            if anchor and anchor not in anchors:
                note(link, _("The link to #%(anchor)s leads nowhere on this page.") % {"anchor": anchor})


def beginning_of(root):
    """Return how the text begins: its first paragraph, cut after a word."""
    paragraphs = (text_of(child) for child in root.elements() if child.name == "p")
    return Truncator(next(filter(None, paragraphs), "")).chars(BEGINNING)
