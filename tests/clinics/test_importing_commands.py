import errno
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import IntegrityError, OperationalError

from clinics.history import write_listings
from clinics.models import Clinic, ClinicPrice, Finding
from pricing.tables.references import UnknownSlug
from tests import factories
from tests.clinics.tables import exported, make_whole_clinic

FILES = Path(__file__).parent / "files"
MAPPING = settings.BASE_DIR / "content" / "mappings" / "seoul_foreign_patient_clinics.toml"
HEADERS = {
    "import_clinics": "slug",
    "import_prices": "clinic,treatment,basis",
    "import_findings": "clinic,criterion",
    "import_currencies": "code",
}


def run(command, *arguments, **options):
    """Return the lines that a command writes to standard output, but for the one that names the batch."""
    out = StringIO()
    call_command(command, *map(str, arguments), stdout=out, **options)
    return [line for line in out.getvalue().splitlines() if not line.startswith("Written as import")]


def failure(command, *arguments):
    """Return the sentence with which a command fails."""
    with pytest.raises(CommandError) as caught:
        run(command, *arguments)
    return str(caught.value)


@pytest.fixture
def write(tmp_path):
    def write(content, name="table.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.fixture
def gangnam(db):
    return factories.make_district(slug="gangnam")


def test_clinics_are_imported_with_a_report(gangnam, write):
    path = write("slug,name,district\na,A,gangnam\nb,B,atlantis\n")

    assert run("import_clinics", path) == [
        "new: 1, changed: 0, unchanged: 0, rejected: 1",
        'row 3, district: "atlantis" is no district; known: gangnam – B',
    ]
    assert Clinic.objects.get().status == "draft"


def test_clinics_are_published_on_request(gangnam, write):
    run("import_clinics", write("slug,name,district\na,A,gangnam\n"), "--publish")

    assert Clinic.objects.get().status == "published"


def test_notes_come_last(db, write):
    make_whole_clinic()

    assert run("import_clinics", write("slug,treatments\nwhole,\n")) == [
        "new: 0, changed: 0, unchanged: 1, rejected: 0",
        "note: row 2, treatments: kept because of their prices: treatment-a, treatment-b",
    ]


def test_dry_run_writes_nothing_and_says_so(gangnam, write):
    lines = run("import_clinics", write("slug,name,district\na,A,gangnam\n"), "--dry-run")

    assert lines == ["new: 1, changed: 0, unchanged: 0, rejected: 0", "Dry run: nothing was written."]
    assert not Clinic.objects.exists()


def test_strict_import_reports_and_fails_without_writing(gangnam, write, capsys):
    path = write("slug,name,district\na,A,gangnam\nb,B,atlantis\n")

    assert failure("import_clinics", path, "--strict") == "Nothing was written, for rows were rejected."
    assert not Clinic.objects.exists()


def test_strict_import_of_good_rows_succeeds(gangnam, write):
    run("import_clinics", write("slug,name,district\na,A,gangnam\n"), "--strict")

    assert Clinic.objects.exists()


def test_rejected_rows_are_written_to_a_file_that_can_be_mended_and_imported(gangnam, write, tmp_path):
    rejected = tmp_path / "rejected.csv"
    path = write('slug,name,district\na,A,gangnam\nb,"=B, ""x""",atlantis\nc,C\nd,D,gangnam,x,y\n')

    run("import_clinics", path, "--rejected", rejected)

    assert rejected.read_text(encoding="utf-8") == (
        "slug,name,district,reason\n"
        'b,"=B, ""x""",atlantis,"district: ""atlantis"" is no district; known: gangnam"\n'
        'c,C,"the row has 2 cells, the header has 3"\n'
        'd,D,gangnam,"the row has 5 cells, the header has 3; too many: ""x"", ""y""",x,y\n'
    )
    rejected.write_text(
        rejected.read_text(encoding="utf-8").replace("atlantis,", "gangnam,"), encoding="utf-8"
    )
    assert run("import_clinics", rejected, "--rejected", tmp_path / "again.csv") == [
        "new: 1, changed: 0, unchanged: 0, rejected: 2",
        "row 3, the row has 3 cells, the header has 4",
        'row 4, the row has 6 cells, the header has 4; too many: "x", "y"',
    ]
    assert (tmp_path / "again.csv").read_text(encoding="utf-8").splitlines() == [
        "slug,name,district,reason",
        'c,C,"the row has 2 cells, the header has 3","the row has 3 cells, the header has 4"',
        'd,D,gangnam,"the row has 6 cells, the header has 4; too many: ""x"", ""y""",x,y',
    ]


def test_import_without_rejections_leaves_no_old_ones_in_the_file(gangnam, write, tmp_path):
    rejected = write("old", name="rejected.csv")

    run("import_clinics", write("slug,name,district\na,A,gangnam\n"), "--rejected", rejected)

    assert rejected.read_text(encoding="utf-8") == "slug,name,district,reason\n"


def test_rejected_rows_never_take_the_place_of_the_file(gangnam, write, tmp_path):
    path = write("slug,name,district\na,A,gangnam\n")
    link = tmp_path / "link.csv"
    link.symlink_to(path)

    sentence = failure("import_clinics", path, "--rejected", link)

    assert sentence == f"{link} is named twice: a report would take the place of another file."
    assert not Clinic.objects.exists()


def test_rejected_file_that_cannot_be_written_is_told_before_anything_is(gangnam, write, tmp_path):
    path = write("slug,name,district\na,A,gangnam\n")

    sentence = failure("import_clinics", path, "--rejected", tmp_path / "none" / "rejected.csv")

    assert sentence.endswith("rejected.csv cannot be written: No such file or directory.")
    assert not Clinic.objects.exists()


def test_full_disk_at_the_rejected_rows_does_not_hide_what_was_imported(
    gangnam, write, tmp_path, monkeypatch
):
    def fail(*_arguments):
        yield "half"
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("pricing.tables.commands.rejected_lines", fail)
    rejected, out = tmp_path / "rejected.csv", StringIO()
    path = write("slug,name,district\na,A,gangnam\n")

    with pytest.raises(CommandError, match="cannot be written: No space left on device"):
        call_command("import_clinics", str(path), rejected=str(rejected), stdout=out)

    assert out.getvalue().startswith("new: 1, changed: 0, unchanged: 0, rejected: 0\n")
    assert Clinic.objects.exists()
    assert not rejected.exists()


def test_prices_findings_and_clinics_come_back_from_their_exports(db, tmp_path):
    make_whole_clinic()
    before = exported()
    for name in ("clinics", "prices", "findings"):
        run(f"export_{name}", "--output", tmp_path / f"{name}.csv")
    Clinic.objects.all().delete()

    for name in ("clinics", "prices", "findings"):
        (line,) = run(f"import_{name}", tmp_path / f"{name}.csv")
        assert line.startswith(f"new: {1 if name == 'clinics' else 2}, changed: 0")

    assert exported() == before
    assert (ClinicPrice.objects.count(), Finding.objects.count()) == (2, 2)


def test_export_goes_to_standard_output_unless_a_file_is_named(db, tmp_path):
    make_whole_clinic()
    out, path = StringIO(), tmp_path / "clinics.csv"

    call_command("export_clinics", stdout=out)
    call_command("export_clinics", output=str(path))

    assert out.getvalue().encode() == path.read_bytes()
    assert list(tmp_path.iterdir()) == [path]


def test_export_that_fails_leaves_the_old_file(db, tmp_path, monkeypatch):
    def fail(*_arguments):
        yield "half"
        raise OperationalError("gone")

    monkeypatch.setattr("clinics.management.commands.export_clinics.clinic_rows", fail)
    path = tmp_path / "clinics.csv"
    path.write_text("old", encoding="utf-8")

    assert failure("export_clinics", "--output", path) == "The database refused: gone."
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_export_into_a_directory_fails_with_a_sentence(db, tmp_path):
    assert failure("export_clinics", "--output", tmp_path) == f"{tmp_path} cannot be written: Is a directory."


def test_mapping_names_encoding_and_delimiter_and_the_command_overrides_them(gangnam, write):
    seoul = factories.make_district(slug="seoul", name_ko="서울")
    gangnam.name_ko, gangnam.parent = "강남구", seoul
    gangnam.save()
    mapping = write(
        "encoding = 'cp949'\ndelimiter = ';'\n[register]\nsource = 'list'\nid = '번호'\n"
        "[columns]\nname_ko = '이름'\n[district]\ncolumn = '구'\nparent = 'seoul'\n",
        name="mapping.toml",
    )
    text = "번호;이름;구\n1;가의원;강남구\n"

    (first,) = run("import_clinics", write(text.encode("cp949")), "--mapping", mapping)
    (second,) = run(
        "import_clinics",
        write(text.replace(";", "\t").encode("utf-8-sig")),
        "--mapping",
        mapping,
        "--encoding",
        "utf-8",
        "--delimiter",
        "tab",
    )

    assert first == "new: 1, changed: 0, unchanged: 0, rejected: 0"
    assert second == "new: 0, changed: 0, unchanged: 1, rejected: 0"


def test_wrong_mapping_is_a_sentence(db, write, tmp_path):
    path = write("번호,이름\n1,가\n")

    assert failure("import_clinics", path, "--mapping", tmp_path / "none.toml").startswith(
        "There is no mapping file"
    )
    assert failure("import_clinics", path, "--mapping", MAPPING).startswith(
        "The file lacks columns that the mapping names: hospital_name"
    )
    assert failure("import_clinics", FILES / "seoul_foreign_patient_excerpt.csv", "--mapping", MAPPING) == (
        'There is no district "seoul" in which to look up places.'
    )


@pytest.mark.parametrize("command", HEADERS)
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"\xef\xbb\xbf\n \n", "The file is empty."),
        (b"\x89PNG\r\n\x1a\n", "Line 1, byte 1 (0x89) is not utf-8."),
        (b"PK\x03\x04rest", "The file is a spreadsheet or another zip archive."),
        (b"slug\n\x80\n", "Line 2, byte 1 (0x80) is not utf-8. The file looks like cp1252:"),
        (b"colour\n", "The file has columns that are not known here: colour."),
        (b'slug\n"a\n', "The row that begins in line 2 cannot be read: unexpected end of data."),
    ],
)
def test_file_that_is_no_table_is_a_sentence(db, write, command, content, sentence):
    content = content.replace(b"slug", HEADERS[command].encode())

    assert failure(command, write(content)).startswith(sentence)


