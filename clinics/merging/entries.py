"""Entries of a list, such as prices, beside one another: in words, only where they differ."""

from django.utils.translation import gettext as _

from clinics.history.wording import entry_in_words, label_of_column, value_in_words


def told_apart(child, entries, vocabularies):
    """Return what each of some entries of a list states, line by line; None is one that is not there.

    Where several are there, only the fields that differ among them are told.
    """
    there = [entry for entry in entries if entry is not None]
    if len(there) == 1:
        return [
            [_("not there") if entry is None else entry_in_words(child, entry, vocabularies)]
            for entry in entries
        ]
    differing = [column for column in child.columns if len({repr(entry[column.name]) for entry in there}) > 1]
    return [
        [_("not there")]
        if entry is None
        else [
            f"{label_of_column(column)}: "
            f"{value_in_words(column, entry[column.name], vocabularies) or _('not stated')}"
            for column in differing
        ]
        or [_("the same")]
        for entry in entries
    ]
