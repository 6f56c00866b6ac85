"""Which treatment a number in a sentence is about."""

import re

from .prose import CELL_END, ROW

# What may stand between names that share one number.
JOINING = re.compile(r"(?:\s|,|/|&|\+|\(|\)|and|or|und|the|a|\||–|-)*", re.IGNORECASE)
# A name behind its number follows at once: “2–3 sessions for the crown”.
FOLLOWING = re.compile(r"[^,;:|.()]{0,40}")


def subjects_of(quantity, passage, mentions):
    """Return the records that a quantity is about: those named last before it, else the one right behind it.

    In a row of a table they are those of its first cell, for that is what the row is about.
    """
    if passage.kind == ROW:
        end = passage.text.find(CELL_END.strip())
        first = [each for each in mentions if each.start < end]
        if first:
            return list(dict.fromkeys(each.record for each in first))
    before = [each for each in mentions if each.end <= quantity.start]
    if before:
        return named_last(passage.text, before)
    behind = [each for each in mentions if each.start >= quantity.end]
    if behind and FOLLOWING.fullmatch(passage.text[quantity.end : behind[0].start]):
        return [behind[0].record]
    return []


def named_last(text, mentions):
    """Return the record of the last of some mentions in a text, behind those that are named with it."""
    group = mentions[-1:]
    for each in reversed(mentions[:-1]):
        if not JOINING.fullmatch(text[each.end : group[0].start]):
            break
        group.insert(0, each)
    return list(dict.fromkeys(each.record for each in group))
