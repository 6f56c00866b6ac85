"""Write all clinics as native CSV."""

from django.utils.translation import gettext as _

from clinics.exporting import clinic_rows
from pricing.tables.commands import ExportCommand


class Command(ExportCommand):
    """Export clinics."""

    help = _("Write all clinics as native CSV; importing it back changes nothing.")

    def lines(self):
        return clinic_rows()
