"""Tables of texts: named, bound to their headers, aligned by classes, in a region of their own."""

import pytest

from tests.articles.test_rendering import html_of, page_of
from tests.html import attribute, problems, text_of

TABLE = "| Area | Price | Note |\n|:--|--:|:-:|\n| Crown | 5 | x |\n| Line | | y |\n"


def tables(body):
    """Return the Page of a body and its tables; the page must be sound."""
    page = page_of(html_of(body))
    assert problems(page) == []
    return page, page.find_all("table")


def caption(table):
    return next(child for child in table.children if getattr(child, "name", "") == "caption")


def test_cells_are_bound_to_headers_and_aligned_by_class():
    page, _tables = tables(f"## Costs\n\n{TABLE}")
    cells = page.find_all("th", "td")

    assert [(cell.name, attribute(cell, "scope"), attribute(cell, "class")) for cell in cells] == [
        ("th", "col", None),
        ("th", "col", "align-right"),
        ("th", "col", "align-center"),
        ("th", "row", None),
        ("td", None, "align-right"),
        ("td", None, "align-center"),
        ("th", "row", None),
        ("td", None, "align-right"),
        ("td", None, "align-center"),
    ]
    assert "style" not in page.text


@pytest.mark.parametrize(
    ("before", "name"),
    [
        ("Table: What it costs\n\n", "What it costs"),
        ("Table: What it costs\n", "What it costs"),
        ("Table 3: What *it* costs\n\n", "What it costs"),
        (": What it costs\n\n", "What it costs"),
        ("## Costs\n\nText.\n\n", "Costs"),
        ("", "A guide"),
        ("Table manners: none\n\n", "A guide"),
        ("Table:\n\n", "A guide"),
    ],
)
def test_table_is_named_by_the_paragraph_before_it_else_by_its_heading(before, name):
    page, [table] = tables(before + TABLE)

    assert text_of(caption(table)) == name
    [region] = page.with_class("scroll")
    assert [attribute(region, each) for each in ("aria-label", "tabindex")] == [name, "0"]
    assert page.text.count("What") == (2 if "What" in before else 0)


def test_tables_of_one_name_are_told_apart():
    page, _tables = tables(f"## Costs\n\n{TABLE}\n{TABLE}\n{TABLE}")

    assert [attribute(region, "aria-label") for region in page.with_class("scroll")] == [
        *("Costs", "Costs (2)", "Costs (3)"),
    ]


@pytest.mark.parametrize(
    "html",
    [
        "<table><caption>Old <b>one</b></caption><tr><th>A<th>B<tr><td align=right>c<td>d",
        "<table><tr><td>a</td></tr><tr><td>b</td><td>c</td></tr></table>",
        "<table><thead><tr><td>a</td><td>b</td></tr></thead><tbody><tr><td>c</td></tr></tbody></table>",
        "<table><caption> </caption><tr><th scope='nonsense'>a</th><td>b</td></tr></table>",
        "<table><tr><td>a<table><tr><td>b</td></tr></table></td></tr></table>",
        "<table><tr><th></th><th>a</th></tr><tr><th>b</th><td>c</td></tr></table>",
    ],
)
def test_tables_of_raw_html_become_sound_too(html):
    page, found = tables(f"## Costs\n\n{html}")

    assert found
    assert all(text_of(caption(table)) for table in found)
    assert "style" not in page.text
    assert "align=" not in page.text


def test_merged_cells_stay_merged():
    html = html_of("<table><tr><th colspan=2>a</th></tr><tr><td>b</td><td rowspan='x'>c</td></tr></table>")

    assert '<th colspan="2" scope="col">a</th>' in html
    assert "rowspan" not in html


def test_template_of_alignment_takes_nothing_else_along():
    html = html_of(
        "<table><tr><th>a</th></tr><tr><td style='color:red;text-align: Right ;position:fixed'>b</td></tr>"
    )

    assert "red" not in html
    assert "fixed" not in html
