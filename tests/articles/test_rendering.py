"""What becomes of a text: its headings, notes, figures and parts, for its page and its editor."""

from html import escape

import pytest

from articles.front_matter import UnreadableGuide, parse_guide
from articles.limits import LONGEST_PARAGRAPH, MOST_COLUMNS, MOST_FIGURES, MOST_HEADINGS, MOST_ROWS
from articles.rendering import render
from tests.html import Page, attribute, problems, text_of


def rendered(body, *, title="A guide"):
    return render(parse_guide(f"---\ntitle: {title}\nslug: guide\n---\n{body}"))


def html_of(body, **options):
    """Return the text of a body as HTML, its figures as nothing."""
    return joined(rendered(body, **options)["parts"])


def joined(parts):
    return "".join(part if isinstance(part, str) else escape(part.get("text", ""), False) for part in parts)


def figures_of(parts):
    """Return the figures among parts."""
    return [part for part in parts if isinstance(part, dict) and "figure" in part]


def page_of(html):
    """Return the Page of a piece of HTML."""
    head = '<!doctype html><html lang="en"><head><meta name="viewport" content="x"><title>T</title></head>'
    return Page(f"{head}<body><main><h1>T</h1>{html}</main></body></html>")


def headings(body, **options):
    """Return (level, anchor, text) of each heading."""
    page = page_of(html_of(body, **options))
    found = page.find_all("h2", "h3", "h4", "h5", "h6")
    return [(int(each.name[1]), attribute(each, "id"), text_of(each)) for each in found]


def refusal(body):
    """Return the line and the reason of a refusal."""
    with pytest.raises(UnreadableGuide) as refused:
        rendered(body)
    return refused.value.line, refused.value.reason


class TestHeadings:
    """One h1 a page, levels without gaps, anchors that stay."""

    @pytest.mark.parametrize(
        ("body", "levels"),
        [
            ("## A\n### B\n## C", [2, 3, 2]),
            ("# A\n## B\n# C", [2, 3, 2]),
            ("## A\n#### B\n##### C\n## D", [2, 3, 4, 2]),
            ("#### A\n## B\n### C", [2, 2, 3]),
            ("# A\n## B\n### C\n#### D\n##### E\n###### F", [2, 3, 4, 5, 6, 6]),
            ("A\n===\n\nB\n---\n\n> ## C", [2, 3, 3]),
            ("<h1>A</h1>\n\n<h4>B</h4>", [2, 3]),
        ],
    )
    def test_levels_have_no_gaps_below_the_title(self, body, levels):
        assert [level for level, _anchor, _text in headings(body)] == levels

    def test_heading_that_repeats_the_title_goes(self):
        assert headings("\n# A *guide*\n\n## One\n") == [(2, "one", "One")]
        assert headings("Text.\n\n# A guide\n") == [(2, "a-guide", "A guide")]

    def test_anchors_are_slugs_with_numbers_where_they_repeat(self):
        found = headings(
            "## Costs\n## Costs\n## Costs 2\n## 자주 묻는 질문\n## ?!\n## Costs, `all` *in* & more"
        )

        assert [anchor for _level, anchor, _text in found] == [
            *("costs", "costs-2", "costs-2-2", "자주-묻는-질문", "section", "costs-all-in-more"),
        ]

    def test_anchors_of_the_page_itself_stay_free(self):
        assert [anchor for _level, anchor, _text in headings("## Disclaimer\n## Content")] == [
            *("disclaimer-2", "content-2"),
        ]

    def test_editor_may_give_an_anchor(self):
        found = headings("## What it costs {#costs}\n## Costs\n## Other {#costs}\n## Sets {a, b}\n")

        assert [(anchor, text) for _level, anchor, text in found] == [
            ("costs", "What it costs"),
            ("costs-2", "Costs"),
            ("other", "Other"),
            ("sets-a-b", "Sets {a, b}"),
        ]

    def test_anchors_of_other_elements_stay_and_come_first(self):
        html = html_of('## Costs\n\n<a name="costs"></a><a id="x">y</a> <p id="x" onclick="z()">z</p>\n')

        assert '<h2 id="costs-2">Costs</h2>' in html
        assert '<span id="costs"></span><span id="x">y</span>' in html
        assert html.count('id="x"') == 1

    def test_empty_headings_go(self):
        assert headings("##\n\n## <!-- nothing -->\n\n## A") == [(2, "a", "A")]

    def test_contents_have_two_levels(self):
        contents = rendered("### Before\n## One\n### Two\n#### Three\n## Four\n")["contents"]

        assert contents == [
            {"title": "Before", "anchor": "before", "inside": []},
            {"title": "One", "anchor": "one", "inside": [{"title": "Two", "anchor": "two"}]},
            {"title": "Four", "anchor": "four", "inside": []},
        ]


