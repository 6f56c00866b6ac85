"""Prices in the words of the site."""

from django import template
from django.utils.translation import ngettext

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
    """Return a lowest and highest number as "2–4", "980–1,382", or "3" when they are equal."""
    low, high = pair
    return f"{low:,}" if low == high else f"{low:,}–{high:,}"


@register.filter
def sessions_in_words(pair):
    """Return a number of sessions: "2–3 sessions", "1 session"."""
    words = ngettext("%(sessions)s session", "%(sessions)s sessions", pair[1])
    return words % {"sessions": span_in_words(pair)}


@register.filter
def together_in_words(pair):
    """Return how many sessions a course is the sum of: "2–3 sessions together", "1 session"."""
    words = ngettext("%(sessions)s session", "%(sessions)s sessions together", pair[1])
    return words % {"sessions": span_in_words(pair)}


@register.filter
def years_in_words(pair):
    """Return a first and a last year as "2029–2031", or "2029" when they are equal."""
    first, last = pair
    return f"{first}" if first == last else f"{first}–{last}"


@register.filter
def in_dollars(figure):
    """Return whole US dollars as "$1,800"."""
    return amount(figure, "USD")


@register.filter
def about_in(span, currency):
    """Return US dollars in a Currency with a rate, "about KRW 1,520,000"; "" without either."""
    return about(span, currency) if span and currency else ""
