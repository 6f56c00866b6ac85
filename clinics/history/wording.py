"""Parts of documents in words: their labels and their values."""

from datetime import date, datetime

from django.utils.dateformat import format as format_date
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from clinics.documents.fields import FINDINGS, PHOTOS, PRICES, REGISTER_IDS
from clinics.documents.parts import CHILDREN_BY_KEY, COLUMNS, POINT
from clinics.korea import SEOUL
from pricing.tables.cells import Choice, Day, Flag, Moment, Whole

AMOUNTS = frozenset({"low", "high"})
SEPARATOR = " · "
SHORT = 8  # characters of a digest: enough to tell the photos of a listing apart


def label_of(key, vocabularies):
    """Return the label of a part: "Korean name", "Point", "Price: Crown, whole course"."""
    name, *rest = key.split(":")
    if name == POINT:
        return _("Point on the map")
    if name == REGISTER_IDS:
        return _("Number of the register %(register)s") % {"register": rest[0]}
    if name in CHILDREN_BY_KEY:
        return label_of_entry(CHILDREN_BY_KEY[name], rest, vocabularies)
    return label_of_column(COLUMNS[name])


def label_of_entry(child, identity, vocabularies):
    """Return the label of a price, a finding or a photo."""
    if child is PHOTOS:
        return _("Photo %(digest)s") % {"digest": identity[0][:SHORT]}
    columns = {column.name: column for column in child.columns}
    words = [
        value_in_words(columns[name], value, vocabularies)
        for name, value in zip(child.identity, identity, strict=True)
    ]
    sentences = {PRICES.key: _("Price: %(entry)s"), FINDINGS.key: _("Finding: %(entry)s")}
    return sentences[child.key] % {"entry": ", ".join(words)}


def label_of_column(column):
    """Return the label of a field as the editors' forms have it."""
    return str(capfirst(column.field.verbose_name))


def part_in_words(key, value, vocabularies):
    """Return the value of a part as one text; "" is not stated, and None is a part that is not there."""
    name, _colon, rest = key.partition(":")
    if value is None:
        return _("not there") if rest else ""
    if name == POINT:
        return point_in_words(*value)
    if name == REGISTER_IDS:
        return value
    if name in CHILDREN_BY_KEY:
        return entry_in_words(CHILDREN_BY_KEY[name], value, vocabularies)
    return value_in_words(COLUMNS[name], value, vocabularies)


def point_in_words(latitude, longitude, is_approximate):
    """Return a point as "37.524700, 127.040201 (approximate)"."""
    if latitude is None:
        return ""
    point = f"{latitude}, {longitude}"
    return _("%(point)s (approximate)") % {"point": point} if is_approximate else point


def entry_in_words(child, entry, vocabularies):
    """Return what a price or a finding states, field by field, as one text."""
    stated = [
        (column, value_in_words(column, entry[column.name], vocabularies))
        for column in child.columns
        if column.name not in child.identity and entry[column.name] != column.empty
    ]
    words = [f"{label_of_column(column)}: {text}" for column, text in stated if text]
    return SEPARATOR.join(words) or _("nothing stated")


def value_in_words(column, value, vocabularies):
    """Return a plain value as an editor reads it; "" is not stated."""
    if value is None or value in ("", []):
        return ""
    if column.is_many:
        return ", ".join(names_of(column, value, vocabularies))
    if column.is_relation:
        return vocabularies.name(column.field.related_model, value)
    match column.kind:
        case Choice():
            return str(dict(column.field.flatchoices).get(value, value))
        case Flag():
            return _("yes") if value else _("no")
        case Day():
            return format_date(date.fromisoformat(value), "j F Y")
        case Moment():
            return format_date(datetime.fromisoformat(value).astimezone(SEOUL), "j F Y, H:i")
        case Whole():
            return f"{value:,}" if column.name in AMOUNTS else str(value)
    return "\n".join(value) if isinstance(value, list) else str(value)


def names_of(column, slugs, vocabularies):
    """Return the names of the words of a list, in the order of the alphabet."""
    return sorted(vocabularies.name(column.field.related_model, slug) for slug in slugs)
