"""Import guides from Markdown files: read, check, write. Each file goes in whole, or is refused with why."""

import difflib
from dataclasses import dataclass, field
from pathlib import Path

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.front_matter import UnreadableGuide
from articles.models import Article, ArticleStatus
from articles.saving import differs, read_article, save_guide

NEW, CHANGED, UNCHANGED, REFUSED = "new", "changed", "unchanged", "refused"
MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
FOLDER_NAMED = {"index", "_index"}  # files that go by the name of their folder


@dataclass
class Result:
    """What became of one file: NEW, CHANGED, UNCHANGED or REFUSED, with the reason and its line or None."""

    path: str
    state: str
    slug: str = ""
    reason: str = ""
    line: int | None = None
    is_draft: bool = False
    notices: list = field(default_factory=list)
    diff: list = field(default_factory=list)


class _Undo(Exception):
    """Takes back what a dry run wrote."""


def import_guides(paths, *, dry_run=False, strict=False):
    """Import files of guides in their order, and return a Result for each.

    A dry run writes nothing, a strict one nothing unless every file goes in.
    """
    files = [read_file(str(path)) for path in paths]  # the slow half, before anything is locked
    taken = {}
    try:
        with transaction.atomic():
            results = [write_file(file, taken=taken) for file in files]
            if dry_run or (strict and any(result.state == REFUSED for result in results)):
                raise _Undo
    except _Undo:
        pass
    return results


def read_file(path):
    """Return the path, the Guide of a file and what is rendered of it, or the Result of its refusal."""
    try:
        return path, *read_article(read_text(path), name=name_of(path))
    except UnreadableGuide as error:
        return Result(path, REFUSED, reason=error.reason, line=error.line)


def write_file(file, *, taken):
    """Write what was read of a file, return its Result; `taken` has the paths of the files before by slug."""
    if isinstance(file, Result):
        return file
    path, guide, rendered = file
    if guide.slug in taken:
        reason = _("%(path)s has the same slug “%(slug)s”.") % {"path": taken[guide.slug], "slug": guide.slug}
        return Result(path, REFUSED, reason=reason, line=1)
    stored = Article.objects.filter(slug=guide.slug).first()
    if stored is not None and stored.kind != guide.kind:
        reason = _("“%(slug)s” is the address of a %(kind)s already: give this one another slug.")
        words = {"slug": guide.slug, "kind": stored.get_kind_display()}
        return Result(path, REFUSED, reason=reason % words, line=1)
    result = Result(path, state_of(stored, guide, rendered), guide.slug)
    result.is_draft = guide.status == ArticleStatus.DRAFT
    result.diff = diff_of(stored, guide, path)
    try:
        if result.state == UNCHANGED:
            result.notices = stored.rendered["notices"]
        else:
            with transaction.atomic():
                result.notices = save_guide(guide, rendered, article=stored).notices
    except UnreadableGuide as error:
        return Result(path, REFUSED, reason=error.reason, line=error.line)
    except IntegrityError:
        return Result(path, REFUSED, reason=_("The records changed during the import. Run it again."))
    taken[guide.slug] = path
    return result


def read_text(path):
    """Return the text of a file, or raise UnreadableGuide."""
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise UnreadableGuide(_("The file cannot be read: %(error)s.") % {"error": error.strerror}) from error
    encoding = MARKS.get(content[:2], "utf-8-sig")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        reason = _("The file is not in the encoding %(encoding)s.") % {
            "encoding": encoding.removesuffix("-sig")
        }
        raise UnreadableGuide(reason, line=line) from error


def name_of(path):
    """Return what a file is known by: its name without its ending, or that of its folder."""
    path = Path(path)
    return path.resolve().parent.name if path.stem.lower() in FOLDER_NAMED else path.stem


def state_of(stored, guide, rendered):
    """Tell whether an article is new, or differs from what is stored."""
    if stored is None:
        return NEW
    return CHANGED if differs(stored, guide, rendered) else UNCHANGED


def diff_of(stored, guide, path):
    """Return the lines of a unified diff from what is stored to what a file says."""
    before = stored.source.split("\n") if stored else []
    name = f"stored/{stored.slug}.md" if stored else "nothing"
    return list(difflib.unified_diff(before, guide.source.split("\n"), name, path, lineterm=""))


def closing_sentence(results):
    """Return how many files there were of each kind of outcome, in words."""
    counts = {
        state: sum(result.state == state for result in results)
        for state in (NEW, CHANGED, UNCHANGED, REFUSED)
    }
    sentence = ngettext(
        "%(count)d file: %(new)d new, %(changed)d changed, %(unchanged)d unchanged, %(refused)d refused.",
        "%(count)d files: %(new)d new, %(changed)d changed, %(unchanged)d unchanged, %(refused)d refused.",
        len(results),
    )
    return sentence % {"count": len(results), **counts}
