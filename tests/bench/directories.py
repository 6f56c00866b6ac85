"""Directories to measure on: the vocabularies alone, and with sample clinics."""

from datetime import date
from pathlib import Path
from time import perf_counter

from django.core.management import call_command
from django.db import connection

from clinics.exporting import clinic_rows
from clinics.models import Clinic
from clinics.samples import add_samples
from config.starter_content import load_starter_content

TODAY = date(2026, 11, 23)  # the ages of samples count back from it, so that each run makes the same ones


def make_vocabularies():
    """Fill an empty database with the starter content without its clinics; return the engine's name."""
    call_command("migrate", verbosity=0)
    load_starter_content(today=TODAY)
    Clinic.objects.all().delete()
    version = ".".join(map(str, connection.get_database_version()))
    return {"engine": f"{connection.display_name} {version}"}


def make_samples(count, path):
    """Add a number of sample clinics, and write them as native CSV to a path; return the seconds of each."""
    began = perf_counter()
    added = add_samples(range(1, int(count) + 1), today=TODAY)
    seconds = perf_counter() - began
    if connection.vendor == "postgresql":
        # The server does so by itself, at a moment that would fall into a measurement. Samples come in small
        # batches, and each notes its clinics in the log of changes: an import of as many would not swell it.
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
            cursor.execute("VACUUM FULL ANALYZE clinics_change")
    began = perf_counter()
    with Path(path).open("w", encoding="utf-8", newline="") as file:
        file.writelines(clinic_rows())
    return {"added": added, "seconds": seconds, "export_seconds": perf_counter() - began}
