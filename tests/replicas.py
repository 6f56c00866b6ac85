"""A replica of the PostgreSQL that the tests run on: a real one, which follows it and can be held up."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from contextlib import closing, contextmanager
from pathlib import Path

import psutil
import psycopg

PATIENCE = 60  # seconds


class Replica:
    """A server that follows another; `administer` runs a statement on it."""

    def __init__(self, server, programs, folder, port):
        self.server = server
        self.programs = programs
        self.folder = folder
        self.port = port

    @property
    def connection(self):
        """How to connect to it, as psycopg takes it."""
        return {**self.server, "host": str(self.folder), "port": self.port}

    def administer(self, statement):
        with closing(psycopg.connect(**self.connection, dbname="postgres", autocommit=True)) as connection:
            return connection.execute(statement).fetchone()

    def pause(self):
        """Let it receive what the primary writes, and show none of it."""
        self.administer("SELECT pg_wal_replay_pause()")
        wait_until(lambda: self.administer("SELECT pg_get_wal_replay_pause_state()")[0] == "paused")

    def resume(self):
        self.administer("SELECT pg_wal_replay_resume()")

    def stop(self):
        """Stop it at once, if it runs."""
        if (self.folder / "data" / "postmaster.pid").exists():
            run(self, "pg_ctl", "stop", "--mode", "immediate", "--pgdata", str(self.folder / "data"))


@contextmanager
def replica_of(server, *, port):
    """Give a running Replica of a server, given as psycopg connects to it, for a block."""
    with closing(psycopg.connect(**server, dbname="postgres", autocommit=True)) as connection:
        data, pid = connection.execute(
            "SELECT current_setting('data_directory'), pg_backend_pid()"
        ).fetchone()
        programs = Path(psutil.Process(pid).exe()).parent  # those of the server's own version
    # The path of a socket is limited to about 100 bytes, and TMPDIR may be longer.
    folder = Path(tempfile.mkdtemp(prefix="replica-", dir="/tmp"))
    owner = Path(data).owner()
    shutil.chown(folder, owner)
    replica = Replica(server, programs, folder, port)
    slot = f"tests_{os.getpid()}_{port}"
    try:
        where = ("--host", server["host"], "--username", server["user"])
        where += ("--port", str(server["port"])) if "port" in server else ()
        # Other tests write meanwhile; the slot keeps what the replica has not read yet.
        keep = ("--create-slot", "--slot", slot, "--write-recovery-conf", "--checkpoint=fast")
        run(replica, "pg_basebackup", *where, "--pgdata", str(folder / "data"), *keep)
        options = f"-c port={port} -c unix_socket_directories={folder} -c listen_addresses="
        log = str(folder / "log")
        start = ("start", "--wait", "--pgdata", str(folder / "data"), "--log", log, "--options", options)
        run(replica, "pg_ctl", *start)
        yield replica
    finally:
        replica.stop()
        drop_slot(server, slot)
        shutil.rmtree(folder, ignore_errors=True)


def run(replica, name, *arguments):
    """Run a program of PostgreSQL as the owner of the server's files: it refuses to work for root."""
    owner = pwd.getpwnam(replica.folder.owner())
    as_owner = {"user": owner.pw_uid, "group": owner.pw_gid} if os.geteuid() == 0 else {}
    command = [str(replica.programs / name), *arguments]
    done = subprocess.run(command, cwd=replica.folder, capture_output=True, text=True, **as_owner)
    assert done.returncode == 0, done.stderr


def drop_slot(server, slot):
    """Drop a replication slot once nobody reads it any more, for the server keeps everything for it."""
    with closing(psycopg.connect(**server, dbname="postgres", autocommit=True)) as connection:
        query = "SELECT active FROM pg_replication_slots WHERE slot_name = %s"
        wait_until(lambda: (connection.execute(query, [slot]).fetchone() or (False,)) == (False,))
        connection.execute(
            "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = %s",
            [slot],
        )


def wait_until(is_true):
    """Wait until something is true; fail after a minute."""
    give_up = time.monotonic() + PATIENCE
    while not is_true():
        assert time.monotonic() < give_up, "This did not come true in a minute."
        time.sleep(0.1)
