"""Prices of named treatments: which contradict the price guide."""

import pytest

from articles.checking.prices import contradicting_prices

from .knowing import found_by, quoted_by


@pytest.mark.parametrize(
    "text",
    [
        "The crown costs $2,000–$3,500 as a package.",
        "The crown costs $800–$1,500 per session, $2,000–$3,500 as a package.",
        "A crown comes to $1,600–$4,500 in all.",
        "$2,000–$3,500 for the crown.",
        "The crown costs $2,500 at some clinics.",
        "A hairline is $1,800–$3,000 and the crown $2,000–$3,500.",
        "For a hairline or a crown some pay $1,800–$3,000.",
        "At home the crown would cost $2,500–$7,000.",
        "A full scalp starts at $4,000+.",
        "A full scalp costs $9,000.",  # open above
        "If your budget is $500, a crown is not for you.",
        "Elite SMP Korea asks $100–$200 for the crown.",  # its own price
        "A taxi costs $100–$200.",
        "| Area | Package |\n|---|---|\n| Crown | $2,000–$3,500 |",
        "Elite SMP Korea is small. It asks $100–$200 for the crown.",
        "The crown costs two thousand to three thousand five hundred dollars.",
        "SMP costs from $800 to $2,500 per session.",
        "Flights cost $200. The treatment of a friend was $300 cheaper.",
        "정수리는 패키지로 2,000~3,500달러입니다. 택시는 5만원입니다.",
    ],
)
def test_price_of_a_record_is_none(text):
    assert found_by(contradicting_prices, text) == []


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("The crown costs $2,500–$3,500.", ["$2,500–$3,500"]),
        ("The vertex costs $2,500–$3,500.", ["$2,500–$3,500"]),
        ("정수리는 $2,500–$3,500입니다.", ["$2,500–$3,500"]),
        ("The crown costs $9,000.", ["$9,000"]),
        ("Elite SMP Korea is good; the crown costs $1–$2 elsewhere.", ["$1–$2"]),
        ("If you can, ask early: the crown costs $9,000.", ["$9,000"]),
        ("The crown is a round area. It costs $1–$2.", ["$1–$2"]),
        ("The crown costs two thousand to four thousand dollars.", ["two thousand to four thousand dollars"]),
        ("A whole course of SMP costs $200.", ["$200"]),
        ("정수리는 패키지로 500달러입니다.", ["500달러"]),
        ("정수리는 50만원입니다.", ["50만원"]),
        ("A hairline is $2,000–$3,500, the crown $1,800–$3,000.", ["$2,000–$3,500", "$1,800–$3,000"]),
        ("The crown costs $2,000–$3,500 per session.", ["$2,000–$3,500"]),  # the other basis
        ("A package for the crown is $800–$1,500.", ["$800–$1,500"]),
        ("A full scalp session costs $1,500–$2,500.", ["$1,500–$2,500"]),  # not open
        ("Corrective work costs $500–$900.", ["$500–$900"]),
        ("| Area | Per session |\n|---|---|\n| Crown | $2,000–$3,500 |", ["$2,000–$3,500"]),
        ("| Area | Price |\n|---|---|\n| Crown | $1 – $2 |\n| Hairline | $1,800–$3,000 |", ["$1 – $2"]),
    ],
)
def test_price_that_no_record_states_is_found(text, quoted):
    assert quoted_by(contradicting_prices, text) == quoted


def test_remark_says_what_the_records_say():
    [sentence] = found_by(contradicting_prices, "The crown costs $1–$2.")
    [assessed] = found_by(contradicting_prices, "A package of corrective work costs $1–$2.")
    [missing] = found_by(contradicting_prices, "A hairline costs $1–$2 per session.")

    assert (
        sentence
        == "“$1–$2” for Crown: the records say $800–$1,500 (crown, session); $2,000–$3,500 (crown, package)."
    )
    assert (
        assessed
        == "“$1–$2” for Corrective work: the records say quoted after assessment (corrective, package)."
    )
    assert missing == "“$1–$2” for Hairline restoration: the records say nothing."
