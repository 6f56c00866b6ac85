"""The site served for real, in a copy of the repository: what `make run` does once its environment stands."""

import http.client
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager

import pytest
from django.conf import settings

LEFT_OUT = shutil.ignore_patterns(".*", "__pycache__", "tests", "var")
SERVE = [sys.executable, "bin/serve.py"]


class Site:
    """A copy of the repository below `root`; further variables of its environment are named arguments."""

    def __init__(self, root, **environment):
        self.root = root / "site"
        shutil.copytree(settings.BASE_DIR, self.root, ignore=LEFT_OUT)
        self.home = root / "home"
        self.home.mkdir()
        self.port = free_port()
        self.environment = {
            "HOME": str(self.home),
            "PATH": os.environ["PATH"],
            "PORT": str(self.port),
            "WEB_CONCURRENCY": "1",  # a second process may still be starting when the first one answers
            **environment,
        }

    @property
    def url(self):
        """The address of the site without a slash at its end."""
        return f"http://127.0.0.1:{self.port}"

    @contextmanager
    def served(self):
        """Serve the site during the block; `output` holds what was said once it is over."""
        # A file, for a pipe that nobody reads is full after some hundred requests.
        with (self.root / "output").open("w+") as output:
            process = subprocess.Popen(
                SERVE,
                cwd=self.root,
                env=self.environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            try:
                self.wait(process)
                yield
            finally:
                process.send_signal(signal.SIGTERM)
                process.wait(timeout=120)
                output.seek(0)
                self.output = output.read()
        assert process.returncode == 0, self.output

    def wait(self, process):
        give_up = time.monotonic() + 180
        while time.monotonic() < give_up and process.poll() is None:
            try:
                self.get("/healthz")
            except OSError:
                time.sleep(0.1)
            else:
                return
        pytest.fail("The site did not start.")

    def get(self, path, **headers):
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)) as connection:
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            response.content = response.read()
        return response

    def manage(self, *arguments, **environment):
        """Run a command of manage.py beside the served site; return what it prints."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=self.root,
            env={**self.environment, "SECRET_KEY_FILE": "var/secret_key", **environment},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        return done.stdout

    def dump(self):
        """Return the whole SQLite database as SQL."""
        with closing(sqlite3.connect(self.root / "var" / "db.sqlite3")) as connection:
            return list(connection.iterdump())


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]
