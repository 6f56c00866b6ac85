"""Import findings about clinics from native CSV."""

from django.utils.translation import gettext as _

from clinics.importing import import_findings
from pricing.tables.commands import ImportCommand


class Command(ImportCommand):
    """Import findings."""

    help = _("Import findings about clinics from native CSV.")

    def import_table(self, table, options):
        return import_findings(table, **self.manner(options))
