"""The log of what matters to the security of accounts: who logged in, who could not, who got which rights."""

import logging

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models.signals import m2m_changed, post_delete, pre_save

from config.accounts.addresses import address_of, digest_of
from config.models import SecurityEvent

logger = logging.getLogger("security")
LONGEST_DETAIL = SecurityEvent._meta.get_field("detail").max_length
WATCHED = {
    "password": SecurityEvent.Kind.PASSWORD,
    "is_active": SecurityEvent.Kind.RIGHTS,
    "is_staff": SecurityEvent.Kind.RIGHTS,
    "is_superuser": SecurityEvent.Kind.RIGHTS,
}


def note(kind, *, request=None, user=None, username="", detail=""):
    """Write an event. What was typed as a name is kept only if it is one: people type passwords there too."""
    if user is None and username:
        user = get_user_model().objects.filter(username__iexact=username[:150].replace("\0", "")).first()
    address = digest_of("address", address_of(request)) if request is not None else ""
    SecurityEvent.objects.create(kind=kind, user=user, address=address, detail=detail)
    logger.info("%s, account %s, address %s, %s", kind, user and user.pk, address or "-", detail or "-")


def note_login(sender, request, user, **_others):
    """Note who logged in."""
    note(SecurityEvent.Kind.LOGIN, request=request, user=user)


def note_logout(sender, request, user, **_others):
    """Note who logged out; a session that had ended before belongs to nobody."""
    if user is not None:
        note(SecurityEvent.Kind.LOGOUT, request=request, user=user)


def note_failed_login(sender, credentials, request=None, **_others):
    """Note that somebody could not log in."""
    note(SecurityEvent.Kind.FAILED, request=request, username=credentials.get("username") or "")


def note_changed_account(sender, instance, raw=False, **_others):
    """Note a new password, and rights given or taken, before they are saved."""
    if raw or instance.pk is None:
        return
    former = sender.objects.filter(pk=instance.pk).values(*WATCHED).first()
    if former is None:
        return
    for kind in SecurityEvent.Kind.PASSWORD, SecurityEvent.Kind.RIGHTS:
        names = [
            name for name, of in WATCHED.items() if of == kind and former[name] != getattr(instance, name)
        ]
        if names:
            note(kind, user=instance, detail=", ".join(names))


def note_changed_roles(sender, instance, action, pk_set, reverse, **_others):
    """Note roles given or taken."""
    if action not in {"post_add", "post_remove", "post_clear"}:
        return
    if reverse:
        accounts, roles = get_user_model().objects.filter(pk__in=pk_set or ()), [instance.name]
    else:
        accounts = [instance]
        roles = Group.objects.filter(pk__in=pk_set or ()).values_list("name", flat=True)
    detail = f"{action.removeprefix('post_')} {', '.join(roles)}"
    for account in accounts:
        note(SecurityEvent.Kind.RIGHTS, user=account, detail=detail[:LONGEST_DETAIL])


def note_deleted_account(sender, instance, **_others):
    """Note that an account is gone, by its number."""
    note(SecurityEvent.Kind.DELETED, detail=f"account {instance.pk}")


def watch():
    """Note events from now on."""
    User = get_user_model()
    user_logged_in.connect(note_login)
    user_logged_out.connect(note_logout)
    user_login_failed.connect(note_failed_login)
    pre_save.connect(note_changed_account, sender=User)
    post_delete.connect(note_deleted_account, sender=User)
    m2m_changed.connect(note_changed_roles, sender=User.groups.through)
