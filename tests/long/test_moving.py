"""Twenty thousand clinics move to the other engine and back, and nothing is lost on the way."""

import time
from contextlib import ExitStack

from tests.bench.scratch import SqliteScratch
from tests.config.places import Place, scratch_in

CLINICS = 20_000


def test_a_large_directory_moves_to_the_other_engine_and_back(django_db_setup, tmp_path):
    """On the run with PostgreSQL from there to SQLite and back; on the other run within SQLite."""
    scratch = scratch_in(tmp_path)
    with ExitStack() as stack:

        def place(label, scratch=scratch):
            stack.callback(scratch.drop, label)
            return Place(scratch, tmp_path, label)

        origin, back = place("many"), place("many_again")
        there = place("elsewhere", SqliteScratch(tmp_path))
        origin.manage("migrate", "--verbosity=0")
        origin.manage("load_starter_content", SAMPLES=str(CLINICS))
        exported = origin.exports()
        for source, target in ((origin, there), (there, back)):
            began = time.monotonic()
            told = target.manage("copy_database", SOURCE_DATABASE_URL=source.environment["DATABASE_URL"])
            print(f"\n{told.strip()} in {time.monotonic() - began:.0f} s")
            assert target.exports() == exported

    assert exported.count("\n") > CLINICS
