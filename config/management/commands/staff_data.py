import json

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from config.accounts.personal_data import forget, gather


class Command(BaseCommand):
    help = "Print everything that the directory holds of one account as JSON, or take it away."

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument(
            "--forget", action="store_true", help="close the account and take name, address and log from it"
        )

    def handle(self, *, username, **options):
        account = get_user_model().objects.filter(username=username).first()
        if account is None:
            raise CommandError(f"Nobody is called {username!r} here.")
        if options["forget"]:
            forget(account)
            self.stdout.write(
                f"{username} is former-{account.pk} now. Backups hold the former name until they go."
            )
        else:
            self.stdout.write(json.dumps(gather(account), ensure_ascii=False, indent=2))
