"""A document in parts: what is compared, merged and chosen as one.

A part is a column of the clinic, the three columns of its point together, one register number, one price or
one finding. Its key is the column's name, "point", or the list with what tells its entries apart, such as
"prices:crown:package". Slugs hold no colon, so keys are read back without loss.
"""

from clinics.documents.fields import CHILDREN, CLINIC_COLUMNS, REGISTER_IDS, blank_child, blank_document

POINT = "point"
POINT_COLUMNS = ("latitude", "longitude", "point_approximate")
COLUMNS = {column.name: column for column in CLINIC_COLUMNS}
CHILDREN_BY_KEY = {child.key: child for child in CHILDREN}
# Lists in which words are added and removed one by one; elsewhere a part is taken as a whole.
SETS = frozenset(column.name for column in CLINIC_COLUMNS if column.is_many)
TREATMENTS = "treatments"


def part_keys():
    """Return the keys of the parts that every document has, in the order of a document."""
    keys = [POINT if column.name == "latitude" else column.name for column in CLINIC_COLUMNS]
    return [key for key in keys if key not in POINT_COLUMNS]


def split_document(document):
    """Return {key: value} of the parts of a document, in its order."""
    parts = {}
    for key in part_keys():
        if key == POINT:
            parts[key] = [document[name] for name in POINT_COLUMNS]
        else:
            parts[key] = document[key]
    for source, number in document[REGISTER_IDS].items():
        parts[f"{REGISTER_IDS}:{source}"] = number
    for child in CHILDREN:
        for entry in document[child.key]:
            parts[":".join([child.key, *child.identify(entry)])] = entry
    return parts


def join_parts(parts):
    """Return the document made of parts; a part that is None is not there. A priced treatment is listed."""
    document = blank_document()
    for key, value in parts.items():
        name, _colon, rest = key.partition(":")
        if key == POINT:
            document |= dict(zip(POINT_COLUMNS, value, strict=True))
        elif not rest:
            document[key] = value
        elif value is not None and name == REGISTER_IDS:
            document[REGISTER_IDS][rest] = value
        elif value is not None:
            document[name].append(value)
    document[REGISTER_IDS] = dict(sorted(document[REGISTER_IDS].items()))
    for child in CHILDREN:
        document[child.key] = child.in_order(document[child.key])
    return with_priced_treatments(document)


def with_priced_treatments(document):
    """Return a document that lists every treatment it has a price for."""
    priced = {price["treatment"] for price in document["prices"]}
    return {**document, TREATMENTS: sorted({*document[TREATMENTS], *priced})}


def filled(document, *, present=None):
    """Return a stored document with the keys that documents have now, in their order.

    What it does not know, for it is older than a field, is as in the `present` document, else as in a new
    one.
    """
    whole = {**(present or blank_document()), **document}
    whole = {key: whole[key] for key in blank_document()}
    for child in CHILDREN:
        blank = blank_child(child)
        whole[child.key] = [{key: entry.get(key, blank[key]) for key in blank} for entry in whole[child.key]]
    return whole
