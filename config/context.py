from django.conf import settings


def site(request):
    """Give every template the site's name, its address without a final slash, and its contact or ""."""
    return {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "contact_email": settings.CONTACT_EMAIL,
    }
