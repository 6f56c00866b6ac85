"""Change many listings at once: look at the effect first, do it in one transaction, take it back.

An act is a value that says what becomes of one document; reading the effect, writing and taking back are the
same for all of them.
"""

from .acts import AdjustPrices, GiveStatus, LeftOut, MarkVerified, MoveTo
from .applying import Stopped, apply_act
from .effects import SHOWN, Effect, read_effect
from .seen import UnreadableSelection, pack_seen, unpack_seen
from .telling import told_entries
from .undoing import undo_act

__all__ = [
    "SHOWN",
    "AdjustPrices",
    "Effect",
    "GiveStatus",
    "LeftOut",
    "MarkVerified",
    "MoveTo",
    "Stopped",
    "UnreadableSelection",
    "apply_act",
    "pack_seen",
    "read_effect",
    "told_entries",
    "undo_act",
    "unpack_seen",
]
