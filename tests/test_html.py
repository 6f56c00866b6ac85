"""The strict reader of pages finds each fault that it looks for, and none in a sound page."""

import pytest

from tests.html import Page, UnsoundHtml, problems, text_of

SOUND = """<!doctype html>
<html lang="en"><head><meta name="viewport" content="width=device-width"><title>Title</title></head>
<body><main id="content"><h1>One</h1><h2 id="two">Two</h2>%s</main></body></html>"""


def test_sound_page_has_no_problems():
    page = Page(
        SOUND % '<p aria-labelledby="two"><a href="#two">Up</a> <label>Q <input name="q"></label></p>'
    )

    assert problems(page) == []
    assert page.title == "Title"


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ('<p id="two">x</p>', "The id 'two' stands 2 times."),
        ('<p id="a b">x</p>', "The id 'a b' is empty or has blanks."),
        ('<p aria-labelledby="two gone">x</p>', "<p aria-labelledby> names 'gone', which is not there."),
        ('<label for="gone">x</label>', "<label for> names 'gone', which is not there."),
        ('<a href="#gone">x</a>', "The anchor '#gone' is not there."),
        ("<h1>Again</h1>", "The page has 2 elements h1."),
        ("<h4>Skipped</h4>", "A heading of level 4 follows one of level 2."),
        ("<h3> </h3>", "An h3 is empty."),
        ('<p style="color: red">x</p>', "<p> has an inline 'style'."),
        ('<p onclick="x()">x</p>', "<p> has an inline 'onclick'."),
        ("<script>x()</script>", "There is an inline <script>."),
        ("<style>p { color: red }</style>", "There is an inline <style>."),
        ('<img src="/a.png">', "An image has no alt."),
        ('<p class="a" class="b">x</p>', "<p> has 'class' twice."),
        ('<a href=" JavaScript:x()">x</a>', "<a href> runs code."),
        ('<img src="//elsewhere.example/a.png" alt="">', "A <img> comes from another host."),
        ('<link href="https://elsewhere.example/a.css">', "A stylesheet or icon comes from another host."),
        ('<input name="q">', "The input 'q' has no label."),
        ('<a href="/"></a>', "An element a says nothing."),
        ("<ul><p>x</p></ul>", "A <p> stands in a <ul>."),
        ("<ul>x</ul>", "Text stands in a <ul>."),
        ("<p><span><ul></ul></span></p>", "A <p> holds ['ul']."),
        ('<a href="/">x <a href="/">y</a></a>', "A <a> holds ['a']."),
        ('<table><tr><th scope="row">x</th></tr></table>', "A table has no caption."),
        (
            '<table><caption>c</caption><tr><th scope="row">x</th></tr>'
            '<tr><th scope="row">x</th><td>y</td></tr></table>',
            "The rows of a table have [1, 2] cells.",
        ),
        (
            "<table><caption>c</caption><tr><th>x</th></tr></table>",
            "A row of a table has no header that says its scope.",
        ),
        ("<main></main>", "The page has two main parts."),
    ],
)
def test_fault_is_found(fault, sentence):
    assert problems(Page(SOUND % fault)) == [sentence]


def test_faults_of_the_head_are_found():
    assert problems(Page("<html><h1>x</h1></html>")) == [
        "The page has no doctype.",
        "The page does not say its language.",
        "The page needs one title.",
        "The page has no viewport.",
    ]


@pytest.mark.parametrize("fault", ["<ul><li>x</ul>", "<p>x</div></p>", "</main></body></html><p>x"])
def test_element_that_is_not_closed_in_its_place_is_refused(fault):
    with pytest.raises(UnsoundHtml):
        Page(SOUND % fault)


def test_page_tells_its_links_and_texts():
    page = Page(
        SOUND % '<link rel="canonical" href="/c"><a href="/a">One  <b>link</b></a><a href="#two">up</a>'
        '<form action="/f"><p class="a b">x</p></form>'
    )

    assert page.links == ["/a", "/f"]
    assert page.link("One link") == "/a"
    assert page.canonical == "/c"
    assert [text_of(element) for element in page.with_class("b")] == ["x"]
