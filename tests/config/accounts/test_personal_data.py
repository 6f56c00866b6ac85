"""What a person at the desk can ask for: everything about them, and that it goes."""

import json

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.test import Client

from config.models import SecurityEvent
from tests.desk import make_user, sign_in
from tests.factories import make_clinic

pytestmark = pytest.mark.django_db


@pytest.fixture
def kim():
    """A publisher with a name, who logged in and deleted something."""
    kim = make_user("Publisher")
    kim.first_name, kim.email = "Kim", "kim@clinics.example"
    kim.set_password("a long one for tests")
    kim.save()
    Client().post("/admin/login/", {"username": kim.username, "password": "a long one for tests"})
    clinic = make_clinic()
    sign_in(kim).post(f"/admin/clinics/clinic/{clinic.pk}/delete/", {"post": "yes", "reason": "closed"})
    return kim


def test_everything_is_handed_out(kim, capsys):
    call_command("staff_data", kim.username)

    data = json.loads(capsys.readouterr().out)
    assert (data["email"], data["roles"]) == ("kim@clinics.example", ["Publisher"])
    assert "login" in [event["kind"] for event in data["security_events"]]
    assert "password" not in data
    assert sum(data["records_that_name_the_account"].values()) > 0


def test_what_is_personal_goes_and_what_was_written_stays(kim, capsys):
    session = sign_in(kim)
    named = json.loads(_handed_out(kim, capsys))["records_that_name_the_account"]

    call_command("staff_data", kim.username, "--forget")
    capsys.readouterr()

    kim.refresh_from_db()
    assert (kim.username, kim.email, kim.is_active) == (f"former-{kim.pk}", "", False)
    assert not SecurityEvent.objects.filter(user=kim).exists()
    assert not LogEntry.objects.filter(user=kim).exists()
    assert session.get("/admin/").status_code == 302
    assert json.loads(_handed_out(kim, capsys))["records_that_name_the_account"] == named
    assert Group.objects.get(name="Publisher").user_set.filter(pk=kim.pk).count() == 0
    assert get_user_model().objects.filter(pk=kim.pk).exists()


def _handed_out(account, capsys):
    call_command("staff_data", account.username)
    return capsys.readouterr().out


def test_a_wrong_name_is_said():
    with pytest.raises(CommandError, match="Nobody is called 'nobody' here"):
        call_command("staff_data", "nobody")
