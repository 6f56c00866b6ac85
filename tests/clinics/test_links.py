"""Addresses of listings are tried as a browser would, against a real server, and what came of it is kept."""

import socket
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from django.core.management import call_command

from clinics.links import Finding, check_links, links_of, open_link
from clinics.models import LinkCheck
from tests.factories import NOW, make_clinic

open_locally = partial(open_link, agent="Clinic Atlas link check", allow_private=True)


class Answers(BaseHTTPRequestHandler):
    """Answers /<code> with that status, /get-only to GET alone, /moved-to-<code> with a redirect."""

    asked = []

    def do_HEAD(self):
        self.answer()

    def do_GET(self):
        self.answer()

    def answer(self):
        self.asked.append((self.command, self.path, self.headers["User-Agent"]))
        word = self.path.strip("/")
        if word.startswith("moved-to-"):
            self.send_response(302)
            self.send_header(
                "Location", word.removeprefix("moved-to-").replace("elsewhere", "ftp://clinic.example/")
            )
        elif word == "get-only":
            self.send_response(200 if self.command == "GET" else 405)
        else:
            self.send_response(int(word))
        self.end_headers()

    def log_message(self, *args):
        """Say nothing."""


@contextmanager
def serving():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def host():
    Answers.asked.clear()
    with serving() as host:
        yield host


@pytest.mark.parametrize(
    ("path", "finding"),
    [
        ("200", Finding()),
        ("get-only", Finding()),
        ("moved-to-/200", Finding()),
        ("403", Finding()),
        ("429", Finding()),
        ("404", Finding("the server answers 404", is_gone=True)),
        ("410", Finding("the server answers 410", is_gone=True)),
        ("moved-to-/404", Finding("the server answers 404", is_gone=True)),
        ("500", Finding("the server answers 500")),
        ("moved-to-elsewhere", Finding("it cannot be reached: it is no web address")),
    ],
)
def test_answer_of_a_server_is_told_in_words(host, path, finding):
    assert open_locally(f"{host}/{path}") == finding


def test_server_is_asked_for_the_head_first_and_told_who_asks(host):
    open_locally(f"{host}/get-only")

    assert [(method, agent) for method, _path, agent in Answers.asked] == [
        ("HEAD", "Clinic Atlas link check"),
        ("GET", "Clinic Atlas link check"),
    ]


def test_closed_port_is_a_problem_and_nothing_is_raised():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    assert open_locally(f"http://127.0.0.1:{port}/").problem.startswith("it cannot be reached: ")


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/", "http://[::1]/", "http://10.0.0.1/", "http://169.254.1.1/"]
)
def test_own_network_is_not_probed(host, url):
    assert open_link(url, agent="x").problem == "it cannot be reached: it leads into a private network"
    assert Answers.asked == []


@pytest.mark.parametrize("url", ["ftp://clinic.example/", "http://", "http://[", "http://a b/"])
def test_odd_address_is_a_problem(url):
    assert open_locally(url).problem


@pytest.mark.django_db
class TestChecking:
    """Which addresses are tried, and what is kept."""

    def test_websites_and_review_places_of_listings_that_are_kept_up_are_tried(self):
        clinic = make_clinic(
            website="https://a.example", review_places=["https://b.example", "https://a.example"]
        )
        make_clinic(website="https://archived.example", status="archived")
        make_clinic(website="https://example.example", is_example=True)
        make_clinic()

        assert links_of() == [(clinic.pk, "https://a.example"), (clinic.pk, "https://b.example")]

    def test_failures_in_a_row_are_counted_and_forgiven(self):
        make_clinic(website="https://a.example")
        seen = []
        for day, problem in enumerate(["it fails", "it fails", "", "it fails"]):
            check_links(lambda url, problem=problem: Finding(problem), at=NOW + timedelta(days=day))
            seen.append((LinkCheck.objects.get().failures, LinkCheck.objects.broken().exists()))

        assert seen == [(1, False), (2, True), (0, False), (1, False)]

    def test_what_was_tried_lately_waits_and_the_oldest_comes_first(self):
        for name in "abc":
            make_clinic(website=f"https://{name}.example")
        tried = []

        def open_one(url):
            tried.append(url)
            return Finding()

        check_links(open_one, at=NOW, most=1)
        check_links(open_one, at=NOW + timedelta(days=1), older_than=timedelta(days=7))
        check_links(open_one, at=NOW + timedelta(days=7), older_than=timedelta(days=7))

        assert tried[0] == "https://a.example"
        assert sorted(tried[1:3]) == ["https://b.example", "https://c.example"]
        assert tried[3:] == ["https://a.example"]

    def test_address_that_a_listing_gives_no_more_is_forgotten(self):
        clinic = make_clinic(website="https://a.example")
        check_links(lambda url: Finding("it fails"), at=NOW)
        clinic.website = ""
        clinic.save()

        assert check_links(lambda url: Finding(), at=NOW) == (0, 0)
        assert not LinkCheck.objects.exists()

    def test_command_tries_and_counts(self, host, capsys):
        make_clinic(website=f"{host}/200", review_places=[f"{host}/404"])

        call_command("check_links", allow_private=True)

        assert capsys.readouterr().out == "tried: 2, failed: 1\n"
        assert LinkCheck.objects.broken().get().url == f"{host}/404"
