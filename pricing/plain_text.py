"""Plain text: no characters that nobody sees, such as control characters and marks that turn text around."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# What other alphabets and emoji need to be written right stays: the joiners U+200C and U+200D, and selectors.
# All of these are "not printable" to Python, which is_plain relies on.
UNSEEN = re.compile(
    "["
    # Control characters but tab and the ends of lines.
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
    # Marks of direction.
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
    # Of no width: space, word joiner, byte order mark, invisible operators and what annotations are made of.
    "\u180e\u200b\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb"
    # Halves of characters, and what Unicode says is none.
    "\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | 0xFFFE) + chr(plane << 16 | 0xFFFF) for plane in range(17))
    + "]"
)
# In the place of these stands a blank, for words are kept apart by them: tabulators, page breaks, line ends.
SEPARATING = frozenset("\x0b\x0c\x1c\x1d\x1e\x1f\x85")


def is_plain(text):
    """Tell whether a text holds no character that nobody sees; tabs and ends of lines are plain."""
    return text.isprintable() or not UNSEEN.search(text)


def plain_text(text):
    """Return a text without the characters that nobody sees."""
    return text if is_plain(text) else UNSEEN.sub(lambda mark: " " if mark[0] in SEPARATING else "", text)


def unseen_in(text):
    """Return the characters of a text that nobody sees in words, each once: "U+200B ZERO WIDTH SPACE"."""
    return ", ".join(map(in_words, dict.fromkeys(UNSEEN.findall(text))))


def in_words(character):
    """Return the number and the name of a character."""
    name = unicodedata.name(character, "")
    if not name:
        name = _("control character") if unicodedata.category(character) == "Cc" else _("no character")
    return f"U+{ord(character):04X} {name}"


def validate_plain_text(text):
    """Refuse a text with characters that nobody sees."""
    if not is_plain(text):
        raise ValidationError(
            _("The text holds characters that nobody sees: %(characters)s. Type it again without them."),
            code="unseen",
            params={"characters": unseen_in(text)},
        )
