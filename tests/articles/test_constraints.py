"""Notices have no rules beyond their columns: the database refuses twins, and an editor reads why."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from articles.models import Disclaimer, EmergencyContact
from tests.constraints import constraints_of
from tests.factories import TODAY, make_disclaimer, make_emergency_contact

pytestmark = pytest.mark.django_db


def test_every_constraint_is_broken_by_a_case():
    assert constraints_of("articles") == {}


def test_two_disclaimers_cannot_have_one_slug():
    make_disclaimer(slug="medical")
    second = Disclaimer(slug="medical", title="Again", text="Ask.", valid_from=TODAY)

    with pytest.raises(IntegrityError), transaction.atomic():
        Disclaimer.objects.bulk_create([second])
    with pytest.raises(ValidationError) as read:
        second.full_clean()

    assert read.value.messages == ["Disclaimer with this Slug already exists."]


def test_two_contacts_cannot_have_one_number():
    make_emergency_contact("119")
    second = EmergencyContact(number="119", name="Fire", services="Fire")

    with pytest.raises(IntegrityError), transaction.atomic():
        EmergencyContact.objects.bulk_create([second])
    with pytest.raises(ValidationError) as read:
        second.full_clean()

    assert read.value.messages == ["Emergency contact with this Number already exists."]


@pytest.mark.parametrize("number", ["119", "1330", "02-555-1234", "+82-2-1330"])
def test_a_number_that_can_be_called_is_accepted(number):
    EmergencyContact(number=number, name="Emergency", services="Ambulance").full_clean()


@pytest.mark.parametrize("number", ["", "119 ", "one one nine", "119\n", "tel:119", "1" * 21])
def test_a_number_that_cannot_be_called_is_refused(number):
    with pytest.raises(ValidationError) as refused:
        EmergencyContact(number=number, name="Emergency", services="Ambulance").full_clean()

    assert "number" in refused.value.message_dict


def test_a_disclaimer_has_a_day_and_a_text():
    with pytest.raises(ValidationError) as refused:
        Disclaimer(slug="medical", title="Information").full_clean()

    assert set(refused.value.message_dict) == {"text", "valid_from"}
