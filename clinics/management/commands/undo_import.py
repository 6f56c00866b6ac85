"""Undo an import."""

import json
from pathlib import Path

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
        path = Path(options["keep"] or settings.BASE_DIR / f"var/undone_import_{options['number']}.jsonl")
        if options["force"] and path.exists():
            raise CommandError(
                _("%(file)s exists already and may hold edits. Name another file with --keep.")
                % {"file": path}
            )

        def keep(documents):
            with replacing(path) as file:
                file.writelines(map(line_of, documents))

        try:
            batch, count, edited = undo_batch(options["number"], keep=keep if options["force"] else None)
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
