"""A finished text as parts: clean HTML, runs of text in which names may be linked, and figures."""

import re
from html import escape

from articles.elements import HEADINGS, VOID, Element, start_tag, text_of, walk
from articles.limits import MOST_MENTIONS
from articles.markdown import FIGURE
from articles.mentions import candidates
from clinics.korea import HANGUL

# In these no name becomes a link.
UNLINKED = {*HEADINGS, "a", "caption", "code", "kbd", "pre", "samp", "summary", "var"}
SECTIONS = {"h2", "h3"}
# Korean words, with one word in Latin letters between two of them: 엘리트 SMP 코리아.
KOREAN = re.compile(rf"{HANGUL.pattern}+(?:\s+(?:[A-Z][A-Za-z&]{{0,19}}\s+)?{HANGUL.pattern}+)*")
FAQ = re.compile(
    r"(?:\d+[.)]?\s+)?(?:faqs?|frequently asked questions(?: \(faqs?\))?|questions and answers|q ?& ?a"
    r"|자주 묻는 질문)\s*[:?.]?",
    re.IGNORECASE,
)


class Writer:
    """Writes elements as parts, and notes the keys of what could be names."""

    def __init__(self, figures):
        self.figures = figures
        self.parts = []
        self.section = 0
        self.mentions = set()
        self._html = []
        self._is_korean = False

    def write(self, nodes):
        """Write some elements and texts; return the parts so far."""
        self._write_all(nodes, is_linked=True)
        self._close()
        return self.parts

    def _write_all(self, nodes, *, is_linked):
        run = []
        for node in nodes:
            if isinstance(node, str):
                run.append(node)
                continue
            self._write_text("".join(run), is_linked)
            run = []
            self._write_element(node, is_linked)
        self._write_text("".join(run), is_linked)

    def _write_element(self, element, is_linked):
        if element.name == FIGURE:
            self._write_figure(element)
            return
        if element.name == "p" and not has_content(element):
            return
        if element.name in SECTIONS:
            self.section += 1
        was_korean, said = self._is_korean, element.attributes.get("lang")
        self._is_korean = said.lower().startswith("ko") if said else was_korean
        is_column = element.name == "th" and element.attributes.get("scope") == "col"
        self._html.append(start_tag(element))
        self._write_all(
            element.children, is_linked=is_linked and element.name not in UNLINKED and not is_column
        )
        if element.name not in VOID:
            self._html.append(f"</{element.name}>")
        self._is_korean = was_korean

    def _write_text(self, text, is_linked):
        """Write a text, its Korean marked as such where no element around it says so."""
        if self._is_korean:
            self._write_run(text, is_linked)
            return
        end = 0
        for match in KOREAN.finditer(text):
            self._write_run(text[end : match.start()], is_linked)
            self._html.append('<span lang="ko">')
            self._write_run(match[0], is_linked)
            self._html.append("</span>")
            end = match.end()
        self._write_run(text[end:], is_linked)

    def _write_run(self, text, is_linked):
        # Treatments have names in small letters too, so that every run with a letter may hold one.
        if not is_linked or not any(map(str.isalpha, text)):
            self._html.append(escape(text, quote=False))
            return
        self._close()
        self.parts.append({"text": text, "section": self.section})
        if len(self.mentions) < MOST_MENTIONS:
            self.mentions.update(candidate.key for candidate in candidates(text))

    def _write_figure(self, element):
        number = element.attributes.get("data-number", "")
        if number.isascii() and number.isdigit() and int(number[:6]) < len(self.figures):
            self._close()
            self.parts.append(self.figures[int(number)])

    def _close(self):
        html = "".join(self._html)
        if html:
            self.parts.append(html)
        self._html = []


def has_content(element):
    """Tell whether an element shows anything."""
    shows = {FIGURE, "img", "hr", "br"}
    return bool(text_of(element)) or any(inner.name in shows for inner in walk(element))


def is_notes(node):
    """Tell whether a node holds the notes at the end of a text."""
    return isinstance(node, Element) and node.attributes.get("class") == "notes"


def questions_of(root, figures):
    """Return the questions of a text with their answers: question, anchor and parts, each question once.

    A question is a heading of the third level below one of the second that says FAQ or the like.
    """
    questions = {}
    if not any(element.name == "h2" and FAQ.fullmatch(text_of(element)) for element in walk(root)):
        return []
    for parent in (root, *walk(root)):
        asked, answer, is_faq = None, [], False
        for node in [*parent.children, Element("h1")]:
            name = node.name if isinstance(node, Element) else ""
            if name not in {"h1", "h2", "h3"} and not is_notes(node):
                answer.append(node)
                continue
            if asked and any(isinstance(each, Element) and has_content(each) for each in answer):
                entry = {"question": text_of(asked), "anchor": asked.attributes["id"]}
                questions.setdefault(entry["question"], {**entry, "parts": Writer(figures).write(answer)})
            if name != "h3":
                is_faq = name == "h2" and bool(FAQ.fullmatch(text_of(node)))
            asked, answer = (node if is_faq and name == "h3" else None), []
    return list(questions.values())
