"""Raw HTML inside of Markdown: what would swallow the text behind it goes before anything else is read.

A browser takes all that follows <script>, <textarea> or <!-- as theirs until they are closed, and so does the
parser that cleans. What else is not allowed goes there, in `articles.cleaning`.
"""

import re

# Elements that go with all that is in them.
SWALLOWING = (
    *("applet", "audio", "canvas", "frameset", "iframe", "math", "noembed", "noframes", "noscript"),
    *(
        "object",
        "plaintext",
        "script",
        "select",
        "style",
        "svg",
        "template",
        "textarea",
        "title",
        "video",
        "xmp",
    ),
)
_NAMES = "|".join(SWALLOWING)
# Each alternative takes all that is left where its end is missing, so that nothing is read twice.
_SWALLOWED = re.compile(
    rf"<(?P<name>{_NAMES})(?=[\s/>])[^>]*?(?P<empty>/)?(?:>|\Z)"
    r"|<!--(?:-?>|.*?(?:-->|\Z))|<\?.*?(?:\?>|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<![a-z].*?(?:>|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_CODE = {"script", "style"}
_TAG = re.compile(r"<(?P<end>/)?(?P<name>[a-zA-Z][a-zA-Z0-9-]*)(?P<empty>[^<>]*/(?=>))?")
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
# Elements that the next of their kind closes: they lie beside one another, not in one another.
CLOSED_BY_OTHERS = {
    *("colgroup", "dd", "dt", "li", "optgroup", "option", "p", "rp", "rt", "tbody", "td", "tfoot", "th"),
    *("thead", "tr"),
}
# Elements inside of a sentence: one that is not closed ends with its paragraph, not with the document.
PHRASING = {
    *(
        "a",
        "abbr",
        "b",
        "big",
        "cite",
        "code",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "mark",
        "q",
        "s",
    ),
    *("samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var"),
}


def prune_block(html):
    """Return a block of raw HTML without what would swallow text, and the tag that is not closed or ""."""
    kept = []
    position = 0
    unclosed = ""
    while match := _SWALLOWED.search(html, position):
        kept.append(html[position : match.start()])
        position = match.end()
        name = (match["name"] or "").lower()
        if name and (name in _CODE or not match["empty"]):
            end = re.compile(rf"</{name}(?=[\s/>])[^>]*>", re.IGNORECASE).search(html, position)
            unclosed = unclosed or ("" if end else f"<{name}>")
            position = end.end() if end else len(html)
        elif match[0].startswith("<!--") and not match[0].endswith(">"):
            unclosed = unclosed or "<!--"
    return "".join(kept) + html[position:], unclosed


def prune_inline(children):
    """Return the tokens of a paragraph without what would swallow text, and the tag not closed or "".

    What is opened inside of a sentence and not closed is closed at its end.
    """
    kept = []
    opened = []
    waiting = ""  # the name of the element that swallows what comes
    template = None
    for child in children:
        if child.type != "html_inline":
            if not waiting:
                kept.append(child)
            continue
        match = _TAG.match(child.content)
        name = match["name"].lower() if match else ""
        if waiting:
            if name == waiting and match["end"]:
                waiting = ""
        elif name in SWALLOWING:
            if not match["end"] and (name in _CODE or not match["empty"]):
                waiting = name
        elif name:
            template = child
            kept.append(child)
            if name in PHRASING and not match["end"]:
                opened.append(name)
            elif name in opened:
                opened.reverse()
                opened.remove(name)
                opened.reverse()
    for name in reversed(opened):
        kept.append(template.copy(content=f"</{name}>"))
    return kept, f"<{waiting}>" if waiting else ""


class Depth:
    """How deep elements of raw HTML lie in one another, as far as their tags tell."""

    def __init__(self):
        self.now = self.most = 0

    def count(self, html):
        """Count the tags of a piece of HTML."""
        for match in _TAG.finditer(html):
            if match["empty"] or match["name"].lower() in VOID | CLOSED_BY_OTHERS:
                continue
            if match["end"]:
                self.now = max(self.now - 1, 0)
            else:
                self.now += 1
                self.most = max(self.most, self.now)
