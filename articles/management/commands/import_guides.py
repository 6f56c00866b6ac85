"""Import guides from Markdown files with front matter."""

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.importing import REFUSED, UNCHANGED, closing_sentence, import_guides
from pricing.tables.commands import one_line, say


class Command(BaseCommand):
    """Import guides: a file that cannot be read is named with the line and the reason, the others go in.

    It fails when a file was refused, so that a script notices.
    """

    help = _("Import guides from Markdown files with front matter.")

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE", help=_("A Markdown file."))
        parser.add_argument(
            "--dry-run", action="store_true", help=_("Only say what an import would do, as a diff.")
        )
        parser.add_argument(
            "--strict", action="store_true", help=_("Write nothing and fail if any file is refused.")
        )

    def handle(self, *, files, dry_run, strict, **options):
        try:
            results = import_guides(files, dry_run=dry_run, strict=strict)
        except DatabaseError as error:
            raise CommandError(
                _("Nothing was written, for the database refused: %(error)s.") % {"error": one_line(error)}
            ) from error
        problem = say(self.stdout, (f"{line}\n" for line in lines_of(results, dry_run=dry_run)))
        if problem:
            raise CommandError(problem)
        refused = sum(result.state == REFUSED for result in results)
        if refused == len(results):
            raise CommandError(_("Nothing was written, for no file could be read."))
        if strict and refused:
            raise CommandError(_("Nothing was written, for files were refused."))
        if refused and dry_run:
            raise CommandError(_("Not every file would go in."))
        if refused:
            sentence = ngettext(
                "%(count)d file was refused; the others went in.",
                "%(count)d files were refused; the others went in.",
                refused,
            )
            raise CommandError(sentence % {"count": refused})


def lines_of(results, *, dry_run):
    """Yield what became of each file, then how many there were of each kind of outcome."""
    words = {
        "new": _("new"),
        "changed": _("changed"),
        "unchanged": _("unchanged"),
        "refused": _("refused"),
    }
    for result in results:
        if result.state == REFUSED:
            place = _(", line %(line)d") % {"line": result.line} if result.line else ""
            yield _("%(path)s%(place)s: refused. %(reason)s") % {
                "path": result.path,
                "place": place,
                "reason": result.reason,
            }
            continue
        draft = _(", a draft") if result.is_draft else ""
        yield f"{result.path}: {words[result.state]}{draft} ({result.slug})"
        if dry_run and result.state != UNCHANGED:
            yield from result.diff
        for notice in result.notices:
            yield _("  line %(line)d: %(text)s") % notice
    yield closing_sentence(results)
    if dry_run:
        yield _("Dry run: nothing was written.")
