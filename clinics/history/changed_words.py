"""Which words of a text changed: what stayed, what went and what came, in the order of reading."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from django.utils.translation import gettext as _

WORD = re.compile(r"\s+|\w+|[^\w\s]")
FEWEST = 4  # words that both texts share: below, two short values say more than marks in them
LEAST_SHARE = 0.3  # of the shorter text, in letters, that both share
MOST = 1_500  # words and blanks between what is the same on both ends: more takes seconds
AROUND = 40  # letters that are kept on either side of a change where the rest is cut


class Kind(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    OLD = "old"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words that stand together, and whether they stayed, went or came."""

    kind: Kind
    text: str


def compare_words(old, new):
    """Return the Pieces that lead from one text to the other; empty where they have too little in common."""
    before, after = WORD.findall(old), WORD.findall(new)
    start, end = _same_ends(before, after)
    middle = before[start : len(before) - end], after[start : len(after) - end]
    pieces = [Piece(Kind.SAME, "".join(before[:start]))]
    if max(map(len, middle)) <= MOST:
        pieces += _between(*middle)
    else:
        pieces += [
            Piece(kind, "".join(words)) for kind, words in zip((Kind.OLD, Kind.NEW), middle, strict=True)
        ]
    pieces.append(Piece(Kind.SAME, "".join(before[len(before) - end :])))
    pieces = [piece for piece in pieces if piece.text]
    return pieces if _is_worth_it(pieces, old, new) else []


def cut_short(pieces):
    """Return Pieces with long stretches of what stayed cut to the words around the changes."""
    last = len(pieces) - 1
    return [
        Piece(piece.kind, _cut(piece.text, is_first=place == 0, is_last=place == last))
        if piece.kind == Kind.SAME
        else piece
        for place, piece in enumerate(pieces)
    ]


def _same_ends(before, after):
    """Return how many words are the same at the beginning, and how many at the end."""
    shorter = min(len(before), len(after))
    start = next((place for place in range(shorter) if before[place] != after[place]), shorter)
    rest = shorter - start
    end = next((place for place in range(rest) if before[-1 - place] != after[-1 - place]), rest)
    return start, end


def _between(before, after):
    """Yield the Pieces between what is the same on both ends."""
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece(Kind.SAME, "".join(before[i:j]))
            continue
        yield Piece(Kind.OLD, "".join(before[i:j]))
        yield Piece(Kind.NEW, "".join(after[k:m]))


def _is_worth_it(pieces, old, new):
    same = "".join(piece.text for piece in pieces if piece.kind == Kind.SAME)
    shared = len("".join(same.split()))
    whole = min(len("".join(text.split())) for text in (old, new))
    return len(same.split()) >= FEWEST and shared >= LEAST_SHARE * whole


def _cut(text, *, is_first, is_last):
    gap = _(" … ")
    head = "" if is_first else text[:AROUND]
    tail = "" if is_last else text[-AROUND:]
    return f"{head}{gap}{tail}" if len(head) + len(gap) + len(tail) < len(text) else text
