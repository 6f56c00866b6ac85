"""Load the starter content in a test, and change its files."""

import csv
from io import StringIO

from django.core.management import call_command

from config.starter_content import CONTENT, load_starter_content
from tests.factories import TODAY


def load(folder=CONTENT, **options):
    return load_starter_content(folder, today=TODAY, **options)


def change_file(path, change):
    """Rewrite a CSV file: `change` gets its rows as dictionaries and returns those to write."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = change(list(csv.DictReader(file)))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def change_row(path, row_number, /, **values):
    """Rewrite cells of one row of a CSV file; the first row below the header is number 2."""

    def change(rows):
        rows[row_number - 2].update(values)
        return rows

    change_file(path, change)


def run(*arguments):
    output = StringIO()
    call_command("load_starter_content", *arguments, stdout=output)
    return output.getvalue()
