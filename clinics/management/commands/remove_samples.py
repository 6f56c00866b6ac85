from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinics.samples import remove_samples


class Command(BaseCommand):
    help = gettext_lazy("Delete all sample clinics with their prices and findings, and nothing else.")

    def handle(self, **options):
        self.stdout.write(_("Sample clinics removed: %(count)d.") % {"count": remove_samples()})
