"""However a text is made, the time to render it grows with its length: a multiple of that of plain text."""

import time
from contextlib import suppress

import pytest

from articles.front_matter import UnreadableGuide, parse_guide
from articles.outline import free_anchor
from articles.rendering import render

SIZE = 30_000  # characters
MOST_TIMES = 100  # of the time that plain text of the same length takes; measured are 17 at the most
ROOT = int(SIZE**0.5)
SIXTY = 60_000  # characters, of lists in one another

TEXTS = {
    "equal headings": "# a\n" * (SIZE // 4),
    "as many equal headings as allowed": "## a\n\ntext\n\n" * 990,
    "one heading of many lines": "a\n" * (SIZE // 2) + "===",
    "nested lists": "\n".join("  " * depth + "- x" for depth in range(int(SIXTY**0.5))),
    "nested lists in one line": "- " * (SIXTY // 2) + "x",
    "nested lists of few levels": "".join(
        "  " * (line % 12) + f"- Item {line}\n" for line in range(SIZE // 20)
    ),
    "loose lists": "- x\n\n" * (SIZE // 5),
    "nested quotations": ">" * SIZE + "x",
    "growing quotations": "".join(">" * depth + "a\n" for depth in range(ROOT)),
    "stars": "*" * SIZE,
    "open emphasis": "*a " * (SIZE // 3),
    "open emphasis of two kinds": "*a **a _" * (SIZE // 8),
    "emphasis in emphasis": "a**b" + "c* " * (SIZE // 3),
    "strikes": "~~a " * (SIZE // 4),
    "open brackets": "[" * SIZE,
    "brackets and closed ones": "[" * (SIZE // 2) + "]" * (SIZE // 2),
    "half links": "[a](" * (SIZE // 4),
    "half references": "[a][" * (SIZE // 4),
    "half pictures": "![" * (SIZE // 2),
    "half notes": "^[" * (SIZE // 2),
    "half references to notes": "[^a" * (SIZE // 3),
    "one note often": "[^a] " * (SIZE // 5) + "\n\n[^a]: x\n",
    "many notes": "".join(f"[^{number}]: /x [^{number}]\n" for number in range(SIZE // 20)),
    "many references": "".join(f"[a{number}]: /x\n" for number in range(SIZE // 11)),
    "growing backticks": " ".join("`" * length for length in range(1, ROOT)),
    "half figures": "{a}`" * (SIZE // 4),
    "braces": "{" * SIZE,
    "less-than signs": "<" * SIZE,
    "half comments": "a <!--" * (SIZE // 6),
    "half instructions": "a <?" * (SIZE // 4),
    "half data": "a <![CDATA[" * (SIZE // 11),
    "half tags": "<a x='" * (SIZE // 6),
    "half scripts": "<script " * (SIZE // 8),
    "scripts in sentences": "a <script>" * (SIZE // 10),
    "open elements": "<b>" * (SIZE // 3),
    "open elements that differ": "".join(f"<b title={number}>\n\n" for number in range(SIZE // 16)),
    "open blocks": "<div>\n\n" * (SIZE // 7),
    "open items": "<ul>" + "<li>x" * (SIZE // 5),
    "open cells": "<table><tr>" + "<td>x" * (SIZE // 5),
    "one long table": "|a|b|\n|-|-|\n" + "|\n" * (SIZE // 2),
    "one wide table": "|" + "a|" * (SIZE // 8) + "\n|" + "-|" * (SIZE // 8) + "\n" + "|a\n" * (SIZE // 6),
    "many equal tables": "|a|b|\n|-|-|\n|A|b|\n\n" * (SIZE // 20),
    "pictures": "![x](y)\n\n" * (SIZE // 9),
    "capital words": "A " * (SIZE // 2),
    "Korean words": "강남구에서는 " * (SIZE // 7),
    "one Korean word": "강" * SIZE,
    "hyphens": "A-" * (SIZE // 2),
    "entities": "&amp;" * (SIZE // 5),
    "ampersands": "&" * SIZE,
    "rules": "---\n" * (SIZE // 4),
    "questions": "## FAQ\n" + "### Why?\n\nx\n\n" * 900,
}


def seconds(body):
    """Return the seconds of the processor that a text takes to be rendered or refused."""
    start = time.process_time()
    with suppress(UnreadableGuide):
        render(parse_guide(f"---\ntitle: x\n---\n\n{body}"))
    return time.process_time() - start


@pytest.fixture(scope="module")
def plain():
    """The seconds that plain text of paragraphs takes."""
    paragraph = "Some words of plain text and a Name. " * 4 + "\n\n"
    return max(seconds(paragraph * (SIZE // len(paragraph))) for _round in range(3))


@pytest.mark.parametrize("name", TEXTS)
def test_time_is_a_multiple_of_that_of_plain_text(plain, name):
    assert seconds(TEXTS[name]) < MOST_TIMES * plain


def test_anchors_of_equal_headings_are_counted_and_not_searched():
    used, latest = set(), {}

    anchors = [free_anchor("costs", used, latest) for _number in range(50_000)]

    assert anchors[-1] == "costs-50000"
    assert len(used) == 50_000


@pytest.mark.parametrize("opening", ["[", "{", "- ", "? ", "&a ", "a: ", "!x "])
def test_front_matter_of_any_kind_is_read_in_time(plain, opening):
    start = time.process_time()

    with pytest.raises(UnreadableGuide):
        parse_guide(f"---\ntitle: x\nkey:\n  {opening * (49_000 // len(opening))}\n---\n")

    assert time.process_time() - start < MOST_TIMES * plain
