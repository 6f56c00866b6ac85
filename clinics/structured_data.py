"""What search engines read of clinics and districts, as plain data in the words of schema.org.

Placeholders are left out: whoever reads the data must not take one for a business.
"""

from django.urls import reverse

from clinics.korea import COUNTRY
from clinics.models.clinic import LegalBasis
from pricing.money import Span
from pricing.structured_data import absolute, aggregate_offer, item_list, with_values

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MIDNIGHT = "00:00"


def clinic_of(profile):
    """Return the clinic of a Profile as a business, or None for a placeholder.

    A MedicalClinic only where the legal basis is medical; its treatments are medical procedures only there.
    """
    clinic = profile.clinic
    if clinic.is_example:
        return None
    is_medical = clinic.legal_basis == LegalBasis.MEDICAL
    treatments = [row.treatment for row in profile.prices] if is_medical else []
    return with_values(
        {
            "@type": "MedicalClinic" if is_medical else "HealthAndBeautyBusiness",
            "@id": absolute(f"{clinic.get_absolute_url()}#clinic"),
            "name": clinic.name,
            "alternateName": clinic.other_name,
            "description": profile.summary,
            "url": absolute(clinic.get_absolute_url()),
            "image": _images(profile),
            "sameAs": [address for address in (clinic.website, *clinic.review_places) if address],
            "telephone": clinic.phone_e164,
            "address": _address(clinic, profile.district_path),
            "geo": _point(clinic),
            "openingHoursSpecification": _weekly(profile.week) if profile.week else [],
            "specialOpeningHoursSpecification": _special(profile.week) if profile.week else [],
            "priceRange": _price_range([row.course for row in profile.prices if row.course]),
            "paymentAccepted": ", ".join(clinic.payment_methods),
            "knowsLanguage": profile.terms["languages"],
            "availableService": [_named("MedicalProcedure", each) for each in treatments],
            "makesOffer": _offers(profile.prices),
        }
    )


def clinic_list(name, results, *, first=1):
    """Return the clinics of some Results as an ItemList; `first` is the place of the first in the whole list.

    A placeholder keeps its place and is not named. None when nothing is left.
    """
    return item_list(
        name,
        [
            (place, result.clinic.get_absolute_url())
            for place, result in enumerate(results, first)
            if not result.clinic.is_example
        ],
    )


def district_of(district, above):
    """Return a district as a Place inside the one that it lies in; `above` runs from the root downwards."""
    return with_values(
        {
            **_named("Place", district),
            "alternateName": district.name_ko,
            "containedInPlace": _named("Place", above[-1]) if above else None,
        }
    )


def _images(profile):
    """Return the photos of the premises, and the drawing that stands for a clinic where a link is shared."""
    drawn = reverse("clinics:share_image", args=[profile.clinic.slug])
    return [absolute(address) for address in [*(photo.address for photo in profile.gallery.for_reuse), drawn]]


def _named(kind, record):
    return {"@type": kind, "name": record.name, "url": absolute(record.get_absolute_url())}


def _address(clinic, path):
    return with_values(
        {
            "@type": "PostalAddress",
            "streetAddress": clinic.address or clinic.address_ko,
            "addressLocality": path[-1].name,
            "addressRegion": path[0].name if len(path) > 1 else "",
            "addressCountry": COUNTRY,
        }
    )


def _point(clinic):
    if clinic.latitude is None or clinic.point_approximate:
        return None
    return {
        "@type": "GeoCoordinates",
        "latitude": float(clinic.latitude),
        "longitude": float(clinic.longitude),
    }


def _weekly(week):
    """Return the hours of weekdays, those with equal hours together; what is not stated is left out."""
    days = {}
    for weekday, hours in sorted(week.weekly.items()):
        days.setdefault(hours, []).append(f"https://schema.org/{DAYS[weekday]}")
    return [{**opening, "dayOfWeek": names} for hours, names in days.items() for opening in _openings(hours)]


def _special(week):
    """Return the hours of single days to come."""
    return [
        {**opening, "validFrom": day.isoformat(), "validThrough": day.isoformat()}
        for day, hours in sorted(week.special.items())
        for opening in _openings(hours)
    ]


def _openings(hours):
    """Yield each pair of times; a day that opens and closes at midnight is closed."""
    spans = [(f"{start:%H:%M}", f"{end:%H:%M}") for start, end in sorted(hours)]
    for opens, closes in spans or [(MIDNIGHT, MIDNIGHT)]:
        yield {"@type": "OpeningHoursSpecification", "opens": opens, "closes": closes}


def _price_range(courses):
    if not courses:
        return ""
    highs = [course.high for course in courses if course.high is not None]
    is_open = any(course.open_ended for course in courses)
    low = min(course.low for course in courses)
    return str(Span(low, max(highs) if highs else None, is_open))


def _offers(rows):
    offers = [
        aggregate_offer(quoted.price, itemOffered=_named("Service", row.treatment))
        for row in rows
        for quoted in (row.session, row.package)
        if quoted is not None
    ]
    return [offer for offer in offers if offer]
