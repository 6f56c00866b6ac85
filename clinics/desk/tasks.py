"""What an editor has to do: a record, why, and the place on its page where it is done."""

from typing import NamedTuple

from django.urls import reverse
from django.utils.http import urlencode


class Task(NamedTuple):
    """One row of a work list: `page` and `pk` name the editor's page, `anchor` the field on it.

    `twin` is another listing that may be the same.
    """

    name: str
    why: str
    pk: int
    anchor: str
    page: str = "clinics_clinic"
    twin: int | None = None

    @property
    def url(self):
        """The address of the field."""
        return f"{reverse(f'admin:{self.page}_change', args=[self.pk])}#{self.anchor}"

    @property
    def merge_url(self):
        """The address where the two listings are merged, or "" where there is only one."""
        if self.twin is None:
            return ""
        return f"{reverse('admin:clinics_clinic_merge')}?{urlencode({'clinic': [self.pk, self.twin]}, True)}"


def field(name):
    """Return the anchor of a field on an editor's page."""
    return f"id_{name}"


def row(kind, place):
    """Return the anchor of one row of a list on the page of a clinic: `prices` or `findings`, from 0 on."""
    return f"{kind}-{place}"


def numbered(rows, *, owner):
    """Yield (place, row) of rows in the order of the page, counted from 0 for each `owner(row)`."""
    last, place = None, 0
    for each in rows:
        place = place + 1 if owner(each) == last else 0
        last = owner(each)
        yield place, each
