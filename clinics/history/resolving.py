"""Words of stored documents as they are known now: what was renamed or merged since is followed."""

from dataclasses import dataclass, field

from clinics.documents import CHILDREN, CLINIC_COLUMNS, filled
from pricing.redirects import read_targets
from pricing.tables.columns import key_of


class Vocabularies:
    """The words of every vocabulary that is asked for: each is read once, when it is first needed."""

    def __init__(self):
        self._names = {}
        self._slugs = {}
        self._moved = {}

    def _read(self, model):
        if model not in self._names:
            key = key_of(model)
            name = "name" if key == "slug" else key
            rows = list(model._default_manager.order_by().values_list("pk", key, name))
            self._names[model] = {slug: name for _pk, slug, name in rows}
            self._slugs[model] = {pk: slug for pk, slug, _name in rows}
        return self._names[model]

    def name(self, model, slug):
        """Return the name of a word, or its slug when nobody knows it any more."""
        return self._read(model).get(self.current(model, slug), slug)

    def current(self, model, slug):
        """Return the slug by which a word is known now, or None for one that is gone."""
        if slug in self._read(model):
            return slug
        if model not in self._moved:
            self._moved[model] = read_targets(model)
        return self._slugs[model].get(self._moved[model].get(slug))


@dataclass(slots=True)
class Resolved:
    """A stored document in the words of now; `lost` names what was left out: (field or list, slug)."""

    document: dict
    lost: list = field(default_factory=list)


def resolve(document, vocabularies, *, present=None):
    """Return the Resolved form of a stored document; `present` gives what it is too old to know.

    A word that is gone is left out of its list; a price or finding that needs one is left out as a whole. A
    district that is gone stays, for a listing must have one: storing it is refused.
    """
    resolved = Resolved(filled(document, present=present))
    whole = resolved.document
    for column in CLINIC_COLUMNS:
        if column.is_relation:
            whole[column.name] = _current(column, whole[column.name], vocabularies, resolved.lost)
    for child in CHILDREN:
        whole[child.key] = _entries(child, whole[child.key], vocabularies, resolved.lost)
    return resolved


def _current(column, value, vocabularies, lost):
    """Return the value of a relation in the words of now."""
    model = column.field.related_model
    if not column.is_many:
        if value is None:
            return None
        current = vocabularies.current(model, value)
        if current is None:
            lost.append((column, value))
        return value if current is None and not column.field.null else current
    words = {slug: vocabularies.current(model, slug) for slug in value}
    lost.extend((column, slug) for slug, current in words.items() if current is None)
    return sorted({current for current in words.values() if current is not None})


def _entries(child, entries, vocabularies, lost):
    """Return the entries of a list; of two that a merge made the same the first stays."""
    kept = {}
    for entry in entries:
        whole, gone = dict(entry), []
        for column in child.columns:
            if column.is_relation:
                whole[column.name] = _current(column, entry[column.name], vocabularies, gone)
        lost.extend(gone)
        if any(not column.is_many for column, _slug in gone):
            continue
        if child.identify(whole) in kept:
            lost.extend((column, entry[column.name]) for column in child.columns[:1])
            continue
        kept[child.identify(whole)] = whole
    return child.in_order(kept.values())
