"""Old slugs lead on, wherever their record is known by another one now."""

import pytest
from django.urls import reverse

from clinics.index.keeping import read_known
from clinics.models import Clinic, District, Focus
from pricing.models import Treatment
from pricing.redirects import current_slugs, lead_on, leave_redirects
from tests import factories
from tests.admin_forms import send_form

pytestmark = pytest.mark.django_db


def rename(record, slug):
    leave_redirects(type(record), {record.slug: record.pk})
    record.slug = slug
    record.save()


def test_a_slug_that_was_changed_twice_leads_to_the_present_one():
    crown = factories.make_treatment(slug="first")
    rename(crown, "second")
    rename(crown, "third")

    assert current_slugs(Treatment, ["first", "second", "third", "never"]) == {
        "first": "third",
        "second": "third",
        "third": "third",
    }


def test_kinds_are_kept_apart():
    rename(factories.make_treatment(slug="same"), "other")

    assert current_slugs(Focus, ["same"]) == {}


def test_a_record_that_has_the_slug_now_goes_first():
    rename(factories.make_treatment(slug="crown"), "vertex")
    factories.make_treatment(slug="crown")

    assert current_slugs(Treatment, ["crown"]) == {"crown": "crown"}


def test_what_was_merged_leads_to_what_it_was_merged_into_and_so_do_its_older_slugs():
    vertex, crown = factories.make_treatment(slug="vertex"), factories.make_treatment(slug="crown")
    rename(vertex, "top")
    lead_on(Treatment, merged=vertex, into=crown)
    vertex.delete()

    assert current_slugs(Treatment, ["vertex", "top"]) == {"vertex": "crown", "top": "crown"}


def test_what_is_gone_leads_nowhere():
    crown = factories.make_treatment(slug="crown")
    rename(crown, "vertex")
    crown.delete()

    assert current_slugs(Treatment, ["crown"]) == {}


class TestPages:
    """Old addresses of pages are answered with the new one, for good."""

    @pytest.fixture(autouse=True)
    def records(self):
        district = factories.make_district(slug="gangnam")
        focus = factories.make_focus(slug="scars")
        clinics = [
            factories.make_clinic(slug=f"dot-{number}", district=district, focuses=[focus])
            for number in range(3)
        ]
        crown = factories.make_treatment(slug="crown")
        for record in (district, focus, clinics[0], crown):
            rename(record, f"{record.slug}-new")

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("/clinics/dot-0/", "/clinics/dot-0-new/"),
            ("/clinics/dot-0/?from=mail&x=1", "/clinics/dot-0-new/?from=mail&x=1"),
            ("/clinics/dot-0/questions/", "/clinics/dot-0-new/questions/"),
            ("/districts/gangnam/", "/districts/gangnam-new/"),
            ("/districts/gangnam/scars/", "/districts/gangnam-new/scars-new/"),
            ("/districts/gangnam-new/scars/", "/districts/gangnam-new/scars-new/"),
            ("/treatments/crown/", "/treatments/crown-new/"),
            ("/api/v1/clinics/dot-0/", "/api/v1/clinics/dot-0-new/"),
        ],
    )
    def test_an_old_address_leads_to_the_new_one(self, client, old, new):
        response = client.get(old)

        assert (response.status_code, response.url) == (301, new)
        assert client.get(new).status_code == 200

    @pytest.mark.parametrize(
        "address",
        ["/clinics/never/", "/districts/never/", "/districts/gangnam-new/never/", "/treatments/never/"],
    )
    def test_what_never_was_is_not_found(self, client, address):
        assert client.get(address).status_code == 404

    def test_the_address_of_a_clinic_that_is_a_draft_now_is_not_found(self, client):
        Clinic.objects.filter(slug="dot-0-new").update(status="draft")

        assert client.get("/clinics/dot-0/").status_code == 404
        assert client.get("/api/v1/clinics/dot-0/").status_code == 404

    def test_following_costs_nothing_where_nothing_moved(self, client, django_assert_max_num_queries):
        read_known()  # a process does so once
        with django_assert_max_num_queries(8):
            client.get("/clinics/dot-1/")


def test_a_changed_slug_in_the_admin_leaves_a_redirect(admin_client):
    district, treatment = factories.make_district(slug="gangnam"), factories.make_treatment(slug="crown")

    send_form(admin_client, reverse("admin:clinics_district_change", args=[district.pk]), slug="gangnam-gu")
    send_form(admin_client, reverse("admin:pricing_treatment_change", args=[treatment.pk]), slug="vertex")

    assert current_slugs(District, ["gangnam"]) == {"gangnam": "gangnam-gu"}
    assert current_slugs(Treatment, ["crown"]) == {"crown": "vertex"}


def test_a_word_in_use_is_not_deleted(admin_client):
    focus, treatment = factories.make_focus(), factories.make_treatment()
    factories.make_clinic(name="Dot House", focuses=[focus], treatments=[treatment])

    for kind, record in (("clinics_focus", focus), ("pricing_treatment", treatment)):
        page = admin_client.get(reverse(f"admin:{kind}_delete", args=[record.pk]))
        admin_client.post(reverse(f"admin:{kind}_delete", args=[record.pk]), {"post": "yes"})
        admin_client.post(
            reverse(f"admin:{kind}_changelist"),
            {"action": "delete_selected", "_selected_action": [record.pk], "post": "yes"},
        )

        assert "Clinic: Dot House" in page.content.decode()
        assert type(record).objects.filter(pk=record.pk).exists()


def test_a_word_that_nobody_uses_is_deleted(admin_client):
    focus = factories.make_focus()

    admin_client.post(reverse("admin:clinics_focus_delete", args=[focus.pk]), {"post": "yes"})

    assert not Focus.objects.exists()
