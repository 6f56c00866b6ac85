"""List the imports that were written."""

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from clinics.korea import SEOUL
from clinics.models import ImportBatch
from pricing.tables.commands import say


class Command(BaseCommand):
    """List imports."""

    help = _("List the imports that were written, the newest first, with their counts of rows.")

    def handle(self, *args, **options):
        say(self.stdout, (f"{line}\n" for line in lines(ImportBatch.objects.order_by("-pk"))))


def lines(batches):
    """Yield a line for each batch, its times in Seoul."""
    empty = True
    for batch in batches.iterator():
        empty = False
        counts = _("new: %(new)d, changed: %(changed)d, unchanged: %(unchanged)d, rejected: %(rejected)d") % {
            "new": batch.new,
            "changed": batch.changed,
            "unchanged": batch.unchanged,
            "rejected": batch.rejected,
        }
        if batch.skipped:
            counts += _(", skipped: %(skipped)d") % {"skipped": batch.skipped}
        line = (
            f"{batch.pk}  {moment(batch.written_at)}  {batch.get_kind_display()}  {batch.file_name}  {counts}"
        )
        if batch.undone_at:
            line += _("  undone %(moment)s") % {"moment": moment(batch.undone_at)}
        yield line
    if empty:
        yield _("Nothing was imported yet.")


def moment(at):
    """Return a moment as "2026-11-25 14:05", in Seoul."""
    return f"{timezone.localtime(at, SEOUL):%Y-%m-%d %H:%M}"
