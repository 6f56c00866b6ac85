"""A text for each place, many to a block of bytes, so that a word is looked for in all of them at once."""

from bisect import bisect_right
from itertools import accumulate

END = b"\xff"  # stands in no UTF-8 text
LARGEST = 1024  # texts in a block; a block of more is parted


class Texts:
    """Texts by place, as UTF-8. It never changes: a change makes another one, which shares its blocks.

    In large blocks a word is found soon, in small ones a place; `largest` is the most texts in a block.
    """

    def __init__(self, blocks=(), *, largest=LARGEST):
        self._blocks = tuple(blocks)  # (how many texts, each of them with END behind it)
        self._ends = list(accumulate(count for count, _joined in self._blocks))
        self._largest = largest

    def places_with(self, word):
        """Return the places whose text holds an encoded word that is not empty."""
        places, before = [], 0
        for count, joined in self._blocks:
            place, passed = before, 0
            found = joined.find(word)
            while found >= 0:
                place += joined.count(END, passed, found)
                places.append(place)
                passed = joined.find(END, found)
                found = joined.find(word, passed)
            before += count
        return places

    def place_for(self, text):
        """Return where an encoded text belongs among texts that stand in order."""
        before = 0
        for number, (count, joined) in enumerate(self._blocks):
            is_last = number + 1 == len(self._blocks)
            if is_last or _first(self._blocks[number + 1]) > text:
                return before + bisect_right(joined.split(END)[:-1], text)
            before += count
        return before

    def at(self, place):
        """Return the text of a place."""
        number, offset = self._locate(place)
        return self._blocks[number][1].split(END)[offset]

    def without(self, place):
        """Return the texts without that of a place."""
        number, offset = self._locate(place)
        texts = self._texts(number)
        del texts[offset]
        return self._with_block(number, texts)

    def opened(self, place, text):
        """Return the texts with one put in before that of a place."""
        if not self._blocks:
            return Texts([_block([text])], largest=self._largest)
        number, offset = self._locate(place)
        texts = self._texts(number)
        texts.insert(offset, text)
        return self._with_block(number, texts)

    def _locate(self, place):
        """Return (number of the block, place in it); behind the last text is the end of the last block."""
        number = min(bisect_right(self._ends, place), len(self._blocks) - 1)
        return number, place - (self._ends[number - 1] if number else 0)

    def _texts(self, number):
        return self._blocks[number][1].split(END)[:-1]

    def _with_block(self, number, texts):
        middle = len(texts) // 2
        parts = [texts] if len(texts) <= self._largest else [texts[:middle], texts[middle:]]
        blocks = [_block(part) for part in parts if part]
        return Texts([*self._blocks[:number], *blocks, *self._blocks[number + 1 :]], largest=self._largest)


class TextsMaker:
    """Makes Texts of encoded texts that come one by one."""

    def __init__(self, *, largest=LARGEST):
        self._blocks, self._texts = [], []
        self._largest = largest

    def append(self, text):
        """Put a text behind the others."""
        self._texts.append(text)
        if len(self._texts) == self._largest // 2:
            self._close()

    def made(self):
        """Return the Texts."""
        if self._texts:
            self._close()
        return Texts(self._blocks, largest=self._largest)

    def _close(self):
        self._blocks.append(_block(self._texts))
        self._texts = []


def _block(texts):
    return len(texts), b"".join(text + END for text in texts)


def _first(block):
    return block[1][: block[1].index(END)]
