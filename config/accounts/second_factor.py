"""The second factor at the desk: a code from an app beside the password, where django-otp is installed.

Whoever sets one up must give a code at each login. For publishers it can be required: until they have set one
up, the desk shows them nothing else.
"""

import base64
from importlib.util import find_spec
from secrets import token_hex

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from clinics.rights import PUBLISH
from config.models import SecurityEvent
from pricing.addresses import address_of

IS_THERE = find_spec("django_otp") is not None
SPARE_CODES = 8
REQUIRED_OF_PUBLISHERS = "publishers"


def verify(user, code):
    """Return the device that a code is of, None for an account without any; else raise ValidationError.

    Called only after the right password, so a stranger does not learn who has a second factor.
    """
    from django_otp import match_token, user_has_device

    if not user_has_device(user):
        return None
    if not code:
        raise ValidationError(
            _("This account has a second factor: give a code from your app too."), code="code"
        )
    device = match_token(user, code.replace(" ", ""))
    if device is None:
        raise ValidationError(
            _("This code is not right, or was used already. Wait for the next one."), code="code"
        )
    return device


def is_missing(user):
    """Tell whether a user must set up a second factor, or log in with it, before anything else."""
    is_required = settings.SECOND_FACTOR == REQUIRED_OF_PUBLISHERS and user.has_perm(PUBLISH)
    return is_required and not user.is_verified()


class SecondFactorMiddleware:
    """Leads those who must have a second factor, and lack it, to the page where they set it up."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path.startswith(address_of("admin:index")):
            free = (reverse("second_factor"), reverse("admin:logout"), reverse("admin:login"))
            if request.path not in free and is_missing(request.user):
                return redirect("second_factor")
        return self.get_response(request)


class SecondFactorView(TemplateView):
    """Where somebody at the desk sets up the second factor of the own account, or takes it away."""

    template_name = "admin/second_factor.html"

    def get_context_data(self, **kwargs):
        from django_otp import user_has_device

        user = self.request.user
        is_set_up = user_has_device(user)
        picture, key = ("", "") if is_set_up else drawn(self.waiting_device())
        return super().get_context_data(
            **admin.site.each_context(self.request),
            title=_("Second factor"),
            is_set_up=is_set_up,
            is_verified=user.is_verified(),
            is_required=settings.SECOND_FACTOR == REQUIRED_OF_PUBLISHERS and user.has_perm(PUBLISH),
            picture=picture,
            key=key,
            **kwargs,
        )

    def waiting_device(self):
        """Return the device that waits for its first code, made when there is none."""
        from django_otp.plugins.otp_totp.models import TOTPDevice

        waiting, _is_new = TOTPDevice.objects.get_or_create(
            user=self.request.user, confirmed=False, defaults={"name": "app"}
        )
        return waiting

    def post(self, request):
        """Confirm the waiting device by its first code, or remove what is there by one of its codes."""
        from django_otp import match_token, user_has_device

        code = request.POST.get("code", "")[:20].replace(" ", "")
        if user_has_device(request.user):
            if match_token(request.user, code) is None:
                return self.refuse()
            remove_devices(request.user)
            note(request, "second factor removed")
            return redirect(reverse("second_factor"))
        device = self.waiting_device()
        if not device.verify_token(code):
            return self.refuse()
        codes = self.confirm(device)
        note(request, "second factor set up")
        return self.render_to_response(self.get_context_data(codes=codes))

    @transaction.atomic
    def confirm(self, device):
        """Put a device to use, and return the spare codes, each good for one login."""
        from django_otp import login
        from django_otp.plugins.otp_static.models import StaticDevice

        device.confirmed = True
        device.save()
        spare = StaticDevice.objects.create(user=self.request.user, name="spare codes")
        codes = [token_hex(4) for _number in range(SPARE_CODES)]
        for code in codes:
            spare.token_set.create(token=code)
        login(self.request, device)
        return codes

    def refuse(self):
        """Show the page again, with what was wrong."""
        return self.render_to_response(
            self.get_context_data(fault=_("This code is not right. Try the next one."))
        )


def remove_devices(user):
    """Take the second factor from an account."""
    from django_otp import devices_for_user

    for device in list(devices_for_user(user, confirmed=None)):
        device.delete()


def note(request, detail):
    """Write into the log of security events."""
    from config.accounts import events

    events.note(SecurityEvent.Kind.RIGHTS, request=request, user=request.user, detail=detail)


def drawn(device):
    """Return what an app scans, as the address of a picture, and the key to type in its place."""
    import segno

    return segno.make(device.config_url).svg_data_uri(scale=5, border=2, light="white"), grouped(
        device.bin_key
    )


def grouped(key):
    """Return a key in base 32, in groups of four."""
    text = base64.b32encode(key).decode().rstrip("=")
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))
