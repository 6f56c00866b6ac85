"""Thousands of listings and their versions travel in one short text; what was changed underway is refused."""

import base64
import json
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinics.bulk import UnreadableSelection, pack_seen, unpack_seen
from clinics.bulk.seen import MOST_BYTES

SEEN = st.dictionaries(st.integers(1, 2**63 - 1), st.integers(1, 2**31 - 1))


def packed(value):
    return base64.urlsafe_b64encode(zlib.compress(json.dumps(value).encode())).decode()


@given(SEEN)
def test_what_is_packed_comes_back_by_key(seen):
    assert list(unpack_seen(pack_seen(seen)).items()) == sorted(seen.items())


def test_ten_thousand_listings_fit_into_a_small_form():
    seen = {key * 7 % 99_991 + 1: key % 5 + 1 for key in range(10_000)}

    assert len(pack_seen(seen)) < 20_000


@given(st.text() | st.binary().map(lambda content: base64.urlsafe_b64encode(content).decode()))
def test_any_other_text_is_refused_by_name(text):
    with pytest.raises(UnreadableSelection):
        unpack_seen(text)


@pytest.mark.parametrize(
    "value",
    [
        [[0], [1]],
        [[-1], [1]],
        [[1, 0], [1, 1]],
        [[1], [0]],
        [[1], [2**31]],
        [[2**63], [1]],
        [[2**62, 2**62], [1, 1]],
        [[1], []],
        [[1]],
        [[1], [1], [1]],
        [["1"], ["1"]],
        [[True], [True]],
        [[1.0], [1]],
        [[1], ["1"]],
        [None, None],
        ["1", "1"],
        {},
        7,
        None,
    ],
    ids=str,
)
def test_numbers_that_are_none_are_refused(value):
    with pytest.raises(UnreadableSelection):
        unpack_seen(packed(value))


def test_text_that_unpacks_to_too_much_or_was_cut_off_is_refused():
    whole = pack_seen({1: 1, 5: 2})
    bomb = base64.urlsafe_b64encode(zlib.compress(b" " * (MOST_BYTES + 1) + b"[[],[]]")).decode()

    for text in (bomb, whole[:-4], "", whole + "!"):
        with pytest.raises(UnreadableSelection):
            unpack_seen(text)
