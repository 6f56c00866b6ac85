"""Words that changed are told apart from those that stayed, and nothing of either text is lost."""

import time

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from clinics.history.changed_words import Kind, compare_words, cut_short

TEXTS = st.lists(st.sampled_from(["a", "quiet", "room", "방", ".", "\n\n", "<b>"]), max_size=30).map(" ".join)
OLD = "The clinic works in a quiet room. It opens at nine."
NEW = "The clinic works in a bright, quiet room. It opens at ten."


def joined(pieces, *kinds):
    return "".join(piece.text for piece in pieces if piece.kind in kinds)


def rendered(tag, old, new):
    template = Template("{% load changed_words %}{% " + tag + " old new %}")
    return template.render(Context({"old": old, "new": new})).strip()


def test_each_column_marks_its_own_words():
    assert rendered("old_words", OLD, NEW) == (
        "The clinic works in a quiet room. It opens at <del>nine</del>."
    )
    assert rendered("new_words", OLD, NEW) == (
        "The clinic works in a <ins>bright, </ins>quiet room. It opens at <ins>ten</ins>."
    )


def test_one_text_shows_both_and_cuts_what_stayed():
    stayed = "One sentence that nobody touched, and which goes on for quite some time. " * 3

    shown = rendered("words", f"{stayed}Nine. {stayed}", f"{stayed}Ten. {stayed}")

    assert "<del>Nine</del><ins>Ten</ins>" in shown
    assert shown.count("…") == 2
    assert len(shown) < len(stayed)


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("02-1", "02-2", "<del>02-1</del> <ins>02-2</ins>"),
        ("", "Quiet.", "<ins>Quiet.</ins>"),
        ("Quiet.", "", "<del>Quiet.</del> <i>emptied</i>"),
        (
            "We are quiet and calm people",
            "Es ist <ruhig> hier, und sauber dazu",
            "<del>We are quiet and calm people</del> <ins>Es ist &lt;ruhig&gt; hier, und sauber dazu</ins>",
        ),
    ],
)
def test_values_that_share_too_little_are_shown_whole(old, new, shown):
    assert compare_words(old, new) == []
    assert rendered("words", old, new) == shown


@given(TEXTS, TEXTS)
def test_no_word_of_either_text_is_lost(old, new):
    pieces = compare_words(old, new)

    if pieces:
        assert joined(pieces, Kind.SAME, Kind.OLD) == old
        assert joined(pieces, Kind.SAME, Kind.NEW) == new
        assert joined(cut_short(pieces), Kind.OLD, Kind.NEW) == joined(pieces, Kind.OLD, Kind.NEW)
    assert "<b>" not in rendered("words", old, new)


def test_the_longest_texts_take_no_time():
    old = " ".join(f"word{number % 7}" for number in range(20_000))
    new = " ".join(f"word{number % 5}" for number in range(20_000))

    began = time.process_time()
    compare_words(old, new)

    assert time.process_time() - began < 2
