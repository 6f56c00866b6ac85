import os
import re
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from config.caching import as_tolerated


def test_process_is_healthy_without_a_database(client):
    """No database mark: a query would fail the test."""
    response = client.get("/healthz")

    assert response.status_code == 200
    assert response.json() == {"status": "ok"}
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.django_db
def test_site_is_ready_when_migrated(client):
    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.json() == {"status": "ok", "cache": "ok"}
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.django_db
def test_site_is_not_ready_where_its_disk_is_full(client, monkeypatch):
    monkeypatch.setattr("config.views.LEAST_ROOM", 2**60)

    response = client.get("/readyz")

    assert response.status_code == 503
    assert re.fullmatch(r"The disk of \S+ has less than \d+ MiB left\.", response.json()["reason"])


@pytest.mark.django_db
def test_site_is_ready_without_its_cache_and_says_so(client, settings):
    settings.CACHES = {
        "default": as_tolerated(
            {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1"}
        )
    }

    response = client.get("/readyz")

    assert (response.status_code, response.json()["cache"]) == (200, "unavailable")


@pytest.mark.django_db
def test_site_is_not_ready_before_its_migrations(client):
    MigrationRecorder(connection).record_unapplied("admin", "0003_logentry_add_action_flag_choices")

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["reason"].startswith("Migrations are missing (1), the first is admin.0003_")


def test_site_is_not_ready_without_its_database():
    script = (
        "import django; django.setup(); from django.test import Client;"
        " response = Client().get('/readyz', headers={'host': 'localhost'});"
        " print(response.status_code, response.json()['reason'])"
    )

    result = subprocess.run(
        [sys.executable, "-c", script],
        cwd=settings.BASE_DIR,
        env={
            **os.environ,
            "DATABASE_URL": "postgres://nobody:hidden@127.0.0.1:1/nothing",
            "DJANGO_SETTINGS_MODULE": "tests.settings",
        },
        capture_output=True,
        text=True,
        check=True,
    )

    assert result.stdout == "503 The database cannot be reached.\n"
    assert "Connection refused" in result.stderr
    assert "hidden" not in result.stderr


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/robots.txt"])
def test_machine_pages_are_read_only(client, path):
    assert client.post(path).status_code == 405


def test_crawlers_may_read_all_but_the_admin_and_the_api(client, settings):
    settings.SITE_URL = "https://atlas.example"

    response = client.get("/robots.txt")

    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.text.splitlines() == [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /api/",
        "",
        "Sitemap: https://atlas.example/sitemap.xml",
    ]
