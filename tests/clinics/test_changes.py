"""When a listing was last changed: every way of writing moves the moment, and lists follow their clinics."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from clinics.bulk import GiveStatus, apply_act
from clinics.changes import read_clinic_changes
from clinics.importing import undo_batch
from clinics.models import Clinic, ClinicStatus, District, Focus
from clinics.samples import add_samples
from pricing.changes import read_price_changes
from pricing.models import Inclusion, MarketPrice, PriceTier, Procedure, Treatment
from tests import factories, records
from tests.admin_forms import send_form
from tests.clinics.tables import load_clinics, load_findings, load_prices

pytestmark = pytest.mark.django_db

LONG_AGO = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
DAY = timedelta(days=1)
NOW = factories.NOW


@pytest.fixture
def clinic():
    """A clinic that nobody has touched for long."""
    clinic = factories.make_clinic(slug="dots", district=factories.make_district(slug="gangnam"))
    set_back()
    return clinic


def set_back(moment=LONG_AGO):
    """Let every clinic be as old as a moment."""
    Clinic.objects.update(changed_at=moment)


def has_moved(clinic):
    """Tell whether a clinic was written since it was set back."""
    clinic.refresh_from_db()
    return clinic.changed_at > LONG_AGO


class TestWriting:
    """Every way to write a listing moves its moment, and nothing else does."""

    def test_a_new_clinic_has_the_moment_of_its_making(self):
        before = datetime.now(UTC) - timedelta(seconds=1)

        clinic = Clinic.objects.get(pk=factories.make_clinic().pk)

        assert before < clinic.changed_at <= datetime.now(UTC) + timedelta(seconds=1)

    def test_saving(self, clinic):
        clinic.save()

        assert has_moved(clinic)

    def test_changing_many_at_once(self, clinic):
        seen = {clinic.pk: clinic.version}

        apply_act(GiveStatus(ClinicStatus.ARCHIVED), seen, kind="archive", user=None, at=NOW)

        assert has_moved(clinic)

    def test_an_import_that_changes_the_clinic(self, clinic):
        load_clinics("slug,phone\ndots,02-555-1234\n")

        assert has_moved(clinic)

    def test_an_import_that_changes_nothing(self, clinic):
        load_clinics(f"slug,name\ndots,{clinic.name}\n")

        assert not has_moved(clinic)

    def test_an_import_that_adds_another_clinic(self, clinic):
        load_clinics("slug,name,district\nlines,Lines,gangnam\n")

        assert not has_moved(clinic)
        assert has_moved(Clinic.objects.get(slug="lines"))

    def test_an_import_of_prices_alone(self, clinic):
        factories.make_treatment(slug="crown")
        factories.make_currency()

        load_prices("clinic,treatment,basis,low,high\ndots,crown,package,1,2\n")

        assert has_moved(clinic)

    def test_an_import_of_findings_alone(self, clinic):
        factories.make_criterion(slug="license")

        load_findings("clinic,criterion,answer\ndots,license,yes\n")

        assert has_moved(clinic)

    def test_undoing_an_import(self, clinic):
        batch = load_clinics("slug,phone\ndots,02-555-1234\n").batch
        set_back()

        undo_batch(batch.pk)

        assert has_moved(clinic)

    def test_adding_samples_touches_no_other_clinic(self, clinic):
        factories.make_focus()
        factories.make_treatment()

        add_samples([1], today=factories.TODAY)

        assert not has_moved(clinic)
        assert Clinic.objects.count() == 2

    def test_an_editor_saving_its_page(self, clinic, admin_client):
        page = reverse("admin:clinics_clinic_change", args=[clinic.pk])

        send_form(admin_client, page, phone="02-555-1234")

        assert has_moved(clinic)

    def test_reading_pages_moves_nothing(self, clinic, client):
        for address in ("/", "/clinics/", "/clinics/dots/", "/sitemap.xml", "/api/v1/clinics/dots/"):
            assert client.get(address).status_code == 200

        assert not has_moved(clinic)

    @pytest.mark.parametrize(
        "model", [District, Focus, Inclusion, MarketPrice, PriceTier, Procedure, Treatment]
    )
    def test_saving_another_record_that_pages_show(self, model):
        record = records.FACTORIES[model]()
        model.objects.update(changed_at=LONG_AGO)

        record.save()

        record.refresh_from_db()
        assert record.changed_at > LONG_AGO


class TestPublicChange:
    """What counts as a change in public: edits, the beginning and the end, as far as they have come."""

    @pytest.mark.parametrize(
        ("values", "moment"),
        [
            ({}, LONG_AGO),
            ({"publish_at": LONG_AGO - DAY}, LONG_AGO),
            ({"publish_at": NOW - DAY}, NOW - DAY),
            ({"publish_at": NOW}, NOW),
            ({"publish_at": NOW + DAY}, LONG_AGO),
            ({"publish_at": LONG_AGO - DAY, "unpublish_at": NOW + DAY}, LONG_AGO),
            ({"publish_at": NOW - 2 * DAY, "unpublish_at": NOW - DAY}, NOW - DAY),
        ],
    )
    def test_the_latest_moment_that_has_come_counts(self, values, moment):
        factories.make_clinic(**values)
        set_back()

        changed = Clinic.objects.with_public_change(at=NOW).get().public_change

        assert changed == moment


class TestLists:
    """A list was changed when the newest of its clinics was, those that left among them."""

    def test_a_district_follows_the_clinics_inside_it(self):
        seoul = factories.make_district(slug="seoul")
        gangnam = factories.make_district(slug="gangnam", parent=seoul)
        factories.make_district(slug="mapo", parent=seoul)
        District.objects.update(changed_at=LONG_AGO)
        factories.make_clinic(district=gangnam)
        set_back(NOW - DAY)

        districts = read_clinic_changes(at=NOW).districts

        assert districts == {"seoul": NOW - DAY, "gangnam": NOW - DAY, "mapo": LONG_AGO}

    def test_a_district_whose_own_words_are_newer_follows_those(self):
        factories.make_clinic(district=factories.make_district(slug="gangnam"))
        set_back()
        District.objects.update(changed_at=NOW)

        assert read_clinic_changes(at=NOW).districts == {"gangnam": NOW}

    @pytest.mark.parametrize(
        ("values", "moment"),
        [
            ({"status": "archived"}, NOW - DAY),
            ({"unpublish_at": NOW - 2 * DAY}, NOW - DAY),
            ({"status": "draft"}, None),
            ({"publish_at": NOW + DAY}, None),
        ],
    )
    def test_what_left_counts_and_what_was_never_seen_does_not(self, values, moment):
        factories.make_clinic(**values)
        set_back(NOW - DAY)

        changes = read_clinic_changes(at=NOW)

        assert (changes.all, changes.count) == (moment, 0)

    def test_pairs_are_those_that_have_a_page(self):
        seoul, dots = factories.make_district(slug="seoul"), factories.make_focus(slug="dots")
        gangnam = factories.make_district(slug="gangnam", parent=seoul)
        lines = factories.make_focus(slug="lines")
        for district in (seoul, gangnam, gangnam):
            factories.make_clinic(district=district, focuses=[dots, lines])
        Clinic.objects.last().focuses.set([dots])
        factories.make_clinic(district=gangnam, focuses=[lines], status="archived")
        set_back()
        Focus.objects.update(changed_at=LONG_AGO)
        District.objects.update(changed_at=LONG_AGO)
        Clinic.objects.filter(district=seoul).update(changed_at=NOW)

        assert read_clinic_changes(at=NOW).pairs == {("seoul", "dots"): NOW}

    def test_treatments_follow_their_clinics_prices_and_procedure(self):
        procedure = factories.make_procedure()
        crown, hairline = (
            factories.make_treatment(slug=slug, procedure=procedure) for slug in ("crown", "hairline")
        )
        factories.make_treatment(slug="beard", procedure=procedure)
        factories.make_market_price("Row", 100, 200, treatments=[crown])
        factories.make_clinic(treatments=[hairline])
        Procedure.objects.update(changed_at=LONG_AGO)
        Treatment.objects.update(changed_at=LONG_AGO - DAY)
        MarketPrice.objects.update(changed_at=NOW - DAY)
        set_back(NOW)

        assert read_price_changes().treatments == {
            "beard": LONG_AGO,
            "crown": NOW - DAY,
            "hairline": LONG_AGO,
        }
        assert read_clinic_changes(at=NOW).treatments == {"hairline": NOW}

    def test_price_guide_follows_its_rows_and_what_explains_them(self):
        assert read_price_changes().guide is None
        factories.make_market_price("Row", 100, 200)
        factories.make_tier()
        for model in (MarketPrice, Procedure, PriceTier):
            model.objects.update(changed_at=LONG_AGO)
        assert read_price_changes().guide == LONG_AGO

        PriceTier.objects.update(changed_at=NOW)

        assert read_price_changes().guide == NOW
