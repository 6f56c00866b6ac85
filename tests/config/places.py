"""Empty places to restore into, on the engine of the run, and the commands of the site in them."""

import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.db import connection

from tests.bench.scratch import PostgresScratch, SqliteScratch


class Place:
    """A database and a folder of uploads: `label` tells it from other places of one test."""

    def __init__(self, scratch, folder, label):
        self.scratch, self.label = scratch, label
        self.media = Path(folder) / f"media-{label}"
        scratch.create(label)

    @property
    def environment(self):
        """The variables that make the site live in this place."""
        return {
            **os.environ,
            "DATABASE_URL": self.scratch.address(self.label),
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "MEDIA_ROOT": str(self.media),
            "SECRET_KEY": "only for tests",
        }

    def start(self, *arguments, **environment):
        """Start a command of manage.py in this place."""
        return subprocess.Popen(
            [sys.executable, "manage.py", *map(str, arguments)],
            cwd=settings.BASE_DIR,
            env={**self.environment, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def manage(self, *arguments, **environment):
        """Run a command of manage.py in this place and return what it printed; raise if it fails."""
        process = self.start(*arguments, **environment)
        printed, complained = process.communicate()
        if process.returncode:
            raise Refused(complained)
        return printed

    def exports(self):
        """Return the three exports of the directory as one text."""
        return self.manage("shell", "--no-imports", "-c", EXPORT)


EXPORT = """
from django.core.management import call_command
for kind in ("clinics", "prices", "findings"):
    call_command(f"export_{kind}")
"""


class Refused(Exception):
    """A command that failed; the message is what it said."""


def scratch_in(folder):
    """Return what makes databases on the engine of the run."""
    if connection.vendor == "sqlite":
        return SqliteScratch(folder)
    return PostgresScratch(os.environ["DATABASE_URL"])
