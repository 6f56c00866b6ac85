"""What every command around a table does: arguments, report, and a sentence instead of a traceback."""

import os
import sys
from contextlib import nullcontext

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, IntegrityError
from django.utils.translation import gettext as _

from .files import UnwritableFile, replacing
from .outcomes import rejected_lines
from .reading import DELIMITER, ENCODING, UnreadableTable, read_table
from .references import UnknownSlug


class ImportCommand(BaseCommand):
    """Imports a CSV file: good rows are written, the others are named; --strict writes all or nothing."""

    def add_arguments(self, parser):
        parser.add_argument("file", help=_("The CSV file."))
        parser.add_argument("--encoding", help=_("Its encoding, by default utf-8."))
        parser.add_argument("--delimiter", help=_("What stands between its cells, by default a comma."))
        parser.add_argument("--dry-run", action="store_true", help=_("Only say what an import would do."))
        parser.add_argument(
            "--strict", action="store_true", help=_("Write nothing and fail if any row is rejected.")
        )
        parser.add_argument(
            "--rejected",
            metavar="FILE",
            help=_("Write the rejected rows to this CSV file, with the reasons."),
        )

    def handle(self, *args, **options):
        try:
            self.run(options)
        except (UnreadableTable, UnwritableFile) as error:
            raise CommandError(str(error)) from error
        except (IntegrityError, UnknownSlug) as error:
            raise CommandError(
                _("Nothing was written, for the records changed during the import: %(error)s. Run it again.")
                % {"error": one_line(error)}
            ) from error
        except DatabaseError as error:
            raise CommandError(
                _("Nothing was written, for the database refused: %(error)s.") % {"error": one_line(error)}
            ) from error

    def run(self, options):
        """Import, report, and fail where a strict import wrote nothing."""
        path = options["rejected"]
        if path and same_file(path, options["file"]):
            raise CommandError(_("The rejected rows would take the place of the file that is imported."))
        with replacing(path) if path else nullcontext() as rejected:
            table = self.read(options)
            outcome = self.import_table(table, options)
            # What is written is written: the report must not depend on the file.
            lines = [*outcome.lines(), *([_("Dry run: nothing was written.")] if options["dry_run"] else [])]
            say(self.stdout, (f"{line}\n" for line in lines))
            if rejected:
                rejected.writelines(rejected_lines(table, outcome))
        if options["strict"] and outcome.rejected:
            raise CommandError(_("Nothing was written, for rows were rejected."))

    def read(self, options):
        """Return the Table of the file that the options name."""
        return read_table(
            options["file"],
            encoding=options["encoding"] or ENCODING,
            delimiter=options["delimiter"] or DELIMITER,
        )

    def import_table(self, table, options):
        """Check and write a table, and return the Outcome."""
        raise NotImplementedError


class ExportCommand(BaseCommand):
    """Writes native CSV to standard output or, whole or not at all, to a file."""

    def add_arguments(self, parser):
        parser.add_argument("--output", metavar="FILE", help=_("Write to this file."))

    def handle(self, *args, **options):
        try:
            if options["output"]:
                with replacing(options["output"]) as file:
                    file.writelines(self.lines())
            else:
                say(self.stdout, self.lines())
        except UnwritableFile as error:
            raise CommandError(str(error)) from error
        except DatabaseError as error:
            raise CommandError(_("The database refused: %(error)s.") % {"error": one_line(error)}) from error

    def lines(self):
        """Return an iterator of the lines of the file."""
        raise NotImplementedError


def say(stdout, lines):
    """Write lines until the end, or until a reader such as `head` has seen enough."""
    try:
        for line in lines:
            stdout.write(line, ending="")
        stdout.flush()
    except BrokenPipeError:
        # What is still buffered must go somewhere when Python ends.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def same_file(path, other):
    """Tell whether two paths lead to one file."""
    return os.path.realpath(path) == os.path.realpath(other)


def one_line(error):
    """Return the message of an error in one line without a full stop."""
    return " ".join(str(error).split()).rstrip(".")
