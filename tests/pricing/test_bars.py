"""Price ranges as bars, the market beside them, and tiers as dots."""

from types import SimpleNamespace

import pytest

from pricing.bars import Bar, Stretch, bar, stretch, top_of_scale
from pricing.money import Span
from pricing.tiers import tier_mark


def test_scale_ends_at_the_highest_figure():
    assert top_of_scale([Span(100, 900), Span(1000, None, open_ended=True)]) == 1000
    assert top_of_scale([]) == 0


@pytest.mark.parametrize(
    ("span", "drawn"),
    [
        (Span(0, 1000), Stretch(0, 200, is_open=False)),
        (Span(250, 500), Stretch(50, 50, is_open=False)),
        (Span(500, 500), Stretch(100, 4, is_open=False)),
        (Span(1000, 1000), Stretch(196, 4, is_open=False)),
        (Span(500, 750, open_ended=True), Stretch(100, 50, is_open=True)),
        (Span(500, None, open_ended=True), Stretch(100, 100, is_open=True)),
        (Span(5000, 9000), Stretch(196, 4, is_open=False)),
        (None, None),
    ],
)
def test_range_is_drawn_on_the_scale(span, drawn):
    assert stretch(span, top=1000) == drawn


def test_nothing_is_drawn_on_an_empty_scale():
    assert bar(Span(0, 0), None, top=0) == Bar(None, None)


def test_stretch_knows_its_end():
    assert Stretch(50, 20, is_open=True).end == 70


@pytest.mark.parametrize(("rank", "mark"), [(1, "●○○○"), (5, "●●●○"), (9, "●●●●")])
def test_tier_is_marked_by_its_place(rank, mark):
    tiers = [SimpleNamespace(rank=other) for other in (1, 2, 5, 9)]

    assert tier_mark(SimpleNamespace(rank=rank), tiers) == mark
    assert tier_mark(None, tiers) == ""
