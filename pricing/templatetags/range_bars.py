"""Price ranges as drawings: written out here, for a listing shows dozens of them."""

from django import template
from django.utils.translation import gettext as _

from pricing.markup import markup

register = template.Library()

DRAWING = '<svg class="bar" viewBox="0 0 208 12" {}>{}{}</svg>\n'
SAID = 'role="img" aria-label="{}"'
HIDDEN = markup('aria-hidden="{}"', "true")
MARKET = '<path d="M{} 1h{}{}h-{}z"/>'
MARKET_ENDS = {True: "l8 5-8 5", False: "v10"}
OWN = '<path class="own" d="M{} 4h{}{}h-{}z"/>'
OWN_ENDS = {True: "v-2l6 4-6 4v-2", False: "v4"}


@register.simple_tag
def range_bar(bar, market=""):
    """Draw a Bar; `market`, a Span or "", is said to whoever cannot see it."""
    words = market and _("market: %(market)s") % {"market": market}
    return markup(
        DRAWING,
        markup(SAID, words) if words else HIDDEN,
        _drawn(MARKET, bar.market, MARKET_ENDS),
        _drawn(OWN, bar.own, OWN_ENDS),
    )


def _drawn(shape, stretch, ends):
    if stretch is None:
        return ""
    return markup(shape, stretch.start, stretch.length, ends[stretch.is_open], stretch.length)