def test_fault_found_far_down_a_file_is_a_sentence_and_nothing_is_written(gangnam, write, tmp_path):
    rows = "".join(f"clinic-{number},A,gangnam\n" for number in range(5_000))
    path = write(f"slug,name,district\n{rows}".encode() + b"last,\xb0\xa1,gangnam\n")
    rejected = tmp_path / "rejected.csv"

    sentence = failure("import_clinics", path, "--rejected", rejected)

    assert sentence.startswith("Line 5002, byte 6 (0xb0) is not utf-8.")
    assert not Clinic.objects.exists()
    assert not rejected.exists()


def test_what_was_mended_in_a_row_is_noted_whatever_becomes_of_it(gangnam, write):
    path = write("slug,name,district,phone\na,A\0B,gangnam,#N/A\nb,B\u202e,atlantis,\n")

    assert run("import_clinics", path)[2:] == [
        "note: row 2, name: taken out: U+0000 control character",
        "note: row 2, phone: #N/A is an error of a spreadsheet, read as empty",
        "note: row 3, name: taken out: U+202E RIGHT-TO-LEFT OVERRIDE",
    ]
    assert (Clinic.objects.get().name, Clinic.objects.get().phone) == ("AB", "")


@pytest.mark.parametrize("command", HEADERS)
def test_file_that_is_not_there_is_a_sentence(db, command, tmp_path):
    assert failure(command, tmp_path / "none.csv") == f"There is no file {tmp_path / 'none.csv'}."
    assert failure(command, tmp_path) == f"{tmp_path} cannot be read: Is a directory."


