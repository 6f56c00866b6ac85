from datetime import timedelta

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from config.accounts.throttling import FORGOTTEN_AFTER
from config.models import LoginFailures, SecurityEvent

DAYS = 180


class Command(BaseCommand):
    help = "Remove what is kept of accounts for a time only: security events, failed logins, ended sessions."

    def add_arguments(self, parser):
        parser.add_argument("--days", type=int, default=DAYS, help=f"how long events are kept ({DAYS})")

    def handle(self, *, days, **_options):
        now = timezone.now()
        events, _kinds = SecurityEvent.objects.filter(at__lt=now - timedelta(days=days)).delete()
        LoginFailures.objects.filter(last_at__lt=now - FORGOTTEN_AFTER).delete()
        call_command("clearsessions")
        self.stdout.write(f"{events} security events removed, and the sessions that have ended.")
