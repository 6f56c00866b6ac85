"""Two people changed one listing: what each changed, merged part by part, and where somebody must choose."""

from dataclasses import dataclass
from enum import StrEnum

from clinics.documents.parts import SETS, join_parts, split_document

from .differences import in_document_order


class Side(StrEnum):
    """Whose value a part gets: as it stands now, as it is wanted, or of a list the changes of both."""

    THEIRS = "theirs"
    MINE = "mine"
    BOTH = "both"


class Undecided(ValueError):
    """A choice is missing for parts that both sides changed; `keys` names them."""

    def __init__(self, keys):
        super().__init__(", ".join(keys))
        self.keys = keys


@dataclass(frozen=True, slots=True)
class Meeting:
    """A part that is not the same on both sides: its three values and whose it gets without a choice.

    `side` is None where both changed it, and differently; then somebody must choose.
    """

    key: str
    base: object
    theirs: object
    mine: object
    side: Side | None

    @property
    def sides(self):
        """The Sides that can be chosen."""
        return [Side.THEIRS, Side.MINE, *([Side.BOTH] if self.side == Side.BOTH else [])]

    @property
    def both(self):
        """The value of a list with what either side added and without what either removed."""
        removed = (set(self.base) - set(self.theirs)) | (set(self.base) - set(self.mine))
        return sorted((set(self.theirs) | set(self.mine)) - removed)

    def value(self, side):
        """Return the value that a side gives."""
        return {Side.THEIRS: self.theirs, Side.MINE: self.mine}[side] if side != Side.BOTH else self.both


class Merge:
    """Three documents of a listing: the one that somebody began with, the present one, the one they want.

    Where nobody knows what they began with, `base` is None and every difference needs a choice.
    """

    def __init__(self, base, theirs, mine):
        self._base = None if base is None else split_document(base)
        self._theirs, self._mine = split_document(theirs), split_document(mine)
        keys = in_document_order([*self._theirs, *(key for key in self._mine if key not in self._theirs)])
        self.meetings = [self._meet(key) for key in keys if self._theirs.get(key) != self._mine.get(key)]

    def _meet(self, key):
        theirs, mine = self._theirs.get(key), self._mine.get(key)
        if self._base is None:
            return Meeting(key, None, theirs, mine, None)
        base = self._base.get(key)
        if mine == base:
            side = Side.THEIRS
        elif theirs == base:
            side = Side.MINE
        else:
            side = Side.BOTH if key in SETS else None
        return Meeting(key, base, theirs, mine, side)

    @property
    def conflicts(self):
        """The Meetings in which somebody must choose."""
        return [meeting for meeting in self.meetings if meeting.side is None]

    def document(self, choices=None):
        """Return the merged document with {key: Side} chosen; raise Undecided where a choice is missing."""
        chosen = {meeting.key: meeting.side for meeting in self.meetings} | (choices or {})
        missing = [meeting.key for meeting in self.meetings if chosen[meeting.key] is None]
        if missing:
            raise Undecided(missing)
        parts = dict(self._theirs)
        for meeting in self.meetings:
            parts[meeting.key] = meeting.value(chosen[meeting.key])
        return join_parts(parts)
