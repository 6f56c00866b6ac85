"""A Chromium beside the served site. What no visitor may ever meet fails the test that met it."""

import json
import os
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest
from django.db import connection
from playwright.sync_api import sync_playwright
from psycopg import sql

from tests.browser.odd_pages import answer_with
from tests.odd_records import make_odd_records
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
TIMEOUT = 15_000  # milliseconds, for a machine with much else to do


@pytest.fixture(scope="package", autouse=True)
def _orm_beside_playwright():
    """Let the ORM work while the event loop of Playwright runs in the same thread, and no longer."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield


@pytest.fixture(scope="package")
def browser(_orm_beside_playwright, chromium):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def database():
    """The environment of a site with an empty database of its own, on the engine of this run."""
    if connection.vendor == "sqlite":
        yield {}  # a file beside the copy
        return
    address = os.environ["DATABASE_URL"]
    name = sql.Identifier(f"browser_{uuid4().hex}")
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(name))
        yield {"DATABASE_URL": urlsplit(address)._replace(path=f"/{name._obj[0]}").geturl()}
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


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


class Window:
    """A private window of the browser that keeps what it met: hosts, complaints, refusals, cookies."""

    def __init__(self, context):
        context.set_default_timeout(TIMEOUT)
        context.on("request", self.note_host)
        context.on("response", self.note_refusal)
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

    def note_refusal(self, response):
        if response.status >= 400:
            self.refusals.append((response.status, urlsplit(response.url).path))

    def note_complaint(self, message):
        # Chromium repeats every refusal here.
        if message.type in {"error", "warning"} and not message.text.startswith("Failed to load resource"):
            self.complaints.append(message.text)

    def close(self):
        """Close the window and return the names of its cookies."""
        cookies = [cookie["name"] for cookie in self.context.cookies()]
        self.context.close()
        return cookies


@pytest.fixture
def open_window(browser):
    """Open private windows; at the end each was quiet and stayed on its site."""
    windows = []

    def open_window(url, *, cookies=(), refusals=(), size=WIDE, answer=None, **options):
        window = Window(browser.new_context(base_url=url, viewport=size, **options))
        if answer:
            window.context.route("**/*", answer)
        windows.append((window, url, list(refusals), list(cookies)))
        return window.context.new_page()

    yield open_window
    for window, url, refusals, cookies in windows:
        assert sorted(window.close()) == cookies
        assert window.hosts == {url}
        assert window.refusals == refusals
        assert window.complaints == []


@pytest.fixture
def visit(open_window, site):
    """Open an address of the served site in a new window, as a visitor: nothing may set a cookie."""

    def visit(path, **options):
        page = open_window(site.url, **options)
        page.goto(path)
        return page

    return visit


@pytest.fixture
def odd_page(db, client, open_window):
    """A page of a site full of odd records, which the test client answers for."""
    make_odd_records()
    return open_window("http://odd.example", answer=answer_with(client), refusals=[(404, "/nowhere/")])
