"""A backup as one file: a ZIP of records, one list a line, and of uploaded files, with checksums of all.

Its last member, `manifest.json`, names the others. The file appears whole or not at all.
"""

import base64
import hashlib
import json
import os
import zipfile
import zlib
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from uuid import UUID

from django.core.files.base import File
from django.utils.translation import gettext as _

from .media import open_stored, store, stored_names
from .records import Records, Table, Unrestorable

FORMAT = 1
MANIFEST = "manifest.json"
MEDIA = "media/"
RECORDS = "records/"
CHUNK = 1 << 20  # bytes
# Records shrink to a tenth; pictures are small already.
LEVEL = 3


def write_archive(path, records, *, taken_at):
    """Write Records and all uploaded files to a new file that only its owner can read; return its manifest.

    Raises OSError, such as FileExistsError; then there is no file, nor a part of one.
    """
    path = Path(path)
    if path.exists():
        raise FileExistsError(f"{path} exists already")
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as archive:
                manifest = write_members(archive, records, taken_at=taken_at)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return manifest


def write_members(archive, records, *, taken_at):
    """Write the members of an archive and return the manifest, which is the last of them."""
    tables, members = {}, {}
    for table in records.tables:
        with new_member(archive, f"{RECORDS}{table.label}.jsonl", members) as write:
            count = 0
            for row in table.rows:
                write(json.dumps(row, ensure_ascii=False, default=plain).encode() + b"\n")
                count += 1
        tables[table.label] = {"columns": table.columns, "last_key": table.last_key, "rows": count}
    # Files come after the records that name them: a file is only ever taken away once nothing names it.
    for name in stored_names():
        if file := open_stored(name):
            with file, new_member(archive, MEDIA + name, members, compression=zipfile.ZIP_STORED) as write:
                while chunk := file.read(CHUNK):
                    write(chunk)
    manifest = {
        "format": FORMAT,
        "taken_at": taken_at.isoformat(),
        "migrations": records.migrations,
        "tables": tables,
        "members": members,
    }
    archive.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
    return manifest


@contextmanager
def new_member(archive, name, members, *, compression=zipfile.ZIP_DEFLATED):
    """Give a function that writes bytes to a new member, and enter its size and checksum in `members`."""
    digest, size = hashlib.sha256(), 0
    entry = zipfile.ZipInfo(name)
    entry.compress_type = compression
    with archive.open(entry, "w", force_zip64=True) as member:

        def write(content):
            nonlocal size
            member.write(content)
            digest.update(content)
            size += len(content)

        yield write
    members[name] = {"bytes": size, "sha256": digest.hexdigest()}


def plain(value):
    """Return a value that JSON does not know as a text that the field of its column reads again."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode("ascii")
    raise TypeError(f"{type(value).__name__} cannot be kept in a backup.")


@contextmanager
def opened(path):
    """Open the archive at a path; gives its Archive. Raises Unrestorable."""
    try:
        with zipfile.ZipFile(path) as file:
            yield Archive(file)
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise Unrestorable(
            _("%(path)s is no whole backup: %(error)s.") % {"path": path, "error": str(error).rstrip(".")}
        ) from error
    except OSError as error:
        raise Unrestorable(
            _("%(error)s. Nothing was restored.") % {"error": str(error).rstrip(".")}
        ) from error


class Archive:
    """An open backup."""

    def __init__(self, file):
        self.file = file
        try:
            self.manifest = json.loads(file.read(MANIFEST))
        except (KeyError, ValueError) as error:
            raise Unrestorable(_("The file is no backup of a directory.")) from error
        if self.manifest["format"] != FORMAT:
            raise Unrestorable(_("A newer release made this backup: restore it with that release."))

    def verify(self):
        """Read every member and raise Unrestorable if one is missing or not what was written."""
        if set(self.file.namelist()) != {MANIFEST, *self.manifest["members"]}:
            raise Unrestorable(_("The backup does not hold what its list of contents says."))
        for name, promised in self.manifest["members"].items():
            digest = hashlib.sha256()
            with self.file.open(name) as member:
                while chunk := member.read(CHUNK):
                    digest.update(chunk)
            if digest.hexdigest() != promised["sha256"]:
                raise Unrestorable(
                    _("The backup is damaged: %(name)s is not what was written.") % {"name": name}
                )

    def records(self):
        """Return the Records of the backup."""
        return Records(self.manifest["migrations"], map(self._table, self.manifest["tables"]))

    def _table(self, label):
        told = self.manifest["tables"][label]
        return Table(label, told["columns"], told["last_key"], self._rows(label))

    def _rows(self, label):
        with self.file.open(f"{RECORDS}{label}.jsonl") as member:
            yield from map(json.loads, member)

    def media_names(self):
        """Return the names of the uploaded files in the backup."""
        return [name.removeprefix(MEDIA) for name in self.manifest["members"] if name.startswith(MEDIA)]

    def restore_media(self):
        """Store the uploaded files of the backup."""
        for name in self.media_names():
            with self.file.open(MEDIA + name) as member:
                store(name, File(member, name=name))


def checksum_file(path):
    """Return the path of the file that holds the checksum of a backup, as `sha256sum --check` reads it."""
    return Path(f"{path}.sha256")


def write_checksum(path):
    """Write the checksum of a backup into a file beside it."""
    with Path(path).open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    checksum_file(path).write_text(f"{digest}  {Path(path).name}\n", encoding="utf-8")
