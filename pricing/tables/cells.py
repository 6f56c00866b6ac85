"""What one cell of a table holds: how each kind of value is written as text and read back.

A value has three forms. The Python one is a model's: date, Decimal, list. The plain one is a document's,
ready for JSON: text, whole number, truth, list of texts, or None for "not stated". The third is the text of
the cell.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from decimal import ROUND_HALF_EVEN, Decimal

from django.utils.translation import gettext as _

from pricing.plain_text import plain_text

SEPARATOR = ";"
LONGEST_QUOTE = 60

FORMULA = re.compile(r"'*[=+\-@\t\r]")
# A text that is exactly one of these is no value: the program that wrote the file could not compute it.
SPREADSHEET_ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})
HARMLESS = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)|\+[0-9][0-9 ().-]{3,}")

WHOLE = re.compile(r"[+-]?[0-9]{1,18}")
DECIMAL = re.compile(r"[+-]?(?:[0-9]{1,15}(?:\.[0-9]{0,30})?|\.[0-9]{1,30})")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
SCHEME = re.compile(r"(https?):\s*//\s*", re.IGNORECASE)
# A host with a top-level domain, in any script, and what may follow it.
HOST = re.compile(
    r"(?://)?((?:[\w-]+\.)+(?:[^\W\d_]{2,}|xn--[a-z0-9-]+)(?::[0-9]{1,5})?(?:[/?#]\S*)?)", re.IGNORECASE
)


class UnreadableCell(ValueError):
    """A cell that holds no value of its kind; the message quotes it and says what was expected."""


def quoted(cell):
    """Return a cell as one short line in quotation marks, for a message."""
    line = " ".join(cell.split())
    return f'"{line}"' if len(line) <= LONGEST_QUOTE else f'"{line[: LONGEST_QUOTE - 1]}…"'


def protected(cell):
    """Return a cell that no spreadsheet runs: with one apostrophe more, unless it is a number or a phone.

    A text that looks like the error of a spreadsheet gets one too, so that it is read as a text again.
    """
    return f"'{cell}" if is_special(cell) and not HARMLESS.fullmatch(cell) else cell


def unprotected(cell):
    """Return what was written before `protected`, without blanks around it."""
    cell = cell.strip()
    return cell[1:].strip() if cell.startswith("'") and is_special(cell) else cell


def is_special(cell):
    """Tell whether a cell, with any apostrophes before it, is more than text to a spreadsheet."""
    return bool(FORMULA.match(cell)) or cell.lstrip("'") in SPREADSHEET_ERRORS


def clean_text(text):
    """Return a text as every document holds it: "\\n" between its lines, no blanks around, nothing unseen."""
    return plain_text(text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def split_list(cell):
    """Return the non-empty items of a cell, in their order."""
    return [item for part in cell.split(SEPARATOR) if (item := part.strip())]


@dataclass(frozen=True, slots=True)
class Text:
    """A text of one or more lines."""

    def plain(self, value):
        return clean_text(value)

    def python(self, plain):
        return plain

    def read(self, cell):
        return clean_text(cell)

    def write(self, plain):
        return plain or ""


@dataclass(frozen=True, slots=True)
class Link:
    """The address of a page; a host without a scheme is one that answers https."""

    def plain(self, value):
        return clean_text(value)

    def python(self, plain):
        return plain

    def read(self, cell):
        address = SCHEME.sub(r"\1://", clean_text(cell), count=1)
        host = HOST.fullmatch(address)
        return f"https://{host[1]}" if host else address

    def write(self, plain):
        return plain or ""


@dataclass(frozen=True, slots=True)
class Lines:
    """A list of texts whose order counts."""

    def plain(self, value):
        lines = (clean_text(line) for item in value for line in item.splitlines())
        return [line for line in lines if line]

    def python(self, plain):
        return list(plain)

    def read(self, cell):
        return self.plain(split_list(cell))

    def write(self, plain):
        return SEPARATOR.join(plain)


@dataclass(frozen=True, slots=True)
class Slug:
    """One word of a vocabulary, or None."""

    def plain(self, value):
        return value

    def python(self, plain):
        return plain

    def read(self, cell):
        return cell

    def write(self, plain):
        return plain or ""


@dataclass(frozen=True, slots=True)
class Slugs:
    """Words of a vocabulary, each once, in code-point order."""

    def plain(self, value):
        return sorted(set(value))

    def python(self, plain):
        return list(plain)

    def read(self, cell):
        return self.plain(split_list(cell))

    def write(self, plain):
        return SEPARATOR.join(plain)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few fixed words; `noun` names them in a message."""

    values: tuple[str, ...]
    noun: str

    def plain(self, value):
        return str(value)

    def python(self, plain):
        return plain

    def read(self, cell):
        if cell not in self.values:
            raise UnreadableCell(no_such(cell, self.noun, filter(None, self.values)))
        return cell

    def write(self, plain):
        return plain or ""


