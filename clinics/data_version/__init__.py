"""The version of the data: whether anything that visitors see was changed, and which clinics.

Triggers write a log of changes in the transaction that makes them, so whoever saves - the admin, an import, a
command, plain SQL - is noticed by every process on its next request. Two equal versions mean equal data. Read
the version before the data: what is read then may be newer than its version, and never older.
"""

from .log import Changes, Log, read_log, read_version

__all__ = ["Changes", "Log", "read_log", "read_version"]
