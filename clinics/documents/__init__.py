"""The listing document: one canonical, ordered, plain form of a whole listing.

A document is a dict of texts, whole numbers, truths, None and lists, ready for JSON: the columns of a clinic
by name, `register_ids` (register to number), `prices` and `findings` (lists of dicts). Records of other
tables are named by slug. Two documents of the same listing are equal, however it was stored: texts have no
blanks around them and "\\n" between lines, sets are sorted, points have six decimals, moments are in UTC.

Export, import, history, restore, proposals and undo all go through this form.
"""

from .fields import (
    CHILDREN,
    CLINIC_COLUMNS,
    FINDINGS,
    PRICES,
    REGISTER_COLUMNS,
    REGISTER_IDS,
    Child,
    blank_child,
    blank_document,
    child_header,
    clinic_header,
)
from .reading import CHUNK, document_of, in_chunks, read_documents
from .writing import Change, create_documents, hold_listings, write_documents

__all__ = [
    "CHILDREN",
    "CHUNK",
    "CLINIC_COLUMNS",
    "FINDINGS",
    "PRICES",
    "REGISTER_COLUMNS",
    "REGISTER_IDS",
    "Change",
    "Child",
    "blank_child",
    "blank_document",
    "child_header",
    "clinic_header",
    "create_documents",
    "document_of",
    "hold_listings",
    "in_chunks",
    "read_documents",
    "write_documents",
]
