"""A file imported in the admin: uploaded, checked step by step, chosen row by row, applied and undone."""

import io
from datetime import date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from clinics.change_sets import (
    NotReady,
    apply_change_set,
    begin_check,
    check_step,
    choose_all,
    choose_rows,
    rejected_file,
    upload,
)
from clinics.exporting import clinic_rows, finding_rows, price_rows
from clinics.importing import UnusableMapping, undo_batch
from clinics.models import ChangeSet, Clinic, ClinicPrice, ImportBatch
from pricing.tables.reading import UnreadableTable
from pricing.tables.spreadsheets import read_spreadsheet, write_spreadsheet
from tests.factories import (
    NOW,
    make_clinic,
    make_criterion,
    make_currency,
    make_district,
    make_price,
    make_treatment,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

HEADER = "slug,name,district,phone,status\n"


@pytest.fixture
def gangnam():
    return make_district(slug="gangnam", name="Gangnam")


@pytest.fixture
def editor(django_user_model):
    return django_user_model.objects.create_superuser("editor")


def store(text, *, kind="clinics", name="list.csv", user=None):
    content = text if isinstance(text, bytes) else text.encode()
    return upload(content, file_name=name, kind=kind, user=user, at=NOW)


def checked(text, *, most=1_000, **reading):
    """Store a file and check all of it; return its ChangeSet."""
    change_set = store(text, **{key: reading.pop(key) for key in ("kind",) if key in reading})
    begin_check(change_set, **reading)
    while change_set.state == "checking":
        change_set = check_step(change_set.pk, most=most)
    return change_set


def rows(change_set):
    """Return (number, verdict, title, chosen) of the rows."""
    found = change_set.rows.order_by("number")
    return list(found.values_list("number", "verdict", "title", "is_chosen"))


def export():
    """Return everything that an export of the directory holds."""
    return [*clinic_rows(), *price_rows(), *finding_rows()]


def workbook(*table):
    """Return the bytes of a spreadsheet with these rows."""
    book = Workbook()
    for row in table:
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


class TestChecking:
    """What each row would do is known before anything is written."""

    def test_every_row_has_its_verdict_and_its_cells_before_and_after(self, gangnam):
        make_clinic(slug="old", name="Old", district=gangnam, phone="02-1")
        make_clinic(slug="same", name="Same", district=gangnam, phone="02-2")

        change_set = checked(
            HEADER
            + "old,Old,gangnam,02-9,published\n"
            + "same,Same,gangnam,02-2,published\n"
            + "new,New,gangnam,,draft\n"
            + "bad,Bad,nowhere,,draft\n"
        )

        assert change_set.state == "ready"
        assert rows(change_set) == [
            (2, "changed", "Old", True),
            (3, "unchanged", "Same", False),
            (4, "new", "New", True),
            (5, "rejected", "Bad", False),
        ]
        changed, _same, new, bad = change_set.rows.order_by("number")
        assert changed.cells == [["phone", "02-1", "02-9"]]
        assert ["name", "", "New"] in new.cells
        assert bad.problems[0].startswith("district: ")
        assert set(Clinic.objects.values_list("slug", flat=True)) == {"old", "same"}

    @pytest.mark.parametrize("most", [1, 2, 3, 1_000])
    def test_steps_of_any_size_find_the_same(self, gangnam, most):
        make_clinic(slug="b", name="B", district=gangnam)

        change_set = checked(
            HEADER
            + "a,A,gangnam,,draft\n"
            + "b,B,gangnam,1,draft\n"
            + "a,A again,gangnam,,draft\n"
            + "c,C,gangnam,,draft\n",
            most=most,
        )

        assert [verdict for _number, verdict, _title, _chosen in rows(change_set)] == [
            "new",
            "changed",
            "rejected",
            "new",
        ]
        assert "is the same clinic as row 2" in change_set.rows.get(number=4).problems[0]

    def test_step_is_no_more_than_it_is_asked_for(self, gangnam):
        change_set = store(HEADER + "".join(f"c{place},C,gangnam,,draft\n" for place in range(5)))
        begin_check(change_set)

        change_set = check_step(change_set.pk, most=2)

        assert change_set.state == "checking"
        assert change_set.rows.exclude(verdict="").count() == 2

    def test_possible_duplicate_is_named_and_not_chosen(self, gangnam):
        there = make_clinic(slug="there", name="Spring", district=gangnam, phone="02-555-1234")

        change_set = checked(
            HEADER
            + "here,Spring Clinic,gangnam,02-555-1234,draft\n"
            + "one,Twin,gangnam,,draft\n"
            + "two,Twin,gangnam,,draft\n"
        )

        first, one, two = change_set.rows.order_by("number")
        assert [twin["pk"] for twin in first.twins] == [there.pk]
        assert "same phone number" in first.twins[0]["reasons"]
        assert [twin["slug"] for twin in one.twins] == ["two"]
        assert [twin["slug"] for twin in two.twins] == ["one"]
        assert not change_set.rows.filter(is_chosen=True).exists()

    def test_foreign_list_is_read_through_a_mapping(self, gangnam):
        make_district(slug="yeoksam", name="Yeoksam", parent=gangnam)
        change_set = checked(
            "Name,Gu,No\nSpring,Yeoksam,7\n",
            mapping='[register]\nsource = "list"\nid = "No"\n[columns]\nname = "Name"\n'
            '[district]\nparent = "gangnam"\ncolumn = "Gu"\n',
            is_published=True,
        )
        apply_change_set(change_set.pk, user=None)

        clinic = Clinic.objects.get()
        assert (clinic.name, clinic.slug, clinic.status) == ("Spring", "list-7", "published")
        assert ImportBatch.objects.get().source == "list"

    def test_mapping_that_does_not_fit_changes_nothing(self, gangnam):
        change_set = checked(HEADER + "a,A,gangnam,,draft\n")

        with pytest.raises(UnusableMapping, match="lacks columns"):
            begin_check(change_set, mapping='[columns]\nname = "Missing"\nslug = "slug"\n')

        change_set.refresh_from_db()
        assert change_set.state == "ready"
        assert change_set.rows.get().verdict == "new"


class TestApplying:
    """What is chosen is written as one batch, and undone byte for byte."""

    def test_chosen_rows_alone_are_written_with_history_and_counts(self, gangnam, editor):
        make_clinic(slug="old", name="Old", district=gangnam)
        change_set = checked(
            HEADER + "old,Older,gangnam,,draft\na,A,gangnam,,draft\nb,B,gangnam,,draft\nx,,gangnam,,draft\n"
        )
        choose_rows(change_set, shown=[2, 3, 4], chosen=[2, 4])

        batch = apply_change_set(change_set.pk, user=editor)

        assert set(Clinic.objects.values_list("slug", flat=True)) == {"old", "b"}
        assert Clinic.objects.get(slug="old").name == "Older"
        assert (batch.new, batch.changed, batch.unchanged, batch.rejected, batch.skipped) == (1, 1, 0, 1, 1)

    def test_undo_gives_back_the_export_byte_for_byte(self, gangnam, editor):
        crown = make_treatment(slug="crown")
        make_price(make_clinic(slug="old", name="Old", district=gangnam, phone="02-1"), crown, 100, 200)
        before = export()
        change_set = checked(HEADER + "old,Older,gangnam,,draft\nnew,New,gangnam,,published\n")

        batch = apply_change_set(change_set.pk, user=editor)
        assert export() != before
        undo_batch(batch.pk, user=editor)

        assert export() == before

    def test_prices_and_findings_are_imported_alike(self, gangnam, editor):
        make_currency()
        make_treatment(slug="crown")
        make_criterion(slug="oversight")
        make_clinic(slug="a", district=gangnam)

        prices = checked(
            "clinic,treatment,basis,low,high\na,crown,package,100,200\na,crown,session,50,60\n",
            kind="prices",
            most=1,
        )
        apply_change_set(prices.pk, user=editor)
        findings = checked("clinic,criterion,answer\na,oversight,yes\nz,oversight,yes\n", kind="findings")
        apply_change_set(findings.pk, user=editor)

        assert ClinicPrice.objects.count() == 2
        assert [verdict for _number, verdict, *_rest in rows(findings)] == ["new", "rejected"]

    def test_listing_that_changed_since_the_check_stops_it(self, gangnam, editor):
        clinic = make_clinic(slug="old", name="Old", district=gangnam)
        change_set = checked(HEADER + "old,Older,gangnam,,draft\nnew,New,gangnam,,draft\n")
        Clinic.objects.filter(pk=clinic.pk).raise_version(name="Meanwhile")

        with pytest.raises(NotReady, match="somebody changed or deleted Meanwhile"):
            apply_change_set(change_set.pk, user=editor)

        assert Clinic.objects.get().name == "Meanwhile"
        change_set.refresh_from_db()
        assert change_set.state == "ready"

    def test_file_is_applied_once(self, gangnam, editor):
        change_set = checked(HEADER + "new,New,gangnam,,draft\n")
        apply_change_set(change_set.pk, user=editor)

        with pytest.raises(NotReady, match="not ready"):
            apply_change_set(change_set.pk, user=editor)

    def test_nothing_chosen_is_nothing_to_apply(self, gangnam, editor):
        change_set = checked(HEADER + "new,New,gangnam,,draft\n")
        choose_all(change_set, is_chosen=False)

        with pytest.raises(NotReady, match="No row is chosen"):
            apply_change_set(change_set.pk, user=editor)

    def test_rejected_rows_come_back_with_reasons_and_can_be_imported_mended(self, gangnam):
        change_set = checked(HEADER + "a,A,gangnam,,draft\nb,B,nowhere,02-1,draft\nc,C,gangnam\n")

        header, *lines = rejected_file(change_set)

        assert header == HEADER.strip() + ",reason\n"
        assert lines[0].startswith("b,B,nowhere,02-1,draft,")
        mended = header + lines[0].replace("nowhere", "gangnam", 1)
        assert rows(checked(mended)) == [(2, "new", "B", True)]


class TestFiles:
    """What can be uploaded, and the sentence for what cannot."""

    def test_spreadsheet_is_read_as_its_texts(self, gangnam):
        content = workbook(
            ["slug", "name", "district", "verified_on", "is_example", "phone", "latitude", "longitude"],
            ["a", "A", "gangnam", date(2026, 1, 2), True, 215, 37.5, 127.0],
            [],
            ["b", "B", "gangnam"],
        )

        change_set = checked(content)

        assert rows(change_set) == [(2, "new", "A", True), (4, "new", "B", True)]
        cells = {name: after for name, _before, after in change_set.rows.get(number=2).cells}
        assert cells["verified_on"] == "2026-01-02"
        assert (cells["is_example"], cells["phone"], cells["longitude"]) == ("true", "215", "127.000000")

    @pytest.mark.parametrize(
        ("value", "text"),
        [
            (None, ""),
            (True, "true"),
            (3, "3"),
            (3.0, "3"),
            (3.25, "3.25"),
            (" padded ", "padded"),
            (date(2026, 1, 2), "2026-01-02"),
            (datetime(2026, 1, 2, 9, 30), "2026-01-02 09:30"),  # noqa: DTZ001 - spreadsheets know no zones
        ],
    )
    def test_values_of_a_spreadsheet_are_texts(self, value, text):
        [(_number, cells)] = read_spreadsheet(workbook(["x", value, "y"]))

        assert cells == ["x", text, "y"]

    def test_spreadsheet_that_is_written_holds_texts_and_no_formula(self):
        rows = [["name", "phone"], ["=1+1", "0212345678"], ["@x", ""]]

        assert [cells for _number, cells in read_spreadsheet(write_spreadsheet(rows, title="clinics"))] == [
            ["name", "phone"],
            ["=1+1", "0212345678"],
            ["@x"],
        ]

    @pytest.mark.parametrize(
        ("content", "sentence"),
        [
            (b"", "The file is empty."),
            (b"slug,name\n", "The file has a header and no rows."),
            (b"PK\x03\x04 and no spreadsheet", "The spreadsheet cannot be read"),
            (workbook(), "The first sheet of the spreadsheet is empty."),
            (workbook(["slug", "name", "slug"], ["a", "A", "b"]), "names a column more than once"),
            (b"slug,name\na,\xff\xfe\n", "utf-8"),
        ],
    )
    def test_file_that_cannot_be_read_is_refused_and_nothing_is_stored(self, content, sentence):
        with pytest.raises(UnreadableTable, match=sentence):
            store(content)

        assert not ChangeSet.objects.exists()

    def test_too_many_rows_are_refused(self, monkeypatch):
        monkeypatch.setattr("clinics.change_sets.uploading.MOST_ROWS", 3)

        with pytest.raises(UnreadableTable, match="more than 3 rows"):
            store("slug\n" + "a\n" * 4)

        assert not ChangeSet.objects.exists()

    def test_nul_is_kept_as_a_lost_character(self, gangnam):
        change_set = checked(workbook(["slug", "name", "district"], ["a", "A", "gangnam"]))

        assert rows(change_set) == [(2, "new", "A", True)]


class TestPages:
    """The same through the pages of the admin."""

    @pytest.fixture
    def client(self, client, editor):
        client.force_login(editor)
        return client

    def send(self, client, content, *, kind="clinics", name="list.csv", **values):
        response = client.post(
            "/admin/clinics/changeset/add/",
            {"file": SimpleUploadedFile(name, content), "kind": kind, **values},
        )
        assert response.status_code == 302, response.context["form"].errors
        return response.url

    def act(self, client, page, act, **values):
        response = client.post(page.replace("change/", f"act/{act}/"), values, follow=True)
        assert response.status_code == 200
        return response.content.decode()

    def test_from_upload_to_undo(self, client, gangnam):
        before = export()
        page = self.send(client, (HEADER + "new,New,gangnam,,draft\nbad,Bad,nowhere,,draft\n").encode())
        assert "new</td>" in client.get(page).content.decode()

        self.act(client, page, "read", mapping="")
        ready = self.act(client, page, "check")
        assert "1 row is chosen. Nothing is written yet." in ready
        applied = self.act(client, page, "choose", shown="2", chosen="2", then="apply")
        assert "1 row was written." in applied
        assert Clinic.objects.filter(slug="new").exists()
        undone = self.act(client, page, "undo")

        assert "1 listing is as it was." in undone
        assert export() == before

    def test_foreign_file_comes_with_a_suggested_mapping(self, client, gangnam):
        page = self.send(client, "사업장명,관리번호\n봄의원,7\n".encode("cp949"))

        text = client.get(page).content.decode()

        assert "사업장명" in text
        assert "Suggested for list.csv" in text

    def test_unusable_mapping_is_a_sentence_at_its_field(self, client, gangnam):
        page = self.send(client, b"Name,No\nA,1\n")

        text = self.act(client, page, "read", mapping="written", text="no toml")

        assert "The mapping is no TOML" in text

    @pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\x00\x01\x02", "가".encode() * 10])
    def test_odd_file_is_refused_at_its_field(self, client, content):
        response = client.post(
            "/admin/clinics/changeset/add/",
            {"file": SimpleUploadedFile("odd.csv", content), "kind": "clinics"},
        )

        assert response.status_code == 200
        assert response.context["form"].errors["file"]
        assert not ChangeSet.objects.exists()

    def test_rejected_rows_are_downloaded(self, client, gangnam):
        page = self.send(client, (HEADER + "bad,Bad,nowhere,,draft\n").encode())
        self.act(client, page, "read", mapping="")
        self.act(client, page, "check")

        response = client.get(page.replace("change/", "rejected.csv"))

        assert b"bad,Bad,nowhere,,draft," in b"".join(response.streaming_content)

    def test_acts_on_a_file_in_another_state_do_nothing(self, client, gangnam):
        page = self.send(client, (HEADER + "new,New,gangnam,,draft\n").encode())

        for act in ("apply", "undo", "choose", "check", "again", "nothing"):
            self.act(client, page, act, which="all")
        assert client.get(page.replace("change/", "act/apply/")).status_code == 302

        assert not Clinic.objects.exists()
        assert client.get("/admin/clinics/changeset/999999/change/").status_code == 404
        assert client.get("/admin/clinics/changeset/odd/change/").status_code == 404

    def test_strangers_are_refused(self, client, django_user_model, gangnam):
        page = self.send(client, (HEADER + "new,New,gangnam,,draft\n").encode())
        client.force_login(django_user_model.objects.create_user("new", is_staff=True))

        assert client.get("/admin/clinics/changeset/").status_code == 403
        assert client.get("/admin/clinics/changeset/add/").status_code == 403
        assert client.get(page).status_code == 403
        assert client.post(page.replace("change/", "act/apply/")).status_code == 403
