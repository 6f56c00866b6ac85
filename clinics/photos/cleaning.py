"""Files of photos that nobody names any more."""

from dataclasses import dataclass

from django.core.files.storage import default_storage
from django.db import transaction

from .naming import is_named_now, named_digests
from .storing import hold_photo, remove_files, stored_digests, stored_files


@dataclass(frozen=True, slots=True)
class Unnamed:
    """A photo that neither a listing nor its history names: its digest, how many files and bytes it has."""

    digest: str
    files: int
    size: int


def unnamed_photos(*, before):
    """Yield the Unnamed, in order, of which no file was written since `before`.

    Younger ones may belong to an upload that is not finished.
    """
    named = named_digests()
    for digest in stored_digests():
        names = stored_files(digest)
        if digest not in named and all(default_storage.get_modified_time(name) < before for name in names):
            yield Unnamed(digest, len(names), sum(map(default_storage.size, names)))


def clean(*, before):
    """Remove the files of the Unnamed and yield them; what somebody named meanwhile stays."""
    for photo in unnamed_photos(before=before):
        with transaction.atomic():
            hold_photo(photo.digest)
            if is_named_now(photo.digest):
                continue
            remove_files(photo.digest, stored_files(photo.digest))
        yield photo
