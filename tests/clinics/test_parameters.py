"""What visitors send: what is known is kept, what is not is ignored and named, nothing fails."""

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from clinics.parameters import Budget, Choice, EveryValue, KnownSlugs, WholeNumber, Words

KNOWN = {"gangnam": "Gangnam", "mapo": "Mapo"}
ANYTHING = st.lists(st.text() | st.from_regex(r"[-+$]?[0-9,.]*", fullmatch=True), max_size=4)


def read(parameter, *values):
    """Return the clean value and what was ignored."""
    return parameter.clean(list(values)), parameter.ignored


class TestKnownSlugs:
    """A repeatable parameter: slugs of a vocabulary."""

    def test_known_values_are_kept_once_and_in_the_order_sent(self):
        assert read(KnownSlugs(known=KNOWN), "mapo", "gangnam", "mapo") == (["Mapo", "Gangnam"], [])

    def test_unknown_values_are_named_once_and_in_the_order_sent(self):
        assert read(KnownSlugs(known=KNOWN), "x", "mapo", "y", "x") == (["Mapo"], ["x", "y"])

    @pytest.mark.parametrize("value", ["Gangnam", "gangnam ", "gang", "gangnam,mapo", "gangnam\0", "강남"])
    def test_slug_is_known_only_as_it_is(self, value):
        assert read(KnownSlugs(known=KNOWN), value) == ([], [value])

    def test_empty_value_counts_as_absent(self):
        assert read(KnownSlugs(known=KNOWN), "") == ([], [])

    def test_fifty_values_are_read_and_the_others_cut_and_named(self):
        unknown = [f"x{number}" for number in range(49)]

        assert read(KnownSlugs(known=KNOWN), *unknown, "mapo", "gangnam") == (["Mapo"], [*unknown, "gangnam"])

    def test_empty_values_do_not_count_among_the_fifty(self):
        assert read(KnownSlugs(known=KNOWN), *[""] * 99, "mapo") == (["Mapo"], [])


class TestChoice:
    """A parameter with one of a few words."""

    def test_of_several_values_the_last_counts(self):
        assert read(Choice(known={"a", "b"}), "b", "a") == ("a", [])

    def test_last_value_counts_even_when_it_means_nothing(self):
        assert read(Choice(known={"a"}), "a", "x") == (None, ["x"])

    def test_empty_value_after_it_takes_nothing_away(self):
        assert read(Choice(known={"a"}), "a", "") == ("a", [])


class TestWords:
    """The text to search for."""

    def test_words_are_kept_as_they_were_sent(self):
        assert read(Words(), " Élan  clinic ") == (" Élan  clinic ", [])

    def test_two_hundred_characters_are_read_and_the_rest_named(self):
        assert read(Words(), "a" * 200 + "bc") == ("a" * 200, ["bc"])
        assert read(Words(), "a" * 200) == ("a" * 200, [])

    def test_text_with_a_null_is_ignored_as_a_whole(self):
        assert read(Words(), "a\0b") == ("", ["a\0b"])

    def test_blanks_alone_name_nothing(self):
        value, ignored = read(Words(), " \t")

        assert (value.strip(), ignored) == ("", [])

    def test_nothing_sent_is_no_words(self):
        assert read(Words()) == ("", [])


class TestBudget:
    """Whole US dollars."""

    @pytest.mark.parametrize(
        ("text", "dollars"),
        [
            ("1500", 1500),
            ("1,500", 1500),
            ("$1500", 1500),
            ("$1,500", 1500),
            (" 1500 ", 1500),
            ("0", 0),
            ("000", 0),
            ("0001500", 1500),
            ("1,234,567", 1_234_567),
            ("999999999", 999_999_999),
            ("0" * 5_000 + "7", 7),
        ],
    )
    def test_amount_is_read(self, text, dollars):
        assert read(Budget(), text) == (dollars, [])

    @pytest.mark.parametrize(
        "text",
        [
            "1000000000",
            "9" * 5_000,
            "-1",
            "+1",
            "1.5",
            "1e3",
            "1_500",
            "15,00",
            ",500",
            "1,5000",
            "1500,000",
            "1 500",
            "$",
            "$$5",
            "$ 5",
            "5$",
            "€5",
            "١٥٠٠",
            "１５００",
            "²",
            "0x10",
            "five",
            "NaN",
            "inf",
            "5\0",
        ],
    )
    def test_anything_else_is_ignored_and_named(self, text):
        assert read(Budget(), text) == (None, [text])


class TestWholeNumber:
    """The number of a page, or of results on it."""

    @pytest.mark.parametrize(("text", "number"), [("1", 1), ("007", 7), ("0", 0), ("-3", -3), ("-0", 0)])
    def test_whole_number_is_read(self, text, number):
        assert read(WholeNumber(), text) == (number, [])

    @pytest.mark.parametrize("sign", ["", "-"])
    def test_number_too_long_for_any_machine_stays_far_outside(self, sign):
        number, ignored = read(WholeNumber(), sign + "9" * 8_000)

        assert abs(number) > 10**15
        assert (number < 0) is (sign == "-")
        assert ignored == []

    @pytest.mark.parametrize("text", ["", " "])
    @pytest.mark.parametrize("parameter", [WholeNumber(), Budget()])
    def test_empty_value_is_none(self, parameter, text):
        assert read(parameter, text) == (None, [])

    @pytest.mark.parametrize("text", ["x", "1.0", "1,0", "+1", "--1", "１", "٣", "1\0", "0x1", "one", "1e2"])
    def test_anything_else_is_ignored_and_named(self, text):
        assert read(WholeNumber(), text) == (None, [text])

    @pytest.mark.parametrize("text", ["0", "-1", "101", "9" * 40])
    def test_number_outside_its_limits_is_ignored_and_named(self, text):
        assert read(WholeNumber(lowest=1, highest=100), text) == (None, [text])

    @pytest.mark.parametrize(("text", "number"), [("1", 1), ("100", 100)])
    def test_limits_belong_to_the_range(self, text, number):
        assert read(WholeNumber(lowest=1, highest=100), text) == (number, [])


PARAMETERS = [
    KnownSlugs(known=KNOWN),
    Choice(known={"include"}),
    Words(),
    Budget(),
    WholeNumber(),
    WholeNumber(lowest=1, highest=100),
]


@pytest.mark.parametrize("parameter", PARAMETERS, ids=lambda parameter: type(parameter).__name__)
@given(values=ANYTHING)
def test_nothing_that_is_sent_makes_a_parameter_fail(parameter, values):
    parameter.clean(values)

    # What is named was sent, or is the end of what was sent.
    assert all(any(text.endswith(ignored) for text in values) for ignored in parameter.ignored)


def test_what_was_ignored_is_forgotten_with_the_next_request():
    parameter = Budget()
    parameter.clean(["x"])

    assert read(parameter, "5") == (5, [])


def test_every_value_of_an_address_is_read_in_its_order():
    widget = EveryValue()

    assert widget.value_from_datadict(QueryDict("a=2&b=0&a=1"), {}, "a") == ["2", "1"]
    assert widget.value_from_datadict(QueryDict(""), {}, "a") == []
