"""Prices in the words of the site."""

from django import template

from pricing.money import amount, stated_span
from pricing.rates import about

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


@register.filter
def in_dollars(figure):
    """Return whole US dollars as "$1,800"."""
    return amount(figure, "USD")


@register.filter
def about_in(span, currency):
    """Return US dollars in a Currency with a rate, "about KRW 1,520,000"; "" without either."""
    return about(span, currency) if span and currency else ""
