"""Loading the starter content into a database that holds nothing, or something else."""

import shutil

import pytest

from articles.models import Disclaimer, EmergencyContact
from clinics.models import Clinic, ClinicPrice, Criterion, District, Factor, Finding, Focus
from config.content_files import UnreadableContent
from config.models import StarterRecord
from config.starter_content import CONTENT, KINDS
from pricing.models import CareRule, CostFactor, Inclusion, MarketPrice, ProcessStep, Risk, Treatment
from tests.config.content_loading import change_row, load, run
from tests.factories import make_clinic, make_concern, make_district, make_price, make_treatment

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    """A copy of the content that a test may change."""
    return shutil.copytree(CONTENT, tmp_path / "content")


def test_counts_are_those_of_the_brief():
    """Facts S234 and S257."""
    outcome = load()

    assert Clinic.objects.count() == Clinic.objects.filter(is_example=True).count() == 3
    assert MarketPrice.objects.filter(basis="session", state="priced").count() == 6
    assert MarketPrice.objects.filter(basis="package", state="priced").count() == 5
    assert MarketPrice.objects.filter(basis="package", state="on_assessment").count() == 1
    assert MarketPrice.objects.count() == 12
    assert Factor.objects.count() == 7
    assert Criterion.objects.count() == 18
    assert ProcessStep.objects.count() == 5
    assert CostFactor.objects.count() == 5
    assert Inclusion.objects.count() == 5
    assert Risk.objects.count() == 4
    assert CareRule.objects.count() == 10
    assert Treatment.objects.count() == 7
    assert Focus.objects.count() == 6
    assert District.objects.count() == 31
    assert Disclaimer.objects.count() == 1
    assert EmergencyContact.objects.count() == 4
    assert not ClinicPrice.objects.exists()
    assert Finding.objects.count() == 3  # facts S71, S75 and S76
    assert (outcome.edited, outcome.deleted, outcome.refused) == ([], [], [])


def test_district_must_stand_below_the_one_it_lies_in(folder):
    change_row(folder / "districts.csv", 3, parent="yongsan")

    with pytest.raises(UnreadableContent, match=r"row 3, column parent: “yongsan” is not known"):
        load(folder)


def test_new_column_of_a_file_updates_what_nobody_edited(folder):
    path = folder / "risks.csv"
    lines = path.read_text().splitlines()
    path.write_text("\n".join(line.rsplit(",", 1)[0] for line in lines if '"' not in line) + "\n")
    load(folder)
    shutil.copy(CONTENT / "risks.csv", path)

    outcome = load(folder)

    assert outcome.edited == []
    assert outcome.updated + outcome.created == 4


def test_record_that_an_editor_made_before_the_content_had_it_stays(folder):
    make_concern(slug="bald-patches", name="Alopecia")

    outcome = load(folder)

    assert outcome.edited == ["concerns bald-patches"]
    assert load(folder).edited == ["concerns bald-patches"]


def test_row_that_clashes_with_a_record_of_an_editor_is_left_out_and_named():
    make_concern(slug="patches", name="Bald patches")

    outcome = load()

    (refused,) = outcome.refused
    assert refused.startswith("concerns bald-patches: ")
    assert "name" in refused.lower()


def test_other_clinics_are_not_touched():
    own = make_clinic(name="Own", district=make_district())
    make_price(own, make_treatment(), 100, 200)

    load()
    load()

    assert ClinicPrice.objects.get().clinic == own


@pytest.mark.django_db(transaction=True)
def test_faulty_content_loads_nothing(folder):
    change_row(folder / "emergency_contacts.csv", 5, number="one")

    with pytest.raises(UnreadableContent):
        load(folder)

    assert not any(kind.model.objects.exists() for kind in KINDS)
    assert not StarterRecord.objects.exists()


def test_command_loads_content_and_the_samples_of_the_settings(settings):
    settings.SAMPLES = 5

    assert run() == (
        "Starter content: 155 new, 0 updated, 0 unchanged, 0 changed and 0 deleted by an editor,"
        " 0 that do not fit.\nSample clinics: 5 added.\n"
    )
    assert Clinic.objects.count() == 8


def test_without_samples_there_are_exactly_three_clinics(settings):
    settings.SAMPLES = 0

    run()

    assert Clinic.objects.count() == 3


def test_site_starts_with_24_samples(settings):
    assert settings.SAMPLES == 24


@pytest.mark.parametrize("make", [make_district, make_treatment, make_clinic])
def test_if_empty_does_nothing_where_there_is_content(make, settings):
    settings.SAMPLES = 0
    make()

    assert run("--if-empty") == "The database holds content already: no starter content was loaded.\n"
    assert not StarterRecord.objects.exists()


def test_if_empty_loads_into_an_empty_database(settings):
    settings.SAMPLES = 0

    assert run("--if-empty").startswith("Starter content: 155 new")
