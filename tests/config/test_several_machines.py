"""Two application servers, one PostgreSQL with a replica, one Redis: what one changes the other shows."""

import os
from contextlib import closing

import psycopg
import pytest
from django.db import connection
from psycopg import sql

from tests.config.test_caching import Redis
from tests.replicas import replica_of, wait_until
from tests.serving import Site, free_port

EDIT = """
from clinics.models import Clinic
Clinic.objects.filter(pk=Clinic.objects.order_by('pk').first().pk).update"""


@pytest.fixture(scope="module")
def machines(django_db_setup, django_db_blocker, tmp_path_factory):
    """(one site, another one, the replica of their database)."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite serves one machine.")
    if os.environ.get("TEST_DATABASE_URL"):
        pytest.skip("A replica is made of the server that the tests start.")
    with django_db_blocker.unblock():
        wanted = connection.get_connection_params()
    server = {name: wanted[name] for name in ("host", "port", "user", "password") if wanted.get(name)}
    name = f"{connection.settings_dict['NAME']}_machines"
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    redis = Redis(tmp_path_factory.mktemp("redis"))
    with (
        redis.running(),
        closing(psycopg.connect(**server, dbname="postgres", autocommit=True)) as administrator,
    ):
        administrator.execute(drop)
        administrator.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        with replica_of(server, port=free_port()) as replica:
            environment = {
                "DATABASE_URL": address(server, name),
                "DATABASE_REPLICA_URL": address(replica.connection, name),
                "CACHE_URL": f"redis://127.0.0.1:{redis.port}/0",
                "SAMPLES": "5",
            }
            one = Site(tmp_path_factory.mktemp("one"), **environment)
            other = Site(tmp_path_factory.mktemp("other"), **environment)
            with one.served(), other.served():
                yield one, other, replica
        administrator.execute(drop)


def address(server, name):
    """Return the DATABASE_URL of a database on a server."""
    port = f"&port={server['port']}" if "port" in server else ""
    return f"postgres://{server['user']}@/{name}?host={server['host']}{port}"


def rename(site, name):
    site.manage("shell", "--command", f"{EDIT}(name={name!r})")


def shows(site, name, path="/clinics/"):
    return name in site.get(path).content.decode()


def test_what_is_edited_through_one_is_read_through_the_other(machines):
    one, other, _replica = machines
    for site in (one, other):
        assert not shows(site, "Renamed by the first")

    rename(one, "Renamed by the first")

    wait_until(lambda: shows(other, "Renamed by the first"))
    assert shows(one, "Renamed by the first")
    assert one.get("/clinics/").headers["ETag"] == other.get("/clinics/").headers["ETag"]


def test_a_replica_that_lags_is_read_whole_and_catches_up(machines):
    one, other, replica = machines
    replica.pause()
    try:
        rename(one, "Renamed while it lags")
        for site in (one, other):
            assert not shows(site, "Renamed while it lags")  # so public pages are read from the replica
            assert site.get("/clinics/?sort=price").status == 200
    finally:
        replica.resume()

    wait_until(lambda: all(shows(site, "Renamed while it lags") for site in (one, other)))


def test_without_the_replica_the_primary_answers(machines):
    one, other, replica = machines
    replica.stop()

    rename(one, "Renamed without it")

    for site in (one, other):
        assert shows(site, "Renamed without it")
        assert shows(site, "Renamed without it", "/api/v1/clinics/")
        assert b'"replica": "unavailable"' in site.get("/readyz").content
