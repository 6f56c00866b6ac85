"""The form in which people at the desk log in."""

from math import ceil

from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError
from django.utils.translation import ngettext

from config.accounts.addresses import address_of
from config.accounts.events import note
from config.accounts.throttling import forget_failures, note_failure, wait_left
from config.models import SecurityEvent

MINUTE = 60  # seconds


class LoginForm(AdminAuthenticationForm):
    """Django's, with a wait after several failures; it says the same of accounts that do not exist."""

    def clean(self):
        """Check name and password, unless there is still time to wait."""
        username, address = self.cleaned_data.get("username") or "", address_of(self.request)
        left = wait_left(username, address).total_seconds()
        if left > 0:
            note(SecurityEvent.Kind.REFUSED, request=self.request, username=username)
            minutes = ceil(left / MINUTE)
            raise ValidationError(
                ngettext(
                    "There were too many failed attempts. Try again in %(minutes)d minute.",
                    "There were too many failed attempts. Try again in %(minutes)d minutes.",
                    minutes,
                )
                % {"minutes": minutes},
                code="throttled",
            )
        try:
            cleaned = super().clean()
        except ValidationError:
            note_failure(username, address)
            raise
        if self.user_cache is not None:
            forget_failures(username, address)
        return cleaned
