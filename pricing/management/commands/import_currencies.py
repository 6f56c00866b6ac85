"""Import dated exchange rates from CSV: code, decimals, units_per_usd, as_of, source."""

from django.utils.translation import gettext as _

from pricing.currencies import import_currencies
from pricing.tables.commands import ImportCommand


class Command(ImportCommand):
    """Import currencies."""

    help = _("Import dated rates from CSV: code, decimals, units_per_usd, as_of, source.")

    def import_table(self, table, options):
        return import_currencies(table, dry_run=options["dry_run"], strict=options["strict"])