@pytest.mark.parametrize(("command", "header"), HEADERS.items())
def test_file_with_only_a_header_imports_nothing(db, write, command, header):
    assert run(command, write(header)) == ["new: 0, changed: 0, unchanged: 0, rejected: 0"]


# Races


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (
            IntegrityError("UNIQUE constraint failed:\nclinics_clinic.slug"),
            "Nothing was written, for the records changed during the import: UNIQUE constraint failed:"
            " clinics_clinic.slug. Run it again.",
        ),
        (
            UnknownSlug("There is no focus 'scars'."),
            "Nothing was written, for the records changed during the import: There is no focus 'scars'."
            " Run it again.",
        ),
        (
            OperationalError("database is locked"),
            "Nothing was written, for the database refused: database is locked.",
        ),
    ],
)
def test_refusal_of_the_database_is_a_sentence_and_nothing_is_half_written(
    gangnam, write, tmp_path, monkeypatch, error, sentence
):
    written = []

    def write_first_and_fail(*arguments, **options):
        if written:
            raise error
        written.extend(write_listings(*arguments, **options))
        return written

    monkeypatch.setattr("clinics.importing.batches.write_listings", write_first_and_fail)
    monkeypatch.setattr("clinics.importing.clinics.in_chunks", lambda items: ([item] for item in items))
    rejected = tmp_path / "rejected.csv"
    path = write("slug,name,district\na,A,gangnam\nb,B,gangnam\n")

    assert failure("import_clinics", path, "--rejected", rejected) == sentence
    assert not Clinic.objects.exists()
    assert not rejected.exists()


