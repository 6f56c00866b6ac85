"""Which choices are shown where there is room for few."""

import pytest

from clinics.facets import Option
from clinics.local_focuses import has_page
from clinics.popular import most_clinics, narrowing


def options(**counts):
    return [Option(value, value.title(), count, selected=False) for value, count in counts.items()]


def values(found):
    return [option.value for option in found]


@pytest.mark.parametrize(
    ("counts", "most", "found"),
    [
        ({}, 2, []),
        ({"a": 0}, 2, []),
        ({"a": 1, "b": 3, "c": 2}, 2, ["b", "c"]),
        ({"a": 2, "b": 2, "c": 2}, 2, ["a", "b"]),
        ({"a": 1, "b": 0, "c": 2}, 9, ["c", "a"]),
    ],
)
def test_choices_with_most_clinics_come_first_and_ties_stay_in_order(counts, most, found):
    assert values(most_clinics(options(**counts), most=most)) == found


@pytest.mark.parametrize(
    ("counts", "found"),
    [
        ({}, []),
        ({"seoul": 5, "gangnam": 3, "mapo": 2}, ["gangnam", "mapo"]),
        ({"seoul": 5, "gangnam": 5}, ["seoul", "gangnam"]),
    ],
)
def test_choice_that_holds_everything_is_left_out_where_another_narrows(counts, found):
    assert values(narrowing(options(**counts), total=5)) == found


@pytest.mark.parametrize(("count", "expected"), [(0, False), (2, False), (3, True), (1_000, True)])
def test_pair_has_a_page_from_three_clinics_on(count, expected):
    assert has_page(count) is expected
