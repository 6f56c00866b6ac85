"""From bytes to lines of text, with a sentence instead of text that only looks right."""

import codecs
import io
import re
import unicodedata
from copy import copy
from itertools import chain, islice

from django.utils.translation import gettext as _

from .cells import quoted
from .guesses import LONGEST_LINE, Tally, family_of, guess_beginning, mark_of
from .sources import DamagedText, UnreadableTable

ENCODING = "utf-8"
# Several bytes to every character.
WIDE = frozenset({"utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"})
UNICODE = WIDE | {"utf-8"}
# To Python these are encodings of text, but no file is written in them.
NEVER_OF_FILES = frozenset({"idna", "punycode", "unicode-escape", "raw-unicode-escape"})
HIGH_CONTROL = re.compile("[\x80-\x9f]")
BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
# No word of a Latin alphabet has four letters with marks in a row.
LATIN_RUN = re.compile("[\xc0-\u024f]{4}")
LONGEST_SAMPLE = 12

# From so many characters on, text that is valid in another encoding is so by no accident.
FEW_PAIRS = 8
FEW_SEQUENCES = 4
# From so many lines beyond ASCII on, more lines tell nothing new.
MANY_LINES = 200
MOST_BLOCKS = 6


def text_lines(source, encoding):
    """Yield the lines of a Source with their ends ("\\n", "\\r" or "\\r\\n"), without its byte order mark.

    Raises UnreadableTable for bytes that are no text of this encoding, with line and byte, and where they are
    plainly text of another one. That may come after many lines, for the file is read as it goes.
    """
    rest = ""
    for text in decoded(source.blocks(), encoding):
        *lines, rest = io.StringIO(rest + text, newline="")
        # A "\r" at the end may be half of "\r\n".
        if rest.endswith("\n"):
            lines.append(rest)
            rest = ""
        yield from lines
        if len(rest) > LONGEST_LINE:
            raise UnreadableTable(
                _("A line is longer than %(most)d characters: the file is no table.") % {"most": LONGEST_LINE}
            )
    if rest:
        yield rest


def decoded(blocks, encoding):
    """Yield the text of blocks of bytes; raises UnreadableTable as `text_lines` does."""
    name = codec_of(encoding)
    blocks = iter(blocks)
    first = next(blocks, b"")
    codec, begin = check_beginning(first, name, encoding)
    decoder = codecs.getincrementaldecoder(codec)()
    place = Place(codec, begin)
    suspicion = None if codec in UNICODE else Suspicion(codec, encoding)
    before = b""
    # The empty block is the end.
    for block in chain([first[begin:]], blocks, [b""]):
        try:
            text = decoder.decode(block, final=not block)
            text.encode("utf-8")
        except UnicodeDecodeError as error:
            # Somebody may need no more than what stands before.
            if sound := error.object[: error.start].decode(codec, "ignore"):
                yield sound
            raise no_text(encoding, place, error, chain([before, block], blocks)) from error
        except UnicodeEncodeError as error:
            place.advance(text[: error.start])
            raise UnreadableTable(
                _("Line %(line)d, read as %(encoding)s, holds half a character: name another encoding.")
                % {"line": place.line, "encoding": encoding}
            ) from error
        if suspicion:
            suspicion.look_at(block, text, place)
        if text:
            place.advance(text)
            yield text
        before = block


def codec_of(encoding):
    """Return Python's own name of an encoding, or raise UnreadableTable unless files are written in it."""
    try:
        name = codecs.lookup(encoding).name
        b"abcd".decode(encoding)
    except UnicodeDecodeError:
        # Four bytes need not be a character.
        pass
    except (LookupError, ValueError) as error:
        raise no_encoding(encoding) from error
    if name.replace("_", "-") in NEVER_OF_FILES:
        raise no_encoding(encoding)
    return name


