"""Import a file in the admin: uploaded, checked step by step, looked at row by row, applied as one batch.

The rows stand in the database from the upload on, so that every step can end and the next one begin in any
process. Checking takes no lock; applying is the writing half of every import (`clinics.importing`).
"""

from .applying import NotReady, apply_change_set, rejected_file
from .checking import begin_check, check_step, fits, vanished_of
from .choosing import choose_all, choose_rows
from .uploading import MOST_BYTES, MOST_ROWS, upload

__all__ = [
    "MOST_BYTES",
    "MOST_ROWS",
    "NotReady",
    "apply_change_set",
    "begin_check",
    "check_step",
    "choose_all",
    "choose_rows",
    "fits",
    "rejected_file",
    "upload",
    "vanished_of",
]
