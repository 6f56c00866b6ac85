"""Imports that are killed or refused: nothing is half written, and the next one completes."""

import os
import signal
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from tests import factories

ROWS = 1_600
# Runs manage.py after some of it was made to fail: {prelude} is Python that sees the modules of the import.
DRIVER = """
import os, resource, signal, sys
import django
django.setup()
from django.core.management import execute_from_command_line
from django.db import connection
from clinics.importing import batches, edits

def kill_at(module, name, call):
    real, calls = getattr(module, name), []
    def counted(*arguments, **options):
        calls.append(1)
        if len(calls) == call:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*arguments, **options)
    setattr(module, name, counted)

{prelude}
execute_from_command_line(["manage.py", *sys.argv[1:]])
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

    def manage(*arguments, prelude=""):
        done = subprocess.run(
            [sys.executable, "-c", DRIVER.format(prelude=prelude), *map(str, arguments)],
            cwd=settings.BASE_DIR,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return done.returncode, done.stdout, done.stderr

    return manage


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

    status, _out, _errors = manage("undo_import", number, prelude="kill_at(batches, 'write_documents', 2)")

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
