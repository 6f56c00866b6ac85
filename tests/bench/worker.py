"""One measurement in a program of its own: `python -m tests.bench.worker FUNCTION ARGUMENTS...`.

FUNCTION is a dotted path; what it returns, a dict, is printed as JSON with the peak of the program's memory.
"""

import json
import resource
import sys

import django
from django.utils.module_loading import import_string

MEBIBYTE = 1024 * 1024


def main(path, *arguments):
    django.setup()
    measure = import_string(path)
    before = peak()
    measured = measure(*arguments)
    json.dump({**measured, "peak": peak(), "peak_before": before}, sys.stdout)


def peak():
    """Return the most memory that the program has held so far, in MiB."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / MEBIBYTE


if __name__ == "__main__":
    main(*sys.argv[1:])
