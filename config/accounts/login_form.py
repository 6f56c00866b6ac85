"""The form in which people at the desk log in."""

from math import ceil

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from config.accounts import second_factor
from config.accounts.addresses import address_of
from config.accounts.events import note
from config.accounts.throttling import forget_failures, note_failure, wait_left
from config.models import SecurityEvent

MINUTE = 60  # seconds


class LoginForm(AdminAuthenticationForm):
    """Django's, with a wait after several failures; it says the same of accounts that do not exist."""

    if second_factor.IS_THERE:
        code = forms.CharField(
            label=_("Code from your app (if set up)"),
            required=False,
            max_length=20,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        )

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
            if second_factor.IS_THERE and self.user_cache is not None:
                self.user_cache.otp_device = second_factor.verify(self.user_cache, cleaned.get("code"))
        except ValidationError:
            note_failure(username, address)
            raise
        if self.user_cache is not None:
            forget_failures(username, address)
        return cleaned
