"""Stipple drawings: the same word gives the same picture, on any machine and for ever."""

import re
from hashlib import sha256

import pytest
from django.template import Context, Template

from clinics.stipple import SHEETS, commands, draw, thinned

WORDS = [f"clinic-{number}" for number in range(300)]
STEP = re.compile(r"m(-?\d+) ?(-?\d+)z")


def dots(word, size):
    """Return the (x, y) of each dot that a browser would draw."""
    found = []
    for _diameter, path in draw(word, size):
        x = y = 0
        assert STEP.sub("", path) == ""
        for right, down in STEP.findall(path):
            x, y = x + int(right), y + int(down)
            found.append((x, y))
    return found


# Written down once. If these change, every picture of every site changes.
@pytest.mark.parametrize(
    ("size", "digest"),
    [("card", "08659c8ad2b98c31"), ("large", "5326935326520b26"), ("wide", "0182c4b827420a01")],
)
def test_picture_of_a_word_never_changes(size, digest):
    drawn = "|".join(f"{diameter}:{path}" for diameter, path in draw("dot-house", size))

    assert sha256(drawn.encode()).hexdigest()[:16] == digest


@pytest.mark.parametrize("size", SHEETS)
def test_every_dot_lies_on_its_sheet_and_they_are_not_too_many(size):
    sheet = SHEETS[size]
    for word in WORDS if size == "card" else WORDS[:20]:
        placed = dots(word, size)
        assert sheet.most / 2 < len(placed) <= sheet.most
        assert all(0 <= x <= sheet.width and 0 <= y <= sheet.height for x, y in placed)


def test_card_has_one_path_of_at_most_forty_dots_and_few_bytes():
    lengths = []
    for word in WORDS:
        [(_diameter, path)] = draw(word, "card")
        assert len(dots(word, "card")) <= 40
        lengths.append(len(path))

    assert max(lengths) <= 300
    assert sum(lengths) / len(lengths) <= 260


@pytest.mark.parametrize("word", WORDS[:20])
def test_dots_thin_out_from_the_top_and_none_of_the_sheet_stays_empty(word):
    sheet = SHEETS["large"]
    thirds = [0, 0, 0]
    for _x, y in dots(word, "large"):
        thirds[min(2, y * 3 // sheet.height)] += 1

    assert thirds[0] > thirds[1] > thirds[2] > 20


def test_different_words_give_different_pictures():
    assert len({str(draw(word)) for word in WORDS}) == len(WORDS)


@pytest.mark.parametrize("word", ["", "강남", "x" * 10_000, "<b>"])
def test_any_word_has_a_picture(word):
    assert dots(word, "card")


@pytest.mark.parametrize(
    ("places", "path"),
    [([], ""), ([(3, 4)], "m3 4z"), ([(3, 4), (5, 1), (0, 1)], "m3 4zm2-3zm-5 0z")],
)
def test_each_dot_is_written_from_the_one_before(places, path):
    assert commands(places) == path


@pytest.mark.parametrize(
    ("number", "most", "kept"),
    [(3, 4, [0, 1, 2]), (4, 4, [0, 1, 2, 3]), (6, 3, [0, 2, 4]), (5, 4, [0, 1, 2, 3])],
)
def test_dots_beyond_the_most_are_left_out_evenly(number, most, kept):
    assert thinned(list(range(number)), most=most) == kept


def test_tag_draws_for_the_eye_only():
    text = Template("{% load stipples %}{% stipple 'dots' %}{% stipple 'dots' 'large' %}").render(Context())

    card, large = text.split("</svg>")[:2]
    assert card.startswith('<svg viewBox="0 0 40 40" aria-hidden="true"><path d="m')
    assert card.count("<path") == 1
    assert large.count("<path") == len(SHEETS["large"].diameters)
    assert 'stroke-width="4.8"' in large
