"""Read a guide: Markdown, mostly behind front matter, as blogs of many kinds write it."""

import re
from dataclasses import dataclass, field, fields
from datetime import date

from django.utils.text import slugify
from django.utils.translation import gettext as _

from articles.front_matter_values import (
    as_items,
    as_list,
    as_text,
    is_absent,
    read_day,
    read_slug,
    read_slugs,
    read_source,
    read_year,
)
from articles.limits import LONGEST_FRONT_MATTER, MOST_CHARACTERS
from articles.models.article import (
    LONGEST_EXCERPT,
    LONGEST_TITLE,
    RESERVED_SLUGS,
    ArticleKind,
    ArticleStatus,
)
from articles.models.bylines import AuthorKind
from articles.yaml_reading import UnreadableYaml, read_mapping
from pricing.plain_text import plain_text

RULE, TOML_RULE = "---", "+++"
ENDS = {RULE, "..."}
STATUSES = {
    **dict.fromkeys(("published", "publish", "public", "live", "scheduled", "future"), "published"),
    **dict.fromkeys(("draft", "pending", "private", "unpublished"), "draft"),
}
YES, NO = {"true", "yes", "on", "1"}, {"false", "no", "off", "0"}
GROUPS = re.compile(
    r"\b(?:team|editors?|staff|desk|group|company|clinics?|office|association)\b", re.IGNORECASE
)
NAMELESS = {"", "index", "readme", "untitled"}  # names of files that say nothing about what is in them
HEADING = re.compile(r"#[ \t]+(.+?)[ \t]*#*")


class UnreadableGuide(ValueError):
    """A guide that cannot be read or shown: `reason` is a sentence, `line` a number from 1 or None."""

    def __init__(self, reason, *, line=None):
        super().__init__(
            _("line %(line)d: %(reason)s") % {"line": line, "reason": reason} if line else reason
        )
        self.reason = reason
        self.line = line


@dataclass(frozen=True, slots=True)
class Byline:
    """The name of an author or reviewer and whether it is a person, where that is said or plain."""

    name: str
    kind: str = AuthorKind.PERSON


@dataclass(frozen=True, kw_only=True)
class Guide:
    """What a file says. Texts are plain, days are dates, records are named by slug, empty is "" or None.

    `body_line` is the line of the source at which the body begins. `unknown` is the front matter that the
    site has no use for: texts, lists and mappings of them, by the keys of the file.
    """

    title: str
    slug: str
    kind: str = ArticleKind.GUIDE
    excerpt: str = ""
    status: str = ArticleStatus.DRAFT
    published_on: date | None = None
    updated_on: date | None = None
    edition_year: int | None = None
    audience: str = ""
    category: str = ""
    tags: tuple = ()
    author: Byline | None = None
    more_authors: tuple = ()
    reviewer: Byline | None = None
    reviewed_on: date | None = None
    next_review_on: date | None = None
    clinics: tuple = ()
    districts: tuple = ()
    treatments: tuple = ()
    sources: tuple = ()
    takeaways: tuple = ()
    wanted: tuple = ()
    unknown: dict = field(default_factory=dict)
    body: str = ""
    body_line: int = 1
    source: str = ""

    @property
    def facts(self):
        """All that the front matter says, without the text, as {name: value}."""
        text = {"body", "body_line", "source"}
        return {each.name: getattr(self, each.name) for each in fields(self) if each.name not in text}


def parse_guide(text, *, name=""):
    """Return the Guide that a text holds, or raise UnreadableGuide with the line and the reason.

    `name` is what the text is known by, such as the name of its file without its ending; it gives the slug
    where the front matter gives none.
    """
    source = normalized(text)
    if len(source) > MOST_CHARACTERS:
        raise UnreadableGuide(
            _("The file has more than %(most)d characters. Split it.") % {"most": MOST_CHARACTERS},
            line=source.count("\n", 0, MOST_CHARACTERS) + 1,
        )
    block, block_line, body, body_line = split(source)
    try:
        entries = Entries(*read_mapping(block, first_line=block_line))
    except UnreadableYaml as error:
        raise UnreadableGuide(error.reason, line=error.line) from error
    values = read_entries(entries)
    title = values.pop("title") or leading_heading(body)
    if not title:
        raise UnreadableGuide(_("The guide has no title: write “title: …” between two lines of ---."), line=1)
    entries.check_length("title", title, LONGEST_TITLE)
    slug = values.pop("slug") or slug_of_file(name) or slugify(title)[:120].strip("-")
    if not slug or slug in RESERVED_SLUGS:
        reason = _(
            "“%(slug)s” cannot be the end of an address: write “slug: …” with Latin letters and hyphens."
        )
        raise UnreadableGuide(
            reason % {"slug": slug or title}, line=entries.line("slug" if "slug" in entries.keys else "title")
        )
    return Guide(
        title=title,
        slug=slug,
        unknown=entries.rest(),
        body=body,
        body_line=body_line,
        source=source,
        **values,
    )


