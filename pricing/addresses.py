"""Addresses of pages, and of records by their slugs, without asking Django for each of a hundred."""

from functools import cache

from django.urls import get_script_prefix, reverse

STAND_IN = "slug"


def address_of(view, slug=None):
    """Return the address of a view that takes a slug and nothing else, or nothing, as `reverse` does."""
    if slug is None:
        return _whole(view, get_script_prefix())
    before, after = _around(view, get_script_prefix())
    return f"{before}{slug}{after}"


@cache
def _whole(view, _prefix):
    return reverse(view)


@cache
def _around(view, prefix):
    # What stands in for the slug is not looked for in the prefix, which may hold the same word.
    address = reverse(view, args=[STAND_IN])
    before, _stand_in, after = address.removeprefix(prefix).partition(STAND_IN)
    return prefix + before, after
