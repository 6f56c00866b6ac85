"""Cards of clinics: what was shown of a clinic is shown again until it changes."""

from django import template
from django.template.loader import get_template
from django.utils.html import format_html_join

from clinics.bounded import Bounded
from clinics.selection import named_slugs

MOST_BYTES = 8 * 1024 * 1024
OVERHEAD = 500  # bytes that Python needs around a card

register = template.Library()
_remembered = Bounded(lambda: MOST_BYTES)


@register.simple_tag(takes_context=True)
def show_cards(context, cards, comparing=False):
    """Show Cards as items of a list; `comparing` adds the box that chooses a clinic, checked as chosen."""
    checked = set(named_slugs(context.request.GET)) if comparing else ()
    shown = [(_show(card, comparing=comparing, is_checked=card.clinic.slug in checked),) for card in cards]
    return format_html_join("", "{}", shown)


def _show(card, *, comparing, is_checked):
    key = card.key and (*card.key, comparing, is_checked)
    html = key and _remembered.get(key)
    if not html:
        context = {"card": card, "comparing": comparing, "is_checked": is_checked}
        html = get_template("clinics/_card.html").render(context)
        if key:
            _remembered.add(key, html, size=len(html.encode()) + OVERHEAD)
    return html
