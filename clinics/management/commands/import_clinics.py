"""Import clinics from native CSV, or from another list through a mapping file."""

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from clinics.duplicates import duplicate_lines, find_duplicates, read_listings
from clinics.importing import (
    Mapping,
    UnusableMapping,
    apply_mapping,
    import_clinics,
    read_mapping,
    read_table,
)
from clinics.importing.batches import keys_of_register, written_keys
from clinics.importing.vanished import vanished_lines
from pricing.tables.commands import ImportCommand
from pricing.tables.files import is_marked_as_utf8
from pricing.tables.reading import ENCODING


class Command(ImportCommand):
    """Import clinics."""

    help = _("Import clinics from native CSV, or from another list through a mapping file.")
    reports = ("rejected", "vanished", "duplicates")
    inputs = ("file", "mapping")

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--mapping", metavar="MAP", help=_("The mapping file (TOML) of a foreign list."))
        parser.add_argument(
            "--vanished",
            metavar="FILE",
            help=_("Write the listings that a whole register no longer names to this CSV file."),
        )
        parser.add_argument(
            "--duplicates",
            metavar="FILE",
            help=_(
                "Write the possible duplicates of the register's listings, or of those that were written, to"
                " this CSV file, for review."
            ),
        )
        parser.add_argument("--publish", action="store_true", help=_("Publish every clinic of the file."))

    def run(self, options):
        try:
            super().run(options)
        except UnusableMapping as error:
            raise CommandError(str(error)) from error

    def import_table(self, table, options):
        return import_clinics(
            table,
            publish=options["publish"],
            within=self.mapping.parent,
            origin=self.mapping.origin,
            **self.manner(options),
        )

    def lines_of_report(self, name, table, outcome):
        if name == "vanished":
            return vanished_lines(outcome.vanished)
        if name == "duplicates":
            return duplicate_lines(find_duplicates(read_listings(), among=self.keys(outcome)))
        return super().lines_of_report(name, table, outcome)

    def keys(self, outcome):
        """Return the keys of the listings of the register or, for a native file, of what was written."""
        source = self.mapping.source
        return keys_of_register(source) if source else written_keys(outcome)

    def read(self, options):
        self.mapping = read_mapping(options["mapping"]) if options["mapping"] else Mapping()
        # A mended file of rejected rows is UTF-8, in whatever encoding the list itself comes.
        usual = ENCODING if is_marked_as_utf8(options["file"]) else self.mapping.encoding
        table = read_table(
            options["file"],
            encoding=options["encoding"] or usual,
            delimiter=options["delimiter"] or self.mapping.delimiter,
        )
        return apply_mapping(table, self.mapping) if options["mapping"] else table
