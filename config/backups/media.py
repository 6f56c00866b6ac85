"""The uploaded files of the site, wherever its storage keeps them."""

from django.core.files.storage import default_storage


def stored_names(folder=""):
    """Yield the names of all uploaded files, in order."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    prefix = f"{folder}/" if folder else ""
    yield from (prefix + name for name in sorted(files) if name)
    for name in sorted(folders):
        yield from stored_names(prefix + name)


def open_stored(name):
    """Return an uploaded file, open for reading, or None if it went meanwhile."""
    try:
        return default_storage.open(name)
    except FileNotFoundError:
        return None


def store(name, file):
    """Store an uploaded file under exactly its name; what a restore that broke off left there goes."""
    default_storage.delete(name)
    stored = default_storage.save(name, file)
    if stored != name:
        default_storage.delete(stored)
        raise OSError(f"{name} was stored as {stored}")
