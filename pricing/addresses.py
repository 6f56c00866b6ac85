"""Addresses of records by their slugs, without asking Django for each of the hundred on a page."""

from functools import cache

from django.urls import get_script_prefix, reverse

STAND_IN = "slug"


def address_of(view, slug):
    """Return the address of a view that takes a slug and nothing else, as `reverse` does."""
    before, after = _around(view, get_script_prefix())
    return f"{before}{slug}{after}"


@cache
def _around(view, prefix):
    # What stands in for the slug is not looked for in the prefix, which may hold the same word.
    address = reverse(view, args=[STAND_IN])
    before, _stand_in, after = address.removeprefix(prefix).partition(STAND_IN)
    return prefix + before, after
