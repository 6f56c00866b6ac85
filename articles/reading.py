"""What the pages of articles read: one of them completed, or a list of many."""

from dataclasses import dataclass, field, replace

from django.core.paginator import InvalidPage, Paginator
from django.db.models import Count, Q
from django.utils import timezone

from articles.completing import Completed, complete
from articles.models import Article, ArticleStatus, Category
from articles.rendering import without_links
from clinics.korea import SEOUL

PER_PAGE = 20


class NoSuchPage(ValueError):
    """A number beyond the last page, or none at all."""


@dataclass(frozen=True)
class ArticlePage:
    """An article as its page shows it at a moment."""

    article: Article
    text: Completed
    is_review_overdue: bool
    dead_links: list  # addresses that the text leads to and visitors do not see
    path: list = field(default_factory=list)  # of the breadcrumbs, between its section and itself

    @property
    def has_related(self):
        """Whether the article is about any record that visitors see."""
        return bool(self.text.clinics or self.text.districts or self.text.treatments)


def read_page(article, *, at, preview=False):
    """Return the ArticlePage of an article that is loaded with its category, author and reviewer.

    What it says about an article that visitors do not see yet is no link for them, and noted in a preview.
    """
    due, today = article.next_review_on, timezone.localdate(at, SEOUL)
    text = complete(article, at=at, preview=preview)
    dead_links = read_dead_links(article, today=today)
    if not preview:
        text = replace(text, html=without_links(text.html, dead_links))
    return ArticlePage(
        article=article,
        text=text,
        is_review_overdue=due is not None and due < today,
        dead_links=dead_links,
        path=[article.category] if article.is_guide and article.category else [],
    )


def read_dead_links(article, *, today):
    """Return the addresses of articles that one leads to and that visitors do not see on a day."""
    links = article.rendered.get("links", [])
    if not links:
        return []
    slugs = {address.split("/")[2] for address in links}
    seen = Article.objects.published(today=today).filter(slug__in=slugs).only("slug", "kind")
    return sorted(set(links) - {each.get_absolute_url() for each in seen})


def read_guides(number, *, today, category=None):
    """Return a page of the guides that visitors see on a day, of one category or of all.

    `number` is a text from the address, "" for the first page. Raises NoSuchPage.
    """
    guides = Article.objects.published(today=today).guides().for_lists().latest_first()
    if category:
        guides = guides.filter(category=category)
    try:
        return Paginator(guides, PER_PAGE).page(number or 1)
    except InvalidPage as error:
        raise NoSuchPage from error


def read_categories(*, today):
    """Return the categories that have guides on a day, each with their number as `guides`."""
    seen = Q(
        articles__kind="guide", articles__status=ArticleStatus.PUBLISHED, articles__published_on__lte=today
    )
    counted = Category.objects.annotate(guides=Count("articles", filter=seen))
    return list(counted.filter(guides__gt=0).order_by("name"))
