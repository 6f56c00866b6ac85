"""Servers to ask: gunicorn as the site configures it, with one process, and one kept connection to each."""

import http.client
import os
import socket
import subprocess
import sys
from contextlib import closing, contextmanager
from pathlib import Path
from time import monotonic, perf_counter, sleep

import psutil

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 120  # seconds until a server must answer
MEBIBYTE = 1024 * 1024


class Server:
    """A served application; `get` asks it over one connection."""

    def __init__(self, process, port):
        self.process = process
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)

    def get(self, address, expected=200, **headers):
        """Return (seconds, headers, body) of an answer; raise RuntimeError for another status."""
        try:
            seconds, response, body = self._ask(address, headers)
        except http.client.RemoteDisconnected:  # it was idle for longer than the server waits
            self.connection.close()
            seconds, response, body = self._ask(address, headers)
        if response.status != expected:
            raise RuntimeError(f"{address} answers {response.status}.")
        return seconds, response.headers, body

    def _ask(self, address, headers):
        began = perf_counter()
        self.connection.request("GET", address, headers={**headers, "Accept-Encoding": "identity"})
        response = self.connection.getresponse()
        body = response.read()
        return perf_counter() - began, response, body

    def stream(self, address):
        """Read an answer bit by bit; return (bytes, growth of the server's memory in MiB meanwhile)."""
        before = most = self.memory()
        size = 0
        self.connection.request("GET", address, headers={"Accept-Encoding": "identity"})
        response = self.connection.getresponse()
        while chunk := response.read(MEBIBYTE):
            size += len(chunk)
            most = max(most, self.memory())
        return size, most - before

    def memory(self):
        """Return the resident memory of the process that answers, in MiB."""
        return (
            sum(child.memory_info().rss for child in psutil.Process(self.process.pid).children()) / MEBIBYTE
        )


@contextmanager
def served(application, **environment):
    """Serve a WSGI application during a block and give its Server."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.py", application],
        cwd=ROOT,
        env={**os.environ, "PORT": str(port), "WEB_CONCURRENCY": "1", **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until_it_answers(process, port)
        server = Server(process, port)
        with closing(server.connection):
            yield server
    finally:
        process.terminate()
        process.wait(timeout=60)


def wait_until_it_answers(process, port):
    give_up = monotonic() + PATIENCE
    while monotonic() < give_up and process.poll() is None:
        with socket.socket() as client:
            if client.connect_ex(("127.0.0.1", port)) == 0:
                return
        sleep(0.1)
    raise RuntimeError("A server did not start.")