class TestMarkdown:
    """CommonMark, tables, notes."""

    @pytest.mark.parametrize(
        ("body", "html"),
        [
            ("*a* **b** `c` ~~d~~", "<p><em>a</em> <strong>b</strong> <code>c</code> <s>d</s></p>"),
            ("a\\\nb", "<p>a<br>\nb</p>"),
            ('"a" -- b...', '<p>"a" -- b...</p>'),
            ("{{ x }} {% y %} {z}", "<p>{{ x }} {% y %} {z}</p>"),
            ("\\{a}`b`", "<p>{a}<code>b</code></p>"),
            ("```\n{{ x }}\n```", "<pre><code>{{ x }}\n</code></pre>"),
            ("```{.python}\nx\n```", "<pre><code>x\n</code></pre>"),
            ("[a](/clinics/?tier=high&page=2)", '<p><a href="/clinics/?tier=high&amp;page=2">a</a></p>'),
            ("[a](mailto:a@b.example)", '<p><a href="mailto:a@b.example">a</a></p>'),
            ("[a](tel:119)", '<p><a href="tel:119">a</a></p>'),
            ("&lt;b&gt; &amp; &copy;", "<p>&lt;b&gt; &amp; ©</p>"),
            ("a\n\n---\n\nb", "<p>a</p>\n<hr>\n<p>b</p>"),
            ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'),
        ],
    )
    def test_text_becomes_html(self, body, html):
        assert html_of(body).strip() == html

    def test_links_to_other_hosts_are_marked(self):
        html = html_of("[a](https://a.example/) [b](//b.example) [c](/c/)")

        assert html.count('rel="noopener noreferrer external"') == 2

    def test_link_without_a_target_is_text(self):
        assert html_of("<a>one</a> <a href>two</a>").strip() == '<p>one <a href="">two</a></p>'

    def test_korean_is_marked_as_korean(self):
        html = html_of("In 강남구 and 엘리트 SMP 코리아.\n\n## 왜 여기?\n\n<p lang='ko'>서울</p>\n")

        assert 'In <span lang="ko">강남구</span> and <span lang="ko">엘리트 SMP 코리아</span>.' in html
        assert '<h2 id="왜-여기"><span lang="ko">왜 여기</span>?</h2>' in html
        assert '<p lang="ko">서울</p>' in html

    def test_notes_lead_there_and_back(self):
        page = page_of(html_of("One[^a], two[^b], one again[^a].\n\n[^a]: First.\n[^b]: Second ^[inner].\n"))

        assert problems(page) == []
        assert text_of(page.find("h2")) == "Notes"
        assert [text_of(note) for note in page.find_all("li")] == [
            "First. ↩ ↩",
            "Second 3. ↩",
            "inner ↩",
        ]

    def test_note_that_nothing_refers_to_is_told(self):
        assert rendered("a\n\n[^x]: Lost.\n")["notices"] == [
            {"line": 5, "text": "Nothing refers to the note [^x]: it is not shown."}
        ]

    def test_link_to_an_anchor_that_is_not_there_is_told_with_its_line(self):
        made = rendered("## 한글\n\n[a](#한글)\n[b](#gone) [c](#)\n")

        assert made["notices"] == [{"line": 8, "text": "The link to #gone leads nowhere on this page."}]
        assert 'href="#한글"' in joined(made["parts"])


