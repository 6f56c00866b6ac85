"""Where a request comes from, and how that is kept: as a digest that only this site can compare."""

from django.conf import settings
from django.utils.crypto import salted_hmac


def address_of(request):
    """Return the network address of whoever asks; a trusted proxy names it last in X-Forwarded-For."""
    if settings.IS_BEHIND_PROXY:
        forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        if forwarded:
            return forwarded
    return request.META.get("REMOTE_ADDR", "")


def digest_of(*texts):
    """Return 32 characters that stand for some texts; without the site's key nobody can try out which."""
    return salted_hmac("config.accounts", "\n".join(texts), algorithm="sha256").hexdigest()[:32]
