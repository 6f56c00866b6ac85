"""What becomes of a listing that somebody sends from its form: a rule over what stood and what they want."""

from dataclasses import dataclass, field
from enum import StrEnum

from clinics.completeness import Point, lacking_for_publication
from clinics.rights import Manner


class Fate(StrEnum):
    """What becomes of a save."""

    STORED = "stored"
    LACKING = "lacking"  # not fit to be published: nothing is stored, and the form says why
    KEPT = "kept"  # somebody else saved first: kept aside until its author has looked at both
    PROPOSED = "proposed"  # kept until somebody decides


@dataclass(frozen=True, slots=True)
class Outcome:
    """The Fate of a save, the document that it would store, and the Points that it lacks."""

    fate: Fate
    document: dict
    lacking: list[Point] = field(default_factory=list)


def settle(before, after, *, manner, opened, version, is_proposal):
    """Return the Outcome of a save.

    `before` and `after` are the documents as the listing stands and as it would be stored, `before` None for
    a new one; `opened` is the version that the form was read from, `version` the present one; `is_proposal`
    says that the editor only proposes.
    """
    if before is not None and (manner == Manner.PROPOSE or is_proposal):
        return Outcome(Fate.PROPOSED, after)
    if before is not None and opened != version:
        return Outcome(Fate.KEPT, after)
    if lacking := lacking_for_publication(before, after):
        return Outcome(Fate.LACKING, after, lacking)
    return Outcome(Fate.STORED, after)


class NotStored(Exception):
    """A save that was not stored: its Outcome says why; its note and its day belong to a proposal."""

    def __init__(self, outcome, *, note, due_at):
        super().__init__(outcome.fate)
        self.outcome = outcome
        self.note = note
        self.due_at = due_at