def normalized(text):
    """Return a text with plain line ends and without the characters that nobody sees."""
    return plain_text(text.replace("\r\n", "\n").replace("\r", "\n"))


def split(source):
    """Return the front matter and the line of its begin, then the body and the line of its begin.

    A first line of --- that no other closes is a rule of the body, unless front matter follows it.
    """
    lines = source.split("\n")
    start = next((number for number, line in enumerate(lines) if line.strip()), None)
    if start is not None and lines[start].rstrip() == TOML_RULE:
        reason = _("The front matter is TOML (between lines of +++): write it as YAML, between lines of ---.")
        raise UnreadableGuide(reason, line=start + 1)
    if start is None or lines[start].rstrip() != RULE:
        return "", 1, source, 1
    for number in range(start + 1, len(lines)):
        if lines[number].rstrip() in ENDS:
            block = "\n".join(lines[start + 1 : number])
            if not looks_like_front_matter(block):
                break
            if len(block) > LONGEST_FRONT_MATTER:
                reason = _("The front matter has more than %(most)d characters.")
                raise UnreadableGuide(reason % {"most": LONGEST_FRONT_MATTER}, line=start + 1)
            return block, start + 2, "\n".join(lines[number + 1 :]), number + 2
    else:
        if looks_like_front_matter("\n".join(lines[start + 1 : start + 2])):
            reason = _("The front matter that begins here is not closed by a line of ---.")
            raise UnreadableGuide(reason, line=start + 1)
    return "", 1, source, 1


def line_of_body(source, line):
    """Return which line of its body a line of a source is, from 1 on; 0 for none and for front matter."""
    try:
        first = split(source)[-1]
    except UnreadableGuide:
        return 0
    return max(0, (line or 0) - first + 1)


def looks_like_front_matter(block):
    """Tell whether a block between rules is empty, or begins with a key behind comments."""
    lines = [line for line in block.split("\n") if line.strip()]
    first = next((line for line in lines if not line.startswith("#")), "")
    return not lines or bool(re.match(r"""["']?\w[\w .-]*["']?[ \t]*:(?:[ \t]|\Z)|[{&!%?]""", first))


def leading_heading(body):
    """Return the text of the heading of the first level that a body begins with, or ""."""
    lines = (line.strip() for line in body.split("\n"))
    match = HEADING.fullmatch(next((line for line in lines if line not in {"", RULE}), ""))
    return match[1] if match else ""


def slug_of_file(name):
    """Return the slug that the name of a file gives, without the day that some blogs begin it with."""
    bare = re.sub(r"\A\d{4}-\d{1,2}-\d{1,2}-", "", name)
    slug = slugify(bare)[:120].strip("-")
    return "" if slug in NAMELESS else slug


class Entries:
    """The entries of front matter: each is taken once, under any of its names; the rest is kept as it is."""

    def __init__(self, values, lines):
        self.values = values
        self.lines = lines
        self.taken = set()
        self.keys = {}
        for key in values:
            self.keys.setdefault(key.strip().lower().replace("-", "_"), key)

    def take(self, *names):
        """Return the value of the first of these names that has one, else ""."""
        for name in names:
            key = self.keys.get(name)
            if key is not None:
                self.taken.add(key)
                if not is_absent(self.values[key]):
                    return self.values[key]
        return ""

    def read(self, reader, *names):
        """Return what a reader makes of the first of these names that has a value, else None."""
        for name in names:
            value = self.take(name)
            if value != "":
                try:
                    return reader(value)
                except ValueError as error:
                    raise UnreadableGuide(f"{self.keys[name]}: {error}", line=self.line(name)) from error
        return None

    def line(self, name):
        """Return the line of a name, or the first line."""
        return self.lines.get(self.keys.get(name), 1)

    def text(self, *names, most=300):
        """Return the text of the first of these names that has a value, in one line."""
        for name in names:
            text = " ".join(as_text(self.take(name)).split())
            if text:
                self.check_length(name, text, most)
                return text
        return ""

    def check_length(self, name, text, most):
        """Refuse a text that is too long for its column."""
        if len(text) > most:
            reason = _("%(name)s: the text has %(length)d characters; %(most)d are allowed.")
            raise UnreadableGuide(
                reason % {"name": name, "length": len(text), "most": most}, line=self.line(name)
            )

    def rest(self):
        """Return the entries that nobody took and that say something."""
        return {key: value for key, value in self.values.items() if key not in self.taken and value != ""}


