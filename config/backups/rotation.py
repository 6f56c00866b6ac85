"""Backups in a folder: named after their moment, the oldest removed."""

import re
from datetime import UTC
from pathlib import Path

from .archive import checksum_file

NAME = re.compile(r"backup-\d{8}T\d{6}Z\.zip")


def backup_name(moment):
    """Return the file name of a backup of a moment, so that names in order are moments in order."""
    return f"backup-{moment.astimezone(UTC):%Y%m%dT%H%M%S}Z.zip"


def backups_in(folder):
    """Return the paths of the backups in a folder, the oldest first; other files are none."""
    return sorted(path for path in Path(folder).iterdir() if NAME.fullmatch(path.name))


def remove_oldest(folder, *, keep):
    """Remove all but the `keep` newest backups of a folder; return the paths of those removed."""
    oldest = backups_in(folder)[:-keep]
    for path in oldest:
        path.unlink()
        checksum_file(path).unlink(missing_ok=True)
    return oldest