def no_encoding(encoding):
    """Return the error that an encoding is none of text."""
    return UnreadableTable(
        _("There is no text encoding %(encoding)s; utf-8, cp949 and cp1252 are some.")
        % {"encoding": quoted(encoding)}
    )


def another_encoding(encoding, name, reason, line=1, byte=1):
    """Return the error that a file is in another encoding than was said, as its first place shows."""
    return UnreadableTable(
        _(
            "Line %(line)d, byte %(byte)d: the file is not %(encoding)s but looks like %(name)s"
            " (--encoding %(name)s): %(reason)s."
        )
        % {"line": line, "byte": byte, "encoding": encoding, "name": name, "reason": reason}
    )


def check_beginning(first, name, encoding):
    """Return (codec, length of the byte order mark) of a file that begins so, or raise UnreadableTable."""
    mark = mark_of(first)
    if mark and name in {mark[1], family_of(mark[1]), f"{mark[1]}-sig"}:
        return mark[1], len(mark[0])
    guess = guess_beginning(first)
    if guess and guess[0] != name:
        raise another_encoding(encoding, *guess)
    if name in WIDE and first:
        # Without a mark the bytes must show it: delimiters and line ends hold a NUL.
        tally = Tally()
        tally.feed(first)
        guess = tally.likely()
        if b"\0" not in first and guess:
            raise another_encoding(encoding, *guess)
        if name == family_of(name):
            raise UnreadableTable(
                _(
                    "The file does not begin with the byte order mark of %(encoding)s."
                    " Name %(encoding)s-le or %(encoding)s-be if it is of that kind."
                )
                % {"encoding": name}
            )
    return {"utf-8-sig": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}.get(name, name), 0


def no_text(encoding, place, error, blocks):
    """Return the error that a byte is not of the encoding, with the one that fits the blocks around it."""
    before = error.object[: error.start]
    is_known = place.is_beyond_ascii or not before.isascii()
    place.advance(before.decode(place.codec, "ignore"))
    sentence = _("Line %(line)d, byte %(byte)d (0x%(value)02x) is not %(encoding)s.") % {
        "line": place.line,
        "byte": place.bytes + 1,
        "value": error.object[error.start],
        "encoding": encoding,
    }
    tally = Tally()
    for block in filter(None, islice(blocks, MOST_BLOCKS)):
        tally.feed(block)
    if next(blocks, None) is None:
        tally.feed(b"")
    name, _reason = tally.likely() or ("", "")
    # Text of no other encoding is valid UTF-8 for long.
    if name == place.codec or place.codec in WIDE or (place.codec == "utf-8" and is_known):
        return DamagedText(f"{sentence} {_('What stands around it is: the file is damaged there.')}")
    if name not in {"utf-8", "cp949"} and place.codec != "ascii" and is_single_byte(place.codec):
        hint = _(
            "What stands around it is: the file is damaged there,"
            " unless it is in another single-byte encoding."
        )
        return DamagedText(f"{sentence} {hint}")
    if name == "cp1252":
        hint = _(
            "The file looks like cp1252: name it with --encoding cp1252,"
            " or the single-byte encoding of its language if that is another."
        )
    elif name:
        hint = _("The file looks like %(name)s: name it with --encoding %(name)s.") % {"name": name}
    else:
        hint = _("Name the right encoding, such as --encoding cp949.")
    return UnreadableTable(f"{sentence} {hint}")


class Place:
    """How far a file has been read: the number of the line, and the bytes of that line so far."""

    def __init__(self, codec, begin):
        self.codec = codec
        self.line = 1
        self.bytes = begin
        self.is_beyond_ascii = False
        self._ends_in_return = False

    def advance(self, text):
        """Go on by a text."""
        ends = text.count("\n") + text.count("\r") - text.count("\r\n")
        if self._ends_in_return and text.startswith("\n"):
            ends -= 1
        self.line += ends
        begin = max(text.rfind("\n"), text.rfind("\r")) + 1
        length = len(text[begin:].encode(self.codec, "replace"))
        self.bytes = length if begin else self.bytes + length
        self.is_beyond_ascii = self.is_beyond_ascii or not text.isascii()
        self._ends_in_return = text.endswith("\r")


