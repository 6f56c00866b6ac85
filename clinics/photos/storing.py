"""Keep the files of photos: by the digest of what is seen, written whole or not at all."""

import logging
import re

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.utils.translation import gettext as _

from clinics.models import ClinicPhoto

from .naming import is_named_now
from .renditions import FOLDER, file_name

DIGEST = re.compile(r"[0-9a-f]{32}")

logger = logging.getLogger(__name__)


class UnwritablePhoto(OSError):
    """The storage takes no more; the message is one sentence for the editor."""


class NewPhotos:
    """The photos whose files one act stores: at its end `with` takes away those that nobody names.

    Put it around the transaction that stores the records, so that it sees what became of them: stored, kept
    as a proposal, or taken back for whatever reason. Of a process that dies in between, the command
    clean_photos takes the files away.
    """

    def __init__(self):
        self.written = {}

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        for digest, names in self.written.items():
            self._take_away_unnamed(digest, names)

    def store(self, picture):
        """Store the files of a Picture within the transaction of its record. Raises UnwritablePhoto."""
        hold_photo(picture.digest)
        is_known = ClinicPhoto.objects.filter(digest=picture.digest).exists()
        written = self.written.setdefault(picture.digest, [])
        try:
            for (width, extension), content in picture.files.items():
                name = file_name(picture.digest, width, extension)
                if not _is_whole(name, content, is_known=is_known):
                    written.append(name)
                    default_storage.delete(name)
                    default_storage.save(name, ContentFile(content))
        except OSError as error:
            raise UnwritablePhoto(
                _("The photo was not stored, for the folder of photos takes no more: %(error)s.")
                % {"error": error.strerror or error}
            ) from error

    @staticmethod
    def _take_away_unnamed(digest, names):
        try:
            with transaction.atomic():
                hold_photo(digest)
                if not is_named_now(digest):
                    remove_files(digest, names)
        except OSError as error:
            logger.warning("Files of photo %s stay until clean_photos: %s", digest, error)


def hold_photo(digest):
    """Let nobody else store or remove the files of a photo until the transaction ends.

    On SQLite the transaction itself has taken the one write lock there is.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(digest[:15], 16)])


def _is_whole(name, content, *, is_known):
    """Tell whether a file is there already and need not be written.

    That of a photo with a record was written whole. Any other may be the beginning of one, left behind by a
    process that died; one of the same length is the same.
    """
    return default_storage.exists(name) and (is_known or default_storage.size(name) == len(content))


def remove_files(digest, names):
    """Remove files of a photo, and its folder when nothing is left in it."""
    for name in names:
        default_storage.delete(name)
    folder = folder_of(digest)
    if not stored_files(digest) and default_storage.exists(folder):
        default_storage.delete(folder)


def folder_of(digest):
    """Return the name of the folder that holds the files of a photo."""
    return f"{FOLDER}/{digest}"


def stored_files(digest):
    """Return the names of the files that are stored of a photo, in order."""
    folder = folder_of(digest)
    try:
        _folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return []
    return [f"{folder}/{name}" for name in sorted(files)]


def stored_digests():
    """Return the digests, in order, of all photos that have a folder."""
    try:
        folders, _files = default_storage.listdir(FOLDER)
    except FileNotFoundError:
        return []
    return sorted(filter(DIGEST.fullmatch, folders))
