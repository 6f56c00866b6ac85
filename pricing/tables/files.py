"""Write a file whole or not at all."""

import os
from contextlib import contextmanager
from pathlib import Path

from django.utils.translation import gettext as _

BYTE_ORDER_MARK = "\ufeff"


def is_marked_as_utf8(path):
    """Tell whether a file begins with the byte order mark of UTF-8."""
    try:
        with Path(path).open("rb") as file:
            return file.read(3) == BYTE_ORDER_MARK.encode()
    except OSError:
        return False  # whoever reads it says why


class UnwritableFile(ValueError):
    """A file that cannot be written; the message is one sentence for the operator."""


@contextmanager
def replacing(path):
    """Open a UTF-8 text file that takes the place of `path` once all is written; the old one stays till then.

    What is no regular file, such as a pipe, is written straight. Raises UnwritableFile.
    """
    try:
        path = Path(os.path.realpath(path))
        is_special = path.exists() and not path.is_file()
        draft = path if is_special else path.with_name(f".{path.name}.{os.getpid()}.part")
        try:
            with draft.open("w", encoding="utf-8", newline="") as file:
                yield file
                file.flush()
                if not is_special:
                    os.fsync(file.fileno())
            if not is_special:
                draft.replace(path)
        except BaseException:
            if not is_special:
                draft.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise UnwritableFile(
            _("%(path)s cannot be written: %(error)s.") % {"path": path, "error": error.strerror}
        ) from error
