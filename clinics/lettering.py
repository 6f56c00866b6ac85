"""Fonts for pictures: which of them can draw a text, and how large it may be to fit.

The package of Pillow holds one font, for Latin letters without accents. Others are taken from the machine;
where it has none for a text, the text is drawn without its accents, or not at all if it is Korean.
"""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from PIL import ImageFont

# Files of fonts with more letters, as systems name them, and the place of the font in its file.
SYSTEM_FONTS = (
    ("NotoSansCJK-Regular.ttc", 1),
    ("NotoSansCJKkr-Regular.otf", 0),
    ("NotoSansKR-Regular.otf", 0),
    ("NotoSansKR-Regular.ttf", 0),
    ("NanumGothic.ttf", 0),
    ("AppleSDGothicNeo.ttc", 0),
    ("malgun.ttf", 0),
    ("NotoSans-Regular.ttf", 0),
    ("DejaVuSans.ttf", 0),
)
UNDRAWABLE = "\uffff"  # no font has a letter for it
PROBE = 24  # pixels; the size at which letters are looked for
ELLIPSIS = "…"
PLAIN = str.maketrans("–—‑‐·•", "------")


@dataclass(frozen=True, slots=True)
class Lettering:
    """Lines of text in a font, each not wider than was asked for."""

    lines: tuple[str, ...]
    font: ImageFont.FreeTypeFont
    size: int


@lru_cache(maxsize=64)
def latin_font(size):
    """Return the font of the package in a size of pixels."""
    return ImageFont.load_default(size)


@lru_cache(maxsize=64)
def system_fonts(size):
    """Return those of SYSTEM_FONTS that this machine has, in a size of pixels."""
    found = []
    for name, index in SYSTEM_FONTS:
        try:
            found.append(ImageFont.truetype(name, size, index=index))
        except OSError:  # it is not there
            continue
    return found


def fonts(size):
    """Return all fonts in a size of pixels, the one of the package first."""
    return [latin_font(size), *system_fonts(size)]


def font_for(text, size):
    """Return a font that has every letter of a text, in a size of pixels, or None."""
    marks = {mark for mark in text if not mark.isspace()}
    for probe, font in zip(fonts(PROBE), fonts(size), strict=True):
        if all(has_letter(probe, mark) for mark in marks):
            return font
    return None


def plain(text):
    """Return a text without its accents and with simple dashes: "Élite – Ő" gives "Elite - O"."""
    decomposed = unicodedata.normalize("NFKD", text.translate(PLAIN))
    return "".join(mark for mark in decomposed if not unicodedata.combining(mark))


def has_letter(font, mark):
    """Tell whether a font has a letter: what it has none for all looks the same."""
    return bytes(font.getmask(mark)) != bytes(font.getmask(UNDRAWABLE))


def fit(text, *, width, sizes, most=1):
    """Return a text as a Lettering of at most so many lines, in the largest of some sizes, or None.

    What does not even fit in the smallest is cut off with an ellipsis. None where no font has its letters.
    """
    text = " ".join(text.split())
    if font_for(text, PROBE) is None:
        text = plain(text)
    if not text or font_for(text, PROBE) is None:
        return None
    for size in sizes:
        font = font_for(text, size)
        lines = wrapped(text, font, width)
        if len(lines) <= most and all(font.getlength(line) <= width for line in lines):
            return Lettering(tuple(lines), font, size)
    kept = [*lines[: most - 1], cut_off(" ".join(lines[most - 1 :]), font, width)]
    return Lettering(tuple(cut_off(line, font, width) for line in kept), font, size)


def wrapped(text, font, width):
    """Return the lines of a text, broken between words; a word alone may be too wide."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and font.getlength(longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def cut_off(line, font, width):
    """Return a line, or as much of its beginning as fits with an ellipsis."""
    if font.getlength(line) <= width:
        return line
    kept = line
    while kept and font.getlength(kept.rstrip() + ELLIPSIS) > width:
        kept = kept[:-1]
    return kept.rstrip() + ELLIPSIS
