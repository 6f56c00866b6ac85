"""The bytes of somebody's file, a block at a time: unpacked, limited, and closed at the end."""

import gzip
import io
import os
import stat
import weakref
import zlib
from pathlib import Path

from django.utils.translation import gettext as _

MOST_BYTES = 512 * 1024 * 1024
BLOCK = 64 * 1024
GZIP = b"\x1f\x8b"
# A zip archive, such as a spreadsheet, and the container of spreadsheets before 2007.
ARCHIVES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


class UnreadableTable(ValueError):
    """A file that is no table of this kind; the message is one sentence for the operator."""


class DamagedText(UnreadableTable):
    """A file in the encoding that was named, but for bytes at one place; what stands before can be used."""


class Source:
    """A file by its path, or its bytes: opened at once, read once. Raises UnreadableTable.

    What gzip packed is unpacked on the way, whatever the file is called. More than MOST_BYTES unpacked bytes
    are refused.
    """

    def __init__(self, given):
        self.name = _("The file") if isinstance(given, bytes) else str(given)
        self._file = self._open(given)
        # A table that is refused is left half read, and the traceback may keep it in a circle.
        weakref.finalize(self, self._file.close)
        self._size = size_of(self._file, given)
        if self._size > MOST_BYTES:
            self.close()
            raise self._too_large()

    def blocks(self):
        """Yield the unpacked bytes; the file is closed at its end, when it fails, or with the iterator."""
        with self._file as packed:
            file = gzip.GzipFile(fileobj=packed) if self._is_packed() else packed
            total = 0
            while block := self._next(file):
                if not total and block.startswith(ARCHIVES):
                    raise UnreadableTable(
                        _("The file is a spreadsheet or another zip archive. Save it as CSV first.")
                    )
                total += len(block)
                if total > MOST_BYTES:
                    raise self._too_large()
                yield block

    def progress(self):
        """Return how much of the file, as packed, has been read: 0 to 1.

        What has no size, such as a pipe, stays at 0 until its end.
        """
        if self._file.closed:
            return 1.0
        return min(self._file.tell() / self._size, 1.0) if self._size else 0.0

    def close(self):
        """Close the file; no more can be read."""
        self._file.close()

    def _open(self, given):
        if isinstance(given, bytes):
            return io.BufferedReader(io.BytesIO(given))
        try:
            return Path(given).open("rb")
        except FileNotFoundError as error:
            raise UnreadableTable(_("There is no file %(path)s.") % {"path": given}) from error
        except OSError as error:
            raise self._unreadable(error) from error

    def _is_packed(self):
        try:
            return self._file.peek(len(GZIP)).startswith(GZIP)
        except OSError as error:
            raise self._unreadable(error) from error

    def _next(self, file):
        try:
            return file.read(BLOCK)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise UnreadableTable(
                _("%(path)s is a gzip file that is damaged or cut off: %(error)s.")
                % {"path": self.name, "error": str(error).rstrip(".")}
            ) from error
        except OSError as error:
            raise self._unreadable(error) from error

    def _too_large(self):
        return UnreadableTable(
            _("%(path)s is larger than %(most)d bytes; split it.") % {"path": self.name, "most": MOST_BYTES}
        )

    def _unreadable(self, error):
        return UnreadableTable(
            _("%(path)s cannot be read: %(error)s.") % {"path": self.name, "error": error.strerror}
        )


def size_of(file, given):
    """Return the number of bytes of a file that is open, 0 for what has no size, such as a pipe."""
    if isinstance(given, bytes):
        return len(given)
    status = os.fstat(file.fileno())
    return status.st_size if stat.S_ISREG(status.st_mode) else 0
