"""Undo an import."""

import json
from contextlib import nullcontext

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinics.importing import Refused, undo_batch
from pricing.tables.commands import one_line
from pricing.tables.files import UnwritableFile, replacing
from pricing.tables.references import UnknownSlug


class Command(BaseCommand):
    """Undo an import."""

    help = _("Put every listing back as it stood before an import; `imports` lists their numbers.")

    def add_arguments(self, parser):
        parser.add_argument("number", type=int, help=_("The number of the import."))
        parser.add_argument(
            "--force",
            action="store_true",
            help=_("Put listings back too that were edited since, and keep them as they stand in a file."),
        )
        parser.add_argument(
            "--keep",
            metavar="FILE",
            help=_("That file of JSON lines, by default var/undone_import_NUMBER.jsonl."),
        )

    def handle(self, *args, **options):
        path = options["keep"] or settings.BASE_DIR / "var" / f"undone_import_{options['number']}.jsonl"
        try:
            with replacing(path) if options["force"] else nullcontext() as file:
                keep = None if file is None else lambda document: file.write(line_of(document))
                batch, count, edited = undo_batch(options["number"], keep=keep)
        except (Refused, UnwritableFile) as error:
            raise CommandError(str(error)) from error
        except (DatabaseError, UnknownSlug) as error:
            raise CommandError(
                _("Nothing was undone, for the database refused: %(error)s.") % {"error": one_line(error)}
            ) from error
        sentence = ngettext(
            "Import %(number)d was undone: %(count)d listing is as before.",
            "Import %(number)d was undone: %(count)d listings are as before.",
            count,
        )
        self.stdout.write(sentence % {"number": batch.pk, "count": count})
        for name in edited:
            self.stdout.write(_("kept in %(file)s: %(name)s") % {"file": path, "name": name})


def line_of(document):
    """Return a document as one line of JSON."""
    return json.dumps(document, ensure_ascii=False) + "\n"
