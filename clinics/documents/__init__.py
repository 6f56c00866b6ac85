"""The listing document: one canonical, ordered, plain form of a whole listing.

A document is a dict of texts, whole numbers, truths, None and lists, ready for JSON: the columns of a clinic
by name, `register_ids` (register to number), `prices`, `findings` and `photos` (lists of dicts). Records of
other tables are named by slug, the files of a photo by digest. Two documents of the same listing are equal,
however it was stored: texts have no blanks around them and "\\n" between lines, sets are sorted, points have
six decimals, moments are in UTC.

Export, import, history, restore, proposals and undo all go through this form. When a document is written,
what it leaves out stays as it is, and a consent that was once withdrawn stays so, whatever the document says.
"""

from .faults import document_faults
from .fields import (
    CHILDREN,
    CLINIC_COLUMNS,
    FINDINGS,
    PHOTOS,
    PRICES,
    REGISTER_COLUMNS,
    REGISTER_IDS,
    Child,
    blank_child,
    blank_document,
    child_header,
    clinic_header,
)
from .parts import filled, join_parts, split_document
from .reading import CHUNK, document_of, in_chunks, read_documents
from .withdrawals import with_withdrawals
from .writing import Change, hold_listings, write_documents

__all__ = [
    "CHILDREN",
    "CHUNK",
    "CLINIC_COLUMNS",
    "FINDINGS",
    "PHOTOS",
    "PRICES",
    "REGISTER_COLUMNS",
    "REGISTER_IDS",
    "Change",
    "Child",
    "blank_child",
    "blank_document",
    "child_header",
    "clinic_header",
    "document_faults",
    "document_of",
    "filled",
    "hold_listings",
    "in_chunks",
    "join_parts",
    "read_documents",
    "split_document",
    "with_withdrawals",
    "write_documents",
]
