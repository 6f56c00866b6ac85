"""What an act would do, before it is done: counts, and the first listings field by field."""

from dataclasses import dataclass, field
from typing import NamedTuple

from clinics.documents import Change, in_chunks, read_documents
from clinics.history.differences import find_differences
from clinics.history.resolving import Vocabularies
from clinics.models import Clinic

from .acts import LeftOut

SHOWN = 50  # listings on a page, however many there are


class Row(NamedTuple):
    """A listing that would change, and its Differences."""

    pk: int
    name: str
    differences: list


class Left(NamedTuple):
    """A listing that an act leaves out, and why, in a sentence."""

    pk: int
    name: str
    reason: str


@dataclass(slots=True)
class Effect:
    """What an act would do: how many listings change, stay the same and are left out; the first of each.

    `seen` is {primary key: version} of all of them, as they stood.
    """

    seen: dict[int, int] = field(default_factory=dict)
    changed: int = 0
    unchanged: int = 0
    left_out: int = 0
    rows: list[Row] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)


def plan(act, documents):
    """Return (Changes, Left) of {primary key: document}: what an act changes, and what it leaves out."""
    changes, left = [], []
    for pk, document in documents.items():
        try:
            changes.append(Change(act.changed(document), pk, document))
        except LeftOut as reason:
            left.append(Left(pk, document["name"], str(reason)))
    return changes, left


def read_versions(pks):
    """Return {primary key: version} of the listings that are there."""
    return dict(Clinic.objects.filter(pk__in=pks).order_by().values_list("pk", "version"))


def read_effect(act, pks, *, vocabularies=None, watch=None):
    """Return the Effect of an act on listings; those that are gone are not in it.

    The number of statements grows by the same few with every 500 listings. `watch(changes)` sees what is
    planned, some hundred Changes at a time.
    """
    vocabularies = vocabularies or Vocabularies()
    effect = Effect()
    for chunk in in_chunks(pks):
        # The versions come first: what changes in between is noticed when it is written.
        versions = read_versions(chunk)
        documents = read_documents(versions)
        effect.seen.update((pk, versions[pk]) for pk in documents)
        changes, left = plan(act, documents)
        if watch:
            watch(changes)
        effect.left_out += len(left)
        effect.left += left[: SHOWN - len(effect.left)]
        changed = [change for change in changes if change.before != change.after]
        effect.changed += len(changed)
        effect.unchanged += len(changes) - len(changed)
        for change in changed[: SHOWN - len(effect.rows)]:
            differences = find_differences(change.before, change.after, vocabularies)
            effect.rows.append(Row(change.pk, change.before["name"], differences))
    return effect
