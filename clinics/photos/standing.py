"""Whether visitors see a photo, in words for an editor."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clinics.models import PhotoKind


def standing_in_words(photo, *, on, cases):
    """Return whether the consent lets visitors see a photo on a day in Seoul, and if not, why not."""
    if photo.withdrawn_on is not None:
        return _("Not shown, and never again: the consent was withdrawn on %(day)s.") % {
            "day": in_words(photo.withdrawn_on)
        }
    if photo.expires_on is not None and photo.expires_on < on:
        return _("Not shown: the consent expired on %(day)s.") % {"day": in_words(photo.expires_on)}
    if photo.given_on is not None and photo.given_on > on:
        return _("Not shown before the consent begins on %(day)s.") % {"day": in_words(photo.given_on)}
    if photo.kind == PhotoKind.CASE and not cases:
        return _("Not shown: this site does not show cases.")
    if photo.expires_on is not None:
        return _("Shown to the end of %(day)s.") % {"day": in_words(photo.expires_on)}
    return _("Shown.")


def in_words(day):
    """Return a day as "28 January 2026"."""
    return date_format(day, "j F Y")
