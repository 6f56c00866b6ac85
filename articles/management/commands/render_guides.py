"""Render all guides and pages again, as after a change of how they are rendered."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from articles.saving import render_again


class Command(BaseCommand):
    """Render all articles from their sources, and say how many changed."""

    help = _("Render all guides and pages again from their sources.")

    def handle(self, **options):
        changed, unchanged, failed = render_again()
        for slug, error in failed:
            self.stdout.write(f"{slug}: {error}")
        counts = {"changed": len(changed), "unchanged": len(unchanged), "failed": len(failed)}
        self.stdout.write(
            _("Rendered again: %(changed)d changed, %(unchanged)d unchanged, %(failed)d failed.") % counts
        )
        if failed:
            raise CommandError(_("Some articles could not be rendered; what visitors saw of them stays."))
