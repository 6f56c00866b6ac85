"""Logging in at the desk: slowed down after failures, and noted."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from config.accounts import throttling
from config.accounts.throttling import LONGEST_WAIT, note_failure, wait_after, wait_left
from config.models import LoginFailures, SecurityEvent

LOGIN = "/admin/login/"
LOG = "/admin/config/securityevent/"
PASSWORD = "a long one for tests"
Kind = SecurityEvent.Kind


@pytest.fixture
def kim(db):
    return get_user_model().objects.create_user("kim", password=PASSWORD, is_staff=True)


def log_in(username="kim", password="wrong", address="192.0.2.1", **headers):
    return Client(REMOTE_ADDR=address).post(
        LOGIN, {"username": username, "password": password}, headers=headers
    )


def events():
    return list(SecurityEvent.objects.order_by("pk").values_list("kind", flat=True))


def test_who_knows_the_password_is_in(kim):
    response = log_in(password=PASSWORD)

    assert response.status_code == 302
    assert events() == [Kind.LOGIN]


def test_five_failures_cost_a_wait_and_the_right_password_does_not_help(kim):
    for _number in range(5):
        assert "correct username and password" in log_in().text

    refused = log_in(password=PASSWORD)

    assert refused.status_code == 200
    assert "too many failed attempts. Try again in 1 minute." in refused.text
    assert events() == [Kind.FAILED] * 5 + [Kind.REFUSED]


def test_wait_ends_and_a_login_forgets_the_failures(kim, monkeypatch):
    for _number in range(5):
        log_in()
    now = timezone.now()
    monkeypatch.setattr(throttling.timezone, "now", lambda: now + timedelta(minutes=1))

    assert log_in(password=PASSWORD).status_code == 302
    assert wait_left("kim", "192.0.2.1") <= timedelta()
    assert not LoginFailures.objects.filter(count__gt=5).exists()


def test_names_that_nobody_has_are_told_the_same(kim):
    told = {
        name: [log_in(name).context["form"].non_field_errors() for _number in range(6)]
        for name in ("kim", "nobody")
    }

    assert told["kim"] == told["nobody"]


def test_another_address_may_try_until_the_account_has_too_many_failures(kim):
    for number in range(19):
        log_in(address=f"192.0.2.{number}")
    assert log_in(password=PASSWORD, address="198.51.100.1").status_code == 302

    for number in range(20):
        log_in(address=f"192.0.2.{number}")
    assert "too many" in log_in(password=PASSWORD, address="198.51.100.2").text


def test_one_address_cannot_try_every_account(kim):
    for number in range(40):
        log_in(f"somebody-{number}")

    assert "too many" in log_in(password=PASSWORD).text
    assert log_in(password=PASSWORD, address="198.51.100.1").status_code == 302


def test_only_a_trusted_proxy_names_the_address(kim, settings):
    for number in range(5):
        log_in(**{"X-Forwarded-For": f"203.0.113.{number}"})
    assert "too many" in log_in().text

    settings.IS_BEHIND_PROXY = True
    assert log_in(password=PASSWORD, **{"X-Forwarded-For": "203.0.113.9, 198.51.100.7"}).status_code == 302


@pytest.mark.parametrize(
    ("count", "seconds"), [(0, 0), (4, 0), (5, 30), (6, 60), (9, 480), (12, 3600), (10_000, 3600)]
)
def test_wait_grows_to_an_hour(count, seconds):
    assert wait_after(count, free=5) == timedelta(seconds=seconds)
    assert wait_after(count, free=5) <= LONGEST_WAIT


@pytest.mark.parametrize("username", ["", "\0", "a\0b", "x" * 10_000, "가" * 300, "'; DROP TABLE"])
def test_odd_names_are_answered(db, username):
    assert log_in(username).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_failures_of_several_processes_are_all_counted():
    def fail(_number):
        try:
            note_failure("kim", "192.0.2.1")
        finally:
            connection.close()

    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        for _number in range(8):
            note_failure("kim", "192.0.2.1")
    else:
        with ThreadPoolExecutor(4) as threads:
            list(threads.map(fail, range(8)))

    assert sorted(LoginFailures.objects.values_list("count", flat=True)) == [8, 8, 8]


def test_nothing_that_is_kept_names_an_address_or_what_was_typed(kim):
    log_in("my secret password", address="192.0.2.77")

    kept = repr([*SecurityEvent.objects.values(), *LoginFailures.objects.values()])
    assert "192.0.2.77" not in kept
    assert "secret" not in kept


def test_new_passwords_and_rights_are_noted(kim):
    kim.set_password("another long one")
    kim.save()
    kim.is_superuser = True
    kim.save()
    kim.groups.add(Group.objects.get(name="Editor"))
    kim.delete()

    noted = SecurityEvent.objects.order_by("pk").values_list("kind", "detail")
    assert [(kind, detail.split()[0]) for kind, detail in noted] == [
        (Kind.PASSWORD, "password"),
        (Kind.RIGHTS, "is_superuser"),
        (Kind.RIGHTS, "add"),
        (Kind.DELETED, "account"),
    ]


def test_the_log_is_read_by_administrators_and_changed_by_nobody(kim, admin_client):
    log_in()
    event = SecurityEvent.objects.first()
    editor = Client()
    kim.groups.add(Group.objects.get(name="Editor"))
    editor.force_login(kim)

    assert "could not log in" in admin_client.get(LOG).text
    assert (
        admin_client.post(f"/admin/config/securityevent/{event.pk}/delete/", {"post": "yes"}).status_code
        == 403
    )
    assert editor.get("/admin/config/securityevent/").status_code == 403


def test_old_events_are_forgotten(kim, capsys):
    log_in()
    log_in()
    SecurityEvent.objects.filter(pk=SecurityEvent.objects.latest("pk").pk).update(
        at=timezone.now() - timedelta(days=181)
    )

    call_command("forget_old")

    assert SecurityEvent.objects.count() == 1
    assert capsys.readouterr().out.startswith("1 security events removed")


def test_short_and_common_passwords_are_refused(admin_client):
    answer = admin_client.post(
        "/admin/auth/user/add/",
        {"username": "lee", "usable_password": "true", "password1": "short1!", "password2": "short1!"},
    )

    assert "at least 12 characters" in answer.text


def test_a_session_ends_after_half_a_day(kim, settings):
    client = Client()
    client.post(LOGIN, {"username": "kim", "password": PASSWORD})

    assert client.session.get_expiry_age() <= 12 * 60 * 60
