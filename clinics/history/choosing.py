"""The choices between two versions of a listing, in words: what each side says of a part."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from clinics.documents.parts import CHILDREN_BY_KEY, COLUMNS, SETS

from .merging import Side
from .wording import label_of, label_of_column, names_of, part_in_words, value_in_words


@dataclass(frozen=True, slots=True)
class Option:
    """One side of a choice: what it says, line by line, and whether it is chosen."""

    side: Side
    lines: list[str]
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A part on which two versions differ, with what it was before either changed it, line by line."""

    key: str
    label: str
    before: list[str]
    is_conflict: bool
    options: list[Option]

    @property
    def texts(self):
        """What each side says as one text, by Side: {"theirs": "Quiet.", "mine": "Quiet and calm."}."""
        return {str(option.side): "\n".join(option.lines) for option in self.options}


def choices_of(merge, vocabularies, chosen=None):
    """Return the Choices of a Merge; `chosen` gives {key: Side} where somebody chose already."""
    chosen = chosen or {}
    return [describe_choice(meeting, vocabularies, chosen.get(meeting.key)) for meeting in merge.meetings]


def describe_choice(meeting, vocabularies, chosen):
    """Return the Choice that a Meeting leaves."""
    side = chosen or meeting.side
    return Choice(
        key=meeting.key,
        label=label_of(meeting.key, vocabularies),
        before=lines_of(meeting, meeting.base, vocabularies) if meeting.side in {None, Side.BOTH} else [],
        is_conflict=meeting.side is None,
        options=[
            Option(one, lines_of(meeting, meeting.value(one), vocabularies), one == side)
            for one in meeting.sides
        ],
    )


def lines_of(meeting, value, vocabularies):
    """Return what a value of a part says; of an entry that both sides have, only where they differ."""
    if meeting.key in SETS:
        return [", ".join(names_of(COLUMNS[meeting.key], value or [], vocabularies)) or _("none")]
    if isinstance(value, dict) and meeting.theirs is not None and meeting.mine is not None:
        child = CHILDREN_BY_KEY[meeting.key.partition(":")[0]]
        differing = [one for one in child.columns if meeting.theirs[one.name] != meeting.mine[one.name]]
        texts = [value_in_words(one, value[one.name], vocabularies) for one in differing]
        return [
            f"{label_of_column(column)}: {text or _('not stated')}"
            for column, text in zip(differing, texts, strict=True)
        ]
    return (part_in_words(meeting.key, value, vocabularies) or _("not stated")).split("\n")
