"""Suggest a mapping file for a list that nobody has seen."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils.translation import gettext as _

from clinics.importing import UnreadableTable, suggest_mapping
from pricing.tables.commands import one_line, say


class Command(BaseCommand):
    """Suggest a mapping."""

    help = _("Guess a mapping file (TOML) for somebody else's list, with reasons, for a person to check.")

    def add_arguments(self, parser):
        parser.add_argument("file", help=_("The CSV file."))
        parser.add_argument("--output", metavar="MAP", help=_("Write to this file, which must not exist."))
        parser.add_argument("--encoding", help=_("Its encoding, guessed otherwise."))
        parser.add_argument("--delimiter", help=_("What stands between its cells, guessed otherwise."))

    def handle(self, *args, **options):
        output = options["output"]
        if output and Path(output).exists():
            raise CommandError(already_there(output))
        try:
            text = suggest_mapping(
                options["file"],
                name=Path(options["file"]).name,
                encoding=options["encoding"],
                delimiter=options["delimiter"],
            )
        except UnreadableTable as error:
            raise CommandError(str(error)) from error
        except DatabaseError as error:
            raise CommandError(_("The database refused: %(error)s.") % {"error": one_line(error)}) from error
        if output:
            write_new(output, text)
            text = _("Wrote %(path)s. Check every line before you import with it.") % {"path": output} + "\n"
        say(self.stdout, [text])


def write_new(path, text):
    """Write a file that must not exist yet, whole or not at all; raises CommandError."""
    try:
        with Path(path).open("x", encoding="utf-8", newline="") as file:
            try:
                file.write(text)
                file.flush()
            except OSError:
                Path(path).unlink(missing_ok=True)
                raise
    except FileExistsError as error:
        raise CommandError(already_there(path)) from error
    except OSError as error:
        raise CommandError(
            _("%(path)s cannot be written: %(error)s.") % {"path": path, "error": error.strerror}
        ) from error


def already_there(path):
    """Return the sentence that a mapping is not overwritten."""
    return _("There is a file %(path)s already, and a mapping may hold somebody's work; name another.") % {
        "path": path
    }
