"""What the directory holds of a person at the desk: handed out as data, and taken away."""

from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from config.accounts import second_factor
from config.models import SecurityEvent

OWN = ("username", "first_name", "last_name", "email", "is_staff", "is_superuser", "is_active")
MOMENTS = ("date_joined", "last_login")


def gather(account):
    """Return everything that names an account, as plain data; what they wrote is counted, not repeated."""
    return {
        **{name: getattr(account, name) for name in OWN},
        **{name: _moment(getattr(account, name)) for name in MOMENTS},
        "roles": sorted(account.groups.values_list("name", flat=True)),
        "security_events": [
            {"at": _moment(event.at), "kind": event.kind, "address": event.address, "detail": event.detail}
            for event in account.security_events.all()
        ],
        "actions_in_the_admin": [
            {
                "at": _moment(entry.action_time),
                "record": entry.object_repr,
                "action": entry.get_change_message(),
            }
            for entry in LogEntry.objects.filter(user=account).select_related("content_type")
        ],
        "records_that_name_the_account": {
            f"{model._meta.label}.{field.name}": count
            for model, field in _relations(type(account))
            if (count := model._base_manager.filter(**{field.name: account}).count())
        },
    }


@transaction.atomic
def forget(account):
    """Take everything personal from an account and close it; what they wrote stays, by a number."""
    type(account).objects.filter(pk=account.pk).update(
        username=f"former-{account.pk}",
        first_name="",
        last_name="",
        email="",
        last_login=None,
        is_active=False,
        is_staff=False,
        is_superuser=False,
    )
    account.refresh_from_db()
    account.set_unusable_password()
    account.save(update_fields=["password"])
    account.groups.clear()
    account.user_permissions.clear()
    LogEntry.objects.filter(user=account).delete()
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        if session.get_decoded().get("_auth_user_id") == str(account.pk):
            session.delete()
    SecurityEvent.objects.filter(user=account).delete()
    if second_factor.IS_THERE:
        second_factor.remove_devices(account)


def _relations(User):
    """Yield (model, field) of every relation to accounts that is not told otherwise."""
    for relation in User._meta.get_fields(include_hidden=True):
        model = relation.related_model
        if not (relation.auto_created and relation.one_to_many) or model._meta.auto_created:
            continue
        if model not in (LogEntry, SecurityEvent):
            yield model, relation.field


def _moment(moment):
    return moment and moment.isoformat()
