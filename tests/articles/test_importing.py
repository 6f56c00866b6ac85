"""Importing files of guides: good ones go in, others are refused with why, and nothing is done twice."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.importing import REFUSED, import_guides
from articles.models import Article, Author, Category, Question
from articles.saving import render_again
from tests.articles.test_rendering import joined
from tests.factories import (
    make_article,
    make_author,
    make_category,
    make_clinic,
    make_district,
    make_treatment,
)

pytestmark = pytest.mark.django_db

FILES = Path(__file__).parent / "files"
LONG = FILES / "patient-readers-guide.md"
SMALL = """\
---
title: Small
date: 2026-01-28
category: Tests
author: Test Team
layout: post
---
Text.
"""


@pytest.fixture
def write(tmp_path):
    """Return a function that writes a file and gives its path."""

    def write(name, text=SMALL):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def run(*paths, **options):
    """Return what the command says, line by line."""
    output = StringIO()
    call_command("import_guides", *map(str, paths), stdout=output, **options)
    return output.getvalue().splitlines()


class TestLongGuide:
    """A guide of 4,600 words, of our own, keeps all that it has."""

    @pytest.fixture
    def article(self):
        [result] = import_guides([LONG])
        assert (result.state, result.notices) == ("new", [])
        return Article.objects.get()

    @pytest.fixture
    def html(self, article):
        return joined(article.rendered["parts"])

    def test_front_matter_is_read(self, article):
        assert article.title == "A patient reader's guide: dots, days and decisions"
        assert article.slug == "patient-readers-guide"
        assert (article.status, article.published_on) == ("published", date(2026, 2, 3))
        assert (article.updated_on, article.next_review_on) == (date(2026, 3, 1), date(2027, 2, 3))
        assert article.excerpt.startswith("A long text for tests: how to choose a studio, what")
        assert (article.category.name, article.author.name) == ("Test texts", "Test Desk Team")
        assert article.author.kind == "organisation"
        assert article.rendered["unknown"] == {"layout": "long-read", "hero_image": "hills.jpg"}
        assert article.rendered["tags"] == ["tests", "long texts"]
        assert [source["accessed_on"] for source in article.rendered["sources"]] == [
            "2026-01-15",
            "2026-01-16",
        ]

    def test_words_and_headings_are_all_there(self, article, html):
        assert 4_500 <= article.rendered["words"] <= 4_700
        assert article.minutes == 23
        assert html.count("<h2") == 9
        assert html.count("<h2") + html.count("<h3") == 46
        contents = article.rendered["contents"]
        assert len(contents) + sum(len(entry["inside"]) for entry in contents) == 46
        assert len(set(article.rendered["anchors"])) == 46

    def test_tables_keep_captions_and_alignment(self, html):
        assert html.count("<table>") == 3
        assert html.count("<caption>") == 3
        assert "<caption>What one session asks, in example coins</caption>" in html
        assert html.count('class="align-right"') == 4 + 8 + 4
        assert html.count('class="align-center"') == 4 + 4

    def test_questions_become_records(self, article):
        questions = list(article.questions.all())

        assert [question.question for question in questions] == [
            "Does it hurt?",
            "How soon can I fly home?",
            "Can it be taken away again?",
            "What happens when my hair turns gray?",
            "Whom do I call when something goes wrong?",
        ]
        assert questions[0].get_absolute_url() == "/guides/patient-readers-guide/#does-it-hurt"
        assert all(len(joined(question.parts)) > 200 for question in questions)

    def test_disclaimer_and_numbers_behind_the_rule_stay(self, html):
        behind = html.partition("<hr>")[2]

        assert "<em>Disclaimer.</em> This text was written for tests." in behind
        assert "119 for ambulance and fire, 112 for the police, 1330 for travelers" in behind

    def test_importing_again_changes_nothing(self, article):
        before = Article.objects.values().get(), list(Question.objects.values())

        with CaptureQueriesContext(connection) as captured:
            [result] = import_guides([LONG])

        assert result.state == "unchanged"
        assert (Article.objects.values().get(), list(Question.objects.values())) == before
        written = [
            query["sql"] for query in captured if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))
        ]
        assert written == []

    def test_rendering_again_changes_nothing(self, article):
        assert render_again() == ([], [article.slug], [])


class TestFiles:
    """A batch of files."""

    def test_unreadable_file_is_named_and_the_rest_goes_in(self, write):
        good, bad = write("good.md"), write("bad.md", "---\ntitle: Bad\ndate: soon\n---\n")
        latin, gone = write("latin.md", b"---\ntitle: H\xe4\n---\n"), write("gone.md").with_name("nobody.md")

        output = StringIO()
        with pytest.raises(CommandError, match=r"\A4 files were refused; the others went in\.\Z"):
            call_command("import_guides", *map(str, [good, bad, latin, gone, bad.parent]), stdout=output)

        assert output.getvalue().splitlines() == [
            f"{good}: new (good)",
            f"{bad}, line 3: refused. date: “soon” is no day: write it as 2026-01-28.",
            f"{latin}, line 2: refused. The file is not in the encoding utf-8.",
            f"{gone}: refused. The file cannot be read: No such file or directory.",
            f"{bad.parent}: refused. The file cannot be read: Is a directory.",
            "5 files: 1 new, 0 changed, 0 unchanged, 4 refused.",
        ]
        assert [article.slug for article in Article.objects.all()] == ["good"]

    def test_rule_of_the_records_is_a_reason_too(self, write):
        late = write("late.md", SMALL.replace("layout", "updated: 2025-12-01\nlayout"))
        reviewed = write("reviewed.md", SMALL.replace("layout", "reviewer: Kim\nlayout"))

        with pytest.raises(CommandError, match="no file could be read"):
            run(late, reviewed)

        results = import_guides([late, reviewed])
        assert [result.reason for result in results] == [
            "An article cannot be updated before it is published.",
            "Say on which day the reviewer checked the article.",
        ]
        assert not Article.objects.exists()
        assert not Category.objects.exists()

    def test_second_file_of_a_slug_is_refused(self, write):
        first, second = write("one.md"), write("two.md", SMALL.replace("layout", "slug: one\nlayout"))

        results = import_guides([first, second])

        assert [result.state for result in results] == ["new", "refused"]
        assert results[1].reason == f"{first} has the same slug “one”."

    def test_file_of_a_folder_goes_by_its_name(self, tmp_path):
        folder = tmp_path / "hair-in-seoul"
        folder.mkdir()
        (folder / "index.md").write_text(SMALL)

        assert import_guides([folder / "index.md"])[0].slug == "hair-in-seoul"

    def test_changed_file_changes_its_article_alone(self, write):
        path = write("small.md")
        import_guides([path])
        other = make_article()
        path.write_text(SMALL.replace("Text.", "Other text.").replace("Tests", "More tests"))

        assert run(path) == [
            f"{path}: changed (small)",
            "1 file: 0 new, 1 changed, 0 unchanged, 0 refused.",
        ]
        article = Article.objects.get(slug="small")
        assert "Other text." in str(article.rendered["parts"])
        assert article.category.name == "More tests"
        assert Article.objects.get(pk=other.pk).rendered == other.rendered

    def test_dry_run_shows_the_difference_and_writes_nothing(self, write):
        path = write("small.md")
        import_guides([path])
        path.write_text(SMALL.replace("Text.", "Other text."))
        new = write("new.md", "---\ntitle: New\n---\n")

        lines = run(path, new, dry_run=True)

        assert lines == [
            f"{path}: changed (small)",
            "--- stored/small.md",
            f"+++ {path}",
            "@@ -5,5 +5,5 @@",
            " author: Test Team",
            " layout: post",
            " ---",
            "-Text.",
            "+Other text.",
            " ",
            f"{new}: new, a draft (new)",
            "--- nothing",
            f"+++ {new}",
            "@@ -0,0 +1,4 @@",
            "+---",
            "+title: New",
            "+---",
            "+",
            "2 files: 1 new, 1 changed, 0 unchanged, 0 refused.",
            "Dry run: nothing was written.",
        ]
        assert [article.slug for article in Article.objects.all()] == ["small"]
        assert "Other" not in Article.objects.get().source

    def test_dry_run_fails_where_an_import_would(self, write):
        with pytest.raises(CommandError, match="Not every file would go in"):
            run(write("good.md"), write("bad.md", "no title"), dry_run=True)

        assert not Article.objects.exists()

    def test_strict_import_writes_all_or_nothing(self, write):
        good, bad = write("good.md"), write("bad.md", "no title")

        with pytest.raises(CommandError, match="for files were refused"):
            run(good, bad, strict=True)
        assert not Article.objects.exists()

        run(good, strict=True)
        assert Article.objects.count() == 1

    def test_what_an_editor_should_know_is_told(self, write):
        path = write(
            "small.md", SMALL.replace("layout", "clinics: [nobody]\nlayout") + "\n![A hill](hill.jpg)\n"
        )

        assert run(path)[1:3] == [
            "  line 1: clinics: “nobody” is not known.",
            "  line 11: The picture hill.jpg is missing.",
        ]


class TestRecords:
    """What a guide names becomes records, each once."""

    def test_category_and_people_are_found_by_name_however_it_is_written(self, write):
        category, author = make_category(name="TESTS"), make_author(name="Tést Team", kind="person")

        import_guides([write("small.md")])

        article = Article.objects.get()
        assert (article.category, article.author) == (category, author)
        assert (Category.objects.count(), Author.objects.get().kind) == (1, "person")

    def test_names_that_give_one_slug_or_none_get_slugs_of_their_own(self, write):
        make_category(name="Tests!", slug="tests")

        import_guides(
            [write("small.md"), write("ko.md", SMALL.replace("Tests", "한국").replace("Test Team", "김"))]
        )

        slugs = set(Category.objects.values_list("slug", flat=True))
        assert len(slugs) == 3
        assert all(slug.isascii() for slug in slugs)
        assert all(author.slug.isascii() and author.slug for author in Author.objects.all())

    def test_guide_is_related_to_what_it_names_and_is_known(self, write):
        clinic, district, treatment = (
            make_clinic(slug="dots"),
            make_district(slug="mapo"),
            make_treatment(slug="crown"),
        )
        text = SMALL.replace(
            "layout", "clinics: [dots, nobody]\ndistricts: [mapo]\ntreatments: /treatments/crown/\nlayout"
        )
        path = write("small.md", text)
        import_guides([path])
        article = Article.objects.get()

        assert list(article.clinics.all()) == [clinic]
        assert list(article.districts.all()) == [district]
        assert list(article.treatments.all()) == [treatment]
        assert import_guides([path])[0].state == "unchanged"

        nobody = make_clinic(slug="nobody")
        assert import_guides([path])[0].state == "changed"
        assert set(article.clinics.all()) == {clinic, nobody}

    def test_questions_follow_their_text(self, write):
        questions = "## FAQ\n### One?\nx\n### Two?\ny\n"
        path = write("small.md", SMALL + questions)
        import_guides([path])
        first = Question.objects.get(position=1)

        path.write_text(SMALL + "## FAQ\n### Three?\nz\n")
        import_guides([path])

        question = Question.objects.get()
        assert (question.pk, question.question, joined(question.parts).strip()) == (
            first.pk,
            "Three?",
            "<p>z</p>",
        )

    def test_database_that_refuses_is_told_in_a_sentence(self, write, monkeypatch):
        from django.db import DatabaseError

        def refuse(*_arguments, **_options):
            raise DatabaseError("disk is\nfull.")

        monkeypatch.setattr("articles.importing.save_guide", refuse)

        with pytest.raises(CommandError, match="the database refused: disk is full"):
            run(write("small.md"))


class TestRenderingAgain:
    """After a change of how texts are rendered."""

    def test_stale_article_is_rendered_again(self):
        stale, fresh = make_article(), make_article()
        Article.objects.filter(pk=stale.pk).update(rendered={"parts": ["old"], "notices": []})
        output = StringIO()

        call_command("render_guides", stdout=output)

        assert output.getvalue() == "Rendered again: 1 changed, 1 unchanged, 0 failed.\n"
        assert Article.objects.get(pk=stale.pk).rendered == stale.rendered
        assert Article.objects.get(pk=fresh.pk).rendered == fresh.rendered

    def test_article_that_cannot_be_rendered_stays_and_is_named(self):
        broken = make_article(slug="broken")
        make_article()
        Article.objects.filter(pk=broken.pk).update(source="no title")
        output = StringIO()

        with pytest.raises(CommandError, match="what visitors saw of them stays"):
            call_command("render_guides", stdout=output)

        assert output.getvalue().splitlines() == [
            "broken: line 1: The guide has no title: write “title: …” between two lines of ---.",
            "Rendered again: 0 changed, 1 unchanged, 1 failed.",
        ]
        assert Article.objects.get(pk=broken.pk).rendered == broken.rendered


def test_guide_never_takes_the_address_of_a_page(tmp_path):
    page = tmp_path / "about.md"
    page.write_text("---\ntitle: About\nkind: page\ndate: 2026-01-28\n---\nWe.\n", encoding="utf-8")
    guide = tmp_path / "other.md"
    guide.write_text("---\ntitle: A guide\nslug: about\ndate: 2026-01-28\n---\nText.\n", encoding="utf-8")

    import_guides([page])
    [result] = import_guides([guide])

    assert (result.state, result.line) == (REFUSED, 1)
    assert (
        result.reason
        == "“about” is the address of a page about the site already: give this one another slug."
    )
    assert Article.objects.get(slug="about").kind == "page"
