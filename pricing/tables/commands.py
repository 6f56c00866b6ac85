"""What every command around a table does: arguments, report, and a sentence instead of a traceback."""

import os
import sys
from contextlib import ExitStack
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, IntegrityError
from django.utils.translation import gettext as _

from .files import UnwritableFile, replacing
from .outcomes import Overtaken, rejected_lines
from .progress import Progress
from .reading import DELIMITER, ENCODING, UnreadableTable, read_table
from .references import UnknownSlug


class ImportCommand(BaseCommand):
    """Imports a CSV file: good rows are written, the others are named; --strict writes all or nothing.

    `reports` names the options that take a file for a part of the outcome, `inputs` those that are read.
    """

    reports = ("rejected",)
    inputs = ("file",)

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
        except (IntegrityError, Overtaken, UnknownSlug) as error:
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
        paths = {name: options[name] for name in self.reports if options[name]}
        taken = [os.path.realpath(options[name]) for name in self.inputs if options[name]]
        for path in paths.values():
            if os.path.realpath(path) in taken:
                raise CommandError(
                    _("%(path)s is named twice: a report would take the place of another file.")
                    % {"path": path}
                )
            taken.append(os.path.realpath(path))
        with ExitStack() as stack:
            files = {name: stack.enter_context(replacing(path)) for name, path in paths.items()}
            table = self.read(options)
            outcome = self.import_table(table, options)
            # What is written is written: the report must not depend on the file.
            lines = [*outcome.lines(), *closing_lines(outcome, options)]
            problem = say(self.stdout, (f"{line}\n" for line in lines))
            for name, file in files.items():
                file.writelines(self.lines_of_report(name, table, outcome))
        if problem:
            raise CommandError(problem)
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

    def lines_of_report(self, name, table, outcome):
        """Return an iterator of the lines of one of the `reports`."""
        return rejected_lines(table, outcome)

    def manner(self, options):
        """Return how an import is to be run, as arguments by name."""
        return {
            "file_name": Path(options["file"]).name,
            "dry_run": options["dry_run"],
            "strict": options["strict"],
            "progress": Progress(sys.stderr),
        }


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


def closing_lines(outcome, options):
    """Yield whether anything was written, where that is not what one expects, and how to undo it."""
    if options["dry_run"]:
        yield _("Dry run: nothing was written.")
    if outcome.batch is not None:
        yield _("Written as import %(number)d. To undo it: manage.py undo_import %(number)d") % {
            "number": outcome.batch.pk
        }


def say(stdout, lines):
    """Write lines until the end, or until a reader such as `head` has seen enough; return what went wrong."""
    try:
        for line in lines:
            stdout.write(line, ending="")
        stdout.flush()
    except BrokenPipeError:
        # What is still buffered must go somewhere when Python ends.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    except OSError as error:
        return _(
            "What happened could not be told to the end, for standard output takes no more: %(error)s."
        ) % {"error": error.strerror}
    return ""


def one_line(error):
    """Return the message of an error in one line without a full stop."""
    return " ".join(str(error).split()).rstrip(".")
