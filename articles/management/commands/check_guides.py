"""Check guides against the records."""

from collections import Counter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.checking import RemarkKind
from articles.checking.articles import UnreadableArticle, check_articles, read_files, read_stored
from clinics.korea import SEOUL
from pricing.tables.commands import say


class Command(BaseCommand):
    """Check guides."""

    help = gettext_lazy(
        "List what guides contradict, what they name and nobody knows, links that lead nowhere, and figures"
        " typed by hand that a record holds. Fails unless it finds no more than the last."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "files",
            nargs="*",
            metavar="FILE",
            help=_("Markdown files to check instead of the articles in the database."),
        )

    def handle(self, *, files, **options):
        now = timezone.now()
        try:
            texts = read_files(map(Path, files)) if files else read_stored()
        except UnreadableArticle as error:
            raise CommandError(str(error)) from error
        found = check_articles(texts, at=now, today=timezone.localdate(now, SEOUL))
        say(self.stdout, (f"{line}\n" for line in lines_of(found)))
        counts = Counter(remark.kind for _name, remark in found)
        sentence = summary(len(texts), counts)
        if any(counts[kind] for kind in RemarkKind if kind != RemarkKind.TYPED):
            raise CommandError(sentence)
        self.stdout.write(sentence)


def lines_of(found):
    """Yield a line for each (name, Remark), such as "costs:57: contradiction: …"."""
    for name, remark in found:
        yield f"{name}:{remark.line}: {remark.kind.label}: {remark.sentence}"


def summary(number, counts):
    """Return how many remarks of each kind there are, as a sentence."""
    return _(
        "Articles checked: %(number)d. Contradictions: %(contradictions)d, unknown: %(unknown)d, dead links:"
        " %(dead)d, typed by hand: %(typed)d."
    ) % {
        "number": number,
        "contradictions": counts[RemarkKind.CONTRADICTION],
        "unknown": counts[RemarkKind.UNKNOWN],
        "dead": counts[RemarkKind.DEAD_LINK],
        "typed": counts[RemarkKind.TYPED],
    }
