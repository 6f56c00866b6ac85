"""Prices in the words of the site."""

from django import template

from pricing.money import stated_span

register = template.Library()


@register.filter
def in_words(price):
    """Return a price as "$1,800–$3,000", "from $4,000" or "quoted after assessment"."""
    span = stated_span(price)
    return price.get_state_display() if span is None else str(span)


@register.filter
def span_in_words(pair):
    """Return a lowest and highest number as "2–4", or "3" when they are equal."""
    low, high = pair
    return f"{low}" if low == high else f"{low}–{high}"
