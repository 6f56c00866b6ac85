"""The words by which a list says where a place lies, made comparable whoever writes them."""

import re
from dataclasses import dataclass
from functools import lru_cache

from clinics.folding import fold
from clinics.korea import COUNTRY_NAMES, LEGAL_QUARTERS, ORDINAL, POSTCODE, PROVINCES, REGION_WORD, STUCK_PLOT

# A comma between digits belongs to a number: "상계6,7동", "3,4층".
BETWEEN_PARTS = re.compile(r"(?<!\d)[,，、;]|[,，、;](?!\d)|[()\[\]（）]")
BARE_POSTCODE = re.compile(r"\d{4,6}|\d{3}-\d{2,3}")
REMEMBERED = 100_000


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """What a row says of its place: columns from large to small, addresses, and "system:number"."""

    columns: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    code: str = ""

    def __str__(self):
        stated = [cell for cell in self.columns if cell] or [cell for cell in self.addresses if cell][:1]
        return " ".join(stated or [self.code])


@lru_cache(maxsize=REMEMBERED)
def word_key(words):
    """Return the letters and digits of a name by which it is compared: "Gangnam-gu" and "GANGNAM GU" agree.

    Blanks, dots and dashes do not count, so "종로1.2.3.4가동" and "종로1·2·3·4가동" agree too, and the key of
    several words is that of one after the other.
    """
    return "".join(filter(str.isalnum, fold(ORDINAL.sub("", words))))


@lru_cache(maxsize=REMEMBERED)
def legal_keys(key):
    """Return the keys of the quarters that a numbered one may be a part of: 역삼1동 of 역삼동."""
    if key.isalpha():
        return ()
    return tuple(pattern.sub(name, key) for pattern, name in LEGAL_QUARTERS if pattern.fullmatch(key))


PROVINCE_KEYS = {word_key(name): group for group in PROVINCES for name in group}
COUNTRY_KEYS = frozenset(map(word_key, COUNTRY_NAMES))


def parts_of(text):
    """Return the parts of a place or an address, split at commas and brackets, as lists of words.

    Postcodes that are marked as such, or stand before or behind a place, are left out.
    """
    parts = []
    text = " ".join(text.split())
    text = STUCK_PLOT.sub(" ", ORDINAL.sub("", POSTCODE.sub(" ", text)))
    for part in BETWEEN_PARTS.split(text):
        words = part.split()
        for place in (0, -1):
            if words and BARE_POSTCODE.fullmatch(words[place]):
                words.pop(place)
        if words:
            parts.append(words)
    return parts


def region_of(text):
    """Return the words at the start of an address that name its region, or the whole text if none does."""
    words = [word for part in parts_of(text)[:1] for word in part]
    end = 0
    while end < len(words) and (REGION_WORD.fullmatch(words[end]) or word_key(words[end]) in PROVINCE_KEYS):
        end += 1
    return " ".join(words[:end]) or text
