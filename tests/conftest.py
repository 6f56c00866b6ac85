import os
import shutil
from contextlib import contextmanager
from unittest.mock import patch

import pytest
from django.db import connection, transaction

from clinics.data_version.naming import MOST_ENTRIES
from tests.factories import NOW

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")


def find_chromium():
    """Return the path of a Chromium: the one CHROMIUM names, else the first on PATH, else None."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUMS)), None)


def pytest_report_header():
    """Name the database engine, for the suite runs once on each."""
    return f"database: {connection.display_name}"


def pytest_runtest_setup(item):
    """Without a Chromium, fail browser tests where CI is set and skip them elsewhere."""
    if item.get_closest_marker("browser") and not find_chromium():
        sentence = f"No Chromium was found: install one of {', '.join(CHROMIUMS)}, or name one in CHROMIUM."
        if os.environ.get("CI"):
            pytest.fail(sentence, pytrace=False)
        pytest.skip(sentence)


@pytest.fixture(scope="session")
def chromium():
    """The path of the Chromium that browser tests drive."""
    return find_chromium()


@pytest.fixture(autouse=True)
def room_in_the_log(request):
    """Let no test meet the shortening of the log of changes unless it fills the log itself.

    PostgreSQL's numbers go on after a rollback, so any test could otherwise be the one that gets the number
    at which the log is shortened, and would find everything changed.
    """
    asks = request.node.get_closest_marker("django_db") or "db" in request.fixturenames
    if asks and connection.vendor == "postgresql":
        request.getfixturevalue("db")
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT setval('clinics_change_id_seq', (last_value / %(most)s + 1) * %(most)s)"
                " FROM clinics_change_id_seq",
                {"most": MOST_ENTRIES},
            )


@pytest.fixture
def clock(monkeypatch):
    """Let the clock stand still at factories.NOW, noon in Seoul."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture(scope="session")
def keep(django_db_setup, django_db_blocker):
    """Return a context in which what a function makes stays: every test in it undoes only what it did itself.

    It is for a fixture of a class whose tests all need the same records; they are made at factories.NOW.
    """

    @contextmanager
    def keep(make, *arguments):
        with django_db_blocker.unblock(), transaction.atomic():
            with patch("django.utils.timezone.now", lambda: NOW):
                made = make(*arguments)
            yield made
            transaction.set_rollback(True)

    return keep