class Suspicion:
    """Watches a file that is said to be in an encoding in which text of another one is valid but wrong."""

    def __init__(self, codec, encoding):
        self.codec = codec
        self.encoding = encoding
        self.is_single = is_single_byte(codec)
        self._tally = Tally()
        self._first = None
        self._first_control = None
        self._symbols = 0
        self._has_latin_run = False

    def look_at(self, block, text, place):
        """Raise UnreadableTable once the file is plainly in another encoding; an empty block ends it.

        `place` is where the text of the block begins.
        """
        if self._tally.lines < MANY_LINES:
            self._tally.feed(block)
            self._look_at_signs(text, place)
        elif not self.is_single:
            return
        # Nobody types these; in Windows-1252 quotation marks and dashes stand there.
        if self.is_single and not self._first_control and (control := HIGH_CONTROL.search(text)):
            self._first_control = Sign.at(control.start(), text, place)
        if not block or self._tally.lines >= MANY_LINES:
            self._judge()

    def _look_at_signs(self, text, place):
        if text.isascii():
            return
        runs = BEYOND_ASCII.findall(text)
        self._first = self._first or Sign.at(BEYOND_ASCII.search(text).start(), text, place)
        self._symbols += sum(unicodedata.category(sign)[0] not in "LM" for run in runs for sign in run)
        self._has_latin_run = self._has_latin_run or any(map(LATIN_RUN.search, runs))

    def _judge(self):
        name, reason = self._tally.likely() or ("", "")
        is_wrong = {
            # By accident a few letters may be valid UTF-8, but not all that a file has.
            "utf-8": self.is_single or not self._tally.utf8.faults or self._tally.sequences >= FEW_SEQUENCES,
            "cp949": self.is_single and (self._tally.pairs >= FEW_PAIRS or self._is_broken_hangul),
            "cp1252": self._first_control or (self.codec == "cp949" and self._tally.is_accident),
        }
        # ASCII means the same in all of them.
        if not (self._first and is_wrong.get(name)):
            return
        sign = (self._first_control if name == "cp1252" else None) or self._first
        if example := sign.example(self.codec, name):
            reason = f"{example}; {reason}"
        raise another_encoding(self.encoding, name, reason, sign.line, sign.byte)

    @property
    def _is_broken_hangul(self):
        """Tell whether few bytes are all pairs of Hangul, and no text where each is a character.

        Such text is symbols in the middle of words, as in "°­³²", or Latin letters that all have marks.
        """
        needed = 1 if self._tally.pairs > 1 else 2
        return self._tally.is_only_hangul and (self._symbols >= needed or self._has_latin_run)


class Sign:
    """The first characters that show an encoding to be wrong: how they were read, their line and byte."""

    def __init__(self, read, line, byte):
        self.read = read
        self.line = line
        self.byte = byte

    @classmethod
    def at(cls, start, text, place):
        """Return the sign at an index of a text that begins at a Place."""
        here = copy(place)
        here.advance(text[:start])
        return cls(BEYOND_ASCII.match(text, start)[0][:LONGEST_SAMPLE], here.line, here.bytes + 1)

    def example(self, codec, name):
        """Return how the characters are read in a codec and in the right one, or "" if that shows nothing."""
        right = "".join(filter(str.isprintable, self.read.encode(codec, "ignore").decode(name, "ignore")))
        wrong = "".join(filter(str.isprintable, self.read))
        if not (right and wrong):
            return ""
        return _("%(right)s would be read as %(wrong)s") % {"right": quoted(right), "wrong": quoted(wrong)}


def is_single_byte(codec):
    """Tell whether every byte is a character of its own."""
    decoder = codecs.getincrementaldecoder(codec)("replace")
    return all(len(decoder.decode(bytes([byte]))) == 1 for byte in range(256))
