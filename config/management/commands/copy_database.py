from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.backups.records import Unrestorable, snapshot, write_records


class Command(BaseCommand):
    help = gettext_lazy(
        "Copy all records of the database that SOURCE_DATABASE_URL names into the empty one that DATABASE_URL"
        " names, all or nothing; the engines may differ. Uploaded files stay where they are."
    )
    requires_system_checks = []

    def handle(self, *args, **options):
        if "source" not in settings.DATABASES:
            raise CommandError(_("Set SOURCE_DATABASE_URL to the database to copy from."))
        counts = {}
        try:
            with snapshot("source") as records:
                write_records(records, on_table=counts.__setitem__)
        except Unrestorable as error:
            raise CommandError(str(error)) from error
        except DatabaseError as error:
            raise CommandError(_("Nothing was copied: %(error)s") % {"error": error}) from error
        self.stdout.write(
            _(
                "%(rows)d rows of %(tables)d tables were copied. Now run: manage.py migrate and then"
                " manage.py sync_roles"
            )
            % {"rows": sum(counts.values()), "tables": len(counts)}
        )
