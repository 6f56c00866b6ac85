"""Reading guides as blogs of many kinds write them: what is said is understood, and nothing of it is lost."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.front_matter import Byline, UnreadableGuide, parse_guide
from articles.importing import read_text
from articles.limits import LONGEST_FRONT_MATTER, MOST_CHARACTERS

JANUARY = date(2026, 1, 28)
UNCLOSED = "The quotation mark that begins here is not closed: close it, or take it out."


def guide(front_matter, body="Text.\n", **options):
    """Return the Guide of some front matter."""
    return parse_guide(f"---\n{front_matter}\n---\n{body}", **options)


def refusal(front_matter, **options):
    """Return the line and the reason of a refusal."""
    with pytest.raises(UnreadableGuide) as refused:
        guide(front_matter, **options)
    return refused.value.line, refused.value.reason


class TestShapes:
    """Files as they come."""

    @pytest.mark.parametrize(
        "text",
        [
            "---\ntitle: Hair\nslug: hair\n---\nOne.\n\nTwo.\n",
            "---\r\ntitle: Hair\r\nslug: hair\r\n---\r\nOne.\r\n\r\nTwo.\r\n",
            "\ufeff---\ntitle: Hair\nslug: hair\n---\nOne.\n\nTwo.\n",
            "\n  \n\n---\ntitle: Hair\nslug: hair\n---\nOne.\n\nTwo.\n",
            "---  \ntitle: Hair\nslug: hair\n--- \nOne.\n\nTwo.\n",
            "---\ntitle: Hair\nslug: hair\n...\nOne.\n\nTwo.\n",
            "---\rtitle: Hair\rslug: hair\r---\rOne.\r\rTwo.\r",
            "---\n# for editors\ntitle: Hair # the shortest\n\nslug: 'hair'\n---\nOne.\n\nTwo.\n",
        ],
    )
    def test_same_guide_is_read_from_every_kind_of_file(self, text):
        read = parse_guide(text)

        assert (read.title, read.slug, read.body) == ("Hair", "hair", "One.\n\nTwo.\n")

    def test_rules_in_the_body_are_rules(self):
        read = guide("title: Hair", "One.\n\n---\n\nTwo.\n\n---\nlayout: no front matter\n---\n")

        assert read.body == "One.\n\n---\n\nTwo.\n\n---\nlayout: no front matter\n---\n"
        assert read.unknown == {}

    def test_first_rule_of_a_text_without_front_matter_is_a_rule(self):
        read = parse_guide("---\n\n# Hair\n\nA text under a rule.\n\n---\n\nMore.\n", name="hair-2026")

        assert read.body.startswith("---\n\n# Hair")
        assert (read.title, read.slug) == ("Hair", "hair-2026")

    def test_text_without_front_matter_is_named_after_its_heading_and_file(self):
        read = parse_guide("# Hair in Seoul #\n\nText.", name="2026-01-28-hair")

        assert (read.title, read.slug, read.status) == ("Hair in Seoul", "hair", "draft")

    @pytest.mark.parametrize("body", ["", "\n", "   "])
    def test_guide_may_have_no_body(self, body):
        assert guide("title: Hair\ndate: 2026-01-28", body).status == "published"

    def test_file_may_end_behind_its_front_matter(self):
        assert parse_guide("---\ntitle: Hair\n---").body == ""

    def test_body_knows_its_line(self):
        read = parse_guide("\n---\ntitle: Hair\n---\n\nText.\n")

        assert read.source.split("\n")[read.body_line - 1 :] == ["", "Text.", ""]

    def test_characters_that_nobody_sees_are_taken_out(self):
        read = guide("title: Ha\u200bir", "Te\x00xt\u202e.\x0cMore.")

        assert (read.title, read.body) == ("Hair", "Text. More.")

    @pytest.mark.parametrize(
        ("content", "title"),
        [
            ("---\ntitle: 모발\nslug: x\n---\n".encode(), "모발"),
            ("---\ntitle: 모발\nslug: x\n---\n".encode("utf-8-sig"), "모발"),
            ("---\ntitle: 모발\nslug: x\n---\n".encode("utf-16"), "모발"),
        ],
    )
    def test_file_may_be_marked_by_its_order_of_bytes(self, tmp_path, content, title):
        path = tmp_path / "x.md"
        path.write_bytes(content)

        assert parse_guide(read_text(path)).title == title

    def test_file_in_another_encoding_is_refused_with_its_line(self, tmp_path):
        path = tmp_path / "x.md"
        path.write_bytes("---\ntitle: Haar\nauthor: Söhne\n---\n".encode("latin-1"))

        with pytest.raises(UnreadableGuide, match="utf-8") as refused:
            read_text(path)

        assert refused.value.line == 3


class TestTitles:
    """Titles that are no YAML are titles nevertheless."""

    @pytest.mark.parametrize(
        ("lines", "title"),
        [
            ("title: SMP in Korea: the guide", "SMP in Korea: the guide"),
            ('title: SMP: the "true" guide', 'SMP: the "true" guide'),
            ("title: It's SMP: a guide", "It's SMP: a guide"),
            ("title: 'SMP: a guide'", "SMP: a guide"),
            ('title: "Best" clinics: a guide', '"Best" clinics: a guide'),
            ('title: "SMP in Korea\n  and: Japan"', "SMP in Korea and: Japan"),
            ("title: SMP in Korea\n  and in Japan", "SMP in Korea and in Japan"),
            ("title: SMP in Korea: what\n  it costs: all of it", "SMP in Korea: what it costs: all of it"),
            ("title: >-\n  SMP in\n  Korea", "SMP in Korea"),
            ("title: |\n  SMP in\n  Korea", "SMP in Korea"),
            ("title: [Sponsored] SMP", "[Sponsored] SMP"),
            ("title: {{ page.title }}", "{{ page.title }}"),
            ("title: {% raw %}SMP", "{% raw %}SMP"),
            ("title: @home", "@home"),
            ("title: 50 % less", "50 % less"),
            ("title: *SMP* in Korea", "*SMP* in Korea"),
            ("title: 2026", "2026"),
            ("title: Yes", "Yes"),
            ("title: 1:30", "1:30"),
            ("title: SMP – “dots” & more", "SMP – “dots” & more"),
            ("Title: SMP", "SMP"),
            ('"title": SMP', "SMP"),
        ],
    )
    def test_title_is_read_as_it_stands(self, lines, title):
        read = guide(f"{lines}\nslug: smp\nlayout: post")

        assert read.title == title
        assert (read.slug, read.unknown) == ("smp", {"layout": "post"})

    def test_mended_title_moves_no_line(self):
        line, reason = refusal("title: SMP: what\n  it costs\ndate: tomorrow")

        assert (line, reason) == (4, "date: “tomorrow” is no day: write it as 2026-01-28.")


class TestSlugs:
    """The address comes from the front matter, else from the file, else from the title."""

    @pytest.mark.parametrize(
        ("slug", "read"),
        [
            ("smp", "smp"),
            ("/guides/smp/", "smp"),
            ("2026/01/smp-in-korea", "smp-in-korea"),
            ("https://blog.example/2026/smp.html?x=1#y", "smp"),
            ("SMP in Korea", "smp-in-korea"),
            ("smp_2026", "smp_2026"),
        ],
    )
    def test_last_part_of_an_address_is_the_slug(self, slug, read):
        assert guide(f"title: Hair\nslug: {slug}").slug == read

    def test_slug_of_the_file_comes_before_that_of_the_title(self):
        assert guide("title: Hair", name="2026-01-28-smp").slug == "smp"
        assert guide("title: Hair", name="index").slug == "hair"
        assert guide("title: Hair").slug == "hair"

    @pytest.mark.parametrize("slug", ["category", "compare", "feed"])
    def test_addresses_of_other_pages_are_refused(self, slug):
        line, reason = refusal(f"title: Hair\nslug: {slug}")

        assert line == 3
        assert f"“{slug}” cannot be the end of an address" in reason

    def test_title_without_latin_letters_needs_a_slug(self):
        assert "“한국” cannot be the end of an address" in refusal("title: 한국")[1]
        assert guide("title: 한국\nslug: korea").slug == "korea"

    @pytest.mark.parametrize("slug", ["///", "한국", "'?x=1'"])
    def test_slug_without_letters_is_refused(self, slug):
        assert refusal(f"title: Hair\nslug: {slug}")[0] == 3


class TestDays:
    """Days come as dates, times with or without zone, and text."""

    @pytest.mark.parametrize(
        "text",
        [
            "2026-01-28",
            "'2026-01-28'",
            "2026-01-28 09:00",
            "2026-01-28 09:00:00",
            "2026-01-28T09:00:00",
            "2026-01-28T00:30:00+09:00",
            "2026-01-28 00:30:00 +0900",
            "2026-01-27T15:00:00Z",
            "2026-01-27 15:00:00 Z",
            "2026-01-27T10:00:00-05:00",
            "28 January 2026",
            "January 28, 2026",
            "Jan 28, 2026",
            "28 Jan 2026",
            "Wednesday, 28 January 2026",
            "2026/01/28",
            "20260128",
            "2026년 1월 28일",
        ],
    )
    def test_day_is_the_day_in_seoul(self, text):
        read = guide(f"title: Hair\ndate: {text}")

        assert (read.published_on, read.status) == (JANUARY, "published")

    @pytest.mark.parametrize("text", ["2026-02-30", "01/02/2026", "soon", "[2026]", "0000-00-00"])
    def test_other_days_are_refused_with_their_line(self, text):
        line, reason = refusal(f"title: Hair\n\ndate: {text}")

        assert line == 4
        assert "is no day: write it as 2026-01-28." in reason

    @pytest.mark.parametrize("text", ["", "~", "null", "''"])
    def test_empty_day_is_none(self, text):
        assert guide(f"title: Hair\ndate: {text}").published_on is None

    @pytest.mark.parametrize(
        ("lines", "status"),
        [
            ("date: 2026-01-28", "published"),
            ("date: 2026-01-28\nstatus: published", "published"),
            ("date: 2026-01-28\nstatus: Publish", "published"),
            ("date: 2026-01-28\ndraft: false", "published"),
            ("date: 2026-01-28\ndraft: true", "draft"),
            ("date: 2026-01-28\nstatus: draft", "draft"),
            ("date: 2026-01-28\nstatus: published\ndraft: yes", "draft"),
            ("status: published", "draft"),
            ("slug: x", "draft"),
        ],
    )
    def test_guide_that_says_nothing_else_is_published_from_its_day_on(self, lines, status):
        assert guide(f"title: Hair\n{lines}").status == status

    def test_other_names_of_days_are_known(self):
        read = guide("title: Hair\npublished_on: 2026-01-28\nupdated_on: 2026-02-01")

        assert (read.published_on, read.updated_on) == (JANUARY, date(2026, 2, 1))

    @pytest.mark.parametrize(
        ("line", "reason"),
        [
            ("draft: perhaps", "draft: “perhaps” is neither true nor false."),
            ("status: hidden", "status: “hidden” is neither draft nor published."),
            ("kind: post", "kind: “post” is neither guide nor page."),
            ("edition_year: 26", "edition_year: “26” is no year from 1900 to 2199."),
            ("edition_year: ２０２６", "edition_year: “２０２６” is no year from 1900 to 2199."),
            ("author: {name: Kim, kind: robot}", "author: “robot” is neither person nor organisation."),
            ("sources: [{url: 'javascript:alert(1)'}]", "is no address of a page: begin with https://"),
            ("sources: [{url: 'https://[x'}]", "is no address of a page: begin with https://"),
            ("sources: [{accessed_on: 2026-01-01}]", "sources: a source has neither title nor url."),
            ("sources: [[1, 2]]", "sources: “1, 2” is no source: give it a title."),
            ("clinics: ['한']", "clinics: “한” gives no address"),
        ],
    )
    def test_value_that_means_nothing_is_refused_with_its_line(self, line, reason):
        found = refusal(f"title: Hair\n{line}")

        assert found[0] == 3
        assert reason in found[1]


class TestTexts:
    """Summaries, people, topics and lists."""

    @pytest.mark.parametrize("name", ["excerpt", "summary", "description"])
    def test_summary_goes_by_three_names(self, name):
        assert guide(f"title: Hair\n{name}: In\n  short.").excerpt == "In short."

    def test_second_summary_is_kept(self):
        read = guide("title: Hair\ndescription: Long.\nexcerpt: Short.")

        assert (read.excerpt, read.unknown) == ("Short.", {"description": "Long."})

    @pytest.mark.parametrize(
        ("lines", "author", "more"),
        [
            ("author: Kim", Byline("Kim"), ()),
            ("author: [Kim, Lee]", Byline("Kim"), ("Lee",)),
            ("authors:\n  - Kim\n  - Lee", Byline("Kim"), ("Lee",)),
            ("author: {name: Kim}", Byline("Kim"), ()),
            ("author: [{name: Kim, kind: organization}]", Byline("Kim", "organisation"), ()),
            ("author: Korea Experience Team", Byline("Korea Experience Team", "organisation"), ()),
            ("author: {name: Teamlab Team, kind: person}", Byline("Teamlab Team", "person"), ()),
            ("author: ''", None, ()),
            ("author: []", None, ()),
        ],
    )
    def test_author_comes_as_text_list_or_mapping(self, lines, author, more):
        read = guide(f"title: Hair\n{lines}")

        assert (read.author, read.more_authors) == (author, more)

    @pytest.mark.parametrize(
        ("lines", "category", "tags"),
        [
            ("category: Medical Tourism", "Medical Tourism", ()),
            ("category: Hair, skin", "Hair, skin", ()),
            ("categories: [Hair, Skin]", "Hair", ("Skin",)),
            ("categories:\n  - Hair\n  - Skin", "Hair", ("Skin",)),
            ("categories: Medical Tourism, Skin", "Medical Tourism", ("Skin",)),
            ("topics: Hair, Skin", "Hair", ("Skin",)),
            ("tags:\n- Hair\n- Skin", "Hair", ("Skin",)),
            ("tags: [smp, hair]\ncategory: Guides", "Guides", ("smp", "hair")),
            ("tags: [Hair]\ncategories: Hair", "Hair", ()),
        ],
    )
    def test_first_topic_is_the_category_and_the_rest_is_kept(self, lines, category, tags):
        read = guide(f"title: Hair\n{lines}")

        assert (read.category, read.tags) == (category, tags)

    def test_sources_keep_all_that_they_say(self):
        read = guide(
            "title: Hair\nsources:\n- https://a.example/x\n- A leaflet\n"
            "- {title: Law, url: 'https://law.example', accessed_on: 28 January 2026, page: 4}"
        )

        assert read.sources == (
            {"title": "https://a.example/x", "url": "https://a.example/x", "accessed_on": ""},
            {"title": "A leaflet", "url": "", "accessed_on": ""},
            {"title": "Law", "url": "https://law.example", "accessed_on": "2026-01-28", "page": "4"},
        )

    def test_lists_are_read_from_lists_and_from_text(self):
        read = guide(
            "title: Hair\ntakeaways:\n- Cost: ask\n- Two\nclinics: dots, /clinics/lines/\n"
            "districts: [gangnam, gangnam]\ntreatments: crown\nwanted: Food"
        )

        assert read.takeaways == ("Cost: ask", "Two")
        assert (read.clinics, read.districts) == (("dots", "lines"), ("gangnam",))
        assert (read.treatments, read.wanted) == (("crown",), ("Food",))

    def test_unknown_keys_are_kept_as_they_are(self):
        read = guide(
            "title: Hair\nlayout: post\nHero-Image: a.png\nseo: {index: yes, words: [a, 1]}\n"
            "empty:\nweight: 010"
        )

        assert read.unknown == {
            "layout": "post",
            "Hero-Image": "a.png",
            "seo": {"index": "yes", "words": ["a", "1"]},
            "weight": "010",
        }


class TestRefusals:
    """What cannot be read says why, and in which line."""

    @pytest.mark.parametrize(
        ("text", "line", "reason"),
        [
            ("", 1, "The guide has no title"),
            ("Text without a heading.", 1, "The guide has no title"),
            ("---\nslug: x\n---\n", 1, "The guide has no title"),
            ("---\ntitle: x\n", 1, "is not closed by a line of ---."),
            ("\n\n---\ntitle: x\ntext\n", 3, "is not closed by a line of ---."),
            ("---\ntitle: x\njust words\n---\n", 3, "The front matter is no YAML"),
            ("---\ntitle: x\nkey:\n- a\n b: c\n---\n", 5, "The front matter is no YAML"),
            ("---\ntitle: x\nslug: a\ntitle: y\n---\n", 4, "“title” stands twice."),
            ("---\n{title}: x\n---\n", 2, "A key of the front matter must be a word."),
            ("---\ntitle: x\nkey:\n- &t x\n- *t\n---\n", 5, "References (*t) are not read"),
            ("---\ntitle: x\n? [a]\n: b\n---\n", 3, "A key of the front matter must be a word."),
            ('---\nslug: x\ntitle: "SMP in Korea\ndate: 2026-01-28\n---\n', 3, UNCLOSED),
            ('---\ntitle: "SMP\nexcerpt: all "of" it"\n---\n', 2, UNCLOSED),
            ('---\ntitle: "SMP\nexcerpt: so it is"\n---\n', 2, UNCLOSED),
            ("---\ntitle: 'SMP in Korea\n---\n", 2, UNCLOSED),
            ('---\ntitle: x\nsources:\n  - "Law\n  - Act\n---\n', 4, UNCLOSED),
            ("---\ntitle: x\ntags: [a, b\n---\n", 3, "The bracket that begins here is not closed"),
            ("---\ntitle: x\n\tslug: y\n---\n", 3, "A tab stands before a key."),
            ('\n+++\ntitle = "x"\n+++\n# x\n', 2, "is TOML (between lines of +++): write it as YAML"),
            ("---\ndate: 2026-01-28\ntitle: 두피문신\n---\n", 3, "write “slug: …” with Latin letters"),
            (f"---\ntitle: {'x' * 301}\n---\n", 2, "title: the text has 301 characters; 300 are allowed."),
            (f"---\ntitle: x\nexcerpt: {'x ' * 600}\n---\n", 3, "excerpt: the text has 1199 characters"),
        ],
    )
    def test_unreadable_front_matter_is_refused(self, text, line, reason):
        with pytest.raises(UnreadableGuide) as refused:
            parse_guide(text)

        assert refused.value.line == line
        assert reason in refused.value.reason
        assert str(refused.value) == f"line {line}: {refused.value.reason}"

    @pytest.mark.parametrize("opening", ["[", "{", "- ", "? ", "[{"])
    def test_deep_values_are_refused_at_once(self, opening):
        line, reason = refusal(f"title: x\nkey:\n  {opening * (LONGEST_FRONT_MATTER // 3)}")

        assert line in {2, 4}
        assert "deep in one another" in reason or "no YAML" in reason

    def test_too_much_front_matter_is_refused(self):
        assert refusal(f"title: x\nkey: {'x' * LONGEST_FRONT_MATTER}") == (
            1,
            "The front matter has more than 50000 characters.",
        )

    def test_too_long_file_is_refused_where_it_becomes_too_long(self):
        line, reason = refusal("title: x\n---\n" + "x" * 99 + "\n" + "y\n" * (MOST_CHARACTERS // 2))

        assert reason == "The file has more than 300000 characters. Split it."
        assert line > 100_000

    @settings(deadline=None)
    @given(st.text(max_size=300))
    def test_any_text_is_read_or_refused_with_a_sentence(self, text):
        for file in (text, f"---\n{text}\n---\n{text}", f"---\ntitle: {text}\n---\n", f"---\n{text}"):
            read = read_or_refused(file)
            assert all(read), read

    @settings(deadline=None)
    @given(st.text(alphabet="ab :-'\"[]{}#&*!|>%@`\n,?\\", max_size=60))
    def test_title_of_any_marks_is_kept_or_refused(self, text):
        read = read_or_refused(f"---\ntitle: x{text}\nslug: x\nlayout: post\n---\n")

        assert read[0] == "x" or 1 <= read[1] <= 70


def read_or_refused(file):
    """Return the slug and title of a file, or the reason and line of its refusal."""
    try:
        read = parse_guide(file, name="name")
    except UnreadableGuide as error:
        return error.reason, error.line
    return read.slug, read.title
