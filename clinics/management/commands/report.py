"""Say what the directory holds and what it lacks."""

import json

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _

from clinics.korea import SEOUL
from clinics.reporting import read_report, report_lines, report_record
from pricing.tables.commands import one_line, say


class Command(BaseCommand):
    """Report on the directory."""

    help = _("Count what the directory holds: by status, register and district, and what its listings lack.")

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help=_("Write JSON, for other programs."))

    def handle(self, *args, **options):
        try:
            report = read_report(today=timezone.localdate(timezone=SEOUL))
        except DatabaseError as error:
            raise CommandError(_("The database refused: %(error)s.") % {"error": one_line(error)}) from error
        if options["json"]:
            lines = [json.dumps(report_record(report), ensure_ascii=False, indent=2)]
        else:
            lines = report_lines(report)
        say(self.stdout, (f"{line}\n" for line in lines))
