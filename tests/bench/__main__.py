"""Measure the site on both engines and print the tables: `python -m tests.bench --full`."""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

from tests.postgres import check_version, start_server

from .bars import bars_of
from .scratch import PostgresScratch, SqliteScratch
from .tables import machine, print_tables

ROOT = Path(__file__).resolve().parent.parent.parent
QUICK = (1_000, 10_000)
FULL = (1_000, 10_000, 100_000)
ENGINES = ("sqlite", "postgresql")
PARTS = ("site", "inside", "import", "simulated")
MANY = 50_000  # clinics; from here on a round takes minutes
RUNS = 3  # what most of them miss is missed
ROUNDS = 5
IMPORT_ROUNDS = 3
IMPORT_ROUNDS_OF_MANY = 2


def main():
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    options = read_arguments()
    load = os.getloadavg()[0]
    measured = [measured for engine in options.engines for measured in measure_engine(engine, options)]
    if options.save:
        options.save.write_text(json.dumps(measured))
    print_tables(measured)
    print(machine(load_before=load))
    if missed := sum(bar.is_missed for bar in bars_of(measured)):
        sys.exit(f"{missed} bars were missed: see the last column of the table.")


def read_arguments():
    """Return what to measure."""
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    sizes = parser.add_mutually_exclusive_group()
    sizes.add_argument("--full", dest="sizes", action="store_const", const=FULL, help="up to 100,000 clinics")
    sizes.add_argument("--sizes", nargs="+", type=int, metavar="CLINICS", help="these numbers of clinics")
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=ENGINES)
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS[:3])
    parser.add_argument("--rounds", type=int, help="how often each is measured")
    parser.add_argument("--runs", type=int, default=RUNS, help="how many runs, each with servers of its own")
    parser.add_argument("--save", type=Path, metavar="FILE", help="keep what was measured as JSON")
    parser.set_defaults(sizes=QUICK)
    return parser.parse_args()


def measure_engine(engine, options):
    """Yield the measurements of an engine, one dict for each size."""
    with scratch_of(engine) as scratch:
        scratch.create("vocabularies")
        try:
            name = work(scratch, "vocabularies", "directories.make_vocabularies")["engine"]
            for size in options.sizes:
                say(f"{name}, {size:,} clinics")
                yield {"engine": name, "clinics": size, **measure_size(scratch, size, options)}
        finally:
            scratch.drop("vocabularies")


@contextmanager
def scratch_of(engine):
    """Give the scratch databases of an engine for a block."""
    if engine == "postgresql":
        server = os.environ.get("TEST_DATABASE_URL") or start_server()
        check_version(server)
        yield PostgresScratch(server)
    else:
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            yield SqliteScratch(folder)


def measure_size(scratch, size, options):
    """Return the measurements of one number of clinics: those of samples, and of the parts asked for."""
    if options.parts == ["simulated"]:
        return work(scratch, "vocabularies", "simulated.measure", size)
    measured = {}
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        file = str(Path(folder) / "clinics.csv")
        scratch.copy("vocabularies", "samples")
        try:
            measured["samples"] = work(scratch, "samples", "directories.make_samples", size, file)
            if "site" in options.parts:
                rounds = options.rounds or ROUNDS
                measured["site"] = [
                    work(scratch, "samples", "site.measure", rounds) for _run in range(options.runs)
                ]
            if "inside" in options.parts:
                measured["inside"] = [
                    work(scratch, "samples", "inside.measure") for _run in range(options.runs)
                ]
            if "import" in options.parts:
                rounds = options.rounds or (IMPORT_ROUNDS if size < MANY else IMPORT_ROUNDS_OF_MANY)
                measured["import"] = [measure_import(scratch, file) for _round in range(rounds)]
        finally:
            scratch.drop("samples")
    return measured


def measure_import(scratch, file):
    """Return one round: a bare insert, an import into as new a database, and the same import again."""
    measured = {}
    try:
        scratch.copy("vocabularies", "copy")
        measured["bare"] = work(scratch, "copy", "imports.insert_bare", BENCH_ORIGIN=scratch.name("samples"))
        scratch.copy("vocabularies", "copy")
        measured["import"] = work(scratch, "copy", "imports.import_native", file, "new")
        measured["again"] = work(scratch, "copy", "imports.import_native", file, "unchanged")
    finally:
        scratch.drop("copy")
    return measured


def work(scratch, label, function, *arguments, **environment):
    """Return what a function of this package measures on a database, in a program of its own."""
    say(f"  {function.partition('.')[2]}")
    environment |= {
        "DATABASE_URL": scratch.address(label),
        "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
    }
    command = [sys.executable, "-m", "tests.bench.worker", f"tests.bench.{function}", *map(str, arguments)]
    child = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.PIPE, text=True
    )
    if child.returncode:
        sys.exit(f"{function} failed on {scratch.address(label)}: see above.")
    return json.loads(child.stdout)


def say(line):
    """Show how far the run is, apart from its tables."""
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
