from django.conf import settings

from pricing.indexing import is_plain


def site(request):
    """Give every template the site's name, its address without a final slash, and its contact or "".

    `is_indexable` tells whether search engines may keep the page; a view that knows better says so itself.
    """
    return {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "contact_email": settings.CONTACT_EMAIL,
        "is_indexable": is_plain(request),
    }
