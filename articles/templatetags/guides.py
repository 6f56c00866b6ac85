"""What pages of other layers show of guides."""

from collections import defaultdict
from datetime import date

from django import template
from django.utils import timezone

from articles.models import Article
from clinics.korea import SEOUL
from clinics.remembering import remembered_with

register = template.Library()

MOST_ABOUT = 8
MOST_LATEST = 3


def today():
    """Return the day in Seoul."""
    return timezone.localdate(timezone.now(), SEOUL)


def seen_guides(day=None):
    """Return the guides that visitors see on a day, today without one, the latest first."""
    return Article.objects.published(today=day or today()).guides().for_lists().latest_first()


@register.inclusion_tag("articles/_guides.html")
def guides_about(*, clinic=None, district=None, treatment=None, known=None):
    """Show the guides that say that they are about a clinic, a district or a treatment; nothing without.

    What is Known of the data saves the query.
    """
    about = {"clinics": clinic, "districts": district, "treatments": treatment}
    [(name, subject)] = [each for each in about.items() if each[1] is not None]
    if known is None:
        guides = seen_guides().filter(**{name: subject})[:MOST_ABOUT]
    else:
        guides = remembered_with(known, guides_by_subject, name, today()).get(subject.pk, [])[:MOST_ABOUT]
    return {"guides": guides, "subject": subject}


def guides_by_subject(name, day):
    """Return the primary key of each clinic, district or treatment -> the guides about it, in two queries."""
    guides, by_subject = {guide.pk: guide for guide in seen_guides(day)}, defaultdict(list)
    pairs = Article.objects.filter(pk__in=guides).order_by().values_list("pk", name)
    subjects = defaultdict(list)
    for guide, subject in pairs:
        subjects[guide].append(subject)
    for pk, guide in guides.items():
        for subject in subjects[pk]:
            by_subject[subject].append(guide)
    return by_subject


@register.inclusion_tag("articles/_guides.html")
def latest_guides():
    """Show the latest guides; nothing while there is none."""
    return {"guides": seen_guides()[:MOST_LATEST], "subject": None}


@register.filter
def iso_day(text):
    """Return the day of a text such as 2026-01-28, as rendered articles hold them."""
    return date.fromisoformat(text)