class TestFigures:
    """Figures are named, with their options and their line, and drawn at a request."""

    def test_figure_in_a_sentence(self):
        parts = rendered("It costs {price}`crown  package` today.")["parts"]

        assert parts == [
            "<p>",
            {"text": "It costs ", "section": 0},
            {"figure": "price", "argument": "crown package", "options": {}, "inline": True, "line": 5},
            {"text": " today.", "section": 0},
            "</p>\n",
        ]

    def test_figure_as_a_block(self):
        made = rendered("## A\n\n```{market-prices} smp\n:basis: session\n:procedure:  smp \nwrong\n```\n")

        assert figures_of(made["parts"]) == [
            {
                "figure": "market-prices",
                "argument": "smp",
                "options": {"basis": "session", "procedure": "smp"},
                "inline": False,
                "line": 7,
            }
        ]
        assert made["notices"] == [
            {"line": 10, "text": "“wrong” is no option of a figure: write “:name: value”."}
        ]

    @pytest.mark.parametrize(
        "body", ["{price}", "{price}``", "{1}`x`", "`{price}`", "    {price}`x`", "{price} `x`"]
    )
    def test_braces_that_stand_for_nothing_are_text(self, body):
        assert all(isinstance(part, str) or "text" in part for part in rendered(body)["parts"])
        assert "{" in html_of(body)

    def test_figure_may_stand_in_tables_lists_headings_and_links(self):
        figures = figures_of(
            rendered(
                "## A {count}`clinics`\n\n- {sessions}`smp`\n\n|a|\n|-|\n|{price}`crown session`|\n\n"
                "[{home-price}`x`](/y/)\n"
            )["parts"]
        )

        assert [figure["figure"] for figure in figures] == ["count", "sessions", "price", "home-price"]

    def test_nobody_can_forge_a_figure(self):
        html = '<x-figure data-number="0">a</x-figure><x-figure data-number="-1"></x-figure>'

        assert figures_of(rendered(f"{html}<x-figure></x-figure>")["parts"]) == []


class TestParts:
    """Names may be linked in running text alone."""

    def test_text_outside_of_headings_links_and_code_is_kept_apart(self):
        body = (
            "Alpha.\n\n## Beta\n\nGamma [Delta](/d/) `Epsilon` <kbd>Zeta</kbd>\n\n"
            "### Eta\n\n- Theta *Iota*\n\n"
            "| Kappa | b |\n|-|-|\n| Lambda | Mu |\n\n    Nu\n"
        )
        parts = rendered(body)["parts"]
        runs = [(part["text"].strip(), part["section"]) for part in parts if isinstance(part, dict)]

        assert runs == [
            *(("Alpha.", 0), ("Gamma", 1), ("Theta", 2), ("Iota", 2), ("Lambda", 2), ("Mu", 2)),
        ]

    def test_text_of_parts_is_plain_and_html_is_escaped(self):
        made = rendered("A & B <b>C</b> &lt;d&gt; `1 < 2 & 3`")

        assert {"text": "A & B ", "section": 0} in made["parts"]
        assert {"text": " <d> ", "section": 0} in made["parts"]
        assert "<code>1 &lt; 2 &amp; 3</code>" in joined(made["parts"])

    def test_mentions_are_sorted_keys_each_once(self):
        assert rendered("Gangnam and Élite. Gangnam.\n\n## Seoul\n")["mentions"] == [
            *("elite", "gangnam", "gangnam and", "gangnam and elite"),
        ]

    def test_rendering_twice_gives_the_same(self):
        body = "## A\n\nB[^1] {price}`c`\n\n|d|\n|-|\n|e|\n\n[^1]: f\n"

        assert rendered(body) == rendered(body)

    def test_length_and_beginning(self):
        made = rendered("## One two\n\nThree *four*.\n\nFive.\n" + "word " * 400)

        assert (made["words"], made["minutes"], made["beginning"]) == (405, 3, "Three four.")
        assert rendered("")["minutes"] == 0


