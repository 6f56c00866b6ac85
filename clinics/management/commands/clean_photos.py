"""Remove files of photos that nobody names."""

from datetime import timedelta

from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinics.photos.cleaning import clean, unnamed_photos

GRACE = 24  # hours


class Command(BaseCommand):
    """Remove files of photos that nobody names."""

    help = _(
        "List the photos that neither a listing nor its history names; with --remove, remove their files."
        " History keeps no file of a photo whose consent was withdrawn."
    )

    def add_arguments(self, parser):
        parser.add_argument("--remove", action="store_true", help=_("Remove the files that are listed."))
        parser.add_argument(
            "--older-than",
            type=int,
            default=GRACE,
            metavar="HOURS",
            help=_("Leave younger files alone, for an upload may not be finished; 24 hours by default."),
        )

    def handle(self, *args, **options):
        if options["older_than"] < 0:
            raise CommandError(_("Hours are counted from 0."))
        before = timezone.now() - timedelta(hours=options["older_than"])
        photos = clean(before=before) if options["remove"] else unnamed_photos(before=before)
        count = size = 0
        try:
            for photo in photos:
                self.stdout.write(
                    _("photo %(digest)s: %(size)s")
                    % {"digest": photo.digest, "size": filesizeformat(photo.size)}
                )
                count += 1
                size += photo.size
        except OSError as error:
            raise CommandError(_("The folder of photos refused: %(error)s.") % {"error": error}) from error
        if options["remove"]:
            sentence = ngettext(
                "%(count)d photo without a listing was removed: %(size)s.",
                "%(count)d photos without a listing were removed: %(size)s.",
                count,
            )
        else:
            sentence = ngettext(
                "%(count)d photo has no listing: %(size)s. Nothing was removed: add --remove.",
                "%(count)d photos have no listing: %(size)s. Nothing was removed: add --remove.",
                count,
            )
        self.stdout.write(sentence % {"count": count, "size": filesizeformat(size)})
