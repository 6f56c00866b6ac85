"""The log of changes: its version, and what was changed between two looks at it."""

from dataclasses import dataclass, field

from django.db import InterfaceError, OperationalError, connections, router

from clinics.models.change import NO_CLINIC, Change

VERSION = f"SELECT COUNT(*), SUM(mark) FROM {Change._meta.db_table}"


@dataclass(frozen=True, slots=True)
class Changes:
    """What was changed: the primary keys of some clinics, or perhaps `everything`.

    Neither where only the texts around the clinics were changed.
    """

    everything: bool = False
    clinics: frozenset[int] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Log:
    """The log as it stood at one look: `marks` maps the mark of each change to its clinic."""

    marks: dict[int, int | None]

    @property
    def version(self):
        """The version at this look, as read_version gives it."""
        return _version(len(self.marks), sum(self.marks))

    def since(self, earlier):
        """Return the Changes between an earlier Log and this one.

        Whoever shortens the log leaves an entry that says "everything", so nothing is missed. What only the
        earlier one has was taken back since, or its clinic was changed again. Two that share nothing are of
        different data.
        """
        if self.marks.keys().isdisjoint(earlier.marks):
            return Changes(everything=True)
        both = earlier.marks | self.marks
        clinics = {both[mark] for mark in self.marks.keys() ^ earlier.marks.keys()}
        return Changes(None in clinics, frozenset(clinics - {None, NO_CLINIC}))


def read_version():
    """Return the version of the data as a short text, in one query; None where the log says nothing yet.

    The numbers of the log are of no use here: PostgreSQL commits them out of order, and a rollback may give
    them away twice.
    """
    connection = connections[router.db_for_read(Change)]
    is_new = connection.connection is None or connection.in_atomic_block
    # This is the first statement of a page, and the only one of a page that is kept. So it finds out itself
    # whether a kept connection still holds: to ask before it would cost as much once more.
    connection.health_check_done = True
    try:
        return _read_version(connection)
    except (OperationalError, InterfaceError):
        if is_new:
            raise
        connection.close()
        return _read_version(connection)


def _read_version(connection):
    cursor = _kept_cursor(connection)
    cursor.execute(VERSION)
    # All of it is fetched, for SQLite goes on reading what it read then until it came to the end.
    [(count, marks)] = cursor.fetchall()
    return _version(count, int(marks or 0))


def _kept_cursor(connection):
    """Return a cursor that is kept with its connection: to open one takes a quarter of the time."""
    if connection.queries_logged:
        return connection.cursor()
    of_connection, cursor = getattr(connection, "version_cursor", (None, None))
    if of_connection is None or of_connection is not connection.connection:
        cursor = connection.cursor()
        connection.version_cursor = connection.connection, cursor
    return cursor


def read_log():
    """Return the Log, in one query of at most some hundred rows."""
    return Log(dict(Change.objects.values_list("mark", "clinic_key")))


def _version(count, marks):
    return f"{count:x}-{marks:x}" if count else None
