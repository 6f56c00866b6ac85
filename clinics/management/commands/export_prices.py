"""Write all prices as native CSV."""

from django.utils.translation import gettext as _

from clinics.exporting import price_rows
from pricing.tables.commands import ExportCommand


class Command(ExportCommand):
    """Export prices."""

    help = _("Write all prices as native CSV; importing it back changes nothing.")

    def lines(self):
        return price_rows()
