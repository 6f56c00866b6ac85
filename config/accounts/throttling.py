"""How long somebody must wait before the next attempt to log in: ever longer, in the view of every process.

Failures are counted for an account from one address, for an account from anywhere and for an address. Names
that no account has are counted like others, so nobody learns which exist.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from config.accounts.addresses import digest_of
from config.models import LoginFailures

# What is counted -> how many failures cost nothing.
FREE = {"account and address": 5, "account": 20, "address": 40}
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)
SKEW = timedelta(minutes=1)  # between the clocks of several machines
FORGOTTEN_AFTER = timedelta(days=1)  # since the last one


def wait_left(username, address):
    """Return how long an account must wait at an address, zero or less if it need not."""
    now, keys = timezone.now(), _keys(username, address)
    waits = [timedelta()]
    for failures in LoginFailures.objects.filter(key__in=keys, last_at__gt=now - FORGOTTEN_AFTER):
        if failures.last_at <= now + SKEW:  # a later one was counted by a clock that was wrong
            waits.append(failures.last_at + wait_after(failures.count, free=FREE[keys[failures.key]]) - now)
    return max(waits)


def wait_after(count, *, free):
    """Return the wait after so many failures: none at first, then twice as long each time."""
    if count < free:
        return timedelta()
    # Twenty times twice as long is longer than the longest by far.
    return min(FIRST_WAIT * 2 ** min(count - free, 20), LONGEST_WAIT)


def note_failure(username, address):
    """Count one more failure."""
    now = timezone.now()
    with transaction.atomic():
        LoginFailures.objects.filter(last_at__lte=now - FORGOTTEN_AFTER).delete()
        for key in sorted(
            _keys(username, address)
        ):  # in one order, or two requests would wait for each other
            _failures, is_new = LoginFailures.objects.get_or_create(key=key, defaults={"last_at": now})
            if not is_new:
                LoginFailures.objects.filter(key=key).update(count=F("count") + 1, last_at=now)


def forget_failures(username, address):
    """Forget the failures of an account at an address, and those of the account, after it has logged in."""
    kept = digest_of("address", address)
    LoginFailures.objects.filter(key__in=_keys(username, address)).exclude(key=kept).delete()


def _keys(username, address):
    """Return key -> what is counted under it."""
    name = username.casefold()
    return {
        digest_of("account and address", name, address): "account and address",
        digest_of("account", name): "account",
        digest_of("address", address): "address",
    }
