"""The range bars of a page, read back from their drawing."""

import re

from tests.html import attribute, walk

STRETCH = re.compile(r"M(\d+) \dh(\d+)")


def stretches(page):
    """Return what the bars of a Page draw as (own, market) pairs, each (start, length) or None."""
    return [(_stretch(bar, "own"), _stretch(bar, None)) for bar in page.with_class("bar")]


def _stretch(bar, kind):
    for path in walk(bar):
        if path.name == "path" and attribute(path, "class") == kind:
            return tuple(map(int, STRETCH.match(attribute(path, "d")).groups()))
    return None
