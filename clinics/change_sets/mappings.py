"""The mappings that an editor can choose from, and the one that a file suggests."""

from pathlib import Path

from django.conf import settings

from clinics.importing.suggesting import suggest_mapping
from pricing.tables.outcomes import csv_line
from pricing.tables.reading import ENCODING

FOLDER = settings.BASE_DIR / "content/mappings"
LOOKED_AT = 2_000  # rows


def shipped_mappings():
    """Return {name: text} of the mapping files that the site comes with, by name."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(Path(FOLDER).glob("*.toml"))}


def suggested_mapping(change_set):
    """Return the text of a mapping that the first rows of a file suggest, with its reasons as comments."""
    rows = change_set.rows.order_by("number").values_list("given", flat=True)[:LOOKED_AT]
    content = "".join(map(csv_line, [change_set.header, *rows])).encode()
    return suggest_mapping(content, name=change_set.file_name, encoding=ENCODING, delimiter=",")
