"""Guides for search engines: article, page and questions, and a reviewer only where there is one."""

import pytest
from django.conf import settings

from articles.models import Author
from pricing.models import MarketPrice
from tests.articles.texts import save_text
from tests.factories import make_market_price, make_treatment
from tests.html import attribute, read
from tests.schema_org import faults

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

URL = settings.SITE_URL
FAQ = """\
## Costs

Text of the guide.

## FAQ

### How long does it take?

Two to three *sessions*.

- rest between them
- see [the plan](/plan/)

### What does a crown cost?

It costs {price}`crown package`.

### How long does it take?

Asked again.
"""


def nodes(client, address="/guides/guide/"):
    """Return {type: node} of a page, after making sure that all of its nodes are sound."""
    found = read(client.get(address)).structured_data
    assert [fault for node in found for fault in faults(node)] == []
    by_type = {node["@type"]: node for node in found}
    assert len(by_type) == len(found)
    return by_type


def test_guide_is_an_article_on_a_medical_page(client):
    more = "author: Dr. Kim\nupdated: 2026-02-03\ncategory: Costs\nexcerpt: What it costs.\n"
    save_text(
        "Four words of text.",
        title="What it costs",
        more=more + "sources: [{title: Guide, url: https://a.example/}]",
    )

    found = nodes(client)

    article, page = found["Article"], found["MedicalWebPage"]
    assert article == {
        "@type": "Article",
        "@id": f"{URL}/guides/guide/#article",
        "headline": "What it costs",
        "description": "What it costs.",
        "url": f"{URL}/guides/guide/",
        "mainEntityOfPage": f"{URL}/guides/guide/",
        "image": f"{URL}/share/guides/guide.png",
        "inLanguage": "en",
        "author": {"@type": "Person", "name": "Dr. Kim"},
        "publisher": {
            "@type": "Organization",
            "@id": f"{URL}/#organization",
            "name": "Clinic Atlas",
            "url": f"{URL}/",
        },
        "datePublished": "2026-01-28",
        "dateModified": "2026-02-03",
        "articleSection": "Costs",
        "wordCount": 4,
        "citation": [{"@type": "CreativeWork", "name": "Guide", "url": "https://a.example/"}],
    }
    assert page["mainEntity"] == {"@id": article["@id"]}
    assert "FAQPage" not in found


@pytest.mark.parametrize("reviewed", [False, True])
def test_only_a_reviewed_guide_says_who_reviewed_it_and_when(client, reviewed):
    save_text("Text.", more="reviewer: Dr. Lee\nreviewed_on: 2026-03-04" if reviewed else "")

    page = nodes(client)["MedicalWebPage"]

    assert ("lastReviewed" in page, "reviewedBy" in page) == (reviewed, reviewed)
    if reviewed:
        assert page["lastReviewed"] == "2026-03-04"
        assert page["reviewedBy"] == {"@type": "Person", "name": "Dr. Lee"}


def test_guide_of_nobody_in_particular_is_by_the_site(client):
    save_text("Text.")

    article = nodes(client)["Article"]

    assert article["author"] == article["publisher"]
    assert article["dateModified"] == article["datePublished"] == "2026-01-28"


def test_organization_is_no_person(client):
    save_text("Text.", more="author: Hospital")
    Author.objects.update(kind="organisation", website="https://hospital.example/", description="A hospital.")

    assert nodes(client)["Article"]["author"] == {
        "@type": "Organization",
        "name": "Hospital",
        "url": "https://hospital.example/",
        "description": "A hospital.",
    }


def test_each_question_stands_once_with_its_answer_of_today(client):
    make_market_price("Crown", 2000, 3500, treatments=[make_treatment(slug="crown")])
    save_text(FAQ)
    MarketPrice.objects.update(low=2100)

    faq = nodes(client)["FAQPage"]

    answers = {each["name"]: each["acceptedAnswer"]["text"] for each in faq["mainEntity"]}
    assert len(answers) == len(faq["mainEntity"]) == 2
    assert answers["What does a crown cost?"] == "It costs $2,100–$3,500 (2026)."
    assert answers["How long does it take?"].startswith(
        "Two to three sessions. rest between them see the plan"
    )


def test_page_about_the_site_is_a_page_and_no_guide(client):
    save_text("Text.", slug="about", title="About", more="kind: page")

    assert set(nodes(client, "/about/")) == {"WebPage", "BreadcrumbList"}


def test_lists_name_their_guides(client):
    save_text("Text.", slug="one", more="category: Costs")
    save_text("Text.", slug="two")

    everything, costs = (
        nodes(client, "/guides/")["ItemList"],
        nodes(client, "/guides/category/costs/")["ItemList"],
    )

    assert [item["url"] for item in everything["itemListElement"]] == [
        f"{URL}/guides/{slug}/" for slug in ("one", "two")
    ]
    assert [item["url"] for item in costs["itemListElement"]] == [f"{URL}/guides/one/"]


def test_preview_of_an_editor_says_nothing_to_search_engines(admin_client):
    article = save_text("Text.", more="status: draft")

    page = read(admin_client.get(f"/admin/articles/article/{article.pk}/preview/"))

    assert [node["@type"] for node in page.structured_data] == ["BreadcrumbList"]
    assert page.meta("robots") == "noindex, nofollow"
    assert page.meta("og:image") == f"{URL}/share/site.png"


def test_guide_has_the_tags_of_an_article_and_names_its_feed(client):
    save_text("Text.", title='A "guide"', more="updated: 2026-02-03\nexcerpt: Short.")

    page = read(client.get("/guides/guide/"))

    assert page.meta("og:type") == "article"
    assert page.meta("og:title") == page.title == 'A "guide" – Clinic Atlas'
    assert page.meta("og:description") == "Short."
    assert page.meta("og:image") == f"{URL}/share/guides/guide.png"
    assert page.meta("article:published_time") == "2026-01-28"
    assert page.meta("article:modified_time") == "2026-02-03"
    [link] = [link for link in page.find_all("link") if attribute(link, "rel") == "alternate"]
    assert attribute(link, "href") == "/guides/feed/"
