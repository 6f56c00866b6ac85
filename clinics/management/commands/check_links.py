"""Try the addresses that listings give; for cron."""

from datetime import timedelta

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from clinics.links import check_links, open_link


class Command(BaseCommand):
    """Opens websites and review pages of listings; the editors' desk shows those that are broken."""

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--limit", type=int, help=_("Try at most this many, the longest ago first."))
        parser.add_argument(
            "--days",
            type=int,
            default=7,
            help=_("Leave out what was tried within so many days, by default 7."),
        )
        parser.add_argument(
            "--allow-private", action="store_true", help=_("Open addresses of the own network too.")
        )

    def handle(self, *args, **options):
        agent = f"{settings.SITE_NAME} link check ({settings.SITE_URL})"

        def open_one(url):
            return open_link(url, agent=agent, allow_private=options["allow_private"])

        tried, failed = check_links(
            open_one,
            at=timezone.now(),
            older_than=timedelta(days=options["days"]),
            most=options["limit"],
        )
        self.stdout.write(_("tried: %(tried)d, failed: %(failed)d") % {"tried": tried, "failed": failed})
