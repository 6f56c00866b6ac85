"""What pages of other layers show of this one, read once for each version of the data."""

from clinics.bounded import Bounded

MOST_REMEMBERED = 8  # values

_remembered = Bounded(lambda: MOST_REMEMBERED)


def remembered_with(known, read, *arguments):
    """Return what a function reads with some arguments; with what is Known of the data, read once for all.

    The function must read nothing but what the version of the data tells of, and the arguments.
    """
    if known is None:
        return read(*arguments)
    key = (read, known.version, *arguments)
    found = _remembered.get(key)
    if found is None:
        found = (read(*arguments),)
        _remembered.add(key, found, size=1)
    return found[0]
