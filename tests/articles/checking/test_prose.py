"""What a guide says in words, line by line, without what it shows as code or draws from the records."""

import pytest

from articles.checking.prose import Link, read_prose


def told(text, **options):
    """Return (kind, line, text) of each passage."""
    return [(each.kind, each.line, each.text) for each in read_prose(text, **options)[0]]


@pytest.mark.parametrize(
    ("text", "passages"),
    [
        ("One. Two!\nThree?", [("sentence", 1, "One."), ("sentence", 1, "Two!"), ("sentence", 2, "Three?")]),
        (
            "A long\nsentence. It goes\non *and* on.",
            [("sentence", 1, "A long sentence."), ("sentence", 2, "It goes on and on.")],
        ),
        (
            "By Dr. Kim, approx. $1.5 k, e.g. here.",
            [("sentence", 1, "By Dr. Kim, approx. $1.5 k, e.g. here.")],
        ),
        ("“It is so.” He said.", [("sentence", 1, "“It is so.”"), ("sentence", 1, "He said.")]),
        ("# One\n\nTwo", [("heading", 1, "One"), ("sentence", 3, "Two")]),
        (
            "- One\n- Two\n\n> Three",
            [("sentence", 1, "One"), ("sentence", 2, "Two"), ("sentence", 4, "Three")],
        ),
        ("It costs {price}`crown package` here.", [("sentence", 1, "It costs … here.")]),
        ("Call {emergency}`119` now.", [("sentence", 1, "Call 119 now.")]),
        ("```{market-prices}\n:basis: session\n```\n\n    code\n\n`x`", [("sentence", 7, "…")]),
        ("A [link](/x) and ![a picture](/y).", [("sentence", 1, "A link and .")]),
        ("<p>Raw <b>HTML</b></p>\n<!-- no -->", [("sentence", 1, "Raw HTML")]),
        ("", []),
    ],
)
def test_sentences_and_headings_have_their_lines(text, passages):
    assert told(text) == passages


def test_rows_have_the_headers_of_their_columns_and_bare_numbers_their_unit():
    text = (
        "| Area | Price per session | Number of sessions |\n|---|---:|---|\n"
        "| Crown | $800 | 2–3 |\n| Full | | 3 |"
    )

    assert told(text) == [
        ("row", 1, "Area | Price per session | Number of sessions"),
        ("row", 3, "Crown | $800 (Price per session) | 2–3 sessions (Number of sessions)"),
        ("row", 4, "Full | (Price per session) | 3 sessions (Number of sessions)"),
    ]


def test_lines_count_from_that_of_the_body():
    assert told("One.\n\nTwo.", first_line=10) == [("sentence", 10, "One."), ("sentence", 12, "Two.")]


def test_paragraphs_and_sections_are_told_apart():
    found, _links = read_prose("One. Two.\n\nThree.\n\n## Four\n\nFive.")

    assert [(each.paragraph, each.section) for each in found] == [(1, 0), (1, 0), (2, 0), (3, 1), (4, 1)]


def test_figures_are_named_and_links_have_their_lines():
    found, links = read_prose(
        "See {price}`a` and\n[x](/x/#y) <a href='/z'>z</a>.\n\n![p](/p.png) [j](javascript:1)"
    )

    assert found[0].roles == ("price",)
    assert links == [Link(2, "/x/#y"), Link(2, "/z"), Link(4, "/p.png"), Link(4, "javascript:1")]
