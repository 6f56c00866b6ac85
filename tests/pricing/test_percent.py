"""Prices raised and lowered by percent stay prices: ordered, whole, and never narrower than they would be."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pricing.money import Span
from pricing.percent import MOST_DOWN, MOST_UP, changed_by, percent_in_words

HUNDREDTHS = st.integers(-MOST_DOWN, MOST_UP)
AMOUNTS = st.integers(0, 9_999_999_999)


@st.composite
def spans(draw):
    low = draw(AMOUNTS)
    high = draw(st.none() | st.integers(low, 9_999_999_999))
    return Span(low, high, open_ended=high is None or draw(st.booleans()))


@pytest.mark.parametrize(
    ("low", "high", "percent", "expected"),
    [
        (1500, 2500, 1000, (1650, 2750)),
        (1500, 2500, -1000, (1350, 2250)),
        (999, 1001, 500, (1048, 1052)),  # 1,048.95 and 1,051.05
        (999, 1001, -500, (949, 951)),  # 949.05 and 950.95
        (999, 999, 500, (1049, 1049)),
        (10, 10, 500, (11, 11)),  # 10.5: a half goes up
        (999, None, 500, (1048, None)),
        (0, 1, 5_000, (0, 2)),
        (1000, 2000, 1, (1000, 2001)),  # a hundredth of a percent
        (7, 9, 0, (7, 9)),
    ],
)
def test_percent_is_taken_exactly_and_rounded_outward(low, high, percent, expected):
    span = changed_by(Span(low, high, open_ended=high is None), percent)

    assert (span.low, span.high) == expected


@given(spans(), HUNDREDTHS)
def test_range_is_less_than_a_unit_wider_than_it_would_be_exactly(span, hundredths):
    changed = changed_by(span, hundredths)
    factor = Fraction(10_000 + hundredths, 10_000)

    if span.low == span.high:
        assert changed.low == changed.high
        assert abs(changed.low - span.low * factor) <= Fraction(1, 2)
    else:
        assert 0 <= span.low * factor - changed.low < 1
        assert span.high is None or 0 <= changed.high - span.high * factor < 1
    assert (changed.high is None, changed.open_ended) == (span.high is None, span.open_ended)
    assert changed.currency == span.currency


@given(spans(), st.integers(1, MOST_UP))
def test_raising_never_lowers_and_lowering_never_raises(span, hundredths):
    raised, lowered = changed_by(span, hundredths), changed_by(span, -min(hundredths, MOST_DOWN))

    assert lowered.low <= span.low <= raised.low
    assert span.high is None or lowered.high <= span.high <= raised.high


@pytest.mark.parametrize(
    ("hundredths", "words"),
    [(500, "5 %"), (-1250, "12.5 %"), (1, "0.01 %"), (10_000, "100 %"), (105, "1.05 %")],
)
def test_percent_is_told_without_its_sign(hundredths, words):
    assert percent_in_words(hundredths) == words
