"""Markdown into HTML that is not clean yet: CommonMark with tables, notes and the figures of MyST.

A figure stands as an empty element FIGURE with its number; raw HTML is passed on for `articles.cleaning`,
except for what would swallow the text behind it.
"""

import re
from dataclasses import dataclass, field
from functools import partial

from django.utils.html import escape
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from articles.front_matter import UnreadableGuide
from articles.limits import (
    DEEPEST_BLOCKS,
    DEEPEST_HTML,
    DEEPEST_LINKS,
    LONGEST_PARAGRAPH,
    MOST_COLUMNS,
    MOST_FIGURES,
    MOST_HEADINGS,
    MOST_ROWS,
)
from articles.raw_html import Depth, prune_block, prune_inline

FIGURE = "x-figure"
LINE = "data-line"  # of the source, on links and pictures, until all is finished
FENCE = re.compile(r"\{([a-zA-Z][\w-]*)\}[ \t]*(.*)")
ROLE = re.compile(r"\{([a-zA-Z][\w-]*)\}(`+)")
OPTION = re.compile(r":([a-zA-Z][\w-]*):[ \t]*(.*)")
ANCHOR = re.compile(r"[ \t]*\{#([\w-]+)\}[ \t]*\Z")


@dataclass
class Draft:
    """HTML that is not clean yet, the figures that it names by number, and what an editor should know."""

    html: str = ""
    figures: list = field(default_factory=list)
    notices: list = field(default_factory=list)  # {"line", "text"}

    def note(self, line, text):
        """Tell the editor something about a line of the source."""
        self.notices.append({"line": line, "text": text})


def draft(body, *, first_line=1):
    """Return the Draft of a body that begins at a line of its file, or raise UnreadableGuide.

    The time grows with the length of the text, whatever it holds.
    """
    made = Draft()
    # One parser for each text: the depth of brackets is set while it works.
    parser = MarkdownIt("commonmark", {"maxNesting": 2 * DEEPEST_BLOCKS})
    parser.enable(["table", "strikethrough"]).use(footnote_plugin)
    # What a link may lead to is decided where all is cleaned, raw HTML too.
    parser.validateLink = lambda _url: True
    parser.block.ruler.before("table", "too_deep", partial(keep_deep_text, made, first_line))
    parser.inline.ruler.before("backticks", "role", read_role)
    parser.core.ruler.before("inline", "check", partial(check_blocks, first_line))
    parser.core.ruler.push("prune", partial(prune, made, first_line))
    parser.renderer.rules.update(
        NOTES, role=partial(_show_role, made), fence=partial(_show_fence, made, parser.renderer.fence)
    )
    environment = {"first_line": first_line}
    made.html = parser.render(body, environment)
    for label, number in environment.get("footnotes", {}).get("refs", {}).items():
        if number < 0:
            text = _("Nothing refers to the note [^%(label)s]: it is not shown.") % {"label": label[1:]}
            made.note(first_line, text)
    return made


def keep_deep_text(made, first_line, state, start, end, silent):
    """Take blocks that lie too deep in one another as plain text, so that nothing is lost."""
    if silent or state.level < DEEPEST_BLOCKS:
        return False
    line = start + 1
    while line < end and not state.isEmpty(line) and state.sCount[line] >= state.blkIndent:
        line += 1
    opened = state.push("paragraph_open", "p", 1)
    opened.map = [start, line]
    inline = state.push("inline", "", 0)
    inline.content = state.getLines(start, line, state.blkIndent, False).strip()
    inline.map = [start, line]
    inline.children = []
    state.push("paragraph_close", "p", -1)
    state.line = line
    if not made.notices or made.notices[-1].get("cause") != "depth":
        text = _("Lists and quotations that lie this deep in one another are shown as text.")
        made.notices.append({"line": first_line + start, "text": text, "cause": "depth"})
    return True


def read_role(state, silent):
    """Read a figure inside a sentence, such as {price}`crown package`."""
    match = ROLE.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    ticks = match[2]
    end = state.src.find(ticks, match.end(), state.posMax)
    if end < 0 or end == match.end():
        return False
    if not silent:
        token = state.push("role", "", 0)
        token.meta = {"name": match[1]}
        token.content = " ".join(state.src[match.end() : end].split())
    state.pos = end + len(ticks)
    return True


