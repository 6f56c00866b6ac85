"""Guess the encoding of a file from its bytes, with the reason in words."""

import codecs
import re
from dataclasses import dataclass
from itertools import chain

from django.utils.translation import gettext as _

from .sources import Source

# The longer ones first: the mark of UTF-32 begins like that of UTF-16.
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
LONGEST_LINE = 1024 * 1024
UNDEFINED_IN_CP1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f]")
PAIR = re.compile(rb"[\x81-\xfe][\x00-\xff]")
# Two accented letters inside a word, as in "Größe", are one Chinese character of KS X 1001.
HANJA_INSIDE_A_WORD = re.compile(rb"(?<=[A-Za-z])[\xca-\xfd][\xa1-\xfe](?=[A-Za-z])")
ENOUGH_PAIRS = 20_000


def guess_encoding(source):
    """Return (encoding, reason in words) of a path, or of the bytes of a file, read to its end.

    The encoding is utf-8, cp949, cp1252, or one of utf-16 and utf-32; where none fits, the one with the
    fewest lines that are not valid. cp1252 stands for all single-byte encodings, and the reason says so.
    Raises UnreadableTable for a file that cannot be read.
    """
    source = Source(source)
    tally = Tally()
    try:
        blocks = source.blocks()
        first = next(blocks, b"")
        if guess := guess_beginning(first):
            return guess
        for block in chain([first], blocks, [b""]):
            tally.feed(block)
    finally:
        source.close()
    name, reason = tally.likely() or tally.nearest()
    if name == "cp1252":
        reason += "; " + _(
            "single-byte encodings (cp1250, cp1252, cp874 and others) cannot be told apart by their bytes:"
            " look whether the samples read right, and name another if not"
        )
    return name, reason


