"""Import prices of clinics from native CSV."""

from django.utils import timezone
from django.utils.translation import gettext as _

from clinics.importing import import_prices
from clinics.korea import SEOUL
from pricing.tables.commands import ImportCommand


class Command(ImportCommand):
    """Import prices."""

    help = _("Import prices of clinics from native CSV.")

    def import_table(self, table, options):
        return import_prices(
            table,
            today=timezone.localdate(timezone=SEOUL),
            **self.manner(options),
        )
