"""Numbers typed by hand that a record holds, and the figure to place instead; districts in one another."""

import pytest

from articles.checking.places import contradicting_places
from articles.checking.typed import typed_figures

from .knowing import found_by


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        (
            "The crown costs $2,000–$3,500.",
            ["“$2,000–$3,500” is a record (crown, package): place {price}`crown package`."],
        ),
        (
            "A price of $1,800-$3,000.",
            ["“$1,800-$3,000” is a record (hairline, package): place {price}`hairline package`."],
        ),
        ("2–3 sessions", ["“2–3 sessions” is a record (Crown): place {sessions}`crown`."]),
        (
            "10-14 days",
            [
                "“10-14 days” is a record (SMP: days between):"
                " place {days-between}`smp` or {first-to-last}`2`."
            ],
        ),
        ("20–50 %", ["“20–50 %” is a record (SMP: below home): place {below-home}`smp`."]),
        ("18 criteria", ["“18 criteria” is a record (criteria): place {count}`criteria`."]),
        (
            "It heals in ten days.",
            ["“ten days” is a record (SMP: healing): place {healing-days}`smp` or {first-to-last}`2`."],
        ),
        (
            "A crown starts at $2,000 as a package.",
            ["“$2,000” is a record (crown, package): place {price}`crown package`."],
        ),
        (
            "There are five steps.",
            ["“five steps” is a record (steps), which no figure shows: say it without the number."],
        ),
        ("It heals in eight days, the third session, a session of three hours.", []),
        ("Two sessions, 10 days, $2,000, 4 criteria, 4–5 days and $666–$1,750.", []),
        ("{price}`crown package` for {sessions}`crown` sessions", []),
        ("`$2,000–$3,500`", []),
    ],
)
def test_typed_figure_is_found(text, sentences):
    assert found_by(typed_figures, text) == sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Hongdae in Mapo, Mapo in Seoul, Hongdae (a part of Mapo), Gangnam and Mapo.", []),
        ("Gangnam in the south, Mapo in the west.", []),
        ("Hongdae in Gangnam.", ["Hongdae does not lie in Gangnam by the records."]),
        ("Hongdae is part of Gangnam.", ["Hongdae does not lie in Gangnam by the records."]),
        ("Hongdae belongs to Gangnam.", ["Hongdae does not lie in Gangnam by the records."]),
        ("Hongdae, a lively quarter of Gangnam.", ["Hongdae does not lie in Gangnam by the records."]),
        ("Gangnam’s Hongdae.", ["Hongdae does not lie in Gangnam by the records."]),
        ("홍대는 강남에 있습니다.", ["Hongdae does not lie in Gangnam by the records."]),
        ("강남의 홍대.", ["Hongdae does not lie in Gangnam by the records."]),
        ("홍대는 마포에 있습니다.", []),
        (
            "Elite SMP Korea is a clinic in Hongdae.",
            ["Elite SMP Korea does not lie in Hongdae by the records."],
        ),
        ("Elite SMP Korea in Gangnam, Elite SMP Korea is located in Seoul.", []),
    ],
)
def test_district_in_another_that_does_not_hold_it_is_found(text, sentences):
    assert found_by(contradicting_places, text) == sentences
