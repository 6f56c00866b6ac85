"""One import at a time: what a second one compares with must not change while the first one writes."""

import fcntl
from contextlib import contextmanager, nullcontext
from pathlib import Path

from django.db import connection

LOCK = 0x636C696E6963  # "clinic"; advisory locks belong to one database


def turn(*, on_wait):
    """Return a context in which no other import runs; `on_wait()` is called if one must be waited for.

    The turn ends with the process, however that ends.
    """
    if connection.vendor == "postgresql":
        return _advisory_lock(on_wait)
    name = str(connection.settings_dict["NAME"])
    if connection.is_in_memory_db():
        return nullcontext()  # no other process can reach it
    return _file_lock(f"{name}.import", on_wait)


@contextmanager
def _advisory_lock(on_wait):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            on_wait()
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
    try:
        yield
    finally:
        # A broken connection has given the lock back already.
        if connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


@contextmanager
def _file_lock(path, on_wait):
    with Path(path).open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            on_wait()
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
