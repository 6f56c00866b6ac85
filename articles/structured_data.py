"""What search engines read of guides, as plain data in the words of schema.org."""

from django.conf import settings
from django.urls import reverse

from articles.elements import grow, text_of
from pricing.structured_data import absolute, item_list, with_values

LANGUAGE = "en"
LONGEST_HEADLINE = 110  # characters that search engines show


def nodes_of(page):
    """Return the nodes of an ArticlePage: article, page and questions of a guide, else the page alone."""
    article = page.article
    if not article.is_guide:
        return [_web_page("WebPage", article)]
    return [_article(article), _medical_page(article), _questions(page)]


def guide_list(name, guides, *, first=1):
    """Return the guides of a list as an ItemList; `first` is the place of the first in the whole list."""
    places = enumerate(guides, first)
    return item_list(name, [(place, guide.get_absolute_url()) for place, guide in places])


def _article(article):
    address = absolute(article.get_absolute_url())
    publisher = _site()
    return with_values(
        {
            "@type": "Article",
            "@id": f"{address}#article",
            "headline": article.title[:LONGEST_HEADLINE],
            "description": article.description,
            "url": address,
            "mainEntityOfPage": address,
            "image": absolute(reverse("articles:share_image", args=[article.slug])),
            "inLanguage": LANGUAGE,
            "author": _person(article.author) if article.author else publisher,
            "publisher": publisher,
            "datePublished": article.published_on.isoformat(),
            "dateModified": (article.updated_on or article.published_on).isoformat(),
            "articleSection": article.category.name if article.category else "",
            "wordCount": article.rendered["words"],
            "citation": [_source(source) for source in article.rendered["sources"]],
        }
    )


def _medical_page(article):
    """Return the page of a guide; only one that somebody reviewed says when and who."""
    reviewer = article.reviewer
    return with_values(
        {
            **_web_page("MedicalWebPage", article),
            "lastReviewed": article.reviewed_on.isoformat() if reviewer else "",
            "reviewedBy": _person(reviewer) if reviewer else None,
            "mainEntity": {"@id": absolute(f"{article.get_absolute_url()}#article")},
        }
    )


def _web_page(kind, article):
    address = absolute(article.get_absolute_url())
    return with_values(
        {
            "@type": kind,
            "@id": f"{address}#page",
            "name": article.title,
            "description": article.description,
            "url": address,
            "inLanguage": LANGUAGE,
            "datePublished": article.published_on.isoformat(),
            "dateModified": (article.updated_on or article.published_on).isoformat(),
        }
    )


def _questions(page):
    """Return the questions of a guide, each once, with their answers as a reader sees them today."""
    answers = {answer.question: text_of(grow(answer.html)) for answer in page.text.answers}
    entities = [
        {"@type": "Question", "name": question, "acceptedAnswer": {"@type": "Answer", "text": text}}
        for question, text in answers.items()
        if text
    ]
    if not entities:
        return None
    address = absolute(page.article.get_absolute_url())
    return {
        "@type": "FAQPage",
        "@id": f"{address}#questions",
        "name": page.article.title,
        "url": address,
        "mainEntity": entities,
    }


def _person(author):
    return with_values(
        {
            "@type": "Person" if author.is_person else "Organization",
            "name": author.name,
            "url": author.website,
            "description": author.description,
        }
    )


def _site():
    return {
        "@type": "Organization",
        "@id": absolute("/#organization"),
        "name": settings.SITE_NAME,
        "url": absolute(reverse("home")),
    }


def _source(source):
    return with_values({"@type": "CreativeWork", "name": source["title"], "url": source["url"]})
