"""What a guide says in words: its sentences, headings and rows of tables with their lines, and its links."""

import re
from dataclasses import dataclass

from markdown_it import MarkdownIt

from articles.markdown import read_role

# Behind these a sentence goes on.
ABBREVIATIONS = re.compile(
    r"(?:\b(?:approx|ca|dr|e\.g|etc|i\.e|incl|max|min|mr|mrs|ms|no|prof|st|vs)\.)\Z", re.I
)
END_OF_SENTENCE = re.compile(r"[.!?。](?:[\"'”’)\]]*)(?=\s)")
TAG = re.compile(r"<[^<>]*>")
HREF = re.compile(r"\bhref\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
CELL_END = " | "
# A number in a cell has the unit of its column.
BARE_NUMBER = re.compile(r"\d+(?:\s*(?:[-–~]|to)\s*\d+)?")
UNIT_OF_COLUMN = re.compile(r"\b(?:sessions?|days?|hours?|years?)\b|%", re.IGNORECASE)
# Figures of which the argument is what they say.
SPOKEN = {"emergency"}
# Between these a sentence speaks of something else.
CLAUSE_END = re.compile(
    r"[;:()—]|\s–\s|,\s(?=(?:but|while|whereas|and|yet|so|the|a|an|each|it)\b)|(?<=[고며]),?\s"
)
# How a sentence begins that speaks of what the one before names.
GOES_ON = re.compile(
    r"(?:it|its|they|this|that|these|those|each|expect|plan|allow|count on|usually|most|about|some)\b"
    r"|(?:이것|이는|그)",
    re.I,
)
HEADING, SENTENCE, ROW = "heading", "sentence", "row"


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence, a heading or a row of a table: its line, its text, and the number of its paragraph.

    `section` is that of the heading above it. `roles` are the names of the figures in it, which the text
    leaves out. A row has its cells between bars, each with the header of its column in brackets. `before`
    is the sentence before it in its paragraph, or "".
    """

    kind: str
    line: int
    text: str
    paragraph: int
    section: int
    roles: tuple = ()
    before: str = ""

    def clause(self, start, end):
        """Return the part of the sentence that a stretch of it stands in, and where it begins."""
        if self.kind == ROW:
            return self.text, 0
        first = max((each.end() for each in CLAUSE_END.finditer(self.text, 0, start)), default=0)
        after = CLAUSE_END.search(self.text, end)
        return self.text[first : after.start() if after else None], first

    @property
    def with_context(self):
        """The text behind that of the sentence before, where it only goes on about that: “It costs …”."""
        return f"{self.before} {self.text}" if GOES_ON.match(self.text) else self.text


@dataclass(frozen=True, slots=True)
class Link:
    """A link or picture of a text and the line that it stands in."""

    line: int
    address: str


@dataclass
class _Piece:
    """A stretch of a paragraph that stands in one line of the source."""

    line: int
    text: str
    role: str = ""


def read_prose(body, *, first_line=1):
    """Return the Passages and the Links of a Markdown body that begins at a line of its file.

    Code says nothing, and neither does a figure, but for the number to call.
    """
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    parser.inline.ruler.before("backticks", "role", read_role)
    parser.validateLink = lambda _address: True
    reader = _Reader(first_line)
    for token in parser.parse(body):
        reader.read(token)
    return reader.passages, reader.links


class _Reader:
    """Reads the tokens of a text in their order."""

    def __init__(self, first_line):
        self.first_line = first_line
        self.passages = []
        self.links = []
        self.line = first_line
        self.paragraph = self.section = 0
        self.is_heading = False
        self.row = None  # of cells, each a list of pieces
        self.headers = []

    def read(self, token):
        """Read one token."""
        if token.map:
            self.line = self.first_line + token.map[0]
        match token.type:
            case "heading_open":
                self.section += 1
                self.is_heading = True
            case "heading_close":
                self.is_heading = False
            case "table_open":
                self.headers = []
            case "tr_open":
                self.row = []
            case "tr_close":
                self._end_row()
            case "inline":
                self._read_inline(token)
            case "html_block":
                self._read_html(token.content)

    def _read_inline(self, token):
        pieces = list(self._pieces(token.children))
        if self.row is not None:
            self.row.append(pieces)
            return
        self.paragraph += 1
        before = ""
        for sentence in _sentences(pieces):
            self._add(HEADING if self.is_heading else SENTENCE, sentence, before=before)
            before = _text(sentence)

    def _end_row(self):
        """Add a row; the first of a table gives the headers of those that follow."""
        self.paragraph += 1
        headers = self.headers or [""] * len(self.row)
        pieces = []
        for place, (cell, header) in enumerate(zip(self.row, headers, strict=False)):
            unit = UNIT_OF_COLUMN.search(header) if BARE_NUMBER.fullmatch(_text(cell)) else None
            pieces += [*cell, _Piece(self.line, f" {unit[0]}" if unit else "")]
            pieces.append(_Piece(self.line, f" ({header})" if header and place else ""))
            pieces.append(_Piece(self.line, CELL_END))
        self._add(ROW, pieces[:-1])
        self.headers = self.headers or [_text(cell) for cell in self.row]
        self.row = None

    def _pieces(self, children):
        line = self.line
        for child in children:
            match child.type:
                case "text":
                    yield _Piece(line, child.content)
                case "softbreak" | "hardbreak":
                    line += 1
                    yield _Piece(line, " ")
                case "role":
                    name = child.meta["name"]
                    yield _Piece(line, child.content if name in SPOKEN else " … ", name)
                case "link_open":
                    self.links.append(Link(line, str(child.attrs.get("href", ""))))
                case "image":
                    self.links.append(Link(line, str(child.attrs.get("src", ""))))
                case "html_inline":
                    self._read_links(child.content, line)
                case "code_inline":
                    yield _Piece(line, " … ")

    def _read_html(self, html):
        """Read a block of raw HTML, line by line."""
        self.paragraph += 1
        for number, text in enumerate(html.split("\n")):
            line = self.line + number
            self._read_links(text, line)
            self._add(SENTENCE, [_Piece(line, TAG.sub(" ", text))])

    def _read_links(self, html, line):
        self.links.extend(Link(line, match[1] or match[2] or "") for match in HREF.finditer(html))

    def _add(self, kind, pieces, *, before=""):
        if text := _text(pieces):
            line = next(piece.line for piece in pieces if piece.text.strip())
            roles = tuple(piece.role for piece in pieces if piece.role)
            self.passages.append(Passage(kind, line, text, self.paragraph, self.section, roles, before))


def _text(pieces):
    return " ".join("".join(piece.text for piece in pieces).split())


def _sentences(pieces):
    """Yield the pieces of each sentence; one that holds the end of a sentence is parted there."""
    sentence = []
    for piece in pieces:
        start = 0
        for match in END_OF_SENTENCE.finditer(f"{piece.text} "):
            if not ABBREVIATIONS.search(piece.text[: match.start() + 1]):
                yield [*sentence, _Piece(piece.line, piece.text[start : match.end()], piece.role)]
                sentence, start = [], match.end()
        sentence.append(_Piece(piece.line, piece.text[start:], piece.role))
    yield sentence
