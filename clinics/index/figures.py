"""A figure for each place, cut into bitmaps: one of the places that have a figure, one for each binary digit.

So a comparison with a limit, the lowest of several and the first page of an order are a few operations on
bitmaps each, however many clinics there are. Figures are whole numbers from 0 on.
"""

from array import array
from functools import cached_property

from clinics.index.bits import places_of

KNOWN = -1
FEW = 256  # so few are sorted one by one
BYTES_PER_FIGURE = 8
ZERO, ONE = b"01"
DIGITS = [bytes(ONE if byte >> bit & 1 else ZERO for byte in range(256)) for bit in range(8)]


class Figures:
    """Figures as `members` holds them: KNOWN -> the places that have one, digit -> places where it is 1."""

    def __init__(self, members):
        self.known = members.get(KNOWN, 0)
        self.digits = [members.get(digit, 0) for digit in range(max(members, default=KNOWN) + 1)]

    def at_most(self, limit):
        """Return the places whose figure is a limit at the most."""
        if limit >> len(self.digits):
            return self.known
        below, equal = 0, self.known
        for digit in reversed(range(len(self.digits))):
            ones = equal & self.digits[digit]
            if limit >> digit & 1:
                below |= equal ^ ones
                equal = ones
            else:
                equal ^= ones
        return below | equal

    def lowest(self, among):
        """Return the lowest figure of some places, or None."""
        return self._extreme(among, of_ones=False)

    def highest(self, among):
        """Return the highest figure of some places, or None."""
        return self._extreme(among, of_ones=True)

    def _extreme(self, among, *, of_ones):
        members = among & self.known
        if not members:
            return None
        figure = 0
        for digit in reversed(range(len(self.digits))):
            ones = members & self.digits[digit]
            better = ones if of_ones else members ^ ones
            members = better or members
            if bool(better) == of_ones:
                figure |= 1 << digit
        return figure

    def in_order(self, among, first, last, *, descending=False):
        """Return the places with a figure by figure and place, those numbered `first` to `last` - 1."""
        places, passed = [], 0
        stack = [(among & self.known, len(self.digits) - 1)]
        while stack and passed < last:
            group, digit = stack.pop()
            count = group.bit_count()
            if passed + count > first and count:
                if digit < 0:
                    places += places_of(group, max(first - passed, 0), last - passed)
                elif count <= FEW:
                    sign = -1 if descending else 1
                    ordered = sorted(places_of(group), key=lambda place: sign * self.figure(place))
                    places += ordered[max(first - passed, 0) : last - passed]
                else:
                    ones = group & self.digits[digit]
                    halves = [(ones, digit - 1), (group ^ ones, digit - 1)]
                    stack += reversed(halves) if descending else halves
                    continue
            passed += count
        return places

    def figure(self, place):
        """Return the figure of a place that has one."""
        byte, bit = place >> 3, place & 7
        return sum(
            1 << digit
            for digit, packed in enumerate(self._packed)
            if byte < len(packed) and packed[byte] >> bit & 1
        )

    @cached_property
    def _packed(self):
        return [bitmap.to_bytes((bitmap.bit_length() + 7) // 8, "little") for bitmap in self.digits]


def cut(pairs, count, *, best=None):
    """Return the members of Figures of `count` places from pairs of (place, figure).

    Where a place comes twice the `best` of its figures counts, min or max.
    """
    dense = array("q", bytes(BYTES_PER_FIGURE * count))
    known = bytearray(b"0") * count
    for place, figure in pairs:
        if best is not None and known[-1 - place] == ONE:
            figure = best(figure, dense[place])
        dense[place] = figure
        known[-1 - place] = ONE
    members = {KNOWN: int(known or b"0", 2)}
    raw = dense.tobytes()
    for byte in range(BYTES_PER_FIGURE):
        plane = raw[byte::BYTES_PER_FIGURE][::-1]
        if plane.count(0) < count:
            for bit in range(8):
                members[byte * 8 + bit] = int(plane.translate(DIGITS[bit]), 2)
    return {digit: bitmap for digit, bitmap in members.items() if bitmap}


def lowest_of(several):
    """Return Figures with the lowest figure that any of several has at a place."""
    return _best_of(several, highest=False)


def highest_of(several):
    """Return Figures with the highest figure that any of several has at a place."""
    return _best_of(several, highest=True)


def _best_of(several, *, highest):
    best, *others = several
    for other in others:
        best = _better(best, other, highest=highest)
    return best


def _better(one, other, *, highest):
    """Where both know a figure the digits are compared from the top; where one does, it stands."""
    both = one.known & other.known
    ones_win, undecided = one.known ^ both, both
    length = max(len(one.digits), len(other.digits))
    digits = [
        tuple(figures.digits[digit] if digit < len(figures.digits) else 0 for figures in (one, other))
        for digit in range(length)
    ]
    for mine, theirs in reversed(digits):
        differ = (mine ^ theirs) & undecided
        ones_win |= differ & (mine if highest else theirs)
        undecided ^= differ
    ones_win |= undecided
    others_win = (one.known | other.known) ^ ones_win
    members = {KNOWN: one.known | other.known}
    for digit, (mine, theirs) in enumerate(digits):
        members[digit] = (mine & ones_win) | (theirs & others_win)
    return Figures(members)
