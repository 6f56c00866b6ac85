"""The guides and pages of the starter content: loaded like an import, and never against an editor."""

import shutil

import pytest
from django.urls import reverse

from articles.importing import import_guides
from articles.models import Article
from config.content_files import UnreadableContent
from config.starter_content import CONTENT
from tests.admin_forms import send_form
from tests.config.content_loading import load, run

pytestmark = pytest.mark.django_db

SMALL = """\
---
title: {title}
date: 2026-01-28
author: Test Team
treatments: [crown]
---
{text}
"""
PAGE = "---\ntitle: Order\nkind: page\ndate: 2026-01-28\n---\nBy name.\n"


@pytest.fixture
def folder(tmp_path):
    """A copy of the content with one guide and one page."""
    folder = shutil.copytree(CONTENT, tmp_path / "content", ignore=shutil.ignore_patterns("guides", "pages"))
    (folder / "guides").mkdir()
    (folder / "pages").mkdir()
    write(folder)
    (folder / "pages" / "order.md").write_text(PAGE)
    return folder


def write(folder, *, name="small", title="Small", text="Text."):
    (folder / "guides" / f"{name}.md").write_text(SMALL.format(title=title, text=text))


def test_guides_and_pages_are_loaded_behind_the_records_that_they_name(folder):
    load(folder)

    guide = Article.objects.get(slug="small")
    assert (guide.kind, guide.status, guide.author.name) == ("guide", "published", "Test Team")
    assert [treatment.slug for treatment in guide.treatments.all()] == ["crown"]
    assert Article.objects.get(slug="order").kind == "page"


def test_second_load_finds_them_unchanged(folder):
    first = load(folder)
    before = list(Article.objects.order_by("pk").values())

    second = load(folder)

    assert first.created - second.unchanged == 0
    assert list(Article.objects.order_by("pk").values()) == before


def test_content_without_articles_is_content(folder):
    shutil.rmtree(folder / "guides")
    shutil.rmtree(folder / "pages")

    load(folder)

    assert not Article.objects.exists()


def test_changed_file_updates_an_article_that_nobody_edited(folder):
    load(folder)
    write(folder, text="Other text.")

    outcome = load(folder)

    assert outcome.updated == 1
    assert "Other text." in str(Article.objects.get(slug="small").rendered)


def test_article_that_an_editor_changed_stays_so(folder, admin_client):
    load(folder)
    address = reverse("admin:articles_article_change", args=[Article.objects.get(slug="small").pk])
    send_form(admin_client, address, title="An editor's title")
    write(folder, text="Other text.")

    outcome = load(folder)

    assert outcome.edited == ["articles small"]
    assert Article.objects.get(slug="small").title == "An editor's title"


def test_article_that_an_import_changed_stays_so(folder, tmp_path):
    load(folder)
    file = tmp_path / "small.md"
    file.write_text(SMALL.format(title="Small", text="From elsewhere."))
    import_guides([file])

    assert load(folder).edited == ["articles small"]


def test_article_that_an_editor_deleted_stays_away(folder):
    load(folder)
    Article.objects.get(slug="small").delete()
    write(folder, text="Other text.")

    outcome = load(folder)

    assert outcome.deleted == ["articles small"]
    assert not Article.objects.filter(slug="small").exists()


def test_article_that_was_there_before_the_content_stays(folder, tmp_path):
    file = tmp_path / "small.md"
    file.write_text(SMALL.format(title="My own", text="Mine."))
    import_guides([file])

    outcome = load(folder)

    assert outcome.edited == ["articles small"]
    assert Article.objects.get(slug="small").title == "My own"


def test_article_changed_back_is_the_contents_again(folder, admin_client):
    load(folder)
    article = Article.objects.get(slug="small")
    source = article.source
    Article.objects.update(source="other")
    assert load(folder).edited

    Article.objects.filter(pk=article.pk).update(source=source)
    write(folder, text="Other text.")

    assert load(folder).updated == 1


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("no title", "guides/bad.md: line 1: The guide has no title"),
        ("---\ntitle: x\ndate: soon\n---\n", "guides/bad.md: line 3: date: “soon” is no day"),
        ("---\ntitle: x\nreviewer: Kim\n---\n", "guides/bad.md: line 1: Say on which day the reviewer"),
        ("---\ntitle: x\n---\n" + "## y\n" * 1_001, "guides/bad.md: line 1004: There are more than"),
    ],
)
def test_file_that_cannot_be_loaded_stops_the_load(folder, text, sentence):
    (folder / "guides" / "bad.md").write_text(text)

    with pytest.raises(UnreadableContent, match=r"bad\.md") as stopped:
        load(folder)

    assert str(stopped.value).startswith(sentence)
    assert not Article.objects.exists()


def test_command_names_what_it_left_alone():
    run()
    Article.objects.get(slug="about").delete()
    Article.objects.filter(slug="order").update(source="---\ntitle: Mine\n---\n")

    said = run()

    assert "Changed by an editor, stays so: articles order" in said
    assert "Deleted or renamed by an editor, not loaded again: articles about" in said
