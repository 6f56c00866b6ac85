"""Guess how a table is written that nobody has seen: its encoding and its delimiter, each with a reason."""

import codecs
import csv
import io
from itertools import islice

from django.utils.translation import gettext as _

from pricing.tables.reading import DELIMITER, ENCODING, UnreadableTable, decode, read_bytes

DELIMITERS = (",", ";", "\t", "~", "|")
ROWS = 50
KOREAN, WESTERN = "cp949", "cp1252"


def guess_encoding(source):
    """Return (encoding, reason) of a path or of the bytes of a file."""
    content = source if isinstance(source, bytes) else read_bytes(source)
    if content.startswith(codecs.BOM_UTF8):
        return ENCODING, _("it begins with the mark of UTF-8")
    try:
        content.decode(ENCODING)
    except UnicodeDecodeError:
        pass
    else:
        return ENCODING, _("every byte of it is UTF-8")
    try:
        text = content.decode(KOREAN)
    except UnicodeDecodeError:
        return WESTERN, _("it is neither UTF-8 nor Korean")
    foreign = [letter for letter in text if not letter.isascii()]
    # Western letters read as Korean give syllables that no Korean word has, outside the older standard.
    common = sum(letter.encode("euc_kr", "ignore") != b"" for letter in foreign)
    if common >= 0.9 * len(foreign):
        return KOREAN, _("it is no UTF-8, but reads as Korean")
    return WESTERN, _("it is no UTF-8, and reads as no Korean words")


def guess_delimiter(source, encoding):
    """Return (delimiter, reason) of a path or of the bytes of a file; raises UnreadableTable."""
    content = source if isinstance(source, bytes) else read_bytes(source)
    text = decode(content, encoding)
    fits = {}
    for delimiter in DELIMITERS:
        try:
            rows = list(islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), ROWS))
        except csv.Error:
            continue
        widths = [len(row) for row in rows if row]
        if widths and widths[0] > 1:
            fits[delimiter] = (widths.count(widths[0]) / len(widths), widths[0])
    if not fits:
        if not text.strip():
            raise UnreadableTable(_("The file is empty."))
        return DELIMITER, _("no other mark divides the header")
    best = max(fits, key=fits.get)
    reason = _("it divides the header into %(columns)d columns, and %(share)d %% of the first rows like it")
    return best, reason % {"columns": fits[best][1], "share": round(100 * fits[best][0])}