def guess_beginning(first):
    """Return (encoding, reason) where the first bytes of a file tell it at once, else None."""
    if mark := mark_of(first):
        name = family_of(mark[1])
        return name, _("it begins with the byte order mark of %(name)s") % {"name": name}
    # In UTF-16, every other byte of Latin letters, digits and delimiters is NUL.
    pairs = len(first) // 2
    low, high = first[0::2].count(0), first[1::2].count(0)
    for name, nuls, others in (("utf-16-le", high, low), ("utf-16-be", low, high)):
        if nuls >= max(4, pairs // 5) and others * 10 <= nuls:
            return name, _("every other byte of Latin text is NUL")
    return None


def mark_of(first):
    """Return (byte order mark, codec) of the beginning of a file, or None."""
    return next(((mark, codec) for mark, codec in MARKS if first.startswith(mark)), None)


def family_of(codec):
    """Return the name that an encoding has where a byte order mark says the rest: utf-16 of utf-16-le."""
    return codec.removesuffix("-le").removesuffix("-be")


@dataclass(slots=True)
class Fit:
    """How many lines with bytes beyond ASCII are valid in an encoding, how many are not, and the first."""

    valid: int = 0
    faults: int = 0
    first_fault: int = 0

    def add(self, number, is_valid):
        """Count a line."""
        if is_valid:
            self.valid += 1
        else:
            self.faults += 1
            self.first_fault = self.first_fault or number

    @property
    def is_likely(self):
        """Tell whether all lines are valid, or but a few of many."""
        return self.valid > 0 and self.valid >= 10 * self.faults


class Tally:
    """Counts in which encodings the lines of a file are valid: UTF-8, CP949 and Windows-1252.

    `sequences` are the characters beyond ASCII of the lines that are valid UTF-8, `pairs` those of two bytes
    in the lines that are valid CP949.
    """

    def __init__(self):
        self.utf8, self.cp949, self.cp1252 = Fit(), Fit(), Fit()
        self.sequences = 0
        self.pairs = 0
        self._usual_pairs = 0
        self._hangul_pairs = 0
        self._hanja_inside_words = 0
        self._number = 0
        self._rest = b""

    @property
    def lines(self):
        """Return how many lines had bytes beyond ASCII."""
        return self.utf8.valid + self.utf8.faults

    def feed(self, block):
        """Count the lines of a block; an empty one ends the file."""
        *lines, self._rest = (self._rest + block).splitlines(keepends=True) or [b""]
        # A "\r" at the end may be half of "\r\n".
        if not block or self._rest.endswith(b"\n") or len(self._rest) > LONGEST_LINE:
            lines.append(self._rest)
            self._rest = b""
        for line in lines:
            self._number += 1
            if not line.isascii():
                self._add(line)
            elif CONTROL.search(line):
                self.cp1252.add(self._number, is_valid=False)

    def _add(self, line):
        text = decoded_or_none(line, "utf-8")
        self.utf8.add(self._number, text is not None)
        if text is not None:
            self.sequences += sum(character > "\x7f" for character in text)
        is_korean = decoded_or_none(line, "cp949") is not None
        self.cp949.add(self._number, is_korean)
        if is_korean and self.pairs < ENOUGH_PAIRS:
            pairs = PAIR.findall(line)
            self.pairs += len(pairs)
            # KS X 1001, in which nearly all Korean is written: accents and curly quotation marks beside Latin
            # letters, which are valid CP949 too, fall outside it.
            usual = [pair for pair in pairs if min(pair) >= 0xA1]
            self._usual_pairs += len(usual)
            self._hangul_pairs += sum(0xB0 <= pair[0] <= 0xC8 for pair in usual)
            self._hanja_inside_words += len(HANJA_INSIDE_A_WORD.findall(line))
        self.cp1252.add(self._number, not (UNDEFINED_IN_CP1252.search(line) or CONTROL.search(line)))

    @property
    def is_korean(self):
        """Tell whether what is valid CP949 reads like Korean."""
        is_usual = self._usual_pairs * 5 >= self.pairs * 4
        return self.pairs > 0 and is_usual and self._hangul_pairs * 2 >= self.pairs

    @property
    def is_accident(self):
        """Tell whether what is valid CP949 is so only because quotation marks or accents meet letters."""
        return (self._usual_pairs - self._hanja_inside_words) * 2 < self.pairs

    @property
    def is_only_hangul(self):
        """Tell whether all bytes beyond ASCII are pairs of Hangul."""
        return self.pairs > 0 and self._hangul_pairs == self.pairs and not self.cp949.faults

    def likely(self):
        """Return (encoding, reason) of the one that nearly all lines fit, or None."""
        if not self.lines:
            return "utf-8", _("every byte is ASCII, which means the same in all encodings")
        if self.utf8.is_likely:
            return self._reason("utf-8", self.utf8)
        if self.cp949.is_likely and self.is_korean:
            return self._reason("cp949", self.cp949)
        return self._reason("cp1252", self.cp1252) if not self.cp1252.faults else None

    def nearest(self):
        """Return (encoding, reason) of the one that most lines fit."""
        fits = {"utf-8": self.utf8, "cp1252": self.cp1252}
        # Western text with a stray byte may happen to be valid CP949.
        if self.is_korean:
            fits["cp949"] = self.cp949
        return self._reason(*min(fits.items(), key=lambda item: item[1].faults))

    def _reason(self, name, fit):
        if fit.faults:
            reason = _(
                "%(valid)d of %(lines)d lines with bytes beyond ASCII are %(name)s; line %(fault)d is not:"
                " the file may be damaged there"
            )
        else:
            reason = _("all %(lines)d lines with bytes beyond ASCII are %(name)s")
        if name != "utf-8":
            reason += "; " + _("line %(no_utf8)d is not utf-8")
        return name, reason % {
            "valid": fit.valid,
            "lines": self.lines,
            "name": name,
            "fault": fit.first_fault,
            "no_utf8": self.utf8.first_fault,
        }


def decoded_or_none(line, encoding):
    """Return a line as text, or None where it is not of the encoding."""
    try:
        return line.decode(encoding)
    except UnicodeDecodeError:
        return None