def check_blocks(first_line, state):
    """Refuse what is too much before the costly part begins: the text inside of the blocks."""
    headings = columns = rows = 0
    line = first_line
    for token in state.tokens:
        if token.map:
            line = first_line + token.map[0]
        if token.type == "heading_open":
            headings += 1
            if headings > MOST_HEADINGS:
                reason = _("There are more than %(most)d headings. Split the text.")
                raise UnreadableGuide(reason % {"most": MOST_HEADINGS}, line=line)
        elif token.type == "table_open":
            rows = 0
        elif token.type == "tr_open":
            columns, rows = 0, rows + 1
            if rows > MOST_ROWS:
                reason = _("The table has more than %(most)d rows. Split it.")
                raise UnreadableGuide(reason % {"most": MOST_ROWS}, line=line)
        elif token.type == "th_open":
            columns += 1
            if columns > MOST_COLUMNS:
                reason = _("The table has more than %(most)d columns. Split it.")
                raise UnreadableGuide(reason % {"most": MOST_COLUMNS}, line=line)
        elif token.type == "inline" and len(token.content) > LONGEST_PARAGRAPH:
            reason = _("The paragraph has more than %(most)d characters. Split it.")
            raise UnreadableGuide(reason % {"most": LONGEST_PARAGRAPH}, line=line)
    state.md.options["maxNesting"] = DEEPEST_LINKS


def prune(made, first_line, state):
    """Take out the raw HTML that would swallow text, note where each figure stands, read own anchors."""
    depth = Depth()
    line = first_line
    for number, token in enumerate(state.tokens):
        if token.map:
            line = first_line + token.map[0]
        token.meta["line"] = line
        if token.type == "html_block":
            token.content, unclosed = prune_block(token.content)
            depth.count(token.content)
        elif token.type == "inline":
            token.children, unclosed = prune_inline(token.children)
            depth.count("".join(each.content for each in token.children if each.type == "html_inline"))
            locate(token.children, line)
            if state.tokens[number - 1].type == "heading_open":
                read_anchor(state.tokens[number - 1], token.children)
        else:
            continue
        if unclosed:
            made.note(line, _("“%(tag)s” is not closed: what follows it is not shown.") % {"tag": unclosed})
        if depth.most > DEEPEST_HTML:
            reason = _("Elements of HTML lie more than %(most)d deep in one another. Is one not closed?")
            raise UnreadableGuide(reason % {"most": DEEPEST_HTML}, line=line)


def locate(children, line):
    """Note the line of each child of a paragraph."""
    for child in children:
        child.meta["line"] = line
        if child.type in {"image", "link_open"}:
            child.attrSet(LINE, str(line))
        if child.type in {"softbreak", "hardbreak"}:
            line += 1


def read_anchor(heading, children):
    """Give a heading the anchor that its text ends with, as in “Prices {#prices}”."""
    if children and children[-1].type == "text" and (match := ANCHOR.search(children[-1].content)):
        children[-1].content = children[-1].content[: match.start()]
        heading.attrSet("id", match[1])


def place(made, token, **figure):
    """Return the element that stands for a figure."""
    line = token.meta["line"]
    if len(made.figures) >= MOST_FIGURES:
        reason = _("There are more than %(most)d figures. Split the text.") % {"most": MOST_FIGURES}
        raise UnreadableGuide(reason, line=line)
    made.figures.append({**figure, "line": line})
    return f'<{FIGURE} data-number="{len(made.figures) - 1}"></{FIGURE}>'


def _show_role(made, tokens, number, _options, _environment):
    token = tokens[number]
    return place(made, token, figure=token.meta["name"], argument=token.content, options={}, inline=True)


def _show_fence(made, show_code, tokens, number, options, environment):
    token = tokens[number]
    match = FENCE.fullmatch(token.info.strip())
    if not match:
        return show_code(tokens, number, options, environment)
    settings = {}
    for offset, line in enumerate(token.content.split("\n"), start=1):
        if option := OPTION.fullmatch(line.strip()):
            settings[option[1]] = option[2].strip()
        elif line.strip():
            text = _("“%(line)s” is no option of a figure: write “:name: value”.") % {"line": line.strip()}
            made.note(token.meta["line"] + offset, text)
    return place(made, token, figure=match[1], argument=match[2].strip(), options=settings, inline=False)


def _number(token):
    return token.meta["id"] + 1


def _mark(token):
    """Return the anchor of the place that refers to a note."""
    again = token.meta.get("subId") or 0
    return f"note-{_number(token)}-mark" + (f"-{again + 1}" if again else "")


def _show_reference(tokens, number, _options, _environment):
    mark, note = _mark(tokens[number]), _number(tokens[number])
    label = escape(_("Note %(number)d") % {"number": note})
    return f'<sup><a id="{mark}" href="#note-{note}" aria-label="{label}">{note}</a></sup>'


def _show_way_back(tokens, number, _options, _environment):
    label = escape(_("Back to the text"))
    return f' <a href="#{_mark(tokens[number])}" aria-label="{label}">↩</a>'


def _open_notes(_tokens, _number, _options, _environment):
    return f'<section class="notes"><h2 id="notes">{escape(_("Notes"))}</h2><ol>'


def _open_note(tokens, number, _options, _environment):
    return f'<li id="note-{_number(tokens[number])}">'


NOTES = {
    "footnote_ref": _show_reference,
    "footnote_anchor": _show_way_back,
    "footnote_block_open": _open_notes,
    "footnote_block_close": lambda *_given: "</ol></section>",
    "footnote_open": _open_note,
    "footnote_close": lambda *_given: "</li>",
}
