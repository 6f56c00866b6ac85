"""Clean HTML as a tree of elements and texts, to give it the order that pages need, and back."""

from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

VOID = frozenset({"br", "col", "hr", "img", "wbr"})
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(eq=False, slots=True)
class Element:
    """An element: its attributes by name, and its children, which are elements and texts."""

    name: str
    attributes: dict = field(default_factory=dict)
    children: list = field(default_factory=list)

    def elements(self):
        """Return the children that are elements."""
        return [child for child in self.children if isinstance(child, Element)]


class _Builder(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open = [Element("")]

    def handle_starttag(self, tag, attrs):
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag):
        if tag not in VOID:
            self.open.pop()

    def handle_data(self, data):
        self.open[-1].children.append(data)


def grow(html):
    """Return the root of the tree of clean HTML, in which each element is closed in its place."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    return builder.open[0]


def walk(root):
    """Yield the elements below one, each before those in it, in the order of the text."""
    waiting = root.elements()[::-1]
    while waiting:
        element = waiting.pop()
        yield element
        if element.children:
            waiting.extend(element.elements()[::-1])


def parents(root):
    """Return the root and every element that has children, in the order of the text."""
    return [root, *(element for element in walk(root) if element.children)]


def texts(root):
    """Yield the texts in an element in their order, the descriptions of pictures among them."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            yield node
        elif node.name == "img":
            yield node.attributes.get("alt", "")
        else:
            if node.name == "br":
                yield " "
            waiting.extend(reversed(node.children))


def text_of(element):
    """Return the text of an element in one line."""
    return " ".join("".join(texts(element)).split())


def start_tag(element):
    """Return the tag that opens an element."""
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in element.attributes.items())
    return f"<{element.name}{attributes}>"
