"""Price ranges as drawings: written out here, for a listing shows dozens of them."""

from functools import lru_cache

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pricing.markup import drawn, markup

register = template.Library()

DRAWING = '<svg class="bar" viewBox="0 0 208 12" {}>{}{}</svg>\n'
SAID = 'role="img" aria-label="{}"'
HIDDEN = markup('aria-hidden="{}"', "true")
# By whether the end is open: an open one has an arrow.
MARKET = {False: '<path d="M%d 1h%dv10h-%dz"/>', True: '<path d="M%d 1h%dl8 5-8 5h-%dz"/>'}
OWN = {
    False: '<path class="own" d="M%d 4h%dv4h-%dz"/>',
    True: '<path class="own" d="M%d 4h%dv-2l6 4-6 4v-2h-%dz"/>',
}


@register.simple_tag
def range_bar(bar, market=""):
    """Draw a Bar; `market`, a Span or "", is said to whoever cannot see it."""
    said = _said(market, get_language()) if market else HIDDEN
    return markup(DRAWING, said, _drawn(MARKET, bar.market), _drawn(OWN, bar.own))


@lru_cache
def _said(market, _language):
    """Few markets stand beside the many bars of all pages."""
    return markup(SAID, _("market: %(market)s") % {"market": market})


def _drawn(shapes, stretch):
    if stretch is None:
        return ""
    return drawn(shapes[stretch.is_open], stretch.start, stretch.length, stretch.length)
