"""Publish articles: their sources say so afterwards, so that a later import does not take it back."""

from django.db import transaction

from articles.composing import restated
from articles.front_matter import UnreadableGuide
from articles.models import ArticleStatus
from articles.saving import read_article, save_guide


def publish(articles, *, today):
    """Publish the drafts among some articles, those without a day from today on; return what happened.

    That is the number of those published, and (title, error) of each that cannot be.
    """
    published, failed = 0, []
    for article in articles.filter(status=ArticleStatus.DRAFT).order_by("slug"):
        changes = {"status": ArticleStatus.PUBLISHED, "published_on": article.published_on or today}
        try:
            with transaction.atomic():
                source = restated(article.source, name=article.slug, **changes)
                save_guide(*read_article(source, name=article.slug), article=article)
        except UnreadableGuide as error:
            failed.append((article.title, error))
        else:
            published += 1
    return published, failed
