"""The line about a place, and the nearest place with clinics."""

from types import SimpleNamespace

import pytest

from clinics.gazetteer import LONGEST_LINE, first_line, nearest_with_clinics


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", ""),
        ("  ", ""),
        ("Young.", "Young."),
        ("Young. Loud.", "Young."),
        ("Young\nand loud.\n\nMore.", "Young and loud."),
        ("No stop at the end", "No stop at the end"),
        ("word " * 40, "word " * 31 + "word…"),
        ("x" * 200, "x" * 159 + "…"),
    ],
)
def test_first_sentence_makes_a_line(text, line):
    assert first_line(text) == line
    assert len(first_line(text)) <= LONGEST_LINE


@pytest.mark.parametrize(
    ("counts", "nearest"),
    [
        ({}, None),
        ({"seoul": 0, "gangnam": 0}, None),
        ({"seoul": 3}, ("seoul", 3)),
        ({"seoul": 3, "gangnam": 1}, ("gangnam", 1)),
    ],
)
def test_nearest_place_above_with_clinics(counts, nearest):
    above = [SimpleNamespace(slug="seoul"), SimpleNamespace(slug="gangnam")]

    found = nearest_with_clinics(above, counts)

    assert (found and (found[0].slug, found[1])) == nearest
