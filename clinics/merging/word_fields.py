"""What becomes of the fields of a merged word: joined, filled in where the other has nothing, or lost."""

from dataclasses import dataclass
from enum import StrEnum

from django.db import models
from django.utils.text import capfirst

from clinics.models import District
from pricing.lines import LinesField
from pricing.models import Treatment
from pricing.moments import ChangedAtField

# Where the search looks for other names of a word, and the fields whose values become such names.
OTHER_NAMES = {District: ("spellings", ("name", "name_ko")), Treatment: ("synonyms", ("name",))}
KEPT = frozenset({"slug", "name", "position", "parent"})  # each word has its own


class Fate(StrEnum):
    """What becomes of a field of the merged word."""

    JOINED = "joined"
    FILLED = "filled"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class FieldFate:
    """A field of the merged word that the other does not have in the same way, both values in words.

    `value` is what the other one gets.
    """

    name: str
    label: str
    fate: Fate
    merged: str
    stands: str
    value: object


def field_fates(word, into):
    """Return the FieldFates of merging a word into another, in the order of the model.

    Only texts fill a gap: a number that is not stated, such as sessions, means something.
    """
    fates = []
    for field in type(word)._meta.concrete_fields:
        if not field.editable or field.primary_key or field.name in KEPT or isinstance(field, ChangedAtField):
            continue
        merged, stands = getattr(word, field.name), getattr(into, field.name)
        fate, value = fate_of(field, word, into, merged, stands)
        if fate is not None:
            label = str(capfirst(field.verbose_name))
            fates.append(FieldFate(field.name, label, fate, in_words(merged), in_words(stands), value))
    return fates


def fate_of(field, word, into, merged, stands):
    """Return (Fate or None where nothing happens, value that the other word gets) of one field."""
    if isinstance(field, LinesField):
        names = list(merged)
        target, sources = OTHER_NAMES.get(type(word), (None, ()))
        if field.name == target:
            names = [*(getattr(word, source) for source in sources), *names]
            stood = {into.name, getattr(into, "name_ko", ""), *stands}
            names = [name for name in names if name not in stood and ";" not in name]
        joined = list(dict.fromkeys([*stands, *filter(None, names)]))
        return (Fate.JOINED, joined) if joined != stands else (None, stands)
    if merged in (None, "") or merged == stands:
        return None, stands
    if stands == "" and isinstance(field, models.CharField | models.TextField):
        return Fate.FILLED, merged
    return Fate.LOST, stands


def in_words(value):
    """Return the value of a field as one text; "" is not stated."""
    if value is None:
        return ""
    return ", ".join(value) if isinstance(value, list) else str(value)