def read_entries(entries):
    """Return what the entries say as arguments of a Guide, the title and the slug as "" where absent."""
    published_on = entries.read(read_day, "published_on", "date")
    topics, more_topics = read_topics(entries)
    authors = entries.read(read_bylines, "author", "authors") or []
    reviewers = entries.read(read_bylines, "reviewer") or []
    return {
        "title": entries.text("title", most=MOST_CHARACTERS),
        "slug": entries.read(read_slug, "slug") or "",
        "kind": entries.read(read_kind, "kind") or ArticleKind.GUIDE,
        "excerpt": entries.text("excerpt", "summary", "description", most=LONGEST_EXCERPT),
        "published_on": published_on,
        "status": read_status(entries, has_day=published_on is not None),
        "updated_on": entries.read(read_day, "updated_on", "updated"),
        "edition_year": entries.read(read_year, "edition_year"),
        "audience": entries.text("audience"),
        "category": topics,
        "tags": more_topics,
        "author": authors[0] if authors else None,
        "more_authors": tuple(byline.name for byline in authors[1:]),
        "reviewer": reviewers[0] if reviewers else None,
        "reviewed_on": entries.read(read_day, "reviewed_on"),
        "next_review_on": entries.read(read_day, "next_review_on"),
        "clinics": entries.read(read_slugs, "clinics") or (),
        "districts": entries.read(read_slugs, "districts") or (),
        "treatments": entries.read(read_slugs, "treatments") or (),
        "sources": tuple(entries.read(read_sources, "sources") or ()),
        "takeaways": tuple(entries.read(as_items, "takeaways") or ()),
        "wanted": tuple(entries.read(as_items, "wanted") or ()),
    }


def read_topics(entries):
    """Return the category and the other topics: the first that a guide names is its category."""
    topics = []
    for name in ("category", "categories", "topics", "tags"):
        value = entries.take(name)
        words = as_list(value, split=name != "category") if value != "" else []
        for word in words:
            entries.check_length(name, word, 120)
        topics += words
    topics = list(dict.fromkeys(topics))
    return (topics[0] if topics else ""), tuple(topics[1:])


def read_bylines(value):
    """Return the Bylines of a text, a mapping with name and kind, or a list of either."""
    values = value if isinstance(value, list) else [value]
    return [byline for each in values if (byline := read_byline(each)).name]


def read_byline(value):
    """Return one Byline; the word “team” and its like make it an organization."""
    said = ""
    if isinstance(value, dict):
        entries = {key.lower(): as_text(text) for key, text in value.items()}
        said = entries.get("kind", "").lower().replace("z", "s")
        value = entries.get("name", "") or entries.get("title", "")
    name = " ".join(as_text(value).split())
    if len(name) > 120:
        raise ValueError(_("the name has %(length)d characters; 120 are allowed.") % {"length": len(name)})
    if said and said not in AuthorKind.values:
        raise ValueError(_("“%(kind)s” is neither person nor organisation.") % {"kind": said})
    plain = AuthorKind.ORGANISATION if GROUPS.search(name) else AuthorKind.PERSON
    return Byline(name, AuthorKind(said) if said else plain)


def read_kind(value):
    """Return the kind of an article, or raise ValueError."""
    word = as_text(value).strip().lower()
    if word not in ArticleKind.values:
        raise ValueError(_("“%(word)s” is neither guide nor page.") % {"word": word})
    return ArticleKind(word)


def read_status(entries, *, has_day):
    """Return the status: what says draft is a draft; else a guide is published once it has a day."""
    said = entries.read(read_status_word, "status")
    is_draft = entries.read(read_flag, "draft")
    if is_draft or said == ArticleStatus.DRAFT or not has_day:
        return ArticleStatus.DRAFT
    return ArticleStatus.PUBLISHED


def read_status_word(value):
    """Return the status that a word means, or raise ValueError."""
    word = as_text(value).strip().lower()
    if word not in STATUSES:
        raise ValueError(_("“%(word)s” is neither draft nor published.") % {"word": word})
    return ArticleStatus(STATUSES[word])


def read_flag(value):
    """Return yes or no as a boolean, or raise ValueError."""
    word = as_text(value).strip().lower()
    if word not in YES | NO:
        raise ValueError(_("“%(word)s” is neither true nor false.") % {"word": word})
    return word in YES


def read_sources(value):
    """Return the sources as mappings with title, url and accessed_on (an ISO day or "")."""
    return [read_source(each) for each in (value if isinstance(value, list) else [value])]
