"""Read a mapping of YAML as people write it: all scalars stay text, and a colon in a title is forgiven."""

import re

import yaml
from django.utils.translation import gettext as _

from articles.limits import DEEPEST_FRONT_MATTER

ENTRY = re.compile(r"""(?P<key>["']?\w[\w .-]*?["']?)[ \t]*:(?:[ \t]+(?P<text>.*?))?[ \t]*""")
# What begins a value that goes on in the next lines by a rule of its own.
STRUCTURE = ("|", ">", "&", "!", "#")
CLOSING = {'"': '"', "'": "'", "[": "]", "{": "}"}
# A key behind a tab would be taken for more of the value above it.
TABBED_KEY = re.compile(r"""[ ]*\t\s*["']?\w[\w .-]*["']?[ \t]*:(?:[ \t]|\Z)""")


class UnreadableYaml(ValueError):
    """Front matter that cannot be read: why, and in which line."""

    def __init__(self, reason, *, line):
        super().__init__(reason)
        self.reason = reason
        self.line = line


def read_mapping(text, *, first_line=1):
    """Return the entries of a mapping, {key: value}, and the line of each key, {key: line}.

    Values are texts, lists and mappings of them. Text that is no YAML only because of a colon, a bracket or
    the like in a value is read as it stands, unless it is a quotation mark or a bracket that is not closed.
    Raises UnreadableYaml.
    """
    check_lines(text, first_line)
    try:
        return read_strictly(text, first_line)
    except UnreadableYaml as error:
        mended = mend(text, first_line)
        if mended == text:
            raise
        try:
            return read_strictly(mended, first_line)
        except UnreadableYaml:
            raise error from None


def check_lines(text, first_line):
    """Refuse a tab before a key."""
    for number, line in enumerate(text.split("\n"), start=first_line):
        if TABBED_KEY.match(line):
            raise UnreadableYaml(
                _("A tab stands before a key. Begin the line with the key, or indent it with spaces."),
                line=number,
            )


def read_strictly(text, first_line):
    """Read a mapping as YAML has it."""
    try:
        check_events(text, first_line)
        node = yaml.compose(text, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        if error.context == "while scanning a quoted scalar":
            raise unclosed('"', line=first_line + error.context_mark.line) from error
        mark = error.problem_mark or error.context_mark
        line = first_line + mark.line if mark else first_line
        reason = _("The front matter is no YAML: %(problem)s.") % {"problem": error.problem or error.context}
        raise UnreadableYaml(reason, line=line) from error
    except yaml.reader.ReaderError as error:
        line = first_line + text.count("\n", 0, error.position)
        raise UnreadableYaml(_("The front matter holds characters that YAML forbids."), line=line) from error
    if node is None:
        return {}, {}
    if not isinstance(node, yaml.MappingNode):
        raise UnreadableYaml(_("The front matter is no list of “key: value”."), line=first_line)
    values = plain(node, first_line)
    lines = {key.value: first_line + key.start_mark.line for key, _value in node.value}
    return values, lines


def unclosed(mark, *, line):
    """Return the refusal of a value that begins with a quotation mark or bracket and does not end."""
    what = _("bracket") if mark in "[{" else _("quotation mark")
    return UnreadableYaml(
        _("The %(what)s that begins here is not closed: close it, or take it out.") % {"what": what},
        line=line,
    )


def check_events(text, first_line):
    """Refuse what YAML takes and nobody means: references, values deep in one another, quotes over keys."""
    depth = 0
    lines = text.split("\n")
    for event in yaml.parse(text, Loader=yaml.BaseLoader):
        if isinstance(event, yaml.AliasEvent):
            raise UnreadableYaml(
                _("References (*%(name)s) are not read: write the value again.") % {"name": event.anchor},
                line=first_line + event.start_mark.line,
            )
        if isinstance(event, yaml.ScalarEvent) and event.style in {'"', "'"}:
            within = lines[event.start_mark.line + 1 : event.end_mark.line + 1]
            if any(ENTRY.match(line) for line in within):
                raise unclosed(event.style, line=first_line + event.start_mark.line)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST_FRONT_MATTER:
            raise UnreadableYaml(
                _("Values lie more than %(most)d deep in one another.") % {"most": DEEPEST_FRONT_MATTER},
                line=first_line + event.start_mark.line,
            )


def plain(node, first_line):
    """Return a node as text, list or mapping; a key that stands twice is refused, for one would be lost."""
    if isinstance(node, yaml.ScalarNode):
        return node.value
    if isinstance(node, yaml.SequenceNode):
        return [plain(child, first_line) for child in node.value]
    mapping = {}
    for key, value in node.value:
        line = first_line + key.start_mark.line
        if not isinstance(key, yaml.ScalarNode):
            raise UnreadableYaml(_("A key of the front matter must be a word."), line=line)
        if key.value in mapping:
            raise UnreadableYaml(_("“%(key)s” stands twice.") % {"key": key.value}, line=line)
        mapping[key.value] = plain(value, first_line)
    return mapping


def mend(text, first_line):
    """Return the text with quotes around each outer value that is no YAML, or another one, by itself.

    Its lines keep their numbers: a value over several lines moves into its first one. Raises UnreadableYaml
    for a value that does not end.
    """
    lines = text.split("\n")
    mended = []
    number = 0
    while number < len(lines):
        end = number + 1
        while end < len(lines) and (not lines[end].strip() or lines[end][0] in " \t"):
            end += 1
        mended.extend(mend_entry(lines[number:end], first_line + number))
        number = end
    return "\n".join(mended)


def mend_entry(lines, line):
    """Return the lines of one entry, its value in quotes where it needs them; `line` is that of the first."""
    match = ENTRY.fullmatch(lines[0])
    if not match or not match["text"] or match["text"].startswith(STRUCTURE):
        return lines
    words = " ".join([match["text"], *(line.strip() for line in lines[1:] if line.strip())])
    if is_scalar(words):
        return lines
    if is_unclosed(words):
        raise unclosed(words[0], line=line)
    quoted = "'{}'".format(words.replace("'", "''"))
    return [f"{match['key']}: {quoted}", *("" for _line in lines[1:])]


def is_scalar(words):
    """Tell whether words by themselves are what they seem to be in YAML: text, or a list in brackets."""
    try:
        node = yaml.compose(words, Loader=yaml.BaseLoader)
        return isinstance(node, yaml.ScalarNode) or (words.startswith(("[", "{")) and bool(plain(node, 1)))
    except (yaml.YAMLError, UnreadableYaml):
        return False


def is_unclosed(words):
    """Tell whether words begin with a quotation mark or bracket of which the end is missing."""
    mark, rest = words[0], words[1:]
    if mark not in CLOSING:
        return False
    if mark == '"':
        return rest.replace('\\"', "").count('"') % 2 == 0
    return CLOSING[mark] not in rest
