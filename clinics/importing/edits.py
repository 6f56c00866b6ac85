"""What the rows of a file do to the listings, kept on disk until it is written."""

import json
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass

from django.utils.translation import gettext as _

from clinics.documents import CHILDREN, CLINIC_COLUMNS, PRICES, REGISTER_IDS
from pricing.tables.files import UnwritableFile

CLINIC_KEYS = (*(column.name for column in CLINIC_COLUMNS), REGISTER_IDS)
CHILDREN_BY_KEY = {child.key: child for child in CHILDREN}


@dataclass(frozen=True, slots=True)
class Edit:
    """One change to a listing: the values of its clinic or, with `child`, one entry of that list.

    `pk` and `version` tell the listing as it was compared; both are None for a new one.
    """

    pk: int | None
    version: int | None
    values: dict
    child: str = ""

    def applied(self, document):
        """Return a document with the change made; the document itself stays as it is."""
        if not self.child:
            return {**document, **self.values}
        child = CHILDREN_BY_KEY[self.child]
        identity = child.identify(self.values)
        others = [entry for entry in document[child.key] if child.identify(entry) != identity]
        after = {**document, child.key: child.in_order([*others, self.values])}
        if child is PRICES:
            # Pricing a treatment lists it.
            after["treatments"] = sorted({*after["treatments"], self.values["treatment"]})
        return after


def clinic_edit(pk, version, document):
    """Return the Edit that gives a listing the clinic of a document; its lists of entries stay."""
    return Edit(pk, version, {key: document[key] for key in CLINIC_KEYS})


class Spool:
    """Edits in a temporary file, in the order they came: memory holds a few hundred of any number."""

    def __init__(self, file):
        self._file = file
        self.count = 0

    def add(self, edits):
        """Keep some edits, which come back together. Raises UnwritableFile when the disk is full."""
        if not edits:
            return
        rows = [(edit.pk, edit.version, edit.values, edit.child) for edit in edits]
        try:
            self._file.write(json.dumps(rows, ensure_ascii=False) + "\n")
            self._file.flush()
        except OSError as error:
            raise UnwritableFile(
                _(
                    "Nothing was imported, for the folder of temporary files, %(folder)s, takes no more:"
                    " %(error)s."
                )
                % {"folder": tempfile.gettempdir(), "error": error.strerror}
            ) from error
        self.count += len(edits)

    def __iter__(self):
        """Yield the lists of edits."""
        self._file.seek(0)
        for line in self._file:
            yield [Edit(*row) for row in json.loads(line)]


@contextmanager
def spool():
    """Open an empty Spool; its file has no name, and is gone with the process at the latest."""
    with tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n") as file:
        yield Spool(file)
