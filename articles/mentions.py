"""Runs of words in a text that could be names of clinics, districts or treatments.

A name begins with a capital letter or is Korean, and has up to MOST_WORDS words. Which runs are names, only
the records know; a page asks for them by the keys that were found when its text was saved.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from clinics.folding import fold
from clinics.korea import HANGUL

MOST_WORDS = 6
LONGEST = 120  # characters of a name
FEWEST_SYLLABLES = 2  # of a Korean name
MOST_ENDING = 4  # syllables that Korean hangs onto a name: 강남에서는
WORD = re.compile(r"\S+")
EDGES = "\"'“”‘’«»()[]{}<>.,;:!?…*_—–-·/、。"
# What may stand between two words of one name beside blanks: the point of “Dr.”, the sign of “A & B”.
POINT_OF_SHORT_WORD = 4


@dataclass(frozen=True, slots=True)
class Candidate:
    """A run of words that could be a name: where it stands in its text, and its folded form."""

    start: int
    end: int
    key: str


def candidates(text):
    """Yield the Candidates of a text: by their begin, and of the same begin the longest first."""
    words = list(read_words(text))
    # The folded words, each with the marks behind it: a key is put together from them.
    folded = [key_of(text[start:after]) for (start, _end, _is_last), (after, *_) in pairwise(words)]
    for number, (start, end, _is_last) in enumerate(words):
        for begin in beginnings(text, start, end):
            found = []
            before = ""
            for last in range(number, min(number + MOST_WORDS, len(words))):
                first_end = begin if last == number else words[last][0]
                if words[last][1] - begin > LONGEST:
                    break
                for stop in endings(text, first_end, words[last][1]):
                    found.append(Candidate(begin, stop, before + key_of(text[first_end:stop])))
                if words[last][2] or last + 1 == len(words) or is_marked(text, words[last + 1][0]):
                    break
                whole = key_of(text[begin : words[last + 1][0]]) if last == number else folded[last]
                before += f"{whole} "
            yield from sorted(found, key=lambda candidate: -candidate.end)


@lru_cache(maxsize=4_096)
def key_of(name):
    """Return the form of a name that its mentions are found by: folded, with single blanks."""
    return " ".join((name.lower() if name.isascii() else fold(name)).split())


def read_words(text):
    """Yield the start and end of each word without the marks around it, and whether no name reaches on."""
    for match in WORD.finditer(text):
        bare = match[0].lstrip(EDGES)
        start = match.end() - len(bare)
        bare = bare.rstrip(EDGES)
        if not bare:
            if match[0] not in "&-–/·":
                yield match.start(), match.start(), True
            continue
        end = start + len(bare)
        behind = text[end : match.end()]
        is_short = behind == "." and len(bare) < POINT_OF_SHORT_WORD
        yield start, end, bool(behind) and not is_short


def is_marked(text, start):
    """Tell whether a bracket or the like stands before a word: no name reaches over it."""
    return not text[start - 1].isspace()


def beginnings(text, start, end):
    """Yield where a name can begin in a word: at its begin, and behind a hyphen or slash in it."""
    if start < end and begins_name(text[start]):
        yield start
    for match in re.finditer(r"[/-]", text[start:end]):
        place = start + match.end()
        if place < end and begins_name(text[place]):
            yield place


def begins_name(character):
    """Tell whether a name can begin with a character."""
    return character.isupper() or character.istitle() or bool(HANGUL.match(character))


def endings(text, start, end):
    """Yield where a name can end in a word: at its end, before 's, a hyphen or slash, or a Korean ending."""
    if start >= end:
        return
    yield end
    for match in re.finditer(r"['’]s?\Z|[/-]", text[start:end]):
        if match.start():
            yield start + match.start()
    if HANGUL.match(text[end - 1]):
        syllables = 0
        while end - 1 - syllables > start and HANGUL.match(text[end - 1 - syllables]):
            syllables += 1
            stop = end - syllables
            if syllables > MOST_ENDING or stop - start < FEWEST_SYLLABLES or not HANGUL.match(text[stop - 1]):
                # A name in Latin letters takes endings too: Gangnam에서.
                if syllables <= MOST_ENDING and stop > start and text[stop - 1].isascii():
                    yield stop
                break
            yield stop
