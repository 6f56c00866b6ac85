"""Fonts for pictures: what can be drawn is drawn as large as it fits, and what cannot be is left out."""

import pytest

from clinics import lettering
from clinics.lettering import SYSTEM_FONTS, cut_off, fit, font_for, latin_font, plain, system_fonts, wrapped

SIZES = (92, 76, 62, 52)
WIDTH = 1056


@pytest.fixture
def bare_machine(monkeypatch):
    """A machine without any font."""
    monkeypatch.setattr(lettering, "SYSTEM_FONTS", (("no-such-font.ttf", 0),))
    system_fonts.cache_clear()
    yield
    system_fonts.cache_clear()


def test_latin_letters_are_drawn_with_the_font_of_the_package():
    assert font_for("Dot House & Co. “24”…", 40).getname()[0] == "Aileron"


@pytest.mark.usefixtures("bare_machine")
@pytest.mark.parametrize("text", ["점의집", "Dot 점", "\ue000"])
def test_text_without_a_font_is_not_drawn(text):
    assert font_for(text, 40) is None
    assert fit(text, width=WIDTH, sizes=SIZES) is None


@pytest.mark.usefixtures("bare_machine")
def test_accents_that_no_font_has_are_left_out():
    assert fit("Élite – Ő", width=WIDTH, sizes=SIZES).lines == ("Elite - O",)


def test_plain_text_has_neither_accents_nor_long_dashes():
    assert plain("Ünő, Škoda · Élite — 24") == "Uno, Skoda - Elite - 24"


def test_korean_is_drawn_where_the_machine_has_a_font():
    if font_for("점", 40) is None:
        pytest.skip(f"No Korean font was found: install one of {', '.join(name for name, _ in SYSTEM_FONTS)}")

    lettered = fit("점의집 Dot House", width=WIDTH, sizes=SIZES)

    assert lettered.lines == ("점의집 Dot House",)
    assert lettered.font.getname()[0] != "Aileron"


def test_short_text_gets_the_largest_size_and_a_longer_one_a_smaller():
    sizes = [fit("x" * length, width=WIDTH, sizes=SIZES).size for length in (5, 25, 30, 36, 200)]

    assert sizes[0] == 92
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] == 52


@pytest.mark.parametrize(
    "text", ["Two words", "word " * 60, "x" * 300, "Fine " + "x" * 300, "x" * 300 + " y" * 40, "a  b\tc\nd"]
)
@pytest.mark.parametrize("most", [1, 3])
def test_every_line_fits_and_there_are_not_too_many(text, most):
    lettered = fit(text, width=WIDTH, sizes=SIZES, most=most)

    assert 1 <= len(lettered.lines) <= most
    assert all(lettered.font.getlength(line) <= WIDTH for line in lettered.lines)
    assert all(line.strip() == line for line in lettered.lines)


def test_what_is_cut_off_ends_with_an_ellipsis():
    assert fit("word " * 60, width=WIDTH, sizes=SIZES, most=3).lines[-1].endswith("…")
    assert not fit("word", width=WIDTH, sizes=SIZES, most=3).lines[-1].endswith("…")
    assert cut_off("iiii WWWW", latin_font(20), latin_font(20).getlength("iiii W…")) == "iiii W…"


@pytest.mark.parametrize("text", ["", "  ", "\n"])
def test_no_text_is_no_lettering(text):
    assert fit(text, width=WIDTH, sizes=SIZES) is None


def test_lines_break_between_words_only():
    font = latin_font(20)

    assert wrapped("one two three", font, font.getlength("one two")) == ["one two", "three"]
    assert wrapped("uncommonly long", font, 1) == ["uncommonly", "long"]
