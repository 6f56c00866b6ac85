"""An editor at work on the notices of medical pages."""

from datetime import date

import pytest
from django.urls import reverse

from articles.models import Disclaimer, EmergencyContact
from tests.admin_forms import send_form
from tests.factories import make_disclaimer, make_emergency_contact

pytestmark = pytest.mark.django_db


def test_a_disclaimer_is_changed(admin_client):
    disclaimer = make_disclaimer()
    address = reverse("admin:articles_disclaimer_change", args=[disclaimer.pk])

    response = send_form(admin_client, address, text="Ask a doctor.\r\n\r\nAlways.", valid_from="2026-12-01")

    disclaimer.refresh_from_db()
    assert response.status_code == 302
    assert disclaimer.valid_from == date(2026, 12, 1)
    assert disclaimer.text.splitlines() == ["Ask a doctor.", "", "Always."]


def test_a_contact_is_added(admin_client):
    response = send_form(
        admin_client,
        reverse("admin:articles_emergencycontact_add"),
        number="1330",
        name="Travel helpline",
        services="Interpreting",
    )

    assert response.status_code == 302
    assert str(EmergencyContact.objects.get()) == "1330 Travel helpline"


@pytest.mark.parametrize(("number", "sentence"), [("one", "Digits only."), ("119", "already exists.")])
def test_a_number_that_cannot_be_called_or_stands_already_is_refused(admin_client, number, sentence):
    make_emergency_contact("119")

    response = send_form(
        admin_client,
        reverse("admin:articles_emergencycontact_add"),
        number=number,
        name="Emergency",
        services="Ambulance",
    )

    assert response.status_code == 200
    assert sentence in " ".join(str(error) for error in response.context["errors"])
    assert EmergencyContact.objects.count() == 1


def test_notices_are_found_by_what_they_say(admin_client):
    make_disclaimer(slug="medical", text="Ask a doctor.")
    make_disclaimer(slug="prices", text="Figures are estimates.")

    response = admin_client.get(reverse("admin:articles_disclaimer_changelist"), {"q": "estimates"})

    assert [notice.slug for notice in response.context["cl"].result_list] == ["prices"]


def test_contacts_are_listed_in_their_order(admin_client):
    make_emergency_contact("112", position=2)
    make_emergency_contact("119", position=1)

    response = admin_client.get(reverse("admin:articles_emergencycontact_changelist"))

    assert [contact.number for contact in response.context["cl"].result_list] == ["119", "112"]
    assert not Disclaimer.objects.exists()
