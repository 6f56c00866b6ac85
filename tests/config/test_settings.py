import os
import runpy
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from tests.config.conftest import KEY


def test_missing_secret_key_says_how_to_set_one():
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SECRET_KEY")}

    result = subprocess.run(
        [sys.executable, "-c", "import config.settings"],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.returncode == 1
    last_line = result.stderr.strip().splitlines()[-1]
    assert "ImproperlyConfigured: Set the SECRET_KEY environment variable, or SECRET_KEY_FILE" in last_line


def test_secret_key_is_read_from_its_file(settings_of, tmp_path):
    path = tmp_path / "key"
    path.write_text("from a file\n")

    assert settings_of(SECRET_KEY="", SECRET_KEY_FILE=str(path))["SECRET_KEY"] == "from a file"


def test_secret_key_beats_its_file(settings_of, tmp_path):
    assert settings_of(SECRET_KEY_FILE=str(tmp_path / "missing"))["SECRET_KEY"] == KEY


@pytest.mark.parametrize(
    ("content", "reason"), [(None, "cannot be read"), (b" \n", "is empty"), (b"\xff", "cannot be read")]
)
def test_useless_secret_key_file_is_named(settings_of, tmp_path, content, reason):
    path = tmp_path / "key"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(ImproperlyConfigured, match=f"SECRET_KEY_FILE names .*key, which {reason}"):
        settings_of(SECRET_KEY="", SECRET_KEY_FILE=str(path))


def test_defaults_suit_one_machine(settings_of):
    site = settings_of()

    assert site["DEBUG"] is False
    assert site["SITE_NAME"] == "Clinic Atlas"
    assert site["SITE_URL"] == "http://127.0.0.1:8000"
    assert site["SAMPLES"] == 24
    assert {"localhost", "127.0.0.1", "[::1]"} <= set(site["ALLOWED_HOSTS"])
    assert site["DATABASES"]["default"]["NAME"] == settings.BASE_DIR / "var" / "db.sqlite3"
    assert (site["TIME_ZONE"], site["USE_TZ"]) == ("UTC", True)


def test_port_is_part_of_the_default_address(settings_of):
    assert settings_of(PORT="8001")["SITE_URL"] == "http://127.0.0.1:8001"


def test_plain_http_leaves_cookies_and_redirects_alone(settings_of):
    site = settings_of(SITE_URL="http://clinics.example")

    assert not site["SECURE_SSL_REDIRECT"]
    assert not site["SESSION_COOKIE_SECURE"]
    assert not site["CSRF_COOKIE_SECURE"]
    assert site["SECURE_HSTS_SECONDS"] == 0


def test_https_turns_on_secure_cookies_hsts_and_the_redirect(settings_of):
    site = settings_of(SITE_URL="https://clinics.example/")

    assert site["SITE_URL"] == "https://clinics.example"
    assert "clinics.example" in site["ALLOWED_HOSTS"]
    assert site["CSRF_TRUSTED_ORIGINS"] == ["https://clinics.example"]
    assert site["SECURE_SSL_REDIRECT"]
    assert site["SESSION_COOKIE_SECURE"]
    assert site["CSRF_COOKIE_SECURE"]
    assert site["SECURE_HSTS_SECONDS"] >= 31_536_000


def test_header_of_a_proxy_counts_only_by_choice(settings_of):
    assert "SECURE_PROXY_SSL_HEADER" not in settings_of(SITE_URL="https://clinics.example")

    site = settings_of(SITE_URL="https://clinics.example", BEHIND_PROXY="1")

    assert site["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")


@pytest.mark.parametrize(
    "url",
    [
        "clinics.example",
        "ftp://clinics.example",
        "https://",
        "https://clinics.example/a",
        "https://me@clinics.example",
        "https://clinics.example:port",
        "http://[::1",
    ],
)
def test_address_that_is_no_site_is_refused_by_name(settings_of, url):
    with pytest.raises(ImproperlyConfigured, match=r"SITE_URL is .* such as https://clinics\.example"):
        settings_of(SITE_URL=url)


def test_hosts_given_are_the_only_ones(settings_of):
    site = settings_of(SITE_URL="https://clinics.example", ALLOWED_HOSTS="a.example,b.example")

    assert site["ALLOWED_HOSTS"] == ["a.example", "b.example"]


def test_sqlite_waits_for_its_lock_and_keeps_connections(settings_of):
    database = settings_of()["DATABASES"]["default"]

    assert database["CONN_MAX_AGE"] is None
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert database["OPTIONS"]["timeout"] == 20
    assert "journal_mode = WAL" in database["OPTIONS"]["init_command"]


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("sqlite:///other.sqlite3", settings.BASE_DIR / "other.sqlite3"),
        ("sqlite:////srv/other.sqlite3", "/srv/other.sqlite3"),
        ("sqlite://:memory:", ":memory:"),
    ],
)
def test_sqlite_file_is_found_from_any_directory(settings_of, url, name):
    assert str(settings_of(DATABASE_URL=url)["DATABASES"]["default"]["NAME"]) == str(name)


