from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS, DatabaseError
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.backups.archive import MEDIA, write_archive, write_checksum
from config.backups.records import Unrestorable, snapshot
from config.backups.rotation import backup_name, remove_oldest


class Command(BaseCommand):
    help = gettext_lazy(
        "Write all records and uploaded files to one file with checksums, as of one moment, while the site"
        " goes on. Not in it: the secret key, settings, and who is logged in."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--folder",
            default=str(settings.BASE_DIR / "var/backups"),
            help=_("The folder of the backups; by default var/backups."),
        )
        parser.add_argument(
            "--keep",
            type=int,
            metavar="N",
            help=_("Afterwards remove all but the N newest backups of the folder; by default none."),
        )

    def handle(self, *args, folder, keep, **options):
        if keep is not None and keep < 1:
            raise CommandError(_("At least one backup must be kept."))
        folder, now = Path(folder), timezone.now()
        path = folder / backup_name(now)
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with snapshot(DEFAULT_DB_ALIAS) as records:
                manifest = write_archive(path, records, taken_at=now)
            write_checksum(path)
            removed = remove_oldest(folder, keep=keep) if keep else []
        except (DatabaseError, OSError, Unrestorable) as error:
            raise CommandError(_("The backup was not made: %(error)s") % {"error": error}) from error
        self.stdout.write(
            _("%(path)s: %(rows)d rows, %(files)d uploaded files, %(size)s.")
            % {
                "path": path,
                "rows": sum(table["rows"] for table in manifest["tables"].values()),
                "files": sum(name.startswith(MEDIA) for name in manifest["members"]),
                "size": filesizeformat(path.stat().st_size).replace("\xa0", " "),
            }
        )
        for old in removed:
            self.stdout.write(_("Removed %(path)s.") % {"path": old})