@dataclass(frozen=True, slots=True)
class Flag:
    """Yes or no, written true and false."""

    def plain(self, value):
        return bool(value)

    def python(self, plain):
        return plain

    def read(self, cell):
        word = cell.lower()
        if word not in {"true", "false"}:
            raise UnreadableCell(_("%(cell)s is neither true nor false") % {"cell": quoted(cell)})
        return word == "true"

    def write(self, plain):
        return "true" if plain else "false"


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number, or None."""

    def plain(self, value):
        return value

    def python(self, plain):
        return plain

    def read(self, cell):
        if not WHOLE.fullmatch(cell):
            raise UnreadableCell(_("%(cell)s is no whole number") % {"cell": quoted(cell)})
        return int(cell)

    def write(self, plain):
        return "" if plain is None else str(plain)


@dataclass(frozen=True, slots=True)
class Fraction:
    """A decimal number, rounded to so many places, or None; plain it is a text such as "37.524700"."""

    places: int

    def plain(self, value):
        if value is None:
            return None
        step = Decimal(1).scaleb(-self.places)
        # Adding zero turns -0 into 0.
        return str(value.quantize(step, rounding=ROUND_HALF_EVEN) + 0)

    def python(self, plain):
        return None if plain is None else Decimal(plain)

    def read(self, cell):
        if not DECIMAL.fullmatch(cell):
            raise UnreadableCell(
                _("%(cell)s is no number with a decimal point, such as 37.5247") % {"cell": quoted(cell)}
            )
        return self.plain(Decimal(cell))

    def write(self, plain):
        return plain or ""


@dataclass(frozen=True, slots=True)
class Day:
    """A day, written YYYY-MM-DD, or None."""

    def plain(self, value):
        return None if value is None else value.isoformat()

    def python(self, plain):
        return None if plain is None else date.fromisoformat(plain)

    def read(self, cell):
        try:
            if DAY.fullmatch(cell):
                return date.fromisoformat(cell).isoformat()
        except ValueError:
            pass
        raise UnreadableCell(_("%(cell)s is no day written YYYY-MM-DD") % {"cell": quoted(cell)})

    def write(self, plain):
        return plain or ""


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment, plain in UTC such as "2026-11-23T03:00:00Z", or None; without an offset it is in `zone`."""

    zone: tzinfo

    def plain(self, value):
        return None if value is None else value.astimezone(UTC).isoformat().replace("+00:00", "Z")

    def python(self, plain):
        return None if plain is None else datetime.fromisoformat(plain)

    def read(self, cell):
        try:
            if DAY.match(cell):
                moment = datetime.fromisoformat(cell)
                return self.plain(moment if moment.tzinfo else moment.replace(tzinfo=self.zone))
        except (ValueError, OverflowError):
            pass
        raise UnreadableCell(
            _("%(cell)s is no moment such as 2026-11-23T12:00:00+09:00") % {"cell": quoted(cell)}
        )

    def write(self, plain):
        return plain or ""


MOST_KNOWN = 12


def no_such(cell, noun, known):
    """Return the sentence that a word is not in a vocabulary, with the words that are."""
    known = list(known)
    words = ", ".join(known[:MOST_KNOWN])
    if len(known) > MOST_KNOWN:
        words = _("%(words)s … (%(count)d in all)") % {"words": words, "count": len(known)}
    return _("%(cell)s is no %(noun)s; known: %(words)s") % {
        "cell": quoted(cell),
        "noun": noun,
        "words": words or _("none"),
    }
