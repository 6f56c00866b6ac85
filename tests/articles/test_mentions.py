"""Runs of words that could be names: every name is among them, however it stands in its sentence."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.mentions import LONGEST, MOST_WORDS, candidates, key_of


def keys(text):
    return {candidate.key for candidate in candidates(text)}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Gangnam", "In Gangnam."),
        ("Gangnam", "gangs and Gangnam’s clinics"),
        ("Gangnam", "Gangnam-based clinics"),
        ("Gangnam", "(Gangnam)"),
        ("Gangnam", "“Gangnam”, of course"),
        ("Gangnam", "Gangnam에서"),
        ("Cheongdam-dong", "in Cheongdam-dong, south"),
        ("Sinchon", "Hongdae/Sinchon"),
        ("Hongdae/Sinchon", "Hongdae/Sinchon"),
        ("Elite SMP Korea", "at Elite SMP Korea."),
        ("Elite SMP Korea", "at Elite  SMP\nKorea"),
        ("Dr. Kim Clinic", "ask Dr. Kim Clinic today"),
        ("A & B Clinic", "at A & B Clinic"),
        ("Élite", "at ÉLITE"),
        ("ELITE", "at Élite"),
        ("One Two Three Four Five Six", "One Two Three Four Five Six Seven"),
        ("강남", "강남에서는"),
        ("강남구", "강남구는"),
        ("서울 헤어 덴시티 센터", "그리고 서울 헤어 덴시티 센터에서"),
        ("엘리트 SMP 코리아", "엘리트 SMP 코리아의"),
    ],
)
def test_name_is_found_in_its_sentence(name, text):
    assert key_of(name) in keys(text)


@pytest.mark.parametrize("text", ["no name here", "", "   ", "… – &", "1,200 coins", "it's 5 o'clock"])
def test_text_without_capital_or_korean_word_has_none(text):
    assert keys(text) == set()


def test_no_name_reaches_over_marks():
    assert keys("Seoul, Gangnam (Mapo) Jung") == {"seoul", "gangnam", "mapo", "jung"}


def test_longest_run_comes_first():
    found = [candidate.key for candidate in candidates("In Elite SMP")]

    assert found.index("elite smp") < found.index("elite")
    assert found.index("elite") < found.index("smp")


@settings(deadline=None)
@given(st.text(alphabet="Aa강남 -/'’.,(&é\n", max_size=80))
def test_key_is_that_of_the_text_between_start_and_end(text):
    for candidate in candidates(text):
        run = text[candidate.start : candidate.end]
        assert candidate.key == key_of(run)
        assert run == run.strip()
        assert len(run) <= LONGEST
        assert len(run.split()) <= MOST_WORDS