class TestQuestions:
    """Questions are read from the section that is called so."""

    @pytest.mark.parametrize(
        "name",
        [
            *(
                "FAQ",
                "faqs",
                "Frequently asked questions",
                "FREQUENTLY ASKED QUESTIONS",
                "Questions and answers",
            ),
            *("자주 묻는 질문", "8. FAQ", "8. Frequently Asked Questions (FAQ)", "Q&A", "*FAQ*:"),
        ],
    )
    def test_each_heading_below_it_is_a_question(self, name):
        made = rendered(
            f"## Before\n### No?\nx\n## {name}\nIntro.\n### How much?\nMuch.\n\n#### More\n\n- a\n"
            "### When?\nSoon.\n"
            "## After\n### Never?\nx\n"
        )

        assert [(each["question"], each["anchor"]) for each in made["questions"]] == [
            ("How much?", "how-much"),
            ("When?", "when"),
        ]
        assert "<h4" in joined(made["questions"][0]["parts"])
        assert "Much." in joined(made["questions"][0]["parts"])
        assert joined(made["questions"][1]["parts"]).strip() == "<p>Soon.</p>"

    def test_question_counts_once_and_needs_an_answer(self):
        made = rendered("# FAQ\n## A?\nx\n## A?\ny\n## B?\n## C?\n{price}`x`\n\n# End\n")

        assert [each["question"] for each in made["questions"]] == ["A?", "C?"]

    def test_answer_ends_before_the_notes_and_keeps_its_table(self):
        made = rendered("## FAQ\n### A?\n\nb[^1]\n\n|c|\n|-|\n|d|\n\n[^1]: e\n")

        answer = joined(made["questions"][0]["parts"])
        assert "<table>" in answer
        assert "Notes" not in answer

    @pytest.mark.parametrize("name", ["About the FAQ", "Questions", "FAQ of others"])
    def test_other_sections_ask_nothing(self, name):
        assert rendered(f"## {name}\n### A?\nb\n")["questions"] == []


class TestLimits:
    """Too much is refused with the line at which it becomes too much."""

    @pytest.mark.parametrize(
        ("body", "line", "reason"),
        [
            ("a\n\n" + "## x\n" * (MOST_HEADINGS + 1), 7 + MOST_HEADINGS, "more than 1000 headings"),
            (f"a\n\n{'|a' * (MOST_COLUMNS + 1)}|\n{'|-' * (MOST_COLUMNS + 1)}|\n", 7, "more than 20 columns"),
            ("|a|b|\n|-|-|\n" + "|c|d|\n" * MOST_ROWS, 6 + MOST_ROWS, "more than 1000 rows"),
            ("a\n\n" + "x" * (LONGEST_PARAGRAPH + 1), 7, "more than 100000 characters"),
            ("{a}`b`\n" * (MOST_FIGURES + 1), 5 + MOST_FIGURES, "more than 300 figures"),
            ("a\n\n" + "<div>" * 101, 7, "more than 100 deep"),
            ("<b>\n\n" + "<div>\n\n" * 101, 205, "more than 100 deep"),
            ("^[x]" * 20_000, 5, "more than 3000000 characters"),
        ],
    )
    def test_too_much_is_refused(self, body, line, reason):
        found = refusal(body)

        assert reason in found[1]
        assert found[0] == line

    def test_as_much_as_allowed_is_not(self):
        assert len(headings("## x\n" * MOST_HEADINGS)) == MOST_HEADINGS
        assert len(html_of("|a|b|\n|-|-|\n" + "|c|d|\n" * (MOST_ROWS - 1)).split("<tr>")) == MOST_ROWS + 1
        assert "<li>" in html_of("<ul>" + "<li>x" * 200 + "</ul>")
        assert html_of("<p>x\n\n" * 200).count("<p>") == 200

    @pytest.mark.parametrize(
        "body",
        [
            "\n".join("  " * depth + f"- item {depth}" for depth in range(240)),
            "> " * 300 + "item 239",
            "- " * 300 + "item 239",
            "".join(f"{'>' * depth} item {depth}\n\n" for depth in range(240)),
        ],
    )
    def test_what_lies_deep_in_one_another_is_kept_as_text(self, body):
        made = rendered(body)

        assert "item 239" in joined(made["parts"])
        if "item 0" in body:
            assert all(f"item {depth}" in joined(made["parts"]) for depth in range(240))
        assert made["notices"][0]["text"].startswith("Lists and quotations that lie this deep")
