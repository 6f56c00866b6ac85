"""A code from an app beside the password: set up, asked for, required, taken away."""

import re
from time import time

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from config.models import SecurityEvent
from tests.desk import make_user, sign_in

pytestmark = pytest.mark.django_db

PAGE = "/admin/second-factor/"
LOGIN = "/admin/login/"
PASSWORD = "a long one for tests"


def code_of(user):
    """Return what the app of a user shows now."""
    device = TOTPDevice.objects.get(user=user)
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    totp.time = time()
    return f"{totp.token():06d}"


@pytest.fixture(autouse=True)
def no_wait_of_devices(settings):
    """After a wrong code a device waits a second; tests do not."""
    settings.OTP_STATIC_THROTTLE_FACTOR = settings.OTP_TOTP_THROTTLE_FACTOR = 0


@pytest.fixture
def kim():
    kim = make_user("Publisher")
    kim.set_password(PASSWORD)
    kim.save()
    return kim


def set_up(user):
    """Set up a second factor, and return (client, spare codes)."""
    client = sign_in(user)
    client.get(PAGE)
    page = client.post(PAGE, {"code": code_of(user)}).text
    return client, re.findall(r"<li><code>([0-9a-f]{8})</code>", page)


def log_in(user, code=""):
    return Client().post(LOGIN, {"username": user.username, "password": PASSWORD, "code": code})


def test_page_shows_a_picture_and_the_key_to_type(kim):
    page = sign_in(kim).get(PAGE).text

    assert 'src="data:image/svg+xml' in page
    assert re.search(r"<code>([A-Z2-7]{4} ){7}[A-Z2-7]{4}</code>", page)


def test_once_set_up_a_login_asks_for_a_code(kim):
    assert log_in(kim).status_code == 302
    _client, spare = set_up(kim)
    assert len(spare) == 8

    without, wrong = log_in(kim), log_in(kim, "000000")
    assert "give a code from your app too" in without.text
    assert "This code is not right" in wrong.text
    assert log_in(kim, spare[0]).status_code == 302
    assert "This code is not right" in log_in(kim, spare[0]).text
    assert SecurityEvent.objects.filter(detail="second factor set up").count() == 1


def test_a_stranger_does_not_learn_who_has_one(kim):
    set_up(kim)
    typed = {"username": kim.username, "password": "wrong", "code": "123456"}

    with_one = Client().post(LOGIN, typed).context["form"].non_field_errors()
    without_one = Client().post(LOGIN, {**typed, "username": "nobody"}).context["form"].non_field_errors()

    assert with_one == without_one


def test_codes_that_are_guessed_cost_waits_like_passwords(kim):
    _client, spare = set_up(kim)
    for number in range(5):
        log_in(kim, f"00000{number}")

    assert "too many failed attempts" in log_in(kim, spare[0]).text


def test_a_wrong_first_code_sets_up_nothing(kim):
    client = sign_in(kim)
    client.get(PAGE)

    for odd in ("000000", "", "\0", "x" * 1_000, "가나다"):
        assert "This code is not right" in client.post(PAGE, {"code": odd}).text
    assert not TOTPDevice.objects.filter(user=kim, confirmed=True).exists()


def test_it_is_taken_away_by_one_of_its_codes_only(kim):
    client, spare = set_up(kim)

    assert "This code is not right" in client.post(PAGE, {"code": "000000"}).text
    assert client.post(PAGE, {"code": spare[1]}).status_code == 302
    assert log_in(kim).status_code == 302


def test_publishers_can_be_required_to_have_one(kim, settings):
    editor = make_user("Editor")
    settings.SECOND_FACTOR = "publishers"
    client = sign_in(kim)

    assert client.get("/admin/").url == PAGE
    assert client.get("/admin/clinics/clinic/").url == PAGE
    assert "Publishers need a second factor" in client.get(PAGE).text
    assert sign_in(editor).get("/admin/").status_code == 200
    assert Client().get("/clinics/").status_code == 200

    client.post(PAGE, {"code": code_of(kim)})
    assert client.get("/admin/").status_code == 200
    # A session from before does not get around it.
    assert sign_in(kim).get("/admin/").url == PAGE
    assert "Log out and in again" in sign_in(kim).get(PAGE).text


def test_page_is_for_people_at_the_desk():
    visitor = get_user_model().objects.create_user("visitor", password=PASSWORD)

    assert Client().get(PAGE).status_code == 302
    assert sign_in(visitor).get(PAGE).status_code == 302


def test_keys_of_others_stand_nowhere_at_the_desk(kim, admin_client):
    set_up(kim)

    assert admin_client.get("/admin/otp_totp/totpdevice/").status_code == 404


def test_unknown_requirement_is_refused(settings_of):
    with pytest.raises(ImproperlyConfigured, match="SECOND_FACTOR is 'everybody'"):
        settings_of(SECOND_FACTOR="everybody")
