"""What only one of several clinics has, in a sentence that stays true."""

import pytest

from clinics.distinctions import distinction_in_words, listed, only_here


@pytest.mark.parametrize(
    ("holdings", "own"),
    [
        ([[1, 2], [2, 3]], [[1], [3]]),
        ([[1], [1]], [[], []]),
        ([[], [1]], [[], [1]]),
        ([[], []], [[], []]),
        ([[3, 1, 2], [2], [2]], [[3, 1], [], []]),
        ([[1, 2], [1], [2]], [[], [], []]),
        ([[1, 1], [2]], [[1, 1], [2]]),
    ],
)
def test_what_no_other_has_is_kept_in_its_order(holdings, own):
    assert only_here(holdings) == own


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", "c"], "a, b and c"),
        (["a", "b", "c", "d"], "a, b, c and 1 more"),
        (["a", "b", "c", "d", "e"], "a, b, c and 2 more"),
    ],
)
def test_names_are_listed_as_in_a_sentence(names, words):
    assert listed(names) == words


@pytest.mark.parametrize(
    ("own", "sentence"),
    [
        ({}, "Nothing in the records sets it apart here."),
        ({"focus": [], "language": []}, "Nothing in the records sets it apart here."),
        ({"focus": ["Scar camouflage"]}, "Only this clinic is known for scar camouflage."),
        ({"language": ["Korean", "English"]}, "Only this clinic speaks Korean and English."),
        (
            {"service": ["English-speaking coordinator", "Translation"]},
            "Only this clinic provides English-speaking coordinator and translation.",
        ),
        (
            {"verified": ["SMP experience"], "treatment": ["Crown"], "focus": ["Density"]},
            "Only this clinic is known for density; offers crown; is verified for SMP experience.",
        ),
    ],
)
def test_sentence_names_every_kind_that_sets_a_clinic_apart(own, sentence):
    assert distinction_in_words(own) == sentence
