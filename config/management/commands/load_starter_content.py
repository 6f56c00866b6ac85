from datetime import datetime

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinics.korea import SEOUL
from config.content_files import UnreadableContent
from config.starter_content import holds_content, load_starter_content


class Command(BaseCommand):
    help = gettext_lazy("Load the starter content; what an editor changed or deleted stays so.")

    def add_arguments(self, parser):
        parser.add_argument(
            "--if-empty",
            action="store_true",
            help=_("Do nothing when the database holds districts, procedures or clinics already."),
        )

    def handle(self, *, if_empty, **options):
        if if_empty and holds_content():
            self.stdout.write(_("The database holds content already: no starter content was loaded."))
            return
        today = datetime.now(SEOUL).date()
        try:
            outcome = load_starter_content(samples=settings.SAMPLES, today=today)
        except UnreadableContent as error:
            raise CommandError(str(error)) from error
        self.report(outcome)

    def report(self, outcome):
        """Name what was left alone, then say how many records there were of each kind of outcome."""
        for sentence, names in (
            (_("Changed by an editor, stays so: %(name)s"), outcome.edited),
            (_("Deleted or renamed by an editor, not loaded again: %(name)s"), outcome.deleted),
            (_("Not loaded, for it does not fit: %(name)s"), outcome.refused),
        ):
            for name in names:
                self.stdout.write(sentence % {"name": name})
        self.stdout.write(
            _(
                "Starter content: %(created)d new, %(updated)d updated, %(unchanged)d unchanged,"
                " %(edited)d changed and %(deleted)d deleted by an editor, %(refused)d that do not fit."
            )
            % {
                "created": outcome.created,
                "updated": outcome.updated,
                "unchanged": outcome.unchanged,
                "edited": len(outcome.edited),
                "deleted": len(outcome.deleted),
                "refused": len(outcome.refused),
            }
        )
        self.stdout.write(_("Sample clinics: %(count)d added.") % {"count": outcome.samples})
