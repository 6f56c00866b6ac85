"""What pages of other layers show of guides."""

from datetime import date

from django import template
from django.utils import timezone

from articles.models import Article
from clinics.korea import SEOUL

register = template.Library()

MOST_ABOUT = 8
MOST_LATEST = 3


def seen_guides():
    """Return the guides that visitors see today, the latest first."""
    today = timezone.localdate(timezone.now(), SEOUL)
    return Article.objects.published(today=today).guides().for_lists().latest_first()


@register.inclusion_tag("articles/_guides.html")
def guides_about(*, clinic=None, district=None, treatment=None):
    """Show the guides that say that they are about a clinic, a district or a treatment; nothing without."""
    about = {"clinics": clinic, "districts": district, "treatments": treatment}
    named = {name: record for name, record in about.items() if record is not None}
    subject = next(iter(named.values()))
    return {"guides": seen_guides().filter(**named)[:MOST_ABOUT], "subject": subject}


@register.inclusion_tag("articles/_guides.html")
def latest_guides():
    """Show the latest guides; nothing while there is none."""
    return {"guides": seen_guides()[:MOST_LATEST], "subject": None}


@register.filter
def iso_day(text):
    """Return the day of a text such as 2026-01-28, as rendered articles hold them."""
    return date.fromisoformat(text)
