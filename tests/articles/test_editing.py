"""An editor at work on a guide: fields and text become its source, and the preview shows what is wrong."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from articles.front_matter import parse_guide
from articles.importing import import_guides
from articles.models import Article
from tests.admin_forms import form_values, send_form
from tests.factories import make_article, make_author, make_category, make_clinic
from tests.html import read, text_of, walk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

ADD = reverse("admin:articles_article_add")


def change(article):
    return reverse("admin:articles_article_change", args=[article.pk])


def preview(article):
    return reverse("admin:articles_article_preview", args=[article.pk])


def faults(response):
    return " ".join(str(error) for error in response.context["errors"])


def test_new_guide_is_written_from_the_form(admin_client):
    author, category, clinic = make_author(name="Kim"), make_category(name="Prices"), make_clinic(slug="dots")

    response = send_form(
        admin_client,
        ADD,
        title="SMP: what it costs",
        slug="smp",
        kind="guide",
        excerpt="In\r\nshort.",
        status="published",
        published_on="2026-01-28",
        body="## One\r\n\r\nText.\r\n",
        rest="takeaways:\r\n- Ask.\r\nlayout: post",
        author=[str(author.pk)],
        category=[str(category.pk)],
        clinics=[str(clinic.pk)],
    )

    assert response.status_code == 302, faults(response)
    article = Article.objects.get()
    assert article.source.splitlines() == [
        *("---", "title: 'SMP: what it costs'", "slug: smp", "kind: guide", "excerpt: In short."),
        *("status: published", "date: 2026-01-28", "category: Prices", "author:", "- Kim"),
        *("clinics:", "- dots", "takeaways:", "- Ask.", "layout: post", "---", "## One", "", "Text."),
    ]
    assert (article.author, article.category) == (author, category)
    assert list(article.clinics.all()) == [clinic]
    assert article.rendered["takeaways"] == ["Ask."]
    assert admin_client.get("/guides/smp/").status_code == 200


def test_form_sent_back_unchanged_leaves_the_file_as_it_was(admin_client, tmp_path):
    path = tmp_path / "smp.md"
    path.write_text(
        "---\n# for us\ntitle: SMP: a guide\nauthors: [Kim, Lee]\ntags: [a, b]\ndate: 28 January 2026\n"
        "hero: {src: a.png}\n---\n\n\n  Text.\n\n---\n\nMore.\n"
    )
    import_guides([path])
    before = Article.objects.values().get()

    response = send_form(admin_client, change(Article.objects.get()))

    assert response.status_code == 302
    assert Article.objects.values().get() == before
    assert import_guides([path])[0].state == "unchanged"


def test_one_changed_field_keeps_all_that_the_file_said(admin_client):
    article = make_article(
        "Text.\n", more="tags: [a, b]\nsources: [Law]\nhero: {src: a.png}\n", author=make_author(name="Kim")
    )
    before = parse_guide(article.source).facts

    send_form(admin_client, change(article), title="Another title")

    article.refresh_from_db()
    after = parse_guide(article.source).facts
    assert article.title == "Another title"
    assert {**after, "title": before["title"]} == before


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": ""}, "This field is required."),
        ({"slug": "feed"}, "This address belongs to another page."),
        ({"published_on": ""}, "A published article needs the day from which visitors see it."),
        ({"updated_on": "2026-01-01"}, "An article cannot be updated before it is published."),
        ({"reviewed_on": "2026-02-01"}, "Say who reviewed the article."),
        ({"rest": "sources: [{url: 'javascript:x'}]"}, "is no address of a page"),
        ({"rest": "layout: x\nTitle: again"}, 'id_rest_error"><li>line 2: “Title” has a field of its own.'),
        ({"rest": "no entry"}, 'id_rest_error"><li>line 1: The front matter is no list of “key: value”.'),
        ({"rest": "[unclosed"}, 'id_rest_error"><li>line 1: The front matter is no YAML'),
        ({"rest": "a: b\ntags: [unclosed"}, 'id_rest_error"><li>line 2: The bracket that begins here'),
        ({"rest": "hero: {a: b}\n\tlayout: x"}, 'id_rest_error"><li>line 2: A tab stands before a key.'),
        ({"body": "## x\n" * 1_001}, 'id_body_error"><li>line 1001: There are more than 1000 headings.'),
        ({"body": "a\u200bb"}, "characters that nobody sees"),
    ],
)
def test_what_cannot_be_saved_is_said_and_nothing_is_lost(admin_client, changes, sentence):
    article = make_article()
    before = Article.objects.values().get()

    response = send_form(admin_client, change(article), **changes)

    assert response.status_code == 200
    assert sentence in faults(response)
    assert Article.objects.values().get() == before
    values = form_values(response)
    assert all(values[name][0].strip() == value.strip() for name, value in changes.items())


def test_title_that_looks_like_other_yaml_is_kept(admin_client):
    article = make_article()

    send_form(admin_client, change(article), title="- [x]: {a} & 'b' # c", excerpt="null")

    article.refresh_from_db()
    assert article.title == "- [x]: {a} & 'b' # c"
    assert article.excerpt == ""


def test_questions_and_facts_are_shown_and_not_edited(admin_client):
    article = make_article(
        "## FAQ\n### Does it hurt?\nA {price}`nothing`.\n\n[x](#gone)\n", more="layout: post\n", clinics=[]
    )

    page = admin_client.get(change(article)).text

    assert "Does it hurt?" in page
    assert "Line 5: The link to #gone leads nowhere on this page." in page
    assert "Line 3: " in page
    assert "7 words, 1 minute, 1 section, 1 question<" in page
    assert "layout" in page
    assert "questions-0-question" not in page


def test_drafts_are_published_with_a_day_in_their_source(admin_client):
    dated = make_article(slug="dated", status="draft", published_on="2026-02-01")
    undated = make_article(slug="undated", published_on=None)
    make_article(slug="seen")

    response = admin_client.post(
        reverse("admin:articles_article_changelist"),
        {"action": "publish", "_selected_action": [each.pk for each in Article.objects.all()]},
        follow=True,
    )

    assert "2 articles were published." in response.text
    for article, day in ((dated, "2026-02-01"), (undated, "2026-11-23")):
        article.refresh_from_db()
        assert (article.status, str(article.published_on)) == ("published", day)
        assert f"date: {day}" in article.source
        assert "status: published" in article.source


def test_draft_that_cannot_be_published_is_named(admin_client):
    article = make_article(slug="odd", title="Odd", status="draft")
    Article.objects.update(source="no front matter")

    response = admin_client.post(
        reverse("admin:articles_article_changelist"),
        {"action": "publish", "_selected_action": [article.pk]},
        follow=True,
    )

    assert "0 articles were published." in response.text
    assert "Odd: line 1: The guide has no title" in response.text


def test_list_finds_guides_by_their_words(admin_client):
    make_article(title="About prices", excerpt="Dollars.")
    make_article(title="About stays")

    response = admin_client.get(reverse("admin:articles_article_changelist"), {"q": "dollars"})

    assert [article.title for article in response.context["cl"].result_list] == ["About prices"]


class TestPreview:
    """The page of an article as visitors will see it, for editors alone."""

    @pytest.fixture
    def article(self):
        return make_article(
            "It costs {price}`nothing`.\n\n```{unknown}\n```\n\n![A hill](hill.jpg) [x](/guides/gone/)\n",
            slug="smp",
            title="SMP",
            status="draft",
            more="layout: post\n",
        )

    def test_draft_is_shown_with_what_is_wrong(self, admin_client, article):
        response = admin_client.get(preview(article))

        page = read(response)
        assert text_of(page.find("h1")) == "SMP"
        assert page.title.startswith("Preview: SMP")
        assert "This is a draft: visitors do not see it." in page.text
        assert "The picture hill.jpg is missing." in page.text
        assert "The link to /guides/gone/ leads to nothing that visitors see" in page.text
        assert page.link("x") == "/guides/gone/"
        assert "<code>layout</code>" in page.text
        assert len(page.with_class("figure-problem")) == 2
        [notice] = page.with_class("preview-notice")
        assert len([item for item in walk(notice) if item.name == "li"]) == 4
        assert page.link("Edit it") == change(article)

    def test_preview_is_kept_by_nobody_and_found_by_nobody(self, admin_client, article):
        response = admin_client.get(preview(article))

        assert "no-store" in response.headers["Cache-Control"]
        page = read(response)
        assert page.meta("robots") == "noindex, nofollow"
        assert page.canonical is None
        assert "default-src 'self'" in response.headers["Content-Security-Policy"]

    @pytest.mark.parametrize(
        ("values", "sentence"),
        [
            ({}, "Visitors see this article."),
            ({"published_on": "2026-12-01"}, "Visitors see this article from 1 December 2026 on."),
        ],
    )
    def test_preview_says_from_when_on_visitors_see_it(self, admin_client, values, sentence):
        assert sentence in admin_client.get(preview(make_article(**values))).text

    def test_preview_is_for_staff_who_may_see_articles(self, client, django_user_model, article):
        trainee = django_user_model.objects.create_user("trainee", is_staff=True)

        assert client.get(preview(article)).status_code == 302
        client.force_login(django_user_model.objects.create_user("visitor"))
        assert client.get(preview(article)).status_code == 302
        client.force_login(trainee)
        assert client.get(preview(article)).status_code == 403
        trainee.user_permissions.add(Permission.objects.get(codename="view_article"))
        assert client.get(preview(article)).status_code == 200

    def test_preview_of_nothing_is_not_found(self, admin_client):
        assert admin_client.get(reverse("admin:articles_article_preview", args=[999])).status_code == 404

    def test_page_of_the_article_leads_to_its_preview(self, admin_client, article):
        assert preview(article) in admin_client.get(change(article)).text

    def test_public_page_shows_none_of_it(self, client):
        make_article(
            "It costs {price}`nothing`.\n\n![A hill](hill.jpg)\n", slug="seen", more="layout: post\n"
        )

        page = read(client.get("/guides/seen/"))
        assert page.with_class("notice") == []
        assert "layout" not in text_of(page.find("main"))
