"""Which rows of a checked file are to be written."""

from pricing.tables.checking import Verdict

WRITABLE = (Verdict.NEW, Verdict.CHANGED)


def choose_rows(change_set, *, shown, chosen):
    """Choose some of the rows that a page showed, by their numbers, and none of its others."""
    rows = change_set.rows.filter(number__in=shown, verdict__in=WRITABLE)
    rows.filter(number__in=chosen).update(is_chosen=True)
    rows.exclude(number__in=chosen).update(is_chosen=False)


def choose_all(change_set, *, verdict="", is_chosen=True):
    """Choose or leave out all rows that can be written, or those with one verdict."""
    rows = change_set.rows.filter(verdict__in=WRITABLE)
    (rows.filter(verdict=verdict) if verdict else rows).update(is_chosen=is_chosen)
