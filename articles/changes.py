"""When articles, and the lists of them, were last changed in public."""

from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby
from math import ceil

from django.urls import reverse

from articles.figures import Figure, Records, compared_clinics, needs_of, origins_of
from articles.figures.records import CLINIC_COUNT
from articles.models import Article
from articles.reading import PER_PAGE
from clinics.changes import ClinicChanges
from clinics.korea import SEOUL
from clinics.models import Clinic
from pricing.changes import newest
from pricing.models import Treatment


def public_change(*, changed_at, published_on):
    """Return when visitors saw the last change: the change itself, or the beginning of the first day."""
    return max(changed_at, beginning_of(published_on))


def beginning_of(day):
    """Return the moment at which a day begins in Seoul."""
    return datetime.combine(day, time.min, SEOUL)


@dataclass(frozen=True, slots=True)
class ListChange:
    """A list of guides that has some: its address, its number of pages, its newest change."""

    path: str
    pages: int
    changed: datetime


@dataclass(frozen=True, slots=True)
class ArticleChanges:
    """What visitors see on a day: (path, moment) of each article by slug, and the lists that have guides.

    An article changes with its text and with the records that its figures draw on; `newest` is the newest
    change of a text alone, or None, for that is what other pages show of articles.
    """

    articles: list[tuple[str, datetime]]
    lists: list[ListChange]
    newest: datetime | None


def read_article_changes(*, today: date, at: datetime, clinics: ClinicChanges):
    """Return the ArticleChanges of a day in Seoul up to a moment, in four queries at the most.

    One query is enough while no article has figures. `clinics` are the changes of clinics and districts.
    """
    seen = Article.objects.published(today=today).select_related("category").order_by("slug")
    seen = seen.only("slug", "kind", "changed_at", "published_on", "category__slug", "figures")
    moments = {
        article: public_change(changed_at=article.changed_at, published_on=article.published_on)
        for article in seen
    }
    drawn = _read_drawn(moments, at=at, clinics=clinics)
    guides = [article for article in moments if article.is_guide]
    lists = [_list_change(reverse("articles:list"), guides, moments)] if guides else []
    filed = sorted((guide for guide in guides if guide.category), key=lambda guide: guide.category.slug)
    for category, own in groupby(filed, key=lambda guide: guide.category):
        lists.append(_list_change(category.get_absolute_url(), list(own), moments))
    return ArticleChanges(
        articles=[
            (article.get_absolute_url(), newest([changed, drawn.get(article)]))
            for article, changed in moments.items()
        ],
        lists=lists,
        newest=newest(moments.values()),
    )


def _read_drawn(articles, *, at, clinics):
    """Return {article: the newest change of what its figures draw on} of those that have figures."""
    figures = {article: [Figure.of(part) for part in article.figures] for article in articles}
    every = [figure for own in figures.values() for figure in own]
    if not every:
        return {}
    slugs = compared_clinics(every)
    compared = Clinic.objects.published(at=at).filter(slug__in=sorted(slugs)).with_public_change(at=at)
    records = Records(
        needs_of(every) - {CLINIC_COUNT},
        treatments=list(Treatment.objects.in_order()),
        related=[],
        clinics={clinic.slug: clinic for clinic in compared} if slugs else {},
        district_count=len(clinics.districts),
        at=at,
    )
    counted = {"clinics": clinics.all, "districts": newest(clinics.districts.values())}
    return {
        article: newest(moment for figure in own for moment in _moments_of(figure, records, counted))
        for article, own in figures.items()
    }


def _moments_of(figure, records, counted):
    """Yield the moments of what one figure draws on."""
    if figure.name == "count" and figure.words:
        yield counted.get(figure.words[0])
    for record in origins_of(figure, records):
        yield record.public_change if isinstance(record, Clinic) else record.changed_at


def _list_change(path, guides, moments):
    return ListChange(path, ceil(len(guides) / PER_PAGE), newest(moments[guide] for guide in guides))
