"""Guides for tests, saved from their Markdown as an import saves them."""

from articles.models import Article
from articles.saving import read_article, save_guide

FRONT_MATTER = """\
---
title: {title}
slug: {slug}
date: 2026-01-28
{more}---
"""


def save_text(body, *, slug="guide", title="A guide", more=""):
    """Save a published guide of a body and return it as a page would read it; `more` is front matter."""
    text = FRONT_MATTER.format(title=title, slug=slug, more=more and f"{more}\n") + body
    guide, rendered = read_article(text, name=slug)
    saved = save_guide(guide, rendered)
    return Article.objects.for_page().get(pk=saved.article.pk)
