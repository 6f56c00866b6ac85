"""A clinic at a glance: the seven attributes by which clinics are compared."""

from django.utils.translation import gettext as _


def at_a_glance(clinic):
    """Return the seven rows of the comparison as (label, text), in the order of the brief; "" is not stated.

    The clinic's price tier should be loaded.
    """
    return [
        (_("Primary focus"), clinic.focus_summary),
        (_("Target clients"), clinic.target_clients),
        (_("Artistic style"), clinic.artistic_style),
        (_("Technology"), clinic.technology),
        (_("International service"), _international_service(clinic)),
        (_("Price point"), _price_point(clinic)),
        (_("Key differentiator"), clinic.differentiator),
    ]


def _international_service(clinic):
    grade, note = clinic.get_service_grade_display(), clinic.service_note
    return f"{grade} ({note})" if grade and note else grade or note


def _price_point(clinic):
    if clinic.price_tier is None:
        return ""
    tier = clinic.price_tier.name
    return _("%(tier)s (estimated)") % {"tier": tier} if clinic.tier_estimated else tier
