"""What a visitor reads while the site cannot answer."""

import http.client
import threading
import time
from contextlib import closing, contextmanager

import psycopg
import pytest
from django.db import InterfaceError, OperationalError, connection
from django.test import Client
from django.urls import path
from psycopg import sql

from config import urls
from tests.serving import Site

handler500 = "config.trouble.answer_to_failure"
FAULTS = {"away": OperationalError, "closed": InterfaceError, "own": ValueError}


def fail(request, kind):
    raise FAULTS[kind]("password=hidden")


urlpatterns = [path("fail/<kind>", fail), path("api/v1/<slug:kind>", fail), *urls.urlpatterns]


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(("kind", "status"), [("away", 503), ("closed", 503), ("own", 500)])
def test_a_database_that_is_away_is_told_from_a_fault(kind, status):
    response = Client(raise_request_exception=False).get(f"/fail/{kind}")

    assert response.status_code == status
    assert response.headers.get("Retry-After") == ("30" if status == 503 else None)
    assert "hidden" not in response.text
    assert "Traceback" not in response.text


@pytest.mark.django_db
def test_an_address_that_the_api_does_not_have_is_answered_as_data(client):
    response = client.get("/api/v1/none/")

    assert (response.status_code, response["Content-Type"]) == (404, "application/json")
    assert response.json() == {"detail": "There is nothing at this address."}


@pytest.mark.urls(__name__)
def test_the_api_says_so_as_data():
    response = Client(raise_request_exception=False).get("/api/v1/away")

    assert response.status_code == 503
    assert response.json() == {
        "detail": "The directory cannot be read at the moment. Please try again in a minute."
    }


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker, tmp_path_factory):
    """The site served on a PostgreSQL database of its own."""
    if connection.vendor != "postgresql":
        pytest.skip("A file of SQLite is not stopped.")
    with django_db_blocker.unblock():
        wanted = connection.get_connection_params()
    server = {name: wanted[name] for name in ("host", "port", "user", "password") if name in wanted}
    name = f"{connection.settings_dict['NAME']}_away"
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    with closing(psycopg.connect(**server, dbname="postgres", autocommit=True)) as administrator:
        administrator.execute(drop)
        administrator.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        address = f"postgres://{wanted['user']}:{wanted.get('password', '')}@/{name}?host={wanted['host']}"
        site = Site(tmp_path_factory.mktemp("away"), DATABASE_URL=address, SAMPLES="3")
        with site.served():
            yield site, administrator, name
        administrator.execute(drop)


@contextmanager
def stopped(administrator, name):
    """End all connections to a database during a block, and let in no new ones."""
    allow = sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}")
    administrator.execute(allow.format(sql.Identifier(name), sql.SQL("false")))
    administrator.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
    try:
        yield
    finally:
        administrator.execute(allow.format(sql.Identifier(name), sql.SQL("true")))


def test_pages_come_back_by_themselves_with_the_database(site):
    site, administrator, name = site
    assert site.get("/clinics/").status == 200

    with stopped(administrator, name):
        for address in ("/clinics/", "/clinics/nobody/", "/api/v1/clinics/", "/readyz"):
            answer = site.get(address)
            assert answer.status == 503, address
            assert b"Traceback" not in answer.content
        assert site.get("/clinics/").headers["Retry-After"] == "30"
        assert site.get("/healthz").status == 200

    began = time.monotonic()
    while (answer := site.get("/clinics/")).status != 200 and time.monotonic() < began + 30:
        time.sleep(0.2)
    assert answer.status == 200
    assert isinstance(answer, http.client.HTTPResponse)


def test_readers_meet_nothing_but_pages_and_the_sentence_while_the_database_is_away(site):
    site, administrator, name = site
    addresses = ("/clinics/", "/clinics/?budget=2000", "/api/v1/clinics/", "/districts/seoul/")
    answers, is_over = [], threading.Event()

    def read(address):
        while not is_over.is_set():
            answers.append((address, site.get(address).status))

    readers = [threading.Thread(target=read, args=(address,)) for address in addresses]
    for reader in readers:
        reader.start()
    try:
        for _time in range(2):
            time.sleep(0.5)
            with stopped(administrator, name):
                time.sleep(1)
        give_up = time.monotonic() + 30
        while dict(answers[-20:]) != dict.fromkeys(addresses, 200) and time.monotonic() < give_up:
            time.sleep(0.1)
    finally:
        is_over.set()
        for reader in readers:
            reader.join()

    assert {status for _address, status in answers} == {200, 503}, answers
    last = dict(answers)  # what each was answered in the end, without a restart
    assert last == dict.fromkeys(addresses, 200)
