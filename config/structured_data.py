"""What search engines read of the site as a whole, as plain data in the words of schema.org."""

from django.conf import settings
from django.urls import reverse

from pricing.structured_data import absolute, with_values


def website():
    """Return the site with its search."""
    return {
        "@type": "WebSite",
        "@id": absolute("/#website"),
        "name": settings.SITE_NAME,
        "url": absolute(reverse("home")),
        "inLanguage": "en",
        "publisher": {"@id": absolute("/#organization")},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": f"{absolute(reverse('clinics:list'))}?q={{search_term_string}}",
            },
            "query-input": "required name=search_term_string",
        },
    }


def organization():
    """Return who publishes the site."""
    return with_values(
        {
            "@type": "Organization",
            "@id": absolute("/#organization"),
            "name": settings.SITE_NAME,
            "url": absolute(reverse("home")),
            "logo": absolute(reverse("share_image")),
            "email": settings.CONTACT_EMAIL,
        }
    )
