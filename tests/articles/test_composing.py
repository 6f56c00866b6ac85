"""Writing a guide as text: what is written is read back as the same guide."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from articles.composing import compose, rest_of, restated, typed_of
from articles.front_matter import parse_guide
from pricing.plain_text import plain_text

FULL = """\
---
title: "SMP: a guide"
slug: smp
kind: page
excerpt: In short.
date: 2026-01-28
updated: 2026-02-01
edition_year: 2026
audience: travelers
category: Guides
tags: [hair, skin]
author: [{name: Test Team, kind: organisation}, Kim]
reviewer: Dr. Lee
reviewed_on: 2026-02-02
next_review_on: 2027-02-02
clinics: [dots]
districts: [gangnam]
treatments: [crown, hairline]
sources:
- {title: Law, url: "https://law.example", accessed_on: 2026-01-01, page: 4}
takeaways: [One, "Two: three"]
wanted: [Food]
layout: post
"odd: key": {a: [1, ""], b: ~}
---

Text.
"""


def written_again(guide):
    """Return a Guide that was written and read again."""
    return parse_guide(compose(typed_of(guide), rest_of(guide), guide.body), name="other")


def test_full_guide_is_the_same_when_written_and_read_again():
    guide = parse_guide(FULL)

    again = written_again(guide)

    assert again.facts == guide.facts
    assert again.body == guide.body == "\nText.\n"
    assert guide.unknown == {"layout": "post", "odd: key": {"a": ["1", ""], "b": "~"}}


def test_what_is_written_once_is_written_the_same_again():
    once = compose(typed_of(parse_guide(FULL)), rest_of(parse_guide(FULL)), "Text.")

    guide = parse_guide(once)

    assert compose(typed_of(guide), rest_of(guide), "Text.") == once


def test_plain_values_are_written_without_quotes():
    source = compose({"title": "SMP", "published_on": date(2026, 1, 28), "edition_year": 2026}, "", "")

    assert source == "---\ntitle: SMP\ndate: 2026-01-28\nedition_year: 2026\n---\n"


def test_other_status_leaves_the_rest_as_it_is():
    draft = parse_guide(restated(FULL, name="smp", status="draft"))

    assert draft.status == "draft"
    assert {**draft.facts, "status": "published"} == parse_guide(FULL).facts


TEXTS = st.text(max_size=40).map(lambda text: " ".join(plain_text(text).split()))
SAID = TEXTS.filter(lambda text: text.lower() not in {"", "~", "null"})


@settings(deadline=None)
@given(title=SAID, excerpt=TEXTS, takeaways=st.lists(SAID, max_size=3), unknown=st.dictionaries(SAID, SAID))
def test_texts_of_any_marks_are_read_back(title, excerpt, takeaways, unknown):
    source = compose({"title": title, "slug": "x", "excerpt": excerpt}, "", "Text.")
    first = parse_guide(source)
    known = {"title", "slug", "excerpt", "kind", "status", "draft", "date"}
    kept = {f"x-{key}"[:60]: value for key, value in unknown.items() if key not in known}

    guide = parse_guide(source.replace("---\nText.", f"{rest_of_values(takeaways, kept)}---\nText."))

    assert first.title == title
    assert first.excerpt == ("" if excerpt.lower() in {"~", "null"} else excerpt)
    assert guide.takeaways == tuple(takeaways)
    assert guide.unknown == kept


def rest_of_values(takeaways, unknown):
    """Return takeaways and unknown values as YAML."""
    named = {"title": "x", "slug": "x", "takeaways": tuple(takeaways), "unknown": unknown}
    return rest_of(type(parse_guide(FULL))(**named))
