"""A Chromium beside the served site. What no visitor may ever meet fails the test that met it."""

import json
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest
from django.db import connection
from playwright.sync_api import expect, sync_playwright
from psycopg import sql

from tests.serving import Site

FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # whatever wants to leave this machine fails
]
EDITOR = "editor"
PASSWORD = "a long one for tests"
WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}
TIMEOUT = 60_000  # milliseconds, for a machine with much else to do


@pytest.fixture(scope="package")
def beside():
    """A thread for Playwright: where it runs an event loop, Django refuses and confuses connections."""
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="playwright") as thread:
        yield thread


def pytest_collection_modifyitems(items):
    """Leave what only looks at pages to one engine: it takes minutes, and no database changes it."""
    if connection.vendor == "postgresql":
        elsewhere = pytest.mark.skip(reason="Pages look the same on SQLite, where this runs.")
        for item in items:
            if item.get_closest_marker("looks"):
                item.add_marker(elsewhere)


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem):
    """Run a test that uses the browser in the browser's thread; its fixtures work in the main one."""
    if "beside" not in pyfuncitem.funcargs:
        return None
    arguments = {name: pyfuncitem.funcargs[name] for name in pyfuncitem._fixtureinfo.argnames}
    pyfuncitem.funcargs["beside"].submit(pyfuncitem.obj, **arguments).result()
    return True


@pytest.fixture(scope="package")
def browser(beside, chromium):
    def start():
        expect.set_options(timeout=TIMEOUT)
        playwright = sync_playwright().start()
        return playwright, playwright.chromium.launch(executable_path=chromium, args=FLAGS)

    def stop():
        browser.close()
        playwright.stop()

    playwright, browser = beside.submit(start).result()
    yield browser
    beside.submit(stop).result()


@pytest.fixture(scope="package")
def database():
    """The environment of a site with an empty database of its own, on the engine of this run."""
    if connection.vendor == "sqlite":
        yield {}  # a file beside the copy
        return
    address = os.environ["DATABASE_URL"]
    name = f"browser_{uuid4().hex}"
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield {"DATABASE_URL": urlsplit(address)._replace(path=f"/{name}").geturl()}
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(scope="package")
def site(tmp_path_factory, database):
    """The site with its starter content, as `make run` serves it, and one editor."""
    site = Site(tmp_path_factory.mktemp("browser"), **database)
    with site.served():
        site.manage(
            "createsuperuser",
            "--no-input",
            "--verbosity=0",
            DJANGO_SUPERUSER_USERNAME=EDITOR,
            DJANGO_SUPERUSER_EMAIL="editor@clinics.example",
            DJANGO_SUPERUSER_PASSWORD=PASSWORD,
        )
        yield site


@pytest.fixture
def ask(site):
    """Return what the API answers at an address."""

    def ask(path):
        response = site.get(path)
        assert response.status == 200
        return json.loads(response.content)

    return ask


@dataclass
class Encounters:
    """What a window met: hosts, cookies by name, paths that were refused, other complaints of the console."""

    hosts: set
    cookies: list
    refusals: list
    complaints: list


class Window:
    """A private window of the browser that keeps what it meets."""

    def __init__(self, context):
        context.set_default_timeout(TIMEOUT)
        context.on("request", self.note_host)
        context.on("console", self.note_complaint)
        context.on("weberror", lambda problem: self.complaints.append(str(problem.error)))
        self.context = context
        self.hosts = set()
        self.refusals = []
        self.complaints = []

    def note_host(self, request):
        address = urlsplit(request.url)
        if address.scheme not in {"about", "data"}:
            self.hosts.add(f"{address.scheme}://{address.netloc}")

    def note_complaint(self, message):
        if message.text.startswith("Failed to load resource"):
            self.refusals.append(urlsplit(message.location["url"]).path)
        elif message.type in {"error", "warning"}:
            self.complaints.append(message.text)

    def close(self):
        """Close the window; return what it met and the names of the cookies it leaves."""
        cookies = sorted(cookie["name"] for cookie in self.context.cookies())
        self.context.close()
        return Encounters(self.hosts, cookies, self.refusals, self.complaints)


@pytest.fixture
def open_window(beside, browser):
    """Open private windows; at the end each was quiet and stayed on its site."""
    opened = []

    def open_window(url, *, cookies=(), refusals=(), size=WIDE, answer=None, **options):
        window = Window(browser.new_context(base_url=url, viewport=size, **options))
        if answer:
            window.context.route("**/*", answer)
        opened.append((window, Encounters({url}, list(cookies), list(refusals), [])))
        return window.context.new_page()

    yield open_window
    for window, expected in opened:
        assert beside.submit(window.close).result() == expected


@pytest.fixture
def visit(open_window, site):
    """Open an address of the served site in a new window, as a visitor: nothing may set a cookie."""

    def visit(path, **options):
        page = open_window(site.url, **options)
        page.goto(path)
        return page

    return visit


def log_in(page, name):
    """Log in as somebody, and wait for the page behind: nothing is to be asked of the one that goes."""
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(lambda address: not urlsplit(address).path.endswith("/login/"))
