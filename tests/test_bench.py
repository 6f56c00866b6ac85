"""That the benchmarks still run: on few clinics, for the figures themselves are no test."""

import os
import re
import subprocess
import sys

from django.conf import settings
from django.db import connection

from tests.bench.listings import REQUESTS
from tests.bench.tables import IMPORTS

ROW = re.compile(r"\| \S+ [0-9.]+ \| 50 \| (?P<what>[^|]+) \|")
FIGURES = re.compile(r"[0-9.,]+|[0-9.]+ \([0-9.-]+\)")


def run_benchmarks():
    """Run all parts on 50 clinics, on the engine of this run of the tests, and return what is printed."""
    environment = dict(os.environ)
    if connection.vendor == "postgresql":
        environment["TEST_DATABASE_URL"] = os.environ["DATABASE_URL"]
    command = [sys.executable, "-m", "tests.bench", "--sizes", "50", "--rounds", "1"]
    return subprocess.run(
        [*command, "--engines", connection.vendor],
        cwd=settings.BASE_DIR,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout


def test_benchmarks_print_a_figure_in_every_cell_for_every_request_and_import():
    printed = run_benchmarks()

    rows = [line for line in printed.splitlines() if ROW.match(line)]
    named = [ROW.match(row)["what"] for row in rows]
    *measured, samples = rows
    assert named[:-1] == [name.replace("-", " ") for name in REQUESTS] + list(IMPORTS.values())
    for row in measured:
        cells = row.strip("| ").split(" | ")[3:]
        assert len(cells) >= 3
        assert all(FIGURES.fullmatch(cell) for cell in cells), row
    assert all(FIGURES.fullmatch(cell) for cell in samples.strip("| ").split(" | ")[1:]), samples
    assert f"{os.cpu_count()} cores" in printed