def test_reader_that_leaves_early_is_no_error(database_url, write):
    make_whole_clinic()
    rejected = write("", name="rejected.csv")
    environment = {**os.environ, "SECRET_KEY": "x", "DATABASE_URL": database_url()}
    table = write("slug,name\n" + "new,New\n")
    for arguments in (["export_clinics"], ["import_clinics", table, "--rejected", rejected]):
        gone, pipe = os.pipe()
        os.close(gone)
        command = [sys.executable, settings.BASE_DIR / "manage.py", *arguments]

        done = subprocess.run(
            command, env=environment, stdout=pipe, stderr=subprocess.PIPE, text=True, timeout=60, check=False
        )

        os.close(pipe)
        assert (done.returncode, done.stderr) == (0, ""), arguments
    assert rejected.read_text(encoding="utf-8").startswith("slug,name,reason\nnew,New,district")


def test_two_imports_at_once_take_turns(database_url, write):
    factories.make_district(slug="gangnam")
    rows = "".join(f"clinic-{number},A,gangnam\n" for number in range(1200))
    path = write(f"slug,name,district\n{rows}")
    environment = {**os.environ, "SECRET_KEY": "x", "DATABASE_URL": database_url()}
    command = [sys.executable, settings.BASE_DIR / "manage.py", "import_clinics", path]

    both = [
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    results = [process.communicate(timeout=120) for process in both]

    assert sorted(out.splitlines()[0] for out, _errors in results) == [
        "new: 0, changed: 0, unchanged: 1200, rejected: 0",
        "new: 1200, changed: 0, unchanged: 0, rejected: 0",
    ]
    assert {errors for _out, errors in results} <= {
        "",
        "Another import is running. This one waits for it to end.\n",
    }


def test_vanished_listings_of_a_register_are_written_to_a_file(gangnam, write, tmp_path):
    mapping = write(
        "[register]\nsource = 'list'\nid = 'number'\n[columns]\nname = 'name'\n"
        "[district]\ncolumn = 'place'\nparent = 'seoul'\n",
        name="mapping.toml",
    )
    gangnam.parent = factories.make_district(slug="seoul")
    gangnam.save()
    whole = write("number,name,place\n1,One,gangnam\n2,=Two,gangnam\n")
    part = write("number,name,place\n1,One,gangnam\n", name="part.csv")
    vanished = tmp_path / "vanished.csv"

    run("import_clinics", whole, "--mapping", mapping, "--vanished", vanished)
    assert vanished.read_text(encoding="utf-8") == "source_id,slug,name\n"

    run("import_clinics", part, "--mapping", mapping, "--vanished", vanished)
    assert vanished.read_text(encoding="utf-8") == "source_id,slug,name\n2,list-2,'=Two\n"


def test_possible_duplicates_of_what_was_written_are_kept_in_a_file(gangnam, write, tmp_path):
    factories.make_clinic(slug="old", name="Dot House", district=gangnam)
    factories.make_clinic(slug="twin", name="Line House", district=gangnam)
    factories.make_clinic(slug="triplet", name="Line House", district=gangnam)
    duplicates = tmp_path / "duplicates.csv"

    path = write("slug,name,district\nnew,DOT HOUSE Co.,gangnam\n")
    run("import_clinics", path, "--duplicates", duplicates)

    header, line = duplicates.read_text(encoding="utf-8").splitlines()
    assert header.startswith("reason,slug,name,")
    assert line.startswith("same name,new,DOT HOUSE Co.,")
    run("import_clinics", path, "--duplicates", duplicates)
    assert duplicates.read_text(encoding="utf-8").splitlines() == [header]


def test_no_report_takes_the_place_of_the_mapping_or_of_another_report(gangnam, write, tmp_path):
    path = write("slug,name,district\na,A,gangnam\n")
    mapping = write("[columns]\nslug = 'slug'\n", name="mapping.toml")
    report = tmp_path / "report.csv"

    for options in (
        ("--mapping", mapping, "--rejected", mapping),
        ("--rejected", report, "--vanished", report),
    ):
        assert "is named twice" in failure("import_clinics", path, *options)
    assert mapping.read_text(encoding="utf-8") == "[columns]\nslug = 'slug'\n"
    assert not Clinic.objects.exists()


def test_full_standard_output_is_blamed_and_the_reports_are_written(gangnam, write, tmp_path):
    rejected = tmp_path / "rejected.csv"
    path = write("slug,name,district\na,A,gangnam\nb,B,atlantis\n")

    class Full(StringIO):
        def write(self, _text):
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(CommandError, match="standard output takes no more: No space left on device"):
        call_command("import_clinics", str(path), rejected=str(rejected), stdout=Full())

    assert Clinic.objects.exists()
    assert "atlantis" in rejected.read_text(encoding="utf-8")


def test_rejected_rows_of_a_list_in_another_encoding_come_back_as_they_are(gangnam, write, tmp_path):
    gangnam.parent = factories.make_district(slug="seoul")
    gangnam.save()
    mapping = write(
        "encoding = 'cp949'\n[register]\nsource = 'list'\nid = '번호'\n[columns]\nname_ko = '이름'\n"
        "[district]\ncolumn = '구'\nparent = 'seoul'\n",
        name="mapping.toml",
    )
    rejected = tmp_path / "rejected.csv"
    run(
        "import_clinics",
        write("번호,이름,구\n1,가,없는구\n".encode("cp949")),
        "--mapping",
        mapping,
        "--rejected",
        rejected,
    )

    rejected.write_text(rejected.read_text(encoding="utf-8").replace("없는구,", "gangnam,"), encoding="utf-8")

    assert run("import_clinics", rejected, "--mapping", mapping) == [
        "new: 1, changed: 0, unchanged: 0, rejected: 0"
    ]
