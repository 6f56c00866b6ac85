"""Converted prices in words."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from pricing.money import US_DOLLAR


def converted_from(currency):
    """Return "converted from KRW at the rate of 23 November 2026" of a Currency, or "" of US dollars."""
    if currency.code == US_DOLLAR:
        return ""
    day = date_format(currency.as_of, "j F Y")
    return _("converted from %(currency)s at the rate of %(day)s") % {"currency": currency.code, "day": day}
