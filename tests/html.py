"""Reading a page strictly: what is wrong with its HTML, where its links lead, what it says."""

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.test.html import parse_html

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
CONTROLS = ("input", "select", "textarea")
INTERACTIVE = {"a", "button", "input", "select", "textarea", "label", "summary"}
# What must not stand inside a paragraph or a heading: the browser would end it there.
BLOCKS = {
    *HEADINGS,
    *("address", "article", "aside", "blockquote", "details", "div", "dl", "fieldset", "figure", "footer"),
    *("form", "header", "main", "nav", "ol", "p", "pre", "section", "table", "ul"),
}
REFUSED = {**dict.fromkeys(("p", *HEADINGS), BLOCKS), **dict.fromkeys(("a", "button"), INTERACTIVE)}
SEPARATE = {"br", "caption", "dd", "dt", "label", "legend", "li", "option", "summary", "td", "th", "tr"}
VOID_ELEMENTS = {
    *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
}
REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "headers", "list", "form")
CHILDREN = {
    "ul": {"li"},
    "ol": {"li"},
    "dl": {"div", "dt", "dd"},
    "table": {"caption", "thead", "tbody", "tfoot", "tr", "colgroup"},
    "thead": {"tr"},
    "tbody": {"tr"},
    "tr": {"th", "td"},
    "select": {"option", "optgroup"},
}


class UnsoundHtml(AssertionError):
    """An element is not closed in its place."""


@dataclass(eq=False)
class Element:
    """An element with its attributes as (name, value) pairs, and its children: elements and texts."""

    name: str
    attributes: list
    children: list = field(default_factory=list)


class StrictParser(HTMLParser):
    """Builds a tree of Elements; nothing may be left to the browser's good will."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.open = [Element("", [])]
        self.feed(text)
        self.close()
        if len(self.open) > 1:
            raise UnsoundHtml(f"<{self.open[-1].name}> is not closed.")

    def handle_starttag(self, tag, attrs):
        element = Element(tag, attrs)
        self.open[-1].children.append(element)
        if tag not in VOID_ELEMENTS:
            self.open.append(element)

    def handle_endtag(self, tag):
        if self.open[-1].name != tag:
            line, column = self.getpos()
            raise UnsoundHtml(f"</{tag}> stands where <{self.open[-1].name}> is open: {line}:{column}")
        self.open.pop()

    def handle_data(self, data):
        self.open[-1].children.append(data)


class Page:
    """A parsed page, or UnsoundHtml."""

    def __init__(self, text):
        root = StrictParser(text).open[0]
        self.text = text
        [self.root] = (child for child in root.children if isinstance(child, Element))
        self.elements = list(walk(self.root))

    def find_all(self, *names):
        """Return the elements with one of these names, in the order of the page."""
        return [element for element in self.elements if element.name in names]

    def find(self, name):
        """Return the only element of a name."""
        [element] = self.find_all(name)
        return element

    def with_class(self, name):
        """Return the elements that have a class."""
        return [element for element in self.elements if name in attribute(element, "class", "").split()]

    @property
    def title(self):
        """The page's title."""
        return text_of(self.find("title"))

    @property
    def links(self):
        """Every address that the page links to or loads, without its own anchors."""
        addresses = [
            attribute(element, name)
            for element in self.elements
            for name in ("href", "src", "action")
            if attribute(element, name) is not None and not is_canonical(element)
        ]
        return [address for address in addresses if not address.startswith("#")]

    @property
    def scripts(self):
        """The scripts that a browser runs."""
        return [script for script in self.find_all("script") if is_run(script)]

    @property
    def structured_data(self):
        """The nodes of schema.org that the page holds, each as a dict."""
        scripts = [script for script in self.find_all("script") if not is_run(script)]
        blocks = [json.loads("".join(script.children)) for script in scripts]
        assert all(block.pop("@context") == "https://schema.org" for block in blocks)
        return [node for block in blocks for node in block.get("@graph", [block])]

    def link(self, text):
        """Return the address of the only link with this text."""
        [address] = {attribute(link, "href") for link in self.find_all("a") if text_of(link) == text}
        return address

    @property
    def rows(self):
        """The rows of every description list, {term: text}."""
        pairs = [
            [child for child in row.children if isinstance(child, Element)]
            for rows in self.find_all("dl")
            for row in rows.children
            if isinstance(row, Element)
        ]
        return {text_of(term): text_of(text) for term, text in pairs}

    def meta(self, name):
        """Return the content of the only meta element with a name or a property, or None."""
        contents = [
            attribute(meta, "content")
            for meta in self.find_all("meta")
            if name in (attribute(meta, "name"), attribute(meta, "property"))
        ]
        assert len(contents) < 2, name
        return contents[0] if contents else None

    @property
    def canonical(self):
        """The canonical address, or None."""
        links = [link for link in self.find_all("link") if attribute(link, "rel") == "canonical"]
        return attribute(links[0], "href") if links else None


def walk(element):
    """Yield an element and all elements inside it, in the order of the page."""
    yield element
    for child in element.children:
        if isinstance(child, Element):
            yield from walk(child)


def attribute(element, name, default=None):
    """Return the value of an attribute, "" when it has none, or the default when it is missing."""
    values = dict(element.attributes)
    return (values[name] or "") if name in values else default


def text_of(element):
    """Return the text of an element and all inside it, as a reader sees it, with single blanks."""
    return " ".join(_raw_text(element).split())


def _raw_text(element):
    text = "".join(_raw_text(child) if isinstance(child, Element) else child for child in element.children)
    return f" {text} " if element.name in BLOCKS | SEPARATE else text


def is_run(script):
    """Tell whether a browser runs a script: not if it is data."""
    return attribute(script, "type") != "application/ld+json"


