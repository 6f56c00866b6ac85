"""How long ago something was checked, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def age_in_words(day, *, on):
    """Return how long a day lies back: "today", "5 days ago", "3 weeks ago", "14 months ago", "2 years ago".

    Weeks from 14 days on, months from two months, years from 24 months, each rounded down; a day to come is
    "in the future".
    """
    days = (on - day).days
    if days < 0:
        return _("in the future")
    if days == 0:
        return _("today")
    if days < 14:
        return ngettext("%(count)d day ago", "%(count)d days ago", days) % {"count": days}
    months = (on.year - day.year) * 12 + on.month - day.month - (on.day < day.day)
    if months < 2:
        return _("%(count)d weeks ago") % {"count": days // 7}
    if months < 24:
        return _("%(count)d months ago") % {"count": months}
    return _("%(count)d years ago") % {"count": months // 12}
