"""Documents in parts: taken apart and joined without loss, compared, and merged from two sides."""

import pytest
from hypothesis import given, settings

from clinics.documents import filled, join_parts, split_document
from clinics.history.merging import Merge, Side, Undecided
from tests.clinics.documents_at_random import documents

few = settings(max_examples=25, deadline=None)
PRICE = {"treatment": "crown", "basis": "package", "state": "priced", "low": 1, "high": 2, "inclusions": []}


def document(**values):
    """Return a whole document with some values."""
    return filled({"name": "Dot", "slug": "dot", "district": "gangnam", **values})


@few
@given(documents())
def test_parts_join_to_the_document_they_are_of(drawn):
    assert join_parts(split_document(drawn)) == drawn
    assert filled(drawn) == drawn


@few
@given(documents(), documents())
def test_what_only_one_side_changed_is_merged_without_a_choice(base, other):
    assert Merge(base, base, other).document() == other
    assert Merge(base, other, base).document() == other
    assert Merge(base, other, other).meetings == []


@few
@given(documents(), documents(), documents())
def test_every_conflict_can_be_decided_for_either_side(base, theirs, mine):
    merge = Merge(base, theirs, mine)

    for side, wanted in ((Side.THEIRS, theirs), (Side.MINE, mine)):
        assert merge.document(dict.fromkeys((meeting.key for meeting in merge.meetings), side)) == wanted


def test_changes_of_different_fields_meet_in_one_document():
    base = document()

    merge = Merge(base, document(phone="1"), document(website="https://dot.example"))

    assert merge.conflicts == []
    assert merge.document() == document(phone="1", website="https://dot.example")


def test_the_same_field_changed_twice_needs_a_choice():
    merge = Merge(document(phone="0"), document(phone="1", name="Dots"), document(phone="2"))

    with pytest.raises(Undecided) as caught:
        merge.document()

    assert caught.value.keys == ["phone"]
    assert merge.document({"phone": Side.THEIRS}) == document(phone="1", name="Dots")
    assert merge.document({"phone": Side.MINE}) == document(phone="2", name="Dots")


def test_words_that_either_side_added_or_removed_are_taken_from_both():
    base = document(focuses=["a", "b"])

    merge = Merge(base, document(focuses=["a", "b", "c"]), document(focuses=["b", "d"]))

    [meeting] = merge.meetings
    assert (meeting.side, meeting.both) == (Side.BOTH, ["b", "c", "d"])
    assert merge.document()["focuses"] == ["b", "c", "d"]
    assert merge.document({"focuses": Side.MINE})["focuses"] == ["b", "d"]


def test_a_price_is_one_part():
    base = document(prices=[PRICE], treatments=["crown"])
    dearer = document(prices=[{**PRICE, "high": 3}], treatments=["crown"])
    without = document(treatments=["crown"])

    assert [meeting.key for meeting in Merge(base, dearer, without).conflicts] == ["prices:crown:package"]
    assert Merge(base, base, without).document() == without


def test_a_treatment_that_got_a_price_meanwhile_stays_listed():
    base = document(treatments=["crown"])
    priced = document(treatments=["crown"], prices=[PRICE])

    merged = Merge(base, priced, document(treatments=[])).document()

    assert (merged["treatments"], len(merged["prices"])) == (["crown"], 1)


def test_a_point_is_one_part():
    base = document()
    here = document(latitude="37.500000", longitude="127.000000")
    there = document(latitude="37.600000", longitude="127.000000", point_approximate=True)

    merge = Merge(base, here, there)

    assert [meeting.key for meeting in merge.conflicts] == ["point"]
    assert merge.document({"point": Side.MINE}) == there


def test_a_document_older_than_a_field_is_filled_from_the_present():
    old = document()
    del old["phone"]
    old["unheard_of"] = 1

    assert filled(old)["phone"] == ""
    assert filled(old, present=document(phone="1")) == document(phone="1")
