"""Sample clinics in a database that holds little or nothing."""

import pytest
from django.core.management import CommandError, call_command

from clinics.models import Clinic
from clinics.samples import NothingToSample, add_samples
from tests.factories import TODAY, make_district

pytestmark = pytest.mark.django_db


def test_samples_need_a_district():
    with pytest.raises(NothingToSample):
        add_samples([1], today=TODAY)


def test_samples_are_made_with_hardly_any_vocabulary():
    district = make_district()

    assert add_samples(range(1, 25), today=TODAY) == 24

    assert {clinic.district for clinic in Clinic.objects.all()} == {district}


def test_command_says_what_to_do_without_a_district():
    with pytest.raises(CommandError, match="load_starter_content"):
        call_command("make_sample_clinics", "3")
