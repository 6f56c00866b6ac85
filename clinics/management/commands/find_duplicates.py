"""List possible duplicates for review."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinics.duplicates import duplicate_lines, find_duplicates, read_listings
from pricing.tables.commands import ExportCommand


class Command(ExportCommand):
    """List possible duplicates."""

    help = _("Write the listings that are possibly one clinic twice as CSV to review; nothing is merged.")

    def handle(self, *args, **options):
        super().handle(*args, **options)
        if options["output"]:
            line = ngettext(
                "%(count)d possible duplicate in %(path)s.",
                "%(count)d possible duplicates in %(path)s.",
                self.count,
            )
            self.stdout.write(line % {"count": self.count, "path": options["output"]})

    def lines(self):
        # The header is line 0.
        for self.count, line in enumerate(duplicate_lines(find_duplicates(read_listings()))):
            yield line
