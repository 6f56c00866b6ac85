"""Write all findings as native CSV."""

from django.utils.translation import gettext as _

from clinics.exporting import finding_rows
from pricing.tables.commands import ExportCommand


class Command(ExportCommand):
    """Export findings."""

    help = _("Write all findings as native CSV; importing it back changes nothing.")

    def lines(self):
        return finding_rows()
