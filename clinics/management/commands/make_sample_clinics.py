from datetime import date, datetime

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinics.korea import SEOUL
from clinics.samples import DEFAULT_SEED, NothingToSample, add_samples


class Command(BaseCommand):
    help = gettext_lazy("Add invented clinics, labelled as examples; those that are there already stay.")

    def add_arguments(self, parser):
        parser.add_argument("count", type=int, help=_("How many sample clinics there are to be."))
        parser.add_argument(
            "--seed", type=int, default=DEFAULT_SEED, help=_("Another seed makes other clinics (default 1).")
        )
        parser.add_argument(
            "--today",
            type=date.fromisoformat,
            help=_("The day that the ages of prices and findings count back from, YYYY-MM-DD."),
        )

    def handle(self, *, count, seed, today, **options):
        if count < 0 or seed < 0:
            raise CommandError(_("Neither the count nor the seed can be negative."))
        today = today or datetime.now(SEOUL).date()
        try:
            added = add_samples(range(1, count + 1), seed=seed, today=today)
        except NothingToSample as error:
            raise CommandError(_("There is no district yet: run load_starter_content first.")) from error
        self.stdout.write(
            _("Sample clinics: %(added)d added, %(present)d were there already.")
            % {"added": added, "present": count - added}
        )