def test_postgresql_connections_are_kept_and_checked(settings_of):
    site = settings_of(DATABASE_URL="postgres://me:secret@db.example:5433/clinics")
    database = site["DATABASES"]["default"]

    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("db.example", 5433, "clinics")
    assert database["CONN_MAX_AGE"] is None
    assert database["CONN_HEALTH_CHECKS"] is True
    assert database["OPTIONS"]["connect_timeout"] == 5


@pytest.mark.parametrize("address", ["mysql://me@db.example/clinics", "nonsense", ""])
def test_other_engines_are_refused(settings_of, address):
    with pytest.raises(ImproperlyConfigured, match="Set DATABASE_URL to"):
        settings_of(DATABASE_URL=address)


@pytest.mark.parametrize("name", ["PORT", "SAMPLES"])
@pytest.mark.parametrize("text", ["", "many", "-3"])
def test_number_that_is_none_is_refused_by_name(settings_of, name, text):
    with pytest.raises(ImproperlyConfigured, match=f"{name} is '{text}'. Set it to a whole number"):
        settings_of(**{name: text})


def test_site_at_an_address_of_version_six_answers_to_it(settings_of):
    assert "[2001:db8::1]" in settings_of(SITE_URL="http://[2001:db8::1]:8000")["ALLOWED_HOSTS"]


def test_mail_cache_and_media_come_from_the_environment(settings_of):
    site = settings_of(
        CACHE_URL="filecache:///srv/cache",
        CONTACT_EMAIL="desk@clinics.example",
        EMAIL_URL="smtp+tls://me:secret@mail.example:587",
        MEDIA_ROOT="/srv/media",
    )

    assert site["CACHES"]["default"]["BACKEND"].endswith("FileBasedCache")
    assert (site["EMAIL_HOST"], site["EMAIL_PORT"], site["EMAIL_USE_TLS"]) == ("mail.example", 587, True)
    assert site["DEFAULT_FROM_EMAIL"] == site["CONTACT_EMAIL"] == "desk@clinics.example"
    assert str(site["MEDIA_ROOT"]) == "/srv/media"


def test_gunicorn_listens_on_the_port_for_this_machine_only(monkeypatch):
    monkeypatch.setenv("PORT", "8123")

    server = runpy.run_path(settings.BASE_DIR / "config" / "gunicorn.py")

    assert server["bind"] == "127.0.0.1:8123"
    assert server["limit_request_line"] == 8190
    assert server["control_socket_disable"] is True


@pytest.mark.parametrize("atom", ["%(h)s", "%(q)s", "%(r)s", "%(f)s", "%(a)s", "%(u)s"])
def test_access_log_holds_no_visitor_and_no_query(atom):
    server = runpy.run_path(settings.BASE_DIR / "config" / "gunicorn.py")

    assert atom not in server["access_log_format"]


@pytest.mark.parametrize("module", ["config.wsgi", "config.asgi"])
def test_servers_find_the_application(module):
    assert callable(runpy.run_module(module)["application"])


def test_cases_are_shown_only_where_the_operator_says_so(settings_of):
    assert settings_of()["SHOW_CASE_PHOTOS"] is False
    assert settings_of(SHOW_CASE_PHOTOS="1")["SHOW_CASE_PHOTOS"] is True


@pytest.mark.parametrize("name", ["DEBUG", "BEHIND_PROXY", "SHOW_CASE_PHOTOS"])
def test_flag_is_yes_or_no(settings_of, name):
    with pytest.raises(ImproperlyConfigured, match=rf"{name} is 'maybe'\. Set it to 1 or 0\."):
        settings_of(**{name: "maybe"})


@pytest.mark.parametrize("database", ["sqlite:///var/db.sqlite3", "postgres://one@host/name"])
def test_a_replica_needs_postgresql_on_both_sides(settings_of, database):
    with pytest.raises(ImproperlyConfigured, match="SQLite has no replicas"):
        settings_of(DATABASE_URL=database, DATABASE_REPLICA_URL="sqlite:///var/other.sqlite3")
    site = settings_of(
        DATABASE_URL="postgres://one@host/name", DATABASE_REPLICA_URL="postgres://two@host/name"
    )
    assert site["DATABASE_ROUTERS"] == ["config.replica.ReplicaRouter"]
    assert "config.replica.ReplicaMiddleware" in site["MIDDLEWARE"]


def test_a_statement_of_a_page_ends(settings_of):
    site = settings_of(DATABASE_URL="postgres://one@host/name", STATEMENT_TIMEOUT="60")

    assert site["DATABASES"]["default"]["OPTIONS"]["options"] == "-c statement_timeout=60000"
