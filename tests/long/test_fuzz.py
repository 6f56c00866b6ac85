"""Twenty thousand odd requests to the served site: no fault, nothing reflected, no answer that takes long."""

import http.client
import os
import random
import re
import socket
import time
from collections import Counter
from contextlib import closing

from tests.test_odd_input import CHOICES, LISTINGS, OTHERS, PARAMETERS, TRIP, TRIP_PARAMETERS, VALUES

REQUESTS = int(os.environ.get("FUZZ_REQUESTS", "20000"))
LONGEST = 5  # seconds, beside whatever else the machine does
ADDRESSES = (
    *LISTINGS,
    *CHOICES,
    *OTHERS,
    *TRIP,
    "/admin/",
    "/admin/login/",
    "/styleguide/",
    "/preview/x:y:z/",
)
ODD_ADDRESSES = (
    *(
        "//",
        "/%00/",
        "/..%2f..%2fetc/passwd",
        "/static/%2e%2e/settings.py",
        "/clinics/%ff/",
        "/photos/../1.avif",
    ),
    *(
        "/clinics/" + "a" * 3_000 + "/",
        "/<script>alert(1)</script>/",
        "/clinics/;/",
        "/\u202e/",
        "/api/v1/none/",
    ),
)
METHODS = ("GET",) * 12 + ("HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "FOO")
HEADERS = (
    {},
    {"Accept-Encoding": "gzip, br;q=0, *"},
    {"Accept": "application/xml, */*;q=0"},
    {"If-None-Match": '"' + "x" * 500 + '"'},
    {"If-Modified-Since": "Sat, 99 Foo 9999 99:99:99 GMT"},
    {"Cookie": "sessionid=%00; csrftoken=<script>"},
    {"X-Forwarded-For": "a, b, <script>"},
    {"X-Request-ID": "<script>alert(1)</script>"},
    {"Range": "bytes=5-1,9999999999999999999-"},
    {"Content-Type": "multipart/form-data"},
    {"Authorization": "Basic !!!"},
    {"Referer": "http://other.example/\u00ff"},
)
HOSTS = ("127.0.0.1",) * 10 + ("other.example", "127.0.0.1:99999", "[::1", "a b", "")
MARKUP = "<script>alert(1)</script>"
BROKEN = (
    b"GET /clinics/ HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: other\r\n\r\n",
    b"GET /clinics/\x00 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    b"GET http://other.example/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    b"POST /admin/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -5\r\n\r\n",
    b"POST /admin/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
    b"\xff\xfe\r\n\r\n",
    b"GET /" + b"a" * 9_000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 300 + b"\r\n",
)
TRACE = re.compile(rb"Traceback|DoesNotExist|psycopg|sqlite3|site-packages")


def odd_query(chance):
    names = chance.choices(
        (*PARAMETERS, *TRIP_PARAMETERS, "clinic", "x", MARKUP, "%00", "q[]"), k=chance.randrange(8)
    )
    return "&".join(f"{name}={chance.choice((*VALUES, MARKUP))}" for name in names)[:7_000]


def odd_request(chance):
    """Return (method, address, headers, body)."""
    address = chance.choice(ADDRESSES if chance.random() < 0.9 else ODD_ADDRESSES)
    if query := odd_query(chance):
        address += f"?{query}"
    method = chance.choice(METHODS)
    headers = {**chance.choice(HEADERS), "Host": chance.choice(HOSTS)}
    body = odd_query(chance).encode() if method in ("POST", "PUT", "PATCH") else None
    return (
        method,
        address.encode("utf-8", "surrogatepass").decode("latin-1").replace(" ", "%20"),
        headers,
        body,
    )


def ask(port, method, address, headers, body):
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.putrequest(method, address, skip_host=True, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name, value.encode("latin-1"))
        if body is not None:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        response = connection.getresponse()
        return response.status, response.headers.get("Content-Type", ""), response.read()


def ask_raw(port, request):
    """Return the status of a request that no client would send, None where the connection is closed."""
    with closing(socket.create_connection(("127.0.0.1", port), timeout=20)) as connection:
        connection.sendall(request)
        answer = connection.recv(4_096)
    return int(answer.split()[1]) if answer.startswith(b"HTTP/") else None


def test_no_odd_request_makes_a_fault(served, monkeypatch):
    # The client's own checks would keep back what is to be sent.
    client = http.client.HTTPConnection
    monkeypatch.setattr(client, "_validate_path", lambda *_arguments: None)
    monkeypatch.setattr(client, "_validate_method", lambda *_arguments: None)
    monkeypatch.setattr(client, "_encode_request", lambda _self, line: line.encode("latin-1"))
    chance, statuses, faults, slowest = random.Random(8), Counter(), [], 0
    with served("fuzz", samples=60) as (site,):
        for _number in range(REQUESTS):
            method, address, headers, body = odd_request(chance)
            began = time.monotonic()
            status, kind, content = ask(site.port, method, address, headers, body)
            seconds = time.monotonic() - began
            slowest = max(slowest, seconds)
            statuses[status] += 1
            reflected = MARKUP.encode() in content and "html" in kind
            if status >= 500 or reflected or TRACE.search(content) or seconds > LONGEST:
                faults.append((method, address[:300], headers, status, round(seconds, 1), reflected))
        for request in BROKEN:
            status = ask_raw(site.port, request)
            if status is not None and status >= 500:
                faults.append((request[:80], status))
        assert site.get("/clinics/").status == 200

    print(f"\n{REQUESTS:,} requests: {dict(sorted(statuses.items()))}; the slowest took {slowest:.2f} s")
    assert not faults, faults[:5]
