"""Imports as batches: how they are listed and undone, and what the next release of a register does."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from clinics.documents import document_of
from clinics.importing import Origin, Overtaken, import_clinics, undo_batch
from clinics.models import Clinic, ImportBatch
from tests import factories
from tests.clinics.tables import (
    counts,
    exported,
    load_clinics,
    load_findings,
    load_prices,
    make_whole_clinic,
    table,
)

pytestmark = pytest.mark.django_db

HEADER = "source,source_id,name,district,status\n"


@pytest.fixture(autouse=True)
def gangnam():
    return factories.make_district(slug="gangnam")


def run(command, *arguments, **options):
    """Return the lines that a command writes."""
    out = StringIO()
    call_command(command, *map(str, arguments), stdout=out, **options)
    return out.getvalue().splitlines()


def refusal(*arguments, **options):
    """Return the sentence with which an undoing is refused."""
    with pytest.raises(CommandError) as caught:
        run("undo_import", *arguments, **options)
    return str(caught.value)


class TestUndo:
    """Undoing brings the exports back to what they were, byte for byte."""

    def test_new_and_changed_clinics(self, gangnam):
        make_whole_clinic(district=gangnam)
        before = exported()

        outcome = load_clinics(
            "slug,name,district,focuses,phone\nnew,New,gangnam,,\nwhole,Other,gangnam,,1\n"
        )
        assert exported() != before
        lines = run("undo_import", outcome.batch.pk)

        assert lines == [f"Import {outcome.batch.pk} was undone: 2 listings are as before."]
        assert exported() == before

    def test_prices_and_findings(self, gangnam):
        make_whole_clinic(district=gangnam)
        factories.make_treatment(slug="crown")
        factories.make_criterion(slug="license")
        before = exported()

        prices = load_prices(
            "clinic,treatment,basis,low,high\nwhole,crown,package,1,2\nwhole,treatment-b,package,3,4\n"
        )
        findings = load_findings("clinic,criterion,answer\nwhole,license,yes\nwhole,criterion-a,yes\n")
        assert (counts(prices), counts(findings)) == ((1, 1, 0, 0), (1, 1, 0, 0))
        undo_batch(findings.batch.pk)
        undo_batch(prices.batch.pk)

        assert exported() == before

    def test_prices_of_one_clinic_in_several_chunks(self, monkeypatch, gangnam):
        make_whole_clinic(district=gangnam)
        for slug in ("crown", "scars", "hairline"):
            factories.make_treatment(slug=slug)
        before = exported()
        monkeypatch.setattr("clinics.importing.children.in_chunks", lambda items: ([item] for item in items))

        outcome = load_prices(
            "clinic,treatment,basis,low,high\n"
            "whole,crown,package,1,2\nwhole,scars,package,1,2\nwhole,hairline,package,1,2\n"
        )

        whole = document_of(Clinic.objects.get())
        assert set(whole["treatments"]) == {"crown", "hairline", "scars", "treatment-a", "treatment-b"}
        assert len(whole["prices"]) == 5
        undo_batch(outcome.batch.pk)
        assert exported() == before

    def test_several_imports_from_the_last_to_the_first(self):
        states, batches = [], []
        for name in ("One", "Two", "Three"):
            states.append(exported())
            batches.append(load_clinics(f"slug,name,district\na,{name},gangnam\n").batch.pk)

        for batch in reversed(batches):
            undo_batch(batch)
            assert exported() == states.pop()

        assert not Clinic.objects.exists()

    def test_an_earlier_import_waits_for_the_later_one(self):
        first = load_clinics("slug,name,district\na,One,gangnam\n").batch.pk
        second = load_clinics("slug,name,district\na,Two,gangnam\n").batch.pk

        assert refusal(first) == (
            f"Import {first} was not undone, for import {second} changed the same: undo that first."
        )

    def test_what_an_editor_did_since_is_not_lost(self):
        batch = load_clinics("slug,name,district\na,A,gangnam\nb,B,gangnam\nc,C,gangnam\n").batch.pk
        Clinic.objects.filter(slug="b").raise_version(phone="02-555-1234")
        before = exported()

        assert (
            refusal(batch) == f"Import {batch} was not undone, for somebody changed these listings since: B."
        )
        assert exported() == before

    def test_many_names_are_shortened(self):
        rows = "".join(f"clinic-{number:02},Clinic {number:02},gangnam\n" for number in range(30))
        batch = load_clinics("slug,name,district\n" + rows).batch.pk
        Clinic.objects.raise_version(phone="1")

        assert refusal(batch).endswith("Clinic 18, Clinic 19 and 10 more.")

    def test_force_keeps_the_edits_in_a_file(self, tmp_path):
        factories.make_clinic(slug="a", name="Old")
        before = exported()
        batch = load_clinics("slug,name\na,New\n").batch.pk
        Clinic.objects.raise_version(phone="02-555-1234")
        kept = tmp_path / "kept.jsonl"

        lines = run("undo_import", batch, force=True, keep=str(kept))

        assert lines == [
            f"Import {batch} was undone: 1 listing is as before.",
            f"kept in {kept}: New",
        ]
        assert exported() == before
        [document] = map(json.loads, kept.read_text(encoding="utf-8").splitlines())
        assert (document["name"], document["phone"]) == ("New", "02-555-1234")

    def test_force_keeps_the_edits_beside_the_database_unless_a_file_is_named(self, settings, tmp_path):
        settings.BASE_DIR = tmp_path
        (tmp_path / "var").mkdir()
        batch = load_clinics("slug,name,district\na,A,gangnam\n").batch.pk
        Clinic.objects.raise_version(phone="02-555-1234")

        run("undo_import", batch, "--force")

        kept = tmp_path / "var" / f"undone_import_{batch}.jsonl"
        assert "02-555-1234" in kept.read_text(encoding="utf-8")
        assert not Clinic.objects.exists()

    def test_a_listing_that_was_deleted_since_is_named_and_with_force_put_back(self, tmp_path):
        factories.make_clinic(slug="a", name="Old")
        before = exported()
        batch = load_clinics("slug,name,district\na,New,gangnam\nb,B,gangnam\n").batch.pk
        Clinic.objects.all().delete()

        assert refusal(batch).endswith("since: New (deleted).")
        run("undo_import", batch, force=True, keep=str(tmp_path / "kept.jsonl"))

        assert exported() == before

    def test_nothing_is_undone_twice_or_without_having_been(self):
        batch = load_clinics("slug,name,district\na,A,gangnam\n").batch.pk
        run("undo_import", batch)

        assert refusal(batch) == f"Import {batch} was undone already."
        assert refusal(999) == "There is no import 999."

    def test_a_file_that_cannot_be_written_undoes_nothing(self, tmp_path):
        batch = load_clinics("slug,name,district\na,A,gangnam\n").batch.pk
        Clinic.objects.raise_version(phone="02-555-1234")
        before = exported()

        assert "cannot be written" in refusal(batch, force=True, keep=str(tmp_path / "none" / "kept.jsonl"))
        assert exported() == before
        assert ImportBatch.objects.get().undone_at is None

    def test_a_full_disk_undoes_nothing(self):
        batch = load_clinics("slug,name,district\na,A,gangnam\n").batch.pk
        Clinic.objects.raise_version(phone="02-555-1234")
        before = exported()

        def keep(_documents):
            Path("/dev/full").write_text("no room", encoding="utf-8")

        with pytest.raises(OSError, match="No space left"):
            undo_batch(batch, keep=keep)

        assert exported() == before

    def test_edits_that_were_kept_before_are_never_written_over(self, tmp_path):
        batch = load_clinics("slug,name,district\na,A,gangnam\n").batch.pk
        kept = tmp_path / "kept.jsonl"
        kept.write_text("older edits", encoding="utf-8")

        sentence = refusal(batch, force=True, keep=str(kept))

        assert sentence == f"{kept} exists already and may hold edits. Name another file with --keep."
        assert kept.read_text(encoding="utf-8") == "older edits"

    def test_nothing_edited_leaves_no_file(self, tmp_path):
        batch = load_clinics("slug,name,district\na,A,gangnam\n").batch.pk

        run("undo_import", batch, force=True, keep=str(tmp_path / "kept.jsonl"))

        assert list(tmp_path.iterdir()) == []

    def test_a_word_that_is_gone_since_is_a_sentence(self):
        scars = factories.make_focus(slug="scars")
        factories.make_clinic(slug="a", focuses=[scars])
        batch = load_clinics("slug,focuses\na,\n").batch.pk
        scars.delete()

        assert refusal(batch) == ("Nothing was undone, for the database refused: There is no focus 'scars'.")


class TestBatches:
    """Which imports are remembered, and what `imports` says of them."""

    def test_an_import_that_changes_nothing_leaves_none(self):
        text = "slug,name,district\na,A,gangnam\n"
        load_clinics(text)

        again = load_clinics(text)

        assert (counts(again), again.batch) == ((0, 0, 1, 0), None)
        assert ImportBatch.objects.count() == 1

    @pytest.mark.parametrize("manner", [{"dry_run": True}, {"strict": True}])
    def test_an_import_that_writes_nothing_leaves_none(self, manner):
        assert load_clinics("slug,name,district\na,A,gangnam\nb,B,x\n", **manner).batch is None
        assert not ImportBatch.objects.exists()

    @pytest.mark.usefixtures("clock")
    def test_imports_are_listed_newest_first(self, tmp_path):
        for name, text in {"one": "a,A,gangnam", "two": "a,B,gangnam\nb,B,x"}.items():
            path = tmp_path / f"{name}.csv"
            path.write_text(f"slug,name,district\n{text}\n", encoding="utf-8")
            *_lines, closing = run("import_clinics", path)
        newest = ImportBatch.objects.latest("pk").pk
        run("undo_import", newest)

        assert closing == f"Written as import {newest}. To undo it: manage.py undo_import {newest}"
        assert run("imports") == [
            f"{newest}  2026-11-23 12:00  clinics  two.csv  new: 0, changed: 1, unchanged: 0, rejected: 1"
            "  undone 2026-11-23 12:00",
            f"{newest - 1}  2026-11-23 12:00  clinics  one.csv"
            "  new: 1, changed: 0, unchanged: 0, rejected: 0",
        ]

    def test_no_imports_are_said_to_be_none(self):
        assert run("imports") == ["Nothing was imported yet."]


class TestRaces:
    """What happens between check and write stops the import, and nothing is written."""

    @pytest.fixture
    def meanwhile(self, monkeypatch):
        """Let something happen when everything was checked and nothing is written."""

        def meanwhile(act):
            from clinics.importing import running

            write = running.write_batch

            def act_and_write(*arguments, **options):
                act()
                return write(*arguments, **options)

            monkeypatch.setattr(running, "write_batch", act_and_write)

        return meanwhile

    def test_a_listing_that_an_editor_saved(self, meanwhile):
        factories.make_clinic(slug="a", name="Old")
        meanwhile(lambda: Clinic.objects.filter(slug="a").raise_version(phone="1"))

        with pytest.raises(Overtaken, match="somebody changed or deleted Old"):
            load_clinics("slug,name,district\na,New,gangnam\nb,B,gangnam\n")

        assert [clinic.name for clinic in Clinic.objects.all()] == ["Old"]
        assert not ImportBatch.objects.exists()

    def test_a_listing_that_an_editor_deleted(self, meanwhile):
        factories.make_clinic(slug="a", name="Old")
        meanwhile(lambda: Clinic.objects.all().delete())

        with pytest.raises(Overtaken, match="somebody deleted a listing"):
            load_clinics("slug,name\na,New\n")

    def test_a_price_of_a_listing_that_an_editor_saved(self, meanwhile, gangnam):
        make_whole_clinic(district=gangnam)
        meanwhile(lambda: Clinic.objects.raise_version(phone="1"))

        with pytest.raises(Overtaken):
            load_prices("clinic,treatment,basis,low,high\nwhole,treatment-b,package,3,4\n")

    def test_an_address_that_somebody_took_is_a_sentence(self, meanwhile, tmp_path):
        meanwhile(lambda: factories.make_clinic(slug="a", name="Somebody's"))
        path = tmp_path / "list.csv"
        path.write_text("slug,name,district\na,A,gangnam\n", encoding="utf-8")

        with pytest.raises(CommandError, match="Nothing was written, for the records changed"):
            run("import_clinics", path)

    def test_a_listing_that_an_editor_saved_is_a_sentence(self, meanwhile, tmp_path):
        factories.make_clinic(slug="a", name="Old")
        meanwhile(lambda: Clinic.objects.raise_version(phone="1"))
        path = tmp_path / "list.csv"
        path.write_text("slug,name\na,A\n", encoding="utf-8")

        with pytest.raises(CommandError) as caught:
            run("import_clinics", path)

        assert str(caught.value) == (
            "Nothing was written, for the records changed during the import: somebody changed or deleted Old."
            " Run it again."
        )


def release(*rows, closed=(), publish=False, **origin):
    """Import a whole release of the register "list": (number, name) pairs, some of them closed."""
    text = HEADER + "".join(f"list,{number},{name},gangnam,\n" for number, name in rows)
    columns = table(text.replace(",status", "").replace(",\n", "\n"))

    def read(rows):
        for row in rows:
            row.is_closed = row.cells["source_id"] in closed
            yield row

    columns.rows = read(columns.rows)
    return import_clinics(columns, publish=publish, origin=Origin(source="list", is_complete=True, **origin))


class TestReleases:
    """The next release of a register: updated, added, closed, vanished."""

    def test_listings_are_updated_in_place_and_new_ones_added(self):
        release(("1", "One"), ("2", "Two"))
        keys = set(Clinic.objects.values_list("pk", flat=True))

        outcome = release(("1", "Uno"), ("2", "Two"), ("3", "Three"))

        assert counts(outcome) == (1, 1, 1, 0)
        assert keys < set(Clinic.objects.values_list("pk", flat=True))
        assert sorted(Clinic.objects.values_list("name", flat=True)) == ["Three", "Two", "Uno"]

    def test_vanished_listings_are_reported_and_stay(self):
        release(("1", "One"), ("2", "Two"), ("3", "Three"))
        Clinic.objects.filter(name="Three").raise_version(status="archived")
        other = load_clinics(HEADER + "other,2,Other,gangnam,\n")

        outcome = release(("1", "One"))

        assert other.vanished == []
        assert list(outcome.lines()) == [
            "new: 0, changed: 0, unchanged: 1, rejected: 0",
            "vanished: 1 record of this register is not in the file",
            "vanished: 2 list-2 – Two",
        ]
        assert Clinic.objects.count() == 4

    def test_a_rejected_row_has_not_vanished(self):
        release(("1", "One"), ("2", "Two"))

        outcome = release(("1", "x" * 201), ("2", "Two"))

        assert counts(outcome) == (0, 0, 1, 1)
        assert outcome.vanished == []

    def test_many_vanished_listings_are_shortened(self):
        release(*((str(number), f"Name {number}") for number in range(23)))

        lines = list(release(("0", "Name 0")).lines())

        assert lines[1] == "vanished: 22 records of this register are not in the file"
        assert len(lines) == 23
        assert lines[-1] == "vanished: and 2 more; --vanished FILE lists all"

    def test_closed_places_are_archived_and_new_ones_skipped(self):
        release(("1", "One"), ("2", "Two"), publish=True)

        outcome = release(("1", "Renamed"), ("2", "Two"), ("3", "Three"), closed={"1", "3"})

        assert (counts(outcome), outcome.skipped) == ((0, 1, 1, 0), 1)
        assert dict(Clinic.objects.values_list("name", "status")) == {"One": "archived", "Two": "published"}

    def test_closed_places_stay_where_the_mapping_says_so(self):
        release(("1", "One"), publish=True)

        outcome = release(
            ("1", "One"), ("2", "Two"), closed={"1", "2"}, archives_known=False, adds_closed=True
        )

        assert (counts(outcome), outcome.skipped) == ((1, 0, 0, 0), 1)
        assert dict(Clinic.objects.values_list("name", "status")) == {"One": "published", "Two": "archived"}

    def test_closed_places_are_never_published(self):
        release(("1", "One"), closed={"1"}, adds_closed=True, publish=True)

        assert Clinic.objects.get().status == "archived"

    def test_a_place_that_is_open_again_is_noted(self):
        release(("1", "One"))
        release(("1", "One"), closed={"1"})

        outcome = release(("1", "One"))

        assert (counts(outcome), outcome.notes) == (
            (0, 0, 1, 0),
            ["row 2, open in the register, archived here"],
        )

    def test_what_an_editor_corrected_is_named_when_it_is_overwritten(self):
        release(("1", "One"), ("2", "Two"))
        Clinic.objects.filter(name="One").update(name="Uno", phone="02-555-1234")

        outcome = release(("1", "One"), ("2", "Zwei"))

        assert outcome.notes == [
            "row 2, somebody edited this listing since the last import; this changes name"
        ]

    def test_a_blank_in_the_list_empties_nothing(self):
        load_clinics("source,source_id,name,district,phone\nlist,1,One,gangnam,02-555-1234\n")

        columns = table("source,source_id,name,district,phone\nlist,1,One,gangnam,\n")
        outcome = import_clinics(columns, origin=Origin(source="list"))

        assert counts(outcome) == (0, 0, 1, 0)
        assert Clinic.objects.get().phone == "02-555-1234"

    def test_a_quarter_that_an_editor_knows_stays(self, gangnam):
        quarter = factories.make_district(slug="sinsa", name="Sinsa-dong", parent=gangnam)
        gangnam.parent = factories.make_district(slug="seoul", name="Seoul")
        gangnam.save()
        columns = "source,source_id,name,district\nlist,1,One,gangnam\n"
        import_clinics(table(columns), within="seoul", origin=Origin(source="list"))
        Clinic.objects.update(district=quarter)

        outcome = import_clinics(table(columns), within="seoul", origin=Origin(source="list"))

        assert counts(outcome) == (0, 0, 1, 0)
        assert Clinic.objects.get().district == quarter

    def test_mended_rows_are_a_part_of_their_register(self):
        release(("1", "One"), ("2", "Two"))
        mended = table("source,source_id,name,district,reason\nlist,2,Zwei,gangnam,too long\n")

        outcome = import_clinics(mended, origin=Origin(source="list", is_complete=True))

        assert (counts(outcome), outcome.vanished) == ((0, 1, 0, 0), [])

    def test_the_same_release_again_changes_nothing(self):
        for _turn in range(2):
            outcome = release(("1", "One"), ("2", "Two"), closed={"2"}, adds_closed=True)

        assert (counts(outcome), outcome.batch) == ((0, 0, 2, 0), None)
