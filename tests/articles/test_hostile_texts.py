"""Texts that want to be more than text: nothing of them runs, loads or looks, and what was allowed stays."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.cleaning import ATTRIBUTES, TAGS
from articles.front_matter import UnreadableGuide
from articles.markdown import FIGURE
from articles.parts import UNLINKED
from articles.rendering import join
from tests.articles.test_rendering import html_of, joined, page_of, rendered
from tests.html import attribute, text_of, walk

SCHEMES = {"http", "https", "mailto", "tel"}
ADDED = {"class", "rel", "loading", "tabindex"}

SCRIPTS = [
    "<script>alert(1)</script>",
    "<SCRIPT>alert(1)</SCRIPT >",
    "<script src=//evil.example/x.js>alert(1)</script>",
    "<script\n>alert(1)\n\n</script>",
    "text <script>alert(1)</script> text",
    "text <script>*alert(1)*</script> text",
    "<style>p { color: red } alert(1)</style>",
    "text <style>alert(1)</style>",
    "<svg><script>alert(1)</script></svg>",
    "<svg onload=alert(1)></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
    "<iframe src='javascript:alert(1)'>alert(1)</iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='data:text/html,<script>alert(1)</script>'>alert(1)</object>",
    "<embed src='javascript:alert(1)'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<template><script>alert(1)</script></template>",
    "<textarea><script>alert(1)</script></textarea>",
    "<title><img src=x onerror=alert(1)></title>",
    "<xmp><script>alert(1)</script></xmp>",
    "<select><script>alert(1)</script></select>",
    "<!--><script>alert(1)</script>-->",
    "<!-- alert(1) -->",
    "<?php alert(1) ?>",
    "<![CDATA[ <script>alert(1)</script> ]]>",
    "<!DOCTYPE html [<!ENTITY x 'alert(1)'>]>",
    "<video><source onerror='alert(1)'></video>",
]
HANDLERS = [
    "<img src=x onerror=alert(1)>",
    '<p onclick="alert(1)">text</p>',
    "<p OnClick=alert(1)>text</p>",
    "<p/onmouseover=alert(1)>text</p>",
    "<details ontoggle=alert(1) open>text</details>",
    "<a href=/x/ onfocus=alert(1) autofocus>text</a>",
    "<b style='background:url(javascript:alert(1))'>text</b>",
    "<td style='text-align:right;behavior:url(x)' onclick=alert(1)>text",
    "<form action=javascript:alert(1)><input type=submit>text</form>",
    "<button formaction=javascript:alert(1)>text</button>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>text",
    "<base href='//evil.example/'>text",
    "<link rel=stylesheet href='//evil.example/x.css'>text",
    "<p title='\"><script>alert(1)</script>'>text</p>",
    "<p id='x\" onclick=alert(1)'>text</p>",
    '<h2 id="a&quot; onclick=alert(1)">text</h2>',
    "<marquee onstart=alert(1)>text</marquee>",
    "<section class='notes\" onclick=alert(1)'>text</section>",
    'text\n{#x" onclick=alert(1)}\n===',
]
ADDRESSES = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "\x01javascript:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    "java&Tab;script:alert(1)",
    "javascript&colon;alert(1)",
    "&#106;avascript:alert(1)",
    "&#x6A;avascript:alert(1)",
    "&#0000106avascript:alert(1)",
    "javascript&#58;alert(1)",
    "javascript://elsewhere.example/%0aalert(1)",
    "vbscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "DATA:image/svg+xml,<svg onload=alert(1)>",
    "blob:https://a.example/x",
    "file:///etc/passwd",
    "about:blank",
    "view-source:javascript:alert(1)",
    "feed:javascript:alert(1)",
]


def assert_harmless(html):
    """Parse HTML strictly and look at every element and every attribute of it."""
    page = page_of(html)
    main = page.find("main")
    for element in walk(main):
        if element is main:
            continue
        assert element.name in TAGS - {FIGURE}, element.name
        allowed = {*ATTRIBUTES["*"], *ATTRIBUTES.get(element.name, ()), *ADDED, "aria-label"}
        for name, value in element.attributes:
            assert name in allowed - {"style", "align", "name", "data-line"}, (element.name, name)
            if name in {"href", "src", "cite"}:
                bare = re.sub(r"[\x00-\x20]", "", value).lower()
                scheme = re.match(r"([a-z][a-z0-9+.-]*):", bare)
                assert scheme is None or scheme[1] in SCHEMES, value
            if name == "src":
                assert value.startswith("/static/"), value
            if name == "class":
                assert set(value.split()) <= {
                    *("align-right", "align-center", "notes", "picture-missing", "scroll", "visually-hidden"),
                }, value
    return page


@pytest.mark.parametrize("text", SCRIPTS)
def test_code_goes_with_its_text(text):
    html = html_of(f"Before.\n\n{text}\n\nAfter.\n")

    assert_harmless(html)
    assert "alert" not in html
    assert "Before." in html


@pytest.mark.parametrize("text", SCRIPTS)
def test_text_behind_closed_code_stays(text):
    assert "After." in html_of(f"Before.\n\n{text}\n\nAfter.\n")


@pytest.mark.parametrize(
    "text",
    ["<scr<script>alert(1)</script>ipt>alert(1)</script>", "<svg/onload=alert(1)>", "< script>x</ script>"],
)
def test_what_is_no_tag_is_text(text):
    html = html_of(text)

    assert_harmless(html)
    assert "&lt;" in html


@pytest.mark.parametrize("text", HANDLERS)
def test_handlers_go_and_their_elements_text_stays(text):
    html = html_of(f"Before.\n\n{text}\n\nAfter.\n")

    page = assert_harmless(html)
    assert "onclick=alert" not in html or "&quot;" in html or "{#" in html
    if "text" in text:
        assert "text" in text_of(page.find("main"))


@pytest.mark.parametrize("address", ADDRESSES)
def test_links_that_run_code_lead_nowhere_and_keep_their_words(address):
    quoted = address.replace("'", "&#39;")
    for text in (
        f"[words]({address})",
        f"[words](<{address}>)",
        f"[words][x]\n\n[x]: <{address}>",
        f"<a href='{quoted}'>words</a>",
        f'<a href="{quoted}">words</a>',
        f"<a href='/x/' href='{quoted}'>words</a>",
        f"<a title=x href = {quoted}>words</a>",
        f"![words](<{address}>)",
        f"<img alt=words src='{quoted}'>",
        f"<blockquote cite='{quoted}'>words</blockquote>",
        f"<{address}>words",
    ):
        page = assert_harmless(html_of(text))
        assert "words" in text_of(page.find("main")) or "<svg" in address, text


def test_autolink_of_code_is_text():
    html = html_of("<javascript:alert(1)> <https://a.example/?b=<c>>")

    assert_harmless(html)
    assert "<a" not in html.partition("javascript:alert(1)")[0]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("<b>a <i>b</b> c</i> d", ["a ", "b", " c", " d"]),
        ("<b>a\n\nb **c**", ["a", "<strong>c</strong>"]),
        ("<div><p>a</div>\n\n*b*", ["a", "<em>b</em>"]),
        ("</div></p></b>a\n\n*b*", ["a", "<em>b</em>"]),
        ("<table><p>a</p><tr><td>b</table>\n\n*c*", ["a", "b", "<em>c</em>"]),
        ("<ul><li>a<ul><li>b</ul>\n\n*c*", ["a", "b", "<em>c</em>"]),
        ("<a href=/x/>a <a href=/y/>b</a></a>", ['<a href="/x/">', '<a href="/y/">b</a>']),
        ("[a [b](/y/)](/x/)", ["b</a>"]),
        ("<p title='a>b' title=c>d", ['title="a&gt;b"', "d"]),
        ("<font color=red>a</font> <center>b</center> <blink>c</blink>", ["a", "b", "c"]),
        (
            "<details><summary>a</summary>\n\n**b**\n\n</details>",
            ["<summary>a</summary>", "<strong>b</strong>"],
        ),
        (
            "x<sub>2</sub> y<sup>3</sup> <kbd>z</kbd> <abbr title='long'>s</abbr>",
            ["<sub>2</sub>", 'title="long"'],
        ),
        (
            "<ruby>漢<rt>한</rt></ruby> <mark>m</mark> <time datetime=2026-01-28>t</time>",
            ["<rt>", "<mark>m</mark>"],
        ),
        ("<dl><dt>a</dt><dd>b</dd></dl>", ["<dl><dt>a</dt><dd>b</dd></dl>"]),
        ("<figure><figcaption>a</figcaption></figure>", ["<figure><figcaption>a</figcaption></figure>"]),
        ("&lt;script&gt;a&lt;/script&gt;", ["&lt;script&gt;a&lt;/script&gt;"]),
        ("`<script>a</script>`", ["<code>&lt;script&gt;a&lt;/script&gt;</code>"]),
        ("    <script>a</script>", ["<pre><code>&lt;script&gt;a"]),
        ("<pre>\n<script>a</script>\nb\n</pre>", ["b"]),
        ("a < b and c > d & e", ["a &lt; b and c &gt; d &amp; e"]),
        ("{% include 'x' %} {{ y }} {# z #}", ["{% include 'x' %} {{ y }} {# z #}"]),
    ],
)
def test_what_is_allowed_stays_however_it_is_nested(text, kept):
    html = html_of(text)

    assert_harmless(html)
    for piece in kept:
        assert piece in html


@pytest.mark.parametrize(
    ("text", "tag", "line"),
    [
        ("One.\n\n<script>\nTwo.\n\n**Three.**\n", "<script>", 7),
        ("One.\n\n<!-- two\n\nThree.\n", "<!--", 7),
        ("One.\n\ntwo <textarea> three\n\nFour.\n", "<textarea>", 7),
        ("One.\n\n<div><iframe src=x>\ntwo\n\nThree.\n", "<iframe>", 7),
    ],
)
def test_editor_is_told_what_swallows_the_text_behind_it(text, tag, line):
    made = rendered(text)

    assert made["notices"] == [
        {"line": line, "text": f"“{tag}” is not closed: what follows it is not shown."}
    ]
    assert "One." in joined(made["parts"])


def test_swallowing_tag_inside_of_a_sentence_takes_its_paragraph_at_the_most():
    html = html_of("One <plaintext> two.\n\n## Three\n\n*Four* <xmp> five\n")

    assert '<h2 id="three">Three</h2>' in html
    assert "<em>Four</em>" in html
    assert "two" not in html


def test_frame_that_closes_itself_takes_nothing_along():
    assert "<strong>After</strong>" in html_of("Before <iframe src='/x/' /> **After**")


def test_joined_pieces_are_safe_and_nothing_else_is():
    assert join(["<b>", "x", "</b>"]).__html__() == "<b>x</b>"
    assert {"a", "code", "h2"} <= UNLINKED


FRAGMENTS = st.sampled_from(
    [
        *SCRIPTS,
        *HANDLERS,
        *("<b>", "</b>", "<div>", "</div>", "<table>", "<tr>", "<td>", "</table>", "<p>", "</p>"),
        *("<a href=/x/>", "</a>", "<h2>", "</h2>", "<section class=notes>", "<svg>", "</svg>", "<math>"),
        *("<!--", "-->", "<?", "?>", "*", "**", "`", "```\n", "[", "](", ")", "!", "[^1]", "\n[^1]: "),
        *("\n\n", "\n", "\n- ", "\n> ", "    ", "|a|b|\n|-|-:|\n|c|", "# ", "## ", "{a}`b`", "{#x}"),
        *("&lt;", "&#106;", "\x00", "&", "<", ">", '"', "'", "text", "Gangnam", "강남", "= onerror=x "),
        *("javascript:alert(1)", "data:,x", "<x-figure data-number=0>"),
    ]
)


@settings(deadline=None)
@given(st.lists(FRAGMENTS, max_size=25))
def test_any_mixture_of_fragments_is_harmless_or_refused(fragments):
    try:
        made = rendered("".join(fragments))
    except UnreadableGuide as error:
        pytest.fail(error.reason)
    assert_harmless(joined(made["parts"]))
    for question in made["questions"]:
        assert_harmless(joined(question["parts"]))


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_harmless(text):
    page = assert_harmless(html_of(f"a {text}"))

    assert attribute(page.find("main"), "class") is None


@settings(deadline=None)
@given(st.text(alphabet="ab <>/=\"'!-?[]()`*_#|:\\&;\n", max_size=120))
def test_any_marks_are_harmless(text):
    assert_harmless(html_of(text))
