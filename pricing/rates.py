"""Prices at a dated exchange rate, in words that say how exact they are."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from pricing.models import Currency
from pricing.money import US_DOLLAR, amount, in_currency


def read_rates():
    """Return the currencies with a rate, by code."""
    return {currency.code: currency for currency in Currency.objects.with_rate()}


def about(span, currency):
    """Return a Span of US dollars in a Currency with a rate: "about KRW 1,520,000" (fact S233)."""
    converted = in_currency(span, code=currency.code, units_per_usd=currency.units_per_usd)
    if converted.high is None:
        return _("from about %(price)s") % {"price": amount(converted.low, converted.currency)}
    return _("about %(price)s") % {"price": converted}


def about_on_its_day(span, currency):
    """Return the same with the day of the rate: "about KRW 1,520,000, at the rate of 1 March 2026"."""
    day = date_format(currency.as_of, "j F Y")
    return _("%(price)s, at the rate of %(day)s") % {"price": about(span, currency), "day": day}


def converted_from(currency):
    """Return "converted from KRW at the rate of 23 November 2026" of a Currency, or "" of US dollars."""
    if currency.code == US_DOLLAR:
        return ""
    day = date_format(currency.as_of, "j F Y")
    return _("converted from %(currency)s at the rate of %(day)s") % {"currency": currency.code, "day": day}
