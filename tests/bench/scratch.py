"""Databases for the length of a run, on either engine: made empty or as a copy, and dropped again."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql


class SqliteScratch:
    """SQLite databases: files in a folder."""

    def __init__(self, folder):
        self.folder = Path(folder)

    def name(self, label):
        """Return the name that Django's settings give the database of a label."""
        return str(self.folder / f"{label}.sqlite3")

    def address(self, label):
        """Return the DATABASE_URL of the database of a label."""
        return f"sqlite:///{self.name(label)}"

    def create(self, label):
        """Make an empty database: SQLite makes the file with the first write."""
        self.drop(label)

    def copy(self, source, target):
        """Make a database with the content of another one."""
        self.drop(target)
        with closing(sqlite3.connect(self.name(source))) as connection:
            connection.execute("VACUUM INTO ?", [self.name(target)])

    def drop(self, label):
        """Remove a database if it is there."""
        for suffix in ("", "-wal", "-shm"):
            Path(self.name(label) + suffix).unlink(missing_ok=True)


class PostgresScratch:
    """PostgreSQL databases on the server of an address."""

    def __init__(self, server):
        self.server = server
        self.prefix = f"bench_{os.getpid()}_"  # another run may use the same server

    def name(self, label):
        """Return the name that Django's settings give the database of a label."""
        return self.prefix + label

    def address(self, label):
        """Return the DATABASE_URL of the database of a label."""
        return urlsplit(self.server)._replace(path=f"/{self.name(label)}").geturl()

    def create(self, label):
        """Make an empty database."""
        self.drop(label)
        self._execute("CREATE DATABASE {}", label)

    def copy(self, source, target):
        """Make a database with the content of another one, which nobody may be connected to."""
        self.drop(target)
        self._execute("CREATE DATABASE {} TEMPLATE {}", target, source)

    def drop(self, label):
        """Remove a database if it is there."""
        self._execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", label)

    def _execute(self, statement, *labels):
        names = [sql.Identifier(self.name(label)) for label in labels]
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*names))
