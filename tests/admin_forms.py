"""Read an admin page as a browser does, and send its form back with some changes."""

from html.parser import HTMLParser

IGNORED_INPUTS = {"submit", "button", "reset", "image", "file", "search"}


class Page(HTMLParser):
    """What a test wants to know of a page: the values of its forms, its inline scripts and styles."""

    def __init__(self, response):
        super().__init__()
        self.values = {}
        self.inline = []
        self._select = self._textarea = None
        self.feed(response.content.decode())

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self._note_inline(tag, attributes)
        name = attributes.get("name")
        if tag == "input" and name:
            self._read_input(name, attributes)
        elif tag == "select" and name:
            self._select = name
            self.values.setdefault(name, [])
        elif tag == "option" and self._select and "selected" in attributes:
            self.values[self._select].append(attributes.get("value", ""))
        elif tag == "textarea" and name:
            self._textarea = name
            self.values[name] = [""]

    def _read_input(self, name, attributes):
        kind = attributes.get("type", "text")
        if kind in IGNORED_INPUTS:
            return
        if kind in {"checkbox", "radio"}:
            if "checked" in attributes:
                self.values.setdefault(name, []).append(attributes.get("value", "on"))
            return
        self.values[name] = [attributes.get("value", "")]

    def _note_inline(self, tag, attributes):
        handlers = [name for name in attributes if name == "style" or name.startswith("on")]
        if handlers:
            self.inline.append((tag, *handlers))
        links = [attributes.get(name) or "" for name in ("href", "src", "action")]
        if any(link.strip().lower().startswith("javascript:") for link in links):
            self.inline.append((tag, "javascript:"))
        if tag == "style" or (tag == "script" and not attributes.get("src")):
            self.inline.append((tag,))

    def handle_endtag(self, tag):
        if tag == "select":
            self._select = None
        elif tag == "textarea" and self._textarea:
            self.values[self._textarea] = [self.values[self._textarea][0].removeprefix("\n")]
            self._textarea = None

    def handle_data(self, data):
        if self._textarea:
            text = self.values[self._textarea][0] + data
            self.values[self._textarea] = [text]


def form_values(response):
    """Return what a browser would send from a page, without the rows that only a script may add."""
    values = Page(response).values
    return {name: sent for name, sent in values.items() if "__prefix__" not in name}


def inline_values(prefix, rows, *, existing=0):
    """Return what a browser sends for new rows of an inline, after those that are there already."""
    values = {f"{prefix}-TOTAL_FORMS": [str(existing + len(rows))]}
    for number, row in enumerate(rows, start=existing):
        for name, value in row.items():
            values[f"{prefix}-{number}-{name}"] = value
    return values


def send_form(client, address, **changes):
    """Open a page, change some of its values and save it."""
    values = form_values(client.get(address)) | changes
    return client.post(address, values)
