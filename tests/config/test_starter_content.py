"""Loading the starter content again: repeatable, and never against an editor."""

import shutil
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from clinics.documents import read_documents
from clinics.models import Clinic, Criterion, District, Finding, Focus
from config.content_files import UnreadableContent
from config.models import StarterRecord
from config.starter_content import CONTENT, KINDS
from pricing.models import CareRule, MarketPrice, Procedure, Risk, Treatment
from tests.config.content_loading import change_file, change_row, load, run
from tests.factories import make_price

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_content")]


@pytest.fixture(scope="module")
def _content(django_db_setup, django_db_blocker):
    """The starter content, loaded once for the whole module and taken back at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        load()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def folder(tmp_path):
    """A copy of the content that a test may change."""
    return shutil.copytree(CONTENT, tmp_path / "content")


def everything():
    """Return all that the content loads, as plain values."""
    tables = {kind.name: sorted(map(str, kind.model.objects.values_list())) for kind in KINDS}
    links = MarketPrice.treatments.through.objects.values_list("marketprice__label", "treatment__slug")
    pks = Clinic.objects.order_by("slug").values_list("pk", flat=True)
    return tables, sorted(links), list(read_documents(pks).values())


def test_second_load_finds_everything_unchanged():
    before = everything()
    recorded = StarterRecord.objects.count()
    versions = list(Clinic.objects.values_list("slug", "version"))

    outcome = load()

    assert (outcome.created, outcome.updated, outcome.unchanged) == (0, 0, recorded)
    assert everything() == before
    assert list(Clinic.objects.values_list("slug", "version")) == versions
    assert StarterRecord.objects.count() == recorded


def test_prices_of_the_guide_are_linked_to_their_treatments():
    row = MarketPrice.objects.get(basis="package", label="Small scar / patch")

    assert {treatment.slug for treatment in row.treatments.all()} == {"small-area", "scar-camouflage"}
    assert {inclusion.slug for inclusion in row.inclusions.all()} == {"all-sessions"}


def test_districts_form_one_tree():
    quarter = District.objects.get(slug="apgujeong-rodeo")

    assert [place.slug for place in quarter.ancestors(include_self=True)] == [
        "seoul",
        "gangnam",
        "apgujeong-rodeo",
    ]
    assert {place.slug for place in District.objects.filter(parent=None)} == {"seoul"}


def test_changed_file_updates_a_record_that_nobody_edited(folder):
    change_row(folder / "treatments.csv", 2, name="Small patch", synonyms="patch;spot")

    outcome = load(folder)

    treatment = Treatment.objects.get(slug="small-area")
    assert (treatment.name, treatment.synonyms) == ("Small patch", ["patch", "spot"])
    assert (outcome.updated, outcome.created) == (1, 0)
    assert load(folder).updated == 0


def test_changed_list_of_relations_is_updated(folder):
    change_row(folder / "market_prices.csv", 2, treatments="small-area;crown")

    assert load(folder).updated == 1

    row = MarketPrice.objects.get(basis="session", label="Small area / patch")
    assert {treatment.slug for treatment in row.treatments.all()} == {"small-area", "crown"}


def test_new_row_is_created(folder):
    def add(rows):
        return [*rows, {**rows[-1], "slug": "japanese", "name": "Japanese", "position": "3"}]

    change_file(folder / "languages.csv", add)

    assert load(folder).created == 1


def test_record_that_an_editor_changed_stays_changed_and_is_named(folder):
    Treatment.objects.filter(slug="crown").update(name="Top of the head")
    change_row(folder / "treatments.csv", 4, name="Crown of the head")

    outcome = load(folder)

    assert Treatment.objects.get(slug="crown").name == "Top of the head"
    assert outcome.edited == ["treatments crown"]
    assert outcome.updated == 0


def test_cell_that_the_file_leaves_empty_can_be_edited_too(folder):
    Procedure.objects.update(home_price_source="A survey of 2026")
    change_row(folder / "procedures.csv", 2, position="2")

    assert load(folder).edited == ["procedures smp"]
    assert Procedure.objects.get().position == 1


@pytest.mark.parametrize("first_day", [0, None])
def test_zero_is_another_value_than_none(folder, first_day):
    CareRule.objects.filter(position__in=[8, 9]).update(first_day=first_day)

    assert load(folder).edited == [f"care_rules smp {9 if first_day is None else 8}"]


def test_figure_of_the_price_guide_that_an_editor_changed_stays():
    """Fact S242."""
    MarketPrice.objects.filter(label="Crown / vertex").update(low=850)

    assert load().edited == ["market_prices smp session Crown / vertex"]
    assert MarketPrice.objects.get(label="Crown / vertex").low == 850


def test_relation_that_an_editor_removed_stays_removed():
    MarketPrice.objects.get(basis="package", label="Small scar / patch").treatments.remove(
        Treatment.objects.get(slug="scar-camouflage")
    )

    assert load().edited == ["market_prices smp package Small scar / patch"]


def test_saving_a_record_unchanged_in_a_browser_is_no_edit(folder):
    """A browser sends carriage returns with every line end."""
    procedure = Procedure.objects.get()
    Procedure.objects.update(description=procedure.description.replace("\n", "\r\n"))
    change_row(folder / "procedures.csv", 2, summary="Another summary.")

    assert load(folder).updated == 1


def test_edit_that_the_file_takes_over_is_no_edit_any_more(folder):
    Treatment.objects.filter(slug="crown").update(name="Vertex")
    change_row(folder / "treatments.csv", 4, name="Vertex")
    load(folder)
    change_row(folder / "treatments.csv", 4, name="Crown again")

    assert load(folder).updated == 1
    assert Treatment.objects.get(slug="crown").name == "Crown again"


def test_record_that_an_editor_deleted_stays_deleted_and_is_named():
    Focus.objects.get(slug="density").delete()

    outcome = load()

    assert not Focus.objects.filter(slug="density").exists()
    assert outcome.deleted == ["focuses density"]
    assert outcome.edited == []


def test_new_row_that_needs_a_deleted_record_is_left_out(folder):
    MarketPrice.objects.all().delete()
    Treatment.objects.all().delete()
    Finding.objects.all().delete()
    Criterion.objects.all().delete()
    Procedure.objects.all().delete()

    def add(rows):
        return [*rows, {**rows[-1], "position": "9"}]

    change_file(folder / "risks.csv", add)

    outcome = load(folder)

    assert outcome.refused == ["risks smp 9: an editor deleted “smp”"]
    assert not Risk.objects.exists()


def test_clinic_that_an_editor_changed_stays_changed():
    Clinic.objects.filter(slug="elite-smp-korea").update(tier_estimated=False)

    assert load().edited == ["clinics elite-smp-korea"]
    assert not Clinic.objects.get(slug="elite-smp-korea").tier_estimated


def test_what_an_editor_adds_to_a_clinic_survives_an_update(folder):
    clinic = Clinic.objects.get(slug="elite-smp-korea")
    Clinic.objects.filter(pk=clinic.pk).update(phone="02-555-0000")
    make_price(clinic, Treatment.objects.get(slug="full-scalp"), 4000, 5000)
    change_row(folder / "clinics.csv", 3, differentiator="Another one")

    assert load(folder).updated == 1

    clinic.refresh_from_db()
    assert (clinic.differentiator, clinic.phone) == ("Another one", "02-555-0000")
    assert clinic.prices.get().low == 4000


def test_clinic_that_nobody_edited_is_updated_through_its_document(folder):
    change_row(folder / "clinics.csv", 3, differentiator="Scars", focuses="scar-camouflage")

    outcome = load(folder)

    clinic = Clinic.objects.get(slug="elite-smp-korea")
    assert outcome.updated == 1
    assert clinic.differentiator == "Scars"
    assert [focus.slug for focus in clinic.focuses.all()] == ["scar-camouflage"]
    assert clinic.version == 3  # loaded, given its findings, updated


def test_clinic_that_an_editor_deleted_stays_deleted():
    Clinic.objects.filter(slug="elite-smp-korea").delete()

    assert load().deleted == [
        "clinics elite-smp-korea",
        "findings elite-smp-korea medical-oversight",
        "findings elite-smp-korea sterile-equipment",
    ]
    assert Clinic.objects.count() == 2


@pytest.mark.parametrize(
    ("file", "row", "values", "message"),
    [
        ("treatments.csv", 3, {"sessions_min": "many"}, "treatments.csv, row 3, column sessions_min: "),
        ("treatments.csv", 3, {"procedure": "veneers"}, "treatments.csv, row 3, column procedure: “veneers”"),
        ("treatments.csv", 3, {"name": ""}, "treatments.csv, row 3, column name: "),
        ("treatments.csv", 3, {"slug": "small-area"}, "treatments.csv, row 3, column slug: .*row 2"),
        ("treatments.csv", 3, {"sessions_min": "4"}, "treatments.csv, row 3: The highest number of sessions"),
        ("treatments.csv", 3, {"slug": "a b"}, "treatments.csv, row 3, column slug: "),
        ("market_prices.csv", 5, {"treatments": "crown;knee"}, "row 5, column treatments: “knee”"),
        ("market_prices.csv", 5, {"open_ended": "maybe"}, "row 5, column open_ended: "),
        ("market_prices.csv", 5, {"checked_on": "28.1.2026"}, "row 5, column checked_on: "),
        ("market_prices.csv", 5, {"high": "10"}, "row 5: The highest price is below the lowest"),
        ("districts.csv", 3, {"latitude": "north"}, "row 3, column latitude: "),
        ("clinics.csv", 2, {"district": "busan"}, "clinics.csv, row 2, column district: “busan”"),
        ("clinics.csv", 2, {"status": "open"}, "clinics.csv, row 2, column status: "),
        ("clinics.csv", 2, {"slug": "compare"}, "clinics.csv, row 2, column slug: "),
    ],
)
def test_fault_in_a_file_is_named_by_file_row_and_column(folder, file, row, values, message):
    change_row(folder / file, row, **values)

    with pytest.raises(UnreadableContent, match=message):
        load(folder)


def test_unknown_column_is_named(folder):
    path = folder / "risks.csv"
    path.write_text(path.read_text().replace("frequency", "odds", 1))

    with pytest.raises(UnreadableContent, match=r"risks\.csv: .*odds"):
        load(folder)


def test_missing_file_is_named(folder):
    (folder / "risks.csv").unlink()

    with pytest.raises(UnreadableContent, match=r"risks\.csv"):
        load(folder)


def test_row_with_a_cell_too_many_is_named(folder):
    path = folder / "languages.csv"
    path.write_text(path.read_text() + "german,German,3,,more\n")

    with pytest.raises(UnreadableContent, match=r"languages\.csv, row 4: "):
        load(folder)


def test_districts_that_an_editor_moved_into_each_other_stop_the_load():
    moved = District.objects.get(slug="gangnam")
    District.objects.filter(slug="seoul").update(parent=moved)

    with pytest.raises(UnreadableContent, match=r"districts.csv: .*gangnam"):
        load()


def test_second_load_adds_no_sample_again(settings):
    settings.SAMPLES = 3
    run()

    assert run().endswith("Sample clinics: 0 added.\n")
    assert Clinic.objects.count() == 6


def test_samples_that_were_removed_stay_away(settings):
    settings.SAMPLES = 3
    run()
    call_command("remove_samples", stdout=StringIO())

    settings.SAMPLES = 4

    assert run().endswith("Sample clinics: 1 added.\n")


def test_directory_that_was_begun_without_samples_stays_without(settings):
    StarterRecord.objects.filter(kind="samples").delete()
    settings.SAMPLES = 0
    run()

    settings.SAMPLES = 3

    assert run().endswith("Sample clinics: 0 added.\n")


def test_command_names_what_editors_changed_and_deleted(settings):
    settings.SAMPLES = 0
    run()
    Treatment.objects.filter(slug="crown").update(name="Vertex")
    Focus.objects.get(slug="density").delete()

    lines = run().splitlines()

    assert lines[0] == "Changed by an editor, stays so: treatments crown"
    assert lines[1] == "Deleted or renamed by an editor, not loaded again: focuses density"
    assert lines[2].startswith("Starter content: 0 new, 0 updated, 153 unchanged, 1 changed and 1 deleted")


def test_command_reports_a_fault_in_one_sentence(folder, monkeypatch):
    (folder / "risks.csv").write_text("")
    monkeypatch.setattr("config.starter_content.load_starter_content.__wrapped__.__defaults__", (folder,))

    with pytest.raises(CommandError, match=r"risks\.csv: The file is empty"):
        run()


def test_ledger_entry_names_its_row():
    assert "treatments crown" in map(str, StarterRecord.objects.all())
