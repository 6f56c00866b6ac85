"""The rows of an inline that was read before somebody else saved, matched with what stands now.

A row belongs to the entry it was read from. Where that is gone, it belongs to the entry that means the same,
such as the price of the same treatment and basis; else it is a new one.
"""

import re

ID = "id"
DELETE = "DELETE"


def match_rows(data, prefix, *, identity, existing, files=None, file_field=""):
    """Renumber the rows of an inline in a QueryDict, those of existing entries first.

    `identity` names the fields that tell entries apart, `existing` is {primary key: their values as texts}.
    Where entries have a file, `file_field` is its field and `files` holds it: files move with their rows, and
    a row whose entry is gone is left out, for nothing is left to make it of.
    """
    rows = read_rows(data, prefix)
    uploads = read_rows(files, prefix) if file_field else {}
    keys = {str(key): key for key in existing}
    by_identity = {values: str(key) for key, values in existing.items()}
    claimed = {row[ID][0] for row in rows.values() if row.get(ID, [""])[0] in keys}
    known, new = [], []
    for number, row in rows.items():
        read_from = key = row.get(ID, [""])[0]
        if key not in keys:
            means = tuple(row.get(name, [""])[0] for name in identity)
            key = by_identity.get(means, "")
            if key in claimed:
                key = ""
            claimed.add(key)
            if not key and (DELETE in row or (file_field and read_from)):
                continue  # both took it away, or somebody took its file with it
        (known if key else new).append((number, {**row, ID: [key]}))
    order = [*known, *new]
    write_rows(data, prefix, [row for _number, row in order])
    data[f"{prefix}-TOTAL_FORMS"] = str(len(order))
    data[f"{prefix}-INITIAL_FORMS"] = str(len(known))
    if file_field:
        write_rows(files, prefix, [uploads.get(number, {}) for number, _row in order])


def read_rows(data, prefix):
    """Return the rows of an inline as {number: {name: values}}, in their order."""
    pattern = re.compile(rf"{re.escape(prefix)}-(\d+)-(.+)")
    rows = {}
    for name, values in data.lists():
        if found := pattern.fullmatch(name):
            rows.setdefault(int(found[1]), {})[found[2]] = values
    return dict(sorted(rows.items()))


def write_rows(data, prefix, rows):
    """Put rows in place of those that the data holds."""
    pattern = re.compile(rf"{re.escape(prefix)}-\d+-.+")
    for name in [name for name in data if pattern.fullmatch(name)]:
        del data[name]
    for number, row in enumerate(rows):
        for name, values in row.items():
            data.setlist(f"{prefix}-{number}-{name}", values)
