"""What `make run` does once its environment stands, run for real in a copy of the repository, twice."""

import gzip
import json
import re
import sqlite3
import stat
from contextlib import closing

import pytest

from tests.serving import Site

pytestmark = pytest.mark.xdist_group("serving")  # one copy serves all tests here


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    site = Site(tmp_path_factory.mktemp("serving"), SAMPLES="1")
    with site.served():
        site.first_key = (site.root / "var" / "secret_key").read_text()
        site.get("/healthz?q=something-private")
    site.first_dump = site.dump()
    with site.served():
        yield site


def test_site_says_where_it_is_and_how_to_create_an_editor(site):
    assert f"The site runs at http://127.0.0.1:{site.port}/" in site.output
    assert "make editor" in site.output


def test_site_is_ready(site):
    assert site.get("/readyz").status == 200
    assert site.get("/").status == 200


def test_log_holds_no_query(site):
    assert '"GET /healthz" 200' in site.output
    assert "private" not in site.output


RENAME = """
from clinics.models import Clinic
Clinic.objects.filter(slug={!r}).update(name={!r}, search_names={!r})
"""


def test_second_run_changes_nothing(site):
    key = site.root / "var" / "secret_key"

    assert key.read_text() == site.first_key
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert len(site.first_dump) > 50
    assert site.dump() == site.first_dump


def test_static_files_are_hashed_compressed_and_kept_for_a_year(site):
    page = site.get("/admin/login/").content.decode()
    path = re.search(r'href="(/static/admin/css/base\.[0-9a-f]{12}\.css)"', page)[1]

    response = site.get(path, **{"Accept-Encoding": "gzip"})

    assert response.status == 200
    assert b"body" in gzip.decompress(response.content)
    assert (
        int(re.search(r"max-age=(\d+), public, immutable", response.headers["Cache-Control"])[1])
        >= 31_536_000
    )


def test_script_asks_for_the_modules_beside_it_by_their_hashed_names(site):
    path = re.search(
        r'src="(/static/js/[\w-]+\.[0-9a-f]{12}\.js)"', site.get("/shortlist/").content.decode()
    )[1]

    script = site.get(path).content.decode()

    modules = re.findall(r'from "\./([^"]+)";', script)
    assert modules
    for name in modules:
        assert "immutable" in site.get(f"/static/js/{name}").headers["Cache-Control"], name


def test_long_request_lines_are_answered(site):
    room = 8190 - len("GET /healthz? HTTP/1.1")

    assert site.get("/healthz?" + ("a&" * room)[:room]).status == 200
    assert site.get("/healthz?" + ("a&" * room)[: room + 1]).status == 414


def test_database_is_written_ahead(site):
    with closing(sqlite3.connect(site.root / "var" / "db.sqlite3")) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_nothing_is_left_outside_of_the_repository(site):
    assert list(site.home.iterdir()) == []


def test_errors_tell_visitors_nothing(site):
    response = site.get("/no-such-page/")

    assert response.status == 404
    assert b"DEBUG" not in response.content
    assert b"urlpatterns" not in response.content


def test_edit_of_another_process_shows_on_the_next_request(site):
    tag = site.get("/clinics/").headers["ETag"]
    assert site.get("/clinics/", **{"If-None-Match": tag}).status == 304
    clinic = json.loads(site.get("/api/v1/clinics/").content)["results"][0]

    for name in ("Renamed elsewhere", clinic["name"]):
        statement = RENAME.format(clinic["slug"], name, name.lower())
        site.manage("shell", "--no-imports", "--command", statement)
        response = site.get("/clinics/", **{"If-None-Match": tag})

        assert response.status == 200
        assert name in response.content.decode()
        assert json.loads(site.get("/api/v1/clinics/?q=renamed").content)["count"] == (name != clinic["name"])
