"""The tree of districts as a whole: what a bulk change of parents can break and no single edit can."""

from clinics.models import District


def districts_in_cycles():
    """Return the districts that no way from a root reaches, by slug: those in a cycle and those below one.

    Such districts, and their clinics, drop out of every list that walks the tree. Run this after bulk moves.
    """
    children = {}
    for pk, parent in District.objects.order_by().values_list("pk", "parent_id"):
        children.setdefault(parent, []).append(pk)
    reached = set()
    waiting = list(children.get(None, []))
    while waiting:
        pk = waiting.pop()
        reached.add(pk)
        waiting.extend(children.get(pk, []))
    lost = {pk for siblings in children.values() for pk in siblings} - reached
    return District.objects.filter(pk__in=lost).order_by("slug")
