from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.backups.archive import opened
from config.backups.records import Unrestorable, check_takes, write_records


class Command(BaseCommand):
    help = gettext_lazy(
        "Restore a backup into an empty database, all or nothing, and its uploaded files into MEDIA_ROOT. The"
        " backup may come from the other engine and from an older release."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", help=_("The backup."))
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help=_(
                "Only read the whole backup, compare its checksums, and look whether the database is empty."
            ),
        )

    def handle(self, *args, file, dry_run, verbosity, **options):
        try:
            with opened(file) as archive:
                archive.verify()
                records = archive.records()
                check_takes(connection, records)
                if not dry_run:
                    # Nobody sees a file before the records that name it.
                    archive.restore_media()
                    write_records(records, on_table=self.told(verbosity))
                if dry_run:
                    sentence = _("%(file)s of %(moment)s is whole. Nothing was restored.")
                else:
                    sentence = _(
                        "%(file)s of %(moment)s was restored. Now run: manage.py migrate and then"
                        " manage.py sync_roles"
                    )
                self.stdout.write(sentence % {"file": file, "moment": archive.manifest["taken_at"]})
        except Unrestorable as error:
            raise CommandError(str(error)) from error
        except DatabaseError as error:
            raise CommandError(
                _("Nothing was restored, for the database refused: %(error)s") % {"error": error}
            ) from error

    def told(self, verbosity):
        """Return what is to be called with the label and the number of rows of each table."""

        def tell(label, count):
            if verbosity > 1:
                self.stdout.write(f"{label}: {count}")

        return tell
