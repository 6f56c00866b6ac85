"""The cache that processes share: a real Redis, there and away."""

import os
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager

import pytest
from django.core.cache import cache

from clinics import kept_pages
from clinics.kept_pages import KeptPages
from config.caching import as_tolerated
from tests.crowd import make_crowd

pytestmark = pytest.mark.django_db


class Redis:
    """A Redis server on a port of this machine, which can be stopped and started again."""

    def __init__(self, folder):
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.process = None

    def start(self):
        command = ["redis-server", "--port", str(self.port), "--save", "", "--dir", str(self.folder)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        give_up = time.monotonic() + 20
        while time.monotonic() < give_up:
            with socket.socket() as client:
                if client.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        pytest.fail("Redis did not start.")

    @contextmanager
    def running(self):
        """Run it during a block."""
        self.start()
        try:
            yield
        finally:
            self.stop()

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=20)


@pytest.fixture
def redis(tmp_path, settings, monkeypatch):
    """A running Redis, in which the site keeps its pages."""
    if shutil.which("redis-server") is None:
        if os.environ.get("CI"):
            pytest.fail("redis-server is not installed.")
        pytest.skip("redis-server is not installed.")
    redis = Redis(tmp_path)
    address = f"redis://127.0.0.1:{redis.port}/0"
    settings.CACHES = {
        "default": as_tolerated(
            {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": address}
        )
    }
    settings.KEPT_PAGES_BYTES = 1_000_000
    monkeypatch.setattr(kept_pages, "pages", KeptPages())
    with redis.running():
        yield redis


def test_another_process_finds_a_page_that_one_has_made(
    redis, client, monkeypatch, django_assert_num_queries
):
    make_crowd(3)
    first = client.get("/clinics/")

    monkeypatch.setattr(kept_pages, "pages", KeptPages())  # as in a process that just started
    with django_assert_num_queries(1):
        again = client.get("/clinics/")

    assert again.content == first.content
    assert again.headers["Content-Security-Policy"] == first.headers["Content-Security-Policy"]


def test_pages_answer_while_the_cache_is_away_and_use_it_when_it_is_back(redis, client, monkeypatch):
    one, *_others = make_crowd(3)
    fresh = client.get("/clinics/").content

    redis.stop()
    monkeypatch.setattr(kept_pages, "pages", KeptPages())
    began = time.monotonic()
    assert client.get("/clinics/").content == fresh
    assert client.get(f"/clinics/{one.slug}/").status_code == 200
    assert client.get(f"/share/clinics/{one.slug}.png").status_code == 200
    assert client.get("/readyz").json() == {"status": "ok", "cache": "unavailable"}
    assert time.monotonic() - began < 20

    redis.start()
    assert client.get("/readyz").json() == {"status": "ok", "cache": "ok"}


def test_every_call_has_an_answer_without_a_server(settings):
    settings.CACHES = {
        "default": as_tolerated(
            {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1"}
        )
    }

    assert cache.get("a", 1) == 1
    assert cache.get_many(["a"]) == {}
    assert cache.get_or_set("a", lambda: 2) == 2
    assert cache.has_key("a") is False
    assert cache.set_many({"a": 1}) == ["a"]
    assert not any((cache.set("a", 1), cache.delete("a"), cache.touch("a"), cache.clear()))
