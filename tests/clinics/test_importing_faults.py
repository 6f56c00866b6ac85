"""Imports that are killed or refused: nothing is half written, and the next one completes."""

import json
import os
import signal
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from tests import factories

ROWS = 1_600
# Reads lines of JSON, [arguments, prelude], and runs manage.py for each in a process, after the prelude:
# Python that sees the modules of the import and makes some of it fail. Answers [status, output, errors].
DRIVER = """
import json, os, resource, signal, sys, tempfile, traceback
import django
django.setup()
from django.core.management import execute_from_command_line
from django.db import connection
from clinics.importing import batches, edits

LONGEST = 120  # seconds

def kill_at(module, name, call):
    real, calls = getattr(module, name), []
    def counted(*arguments, **options):
        calls.append(1)
        if len(calls) == call:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*arguments, **options)
    setattr(module, name, counted)

def run(arguments, prelude, files):
    for number, file in enumerate(files, start=1):
        os.dup2(file.fileno(), number)
    signal.alarm(LONGEST)
    status = 0
    try:
        exec(prelude, globals())
        execute_from_command_line(["manage.py", *arguments])
    except SystemExit as end:
        status = end.code
    except BaseException:
        traceback.print_exc()
        status = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status or 0)

for line in sys.stdin:
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
        child = os.fork()
        if not child:
            run(*json.loads(line), [output, errors])
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        for file in (output, errors):
            file.seek(0)
        print(json.dumps([status, output.read(), errors.read()]), flush=True)
"""
KILLS = {
    "while it checks": "kill_at(edits.Spool, 'add', 2)",
    "before it writes": "kill_at(batches, 'hold_listings', 1)",
    "while it writes": "kill_at(batches, '_remember', 2)",
    "before it commits": "kill_at(batches, '_remember', 4)",
}


@pytest.fixture
def manage(database_url, tmp_path):
    """Run manage.py in a process of its own after a prelude; return (status, output, errors)."""
    factories.make_district(slug="gangnam")
    environment = {
        **os.environ,
        "SECRET_KEY": "x",
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    driver = subprocess.Popen(
        [sys.executable, "-c", DRIVER],
        cwd=settings.BASE_DIR,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )

    def manage(*arguments, prelude=""):
        print(json.dumps([list(map(str, arguments)), prelude]), file=driver.stdin, flush=True)
        return tuple(json.loads(driver.stdout.readline()))

    with driver:
        yield manage


@pytest.fixture
def clinics(tmp_path):
    """A file of clinics that takes several sets of statements."""
    path = tmp_path / "clinics.csv"
    rows = "".join(f"clinic-{number:04},Clinic {number},gangnam\n" for number in range(ROWS))
    path.write_text(f"slug,name,district\n{rows}", encoding="utf-8")
    return path


def test_killed_import_leaves_nothing_and_a_second_run_completes(manage, clinics):
    _status, empty, _errors = manage("export_clinics")
    assert empty.count("\n") == 1

    for moment, prelude in KILLS.items():
        status, _out, _errors = manage("import_clinics", clinics, prelude=prelude)
        assert status == -signal.SIGKILL, moment
        assert manage("export_clinics") == (0, empty, ""), moment

    status, out, errors = manage("import_clinics", clinics)
    assert (status, out.splitlines()[0], errors) == (
        0,
        f"new: {ROWS}, changed: 0, unchanged: 0, rejected: 0",
        "",
    )


def test_killed_undo_leaves_everything_and_a_second_run_completes(manage, clinics):
    manage("import_clinics", clinics)
    full = manage("export_clinics")
    number = manage("imports")[1].split()[0]

    status, _out, _errors = manage("undo_import", number, prelude="kill_at(batches, 'delete_listings', 2)")

    assert status == -signal.SIGKILL
    assert manage("export_clinics") == full
    assert manage("undo_import", number)[1] == f"Import {number} was undone: {ROWS} listings are as before.\n"
    assert manage("export_clinics")[1].count("\n") == 1


def test_no_room_for_temporary_files_is_a_sentence(manage, clinics):
    prelude = "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))"

    status, out, errors = manage("import_clinics", clinics, prelude=prelude)

    assert (status, out) == (1, "")
    sentence = errors.splitlines()[0]  # whatever else has no room may say so too
    assert sentence.startswith("CommandError: Nothing was imported, for the folder of temporary files, ")
    assert sentence.endswith(", takes no more: File too large.")
    assert manage("export_clinics")[1].count("\n") == 1


# SQLite is allowed hardly any pages. A server cannot be filled up here; it is made to refuse to write.
REFUSALS = {
    "sqlite": ("PRAGMA max_page_count = 250", "database or disk is full"),
    "postgresql": ("SET default_transaction_read_only = on", "read-only transaction"),
}


def test_database_that_takes_no_more_is_a_sentence(manage, clinics):
    statement, reason = REFUSALS[connection.vendor]

    status, out, errors = manage(
        "import_clinics", clinics, prelude=f"connection.cursor().execute({statement!r})"
    )

    assert (status, out) == (1, "")
    assert errors.startswith("CommandError: Nothing was written, for the database refused: ")
    assert reason in errors
    assert manage("export_clinics")[1].count("\n") == 1
