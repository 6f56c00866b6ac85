"""Numbers with a unit, however a text writes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.checking.quantities import quantities_in


@pytest.mark.parametrize(
    ("text", "quantities"),
    [
        ("$2,000–$3,500", [("money", 2000, 3500, False)]),
        ("$1,800-3,000", [("money", 1800, 3000, False)]),
        ("US$ 4,000 to US$6,000+", [("money", 4000, 6000, True)]),
        ("from $4,000+", [("money", 4000, 4000, True)]),
        ("800 to 1,500 USD", [("money", 800, 1500, False)]),
        ("between $300 and $600", [("money", 300, 600, False)]),
        ("$300 and $600", [("money", 300, 300, False), ("money", 600, 600, False)]),
        ("$2k–3.5k", [("money", 2000, 3500, False)]),
        ("500 dollars", [("money", 500, 500, False)]),
        ("2-3 sessions", [("sessions", 2, 3, False)]),
        ("two or three sessions", [("sessions", 2, 3, False)]),
        ("5+ sessions", [("sessions", 5, 5, True)]),
        ("One session", [("sessions", 1, 1, False)]),
        ("10–14 days, then 7 to 10 days", [("days", 10, 14, False), ("days", 7, 10, False)]),
        ("a 10-day stay", [("days", 10, 10, False)]),
        ("2 and 10 days", [("days", 10, 10, False)]),
        ("between 2 and 10 days", [("days", 2, 10, False)]),
        ("two weeks", [("days", 14, 14, False)]),
        ("2–4 hours", [("hours", 2, 4, False)]),
        ("3-5 years", [("years", 3, 5, False)]),
        (
            "20–50 % and 20% to 50%, ten percent",
            [("percent", 20, 50, False)] * 2 + [("percent", 10, 10, False)],
        ),
        ("18 criteria in seven factors", [("criteria", 18, 18, False), ("factors", 7, 7, False)]),
        ("10~14일 간격, 2~4회", [("days", 10, 14, False), ("sessions", 2, 4, False)]),
        ("119 and 112 in 2026, 5 to 3 days, 1.5 hours, room 2, v3", []),
        ("twenty-five days, thirty days", [("days", 25, 25, False), ("days", 30, 30, False)]),
        ("two thousand five hundred dollars", [("money", 2500, 2500, False)]),
        (
            "a month, a decade, an hour, half an hour, a day",
            [("days", 30, 30, False), ("years", 10, 10, False), ("hours", 1, 1, False)],
        ),
        ("48 hours, seventeen short questions", [("hours", 48, 48, False), ("criteria", 17, 17, False)]),
        (
            "day 3, days 3 to 5, the third day",
            [("days", 3, 3, False), ("days", 3, 5, False), ("days", 3, 3, False)],
        ),
        (
            "50만원, 30만~50만원, ₩20,000",
            [
                ("won", 500_000, 500_000, False),
                ("won", 300_000, 500_000, False),
                ("won", 20_000, 20_000, False),
            ],
        ),
        (
            "세 번, 열두 시간, 사흘, 일주일, 2,000달러",
            [
                ("hours", 12, 12, False),
                ("days", 3, 3, False),
                ("days", 7, 7, False),
                ("money", 2000, 2000, False),
            ],
        ),
        ("", []),
    ],
)
def test_quantities_are_read(text, quantities):
    assert [(each.kind, each.low, each.high, each.is_open) for each in quantities_in(text)] == quantities


def test_a_quantity_knows_its_words_and_place():
    [quantity] = quantities_in("It takes between 7 and 10 days.")

    assert quantity.text == "7 and 10 days"
    assert "It takes between 7 and 10 days."[quantity.start : quantity.end] == quantity.text


@given(st.text(alphabet="0123456789,.-–$k% to daysessionhur+"))
def test_any_text_can_be_read(text):
    for quantity in quantities_in(text):
        assert 0 <= quantity.low <= quantity.high