def is_canonical(element):
    return element.name == "link" and attribute(element, "rel") == "canonical"


def read(response):
    """Return the Page of a response, after making sure that its HTML is sound."""
    parse_html(response.text)
    page = Page(response.text)
    assert not (found := problems(page)), "\n".join(found)
    return page


def problems(page):
    """Return what is wrong with a page, each as a sentence; an empty list for a sound page."""
    return [
        *_problems_of_the_head(page),
        *_problems_of_ids(page),
        *_problems_of_headings(page),
        *_problems_of_attributes(page),
        *_problems_of_controls(page),
        *_problems_of_nesting(page),
        *_problems_of_tables(page),
    ]


def _problems_of_the_head(page):
    if not page.text.startswith("<!doctype html>"):
        yield "The page has no doctype."
    if not attribute(page.root, "lang"):
        yield "The page does not say its language."
    titles = page.find_all("title")
    if len(titles) != 1 or not text_of(titles[0]):
        yield "The page needs one title."
    if page.meta("viewport") is None:
        yield "The page has no viewport."
    if len(page.find_all("main")) > 1:
        yield "The page has two main parts."


def _problems_of_ids(page):
    ids = [attribute(element, "id") for element in page.elements if attribute(element, "id") is not None]
    for name, number in Counter(ids).items():
        if number > 1:
            yield f"The id {name!r} stands {number} times."
        if not name or re.search(r"\s", name):
            yield f"The id {name!r} is empty or has blanks."
    for element in page.elements:
        for reference in REFERENCES:
            for name in attribute(element, reference, "").split():
                if name not in ids:
                    yield f"<{element.name} {reference}> names {name!r}, which is not there."
        if (anchor := attribute(element, "href", "")).startswith("#") and anchor[1:] not in ids:
            yield f"The anchor {anchor!r} is not there."


def _problems_of_headings(page):
    levels = [int(heading.name[1]) for heading in page.find_all(*HEADINGS)]
    if levels.count(1) != 1:
        yield f"The page has {levels.count(1)} elements h1."
    for above, level in zip([0, *levels], levels, strict=False):
        if level > above + 1:
            yield f"A heading of level {level} follows one of level {above}."
    for heading in page.find_all(*HEADINGS):
        if not text_of(heading):
            yield f"An {heading.name} is empty."


def _problems_of_attributes(page):
    for element in page.elements:
        names = [name for name, _value in element.attributes]
        for name in dict.fromkeys(names):
            if names.count(name) > 1:
                yield f"<{element.name}> has {name!r} twice."
            if name == "style" or name.startswith("on"):
                yield f"<{element.name}> has an inline {name!r}."
        is_script = element.name == "script" and is_run(element) and attribute(element, "src") is None
        if element.name == "style" or is_script:
            yield f"There is an inline <{element.name}>."
        if element.name == "img" and attribute(element, "alt") is None:
            yield "An image has no alt."
        for name in ("href", "src", "action"):
            if (
                attribute(element, name, "")
                .lower()
                .lstrip()
                .startswith(("javascript:", "data:", "vbscript:"))
            ):
                yield f"<{element.name} {name}> runs code."
    for element in page.find_all("script", "img", "iframe", "source"):
        if re.match(r"(?:https?:)?//", attribute(element, "src", "")):
            yield f"A <{element.name}> comes from another host."
    for element in page.find_all("link"):
        is_outside = re.match(r"(?:https?:)?//", attribute(element, "href", ""))
        if is_outside and not is_canonical(element):
            yield "A stylesheet or icon comes from another host."


def _problems_of_controls(page):
    labelled = {attribute(label, "for") for label in page.find_all("label")}
    wrapped = {id(inner) for label in page.find_all("label") for inner in walk(label)}
    for control in page.find_all(*CONTROLS):
        if attribute(control, "type") in {"hidden", "submit"}:
            continue
        has_name = (
            attribute(control, "id") in labelled - {None}
            or id(control) in wrapped
            or attribute(control, "aria-label")
            or attribute(control, "aria-labelledby")
        )
        if not has_name:
            yield f"The {control.name} {attribute(control, 'name')!r} has no label."
    for element in page.find_all("a", "button", "summary", "label", "legend", "caption", "th", "option"):
        if not text_of(element) and not attribute(element, "aria-label"):
            yield f"An element {element.name} says nothing."


def _problems_of_nesting(page):
    for element in page.elements:
        children = [child for child in element.children if isinstance(child, Element)]
        if element.name in CHILDREN:
            for child in children:
                if child.name not in CHILDREN[element.name]:
                    yield f"A <{child.name}> stands in a <{element.name}>."
            if any(isinstance(child, str) and child.strip() for child in element.children):
                yield f"Text stands in a <{element.name}>."
        if element.name in REFUSED:
            inside = {inner.name for child in children for inner in walk(child)}
            if refused := inside & REFUSED[element.name]:
                yield f"A <{element.name}> holds {sorted(refused)}."


def _problems_of_tables(page):
    for table in page.find_all("table"):
        if not [child for child in table.children if isinstance(child, Element) and child.name == "caption"]:
            yield "A table has no caption."
        rows = [element for element in walk(table) if element.name == "tr"]
        widths = {
            sum(int(attribute(cell, "colspan", "1")) for cell in row.children if isinstance(cell, Element))
            for row in rows
        }
        if len(widths) != 1:
            yield f"The rows of a table have {sorted(widths)} cells."
        for row in rows:
            heads = [cell for cell in row.children if isinstance(cell, Element) and cell.name == "th"]
            if not heads or not all(attribute(head, "scope") for head in heads):
                yield "A row of a table has no header that says its scope."
