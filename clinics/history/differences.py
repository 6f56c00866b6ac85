"""What differs between two documents, part by part, in words."""

from dataclasses import dataclass, field

from clinics.documents.parts import CHILDREN_BY_KEY, COLUMNS, SETS, split_document

from .wording import label_of, label_of_column, names_of, part_in_words, value_in_words


@dataclass(frozen=True, slots=True)
class Difference:
    """One part that differs: its key, its label, the old and the new value in words; "" is not stated.

    A register number, price or finding that is only in one of the documents is "not there" in the other.

    A list names what was `added` and `removed` instead; a price or finding that stands in both documents
    has its fields in `inner`.
    """

    key: str
    label: str
    old: str = ""
    new: str = ""
    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    inner: list["Difference"] = field(default_factory=list)


def find_differences(before, after, vocabularies):
    """Return the Differences between two resolved documents, in the order of a document."""
    old, new = split_document(before), split_document(after)
    keys = [*old, *(key for key in new if key not in old)]
    return [
        describe(key, old.get(key), new.get(key), vocabularies)
        for key in in_document_order(keys)
        if old.get(key) != new.get(key)
    ]


def in_document_order(keys):
    """Return keys of parts with those of one list together, in the order in which their lists come first."""
    first = {}
    for key in keys:
        first.setdefault(key.partition(":")[0], len(first))
    return sorted(keys, key=lambda key: (first[key.partition(":")[0]], key if ":" in key else ""))


def describe(key, old, new, vocabularies):
    """Return the Difference between two values of a part; None is a part that is not there."""
    label = label_of(key, vocabularies)
    name = key.partition(":")[0]
    if name in SETS:
        column = COLUMNS[name]
        return Difference(
            key,
            label,
            added=names_of(column, set(new) - set(old), vocabularies),
            removed=names_of(column, set(old) - set(new), vocabularies),
        )
    if name in CHILDREN_BY_KEY and old is not None and new is not None:
        inner = [
            Difference(
                f"{key}:{column.name}",
                label_of_column(column),
                value_in_words(column, old[column.name], vocabularies),
                value_in_words(column, new[column.name], vocabularies),
            )
            for column in CHILDREN_BY_KEY[name].columns
            if old[column.name] != new[column.name]
        ]
        return Difference(key, label, inner=inner)
    return Difference(key, label, *(part_in_words(key, value, vocabularies) for value in (old, new)))
