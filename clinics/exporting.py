"""Native tables of clinics, prices and findings, row by row; importing them back changes nothing.

Lines end in "\\n", files are UTF-8 without a byte order mark, and memory holds a few hundred listings at a
time, however many there are.
"""

from django.db.models import QuerySet

from clinics.documents import (
    CLINIC_COLUMNS,
    FINDINGS,
    PRICES,
    REGISTER_COLUMNS,
    REGISTER_IDS,
    child_header,
    clinic_header,
    in_chunks,
    read_documents,
)
from clinics.models import Clinic
from pricing.tables.cells import SEPARATOR, protected
from pricing.tables.outcomes import csv_line


def clinic_rows(clinics=None):
    """Yield the header and a line for each clinic of a queryset or of primary keys, in their order.

    Without `clinics` it is all of them, drafts too, by slug.
    """
    return map(csv_line, clinic_table(clinics))


def price_rows(clinics=None):
    """Yield the header and a line for each price of the clinics, which are given as in `clinic_rows`."""
    return map(csv_line, child_table(PRICES, clinics))


def finding_rows(clinics=None):
    """Yield the header and a line for each finding of the clinics, which are given as in `clinic_rows`."""
    return map(csv_line, child_table(FINDINGS, clinics))


def clinic_table(clinics=None):
    """Yield the header and the cells of each clinic, which no spreadsheet runs."""
    header = clinic_header()
    yield header
    for document in documents(clinics, children=()):
        cells = clinic_cells(document)
        yield [protected(cells[name]) for name in header]


def clinic_cells(document):
    """Return {column: cell} of a document's clinic."""
    cells = {column.name: column.write(document[column.name]) for column in CLINIC_COLUMNS}
    numbers = document[REGISTER_IDS]
    lists = (SEPARATOR.join(numbers), SEPARATOR.join(numbers.values()))
    return cells | dict(zip(REGISTER_COLUMNS, lists, strict=True))


def child_table(child, clinics=None):
    """Yield the header and the cells of each entry of a list of the clinics, which no spreadsheet runs."""
    yield child_header(child)
    for document in documents(clinics, children=(child,)):
        for entry in document[child.key]:
            cells = [column.write(entry[column.name]) for column in child.columns]
            yield list(map(protected, [document["slug"], *cells]))


def documents(clinics, *, children):
    """Yield the documents of clinics with the lists named."""
    if clinics is None:
        clinics = Clinic.objects.order_by("slug")
    pks = clinics.values_list("pk", flat=True) if isinstance(clinics, QuerySet) else clinics
    for chunk in in_chunks(pks):
        yield from read_documents(chunk, children=children).values()
