from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.roles import sync_roles


class Command(BaseCommand):
    help = gettext_lazy("Make the groups of the roles and give each exactly its permissions.")

    def handle(self, *, verbosity, **options):
        with transaction.atomic():
            counts = sync_roles()
        for name, count in counts.items() if verbosity else ():
            self.stdout.write(_("%(role)s: %(count)d permissions") % {"role": name, "count": count})
