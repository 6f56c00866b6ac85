from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinics.proposals import apply_due
from pricing.tables.commands import say


class Command(BaseCommand):
    help = gettext_lazy("Apply the approved proposals whose day has come; for a timer, every few minutes.")

    def handle(self, **options):
        say(self.stdout, (f"{line}\n" for line in lines(apply_due(at=timezone.now()))))


def lines(dues):
    """Yield a line for each proposal that was due."""
    for due in dues:
        words = {"number": due.proposal.pk, "name": due.proposal.name, "reasons": " ".join(due.reasons)}
        if due.reasons:
            yield _("not applied: proposal %(number)d, %(name)s. %(reasons)s") % words
        else:
            yield _("applied: proposal %(number)d, %(name)s") % words
