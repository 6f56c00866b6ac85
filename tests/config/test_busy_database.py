"""What an editor reads when the database is taken."""

import pytest
from django.db import OperationalError
from django.urls import reverse


@pytest.mark.django_db
def test_locked_database_is_said_in_words(admin_client, monkeypatch):
    def locked(*_arguments, **_options):
        raise OperationalError("database is locked")

    monkeypatch.setattr("clinics.admin.ClinicAdmin.changeform_view", locked)

    response = admin_client.get(reverse("admin:clinics_clinic_add"))

    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert "Nothing was saved." in response.text


@pytest.mark.django_db
def test_other_faults_of_the_database_stay_faults(admin_client, monkeypatch):
    def gone(*_arguments, **_options):
        raise OperationalError("no such table")

    monkeypatch.setattr("clinics.admin.ClinicAdmin.changeform_view", gone)

    with pytest.raises(OperationalError):
        admin_client.get(reverse("admin:clinics_clinic_add"))
