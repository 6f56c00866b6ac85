"""What is read once for each version of the data, and shown until that changes."""

from clinics.bounded import Bounded

MOST_REMEMBERED = 8  # values

_remembered = Bounded(lambda: MOST_REMEMBERED)


def remembered_with(known, read, *arguments, at=None):
    """Return what a function reads with some arguments; with what is Known of the data, read once for all.

    The function must read nothing but what the version of the data tells of, and the arguments. One that
    looks at published clinics is handed the moment `at`, and reads again once time has published another.
    """
    moment = {} if at is None else {"at": at}
    if known is None:
        return read(*arguments, **moment)
    key = (read, known.version, at and known.index.public(at=at).since, *arguments)
    found = _remembered.get(key)
    if found is None:
        found = (read(*arguments, **moment),)
        _remembered.add(key, found, size=1)
    return found[0]
