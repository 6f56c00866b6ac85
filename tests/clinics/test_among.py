"""Any number of keys as one parameter, on either engine."""

import pytest

from clinics.among import Among, AmongTexts
from clinics.models import Clinic
from tests.factories import make_clinic

pytestmark = pytest.mark.django_db

MORE_THAN_ENGINES_TAKE = 70_000  # parameters of one statement


def test_keys_are_found_among_more_than_a_statement_takes_as_parameters():
    clinic, _other = make_clinic(), make_clinic()
    keys = [clinic.pk, *range(10**9, 10**9 + MORE_THAN_ENGINES_TAKE)]

    assert list(Clinic.objects.filter(Among("pk", keys))) == [clinic]


def test_texts_are_found_among_more_than_a_statement_takes_as_parameters():
    clinic, _other = make_clinic(name="Élan “1”"), make_clinic(name="Elan")
    words = ["elan “1”", "", *(f"word {number}" for number in range(MORE_THAN_ENGINES_TAKE))]

    assert list(Clinic.objects.filter(AmongTexts("sort_name", words))) == [clinic]


def test_nothing_is_found_among_nothing():
    make_clinic()

    assert not Clinic.objects.filter(AmongTexts("sort_name", []))
