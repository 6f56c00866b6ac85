"""A directory of many clinics, served for real by several processes on the engine of the run."""

import os
from contextlib import closing, contextmanager

import psycopg
import pytest
from django.db import connection
from psycopg import sql

from tests.serving import Site

SECONDS = int(os.environ.get("LONG_SECONDS", "300"))


@pytest.fixture
def seconds():
    """How long a soak or a load lasts: LONG_SECONDS, five minutes without it."""
    return SECONDS


@pytest.fixture(scope="session")
def database(django_db_setup, django_db_blocker, tmp_path_factory):
    """Return a function that gives the DATABASE_URL of a new database, by a name."""
    with django_db_blocker.unblock():
        wanted = connection.get_connection_params()
    made = []

    def make(name):
        if connection.vendor == "sqlite":
            return f"sqlite:///{tmp_path_factory.mktemp(name)}/db.sqlite3"
        name = f"{connection.settings_dict['NAME']}_{name}"
        made.append(name)
        administer(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name}")
        return f"postgres://{wanted['user']}@/{name}?host={wanted['host']}"

    def administer(*statements):
        server = {key: wanted[key] for key in ("host", "port", "user", "password") if wanted.get(key)}
        with closing(psycopg.connect(**server, dbname="postgres", autocommit=True)) as administrator:
            for statement in statements:
                administrator.execute(sql.SQL(statement))

    yield make
    for name in made:
        administer(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture
def served(database, tmp_path_factory):
    """Return a function that serves a new directory of so many samples in so many Sites of one process."""

    @contextmanager
    def serve(name, *, samples, sites=1, **environment):
        address = database(name)
        several = [
            Site(
                tmp_path_factory.mktemp(f"{name}-{number}"),
                DATABASE_URL=address,
                SAMPLES=str(samples),
                **environment,
            )
            for number in range(sites)
        ]
        opened = []
        try:
            for site in several:
                serving = site.served()
                serving.__enter__()
                opened.append(serving)
            yield several
        finally:
            for serving in reversed(opened):
                serving.__exit__(None, None, None)

    return serve
