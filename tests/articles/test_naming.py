"""Names in a text: which are linked, and which are only words that look like them."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.naming import Names, link_names, tokens_of
from clinics.models import Clinic, District
from pricing.models import Treatment

GANGNAM = District(pk=1, slug="gangnam", name="Gangnam", name_ko="강남구", spellings=["Gangnam-gu", "강남"])
APGUJEONG = District(pk=2, slug="apgujeong", name="Apgujeong Rodeo", name_ko="압구정로데오")
HONGDAE = District(pk=3, slug="hongdae-sinchon", name="Hongdae/Sinchon", spellings=["Hongdae", "홍대"])
GAROSU = District(pk=4, slug="garosu-gil", name="Garosu-gil", name_ko="가로수길")
CROWN = Treatment(pk=1, slug="crown", name="Crown", synonyms=["vertex", "정수리", "fix", "top of the head"])
SCALP = Treatment(pk=2, slug="full-scalp", name="Full scalp", synonyms=["scalp"])
ELITE = Clinic(pk=1, slug="elite", name="Elite SMP Korea", name_ko="엘리트 SMP 코리아")
STUDIO = Clinic(pk=2, slug="studio", name="Gangnam Hair Studio", name_ko="강남헤어")
KIM = Clinic(pk=3, slug="kim", name="Dr. Kim's Clinic & Spa")
LATER = Clinic(pk=4, slug="later", name="iDot")

NAMES = Names(
    clinics=[ELITE, STUDIO, KIM, LATER],
    districts=[GANGNAM, APGUJEONG, HONGDAE, GAROSU],
    treatments=[CROWN, SCALP],
)
RECORDS = {
    record.slug: record
    for record in (GANGNAM, APGUJEONG, HONGDAE, GAROSU, CROWN, SCALP, ELITE, STUDIO, KIM, LATER)
}


def named(text, names=NAMES):
    """Return the names that a text mentions, each with the slug of its record."""
    return [(text[each.start : each.end], each.record.slug) for each in names.mentions(text)]


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("Clinics in Gangnam and Garosu-gil.", [("Gangnam", "gangnam"), ("Garosu-gil", "garosu-gil")]),
        ("GANGNAM is meant too.", [("GANGNAM", "gangnam")]),
        ("Gangnam's clinics, (Gangnam), “Gangnam”", [("Gangnam", "gangnam")] * 3),
        # Whole words.
        ("Gangnamland, NewGangnam, Gangnam2, _Gangnam", []),
        ("crowns, crowned and a recrown", []),
        # The longest name counts.
        (
            "The Gangnam Hair Studio is not all of Gangnam Hair.",
            [
                ("Gangnam Hair Studio", "studio"),
                ("Gangnam", "gangnam"),
            ],
        ),
        ("Gangnam-gu", [("Gangnam-gu", "gangnam")]),
        (
            "Hongdae/Sinchon, then Hongdae",
            [
                ("Hongdae/Sinchon", "hongdae-sinchon"),
                ("Hongdae", "hongdae-sinchon"),
            ],
        ),
        ("Full scalp or scalp", [("Full scalp", "full-scalp")]),
        # Case, marks and blanks.
        ("the FULL\n scalp", [("FULL\n scalp", "full-scalp")]),
        ("Dr. Kim’s Clinic & Spa", [("Dr. Kim’s Clinic & Spa", "kim")]),
        ("Garosu‑gil", [("Garosu‑gil", "garosu-gil")]),
        ("Gángnam", [("Gángnam", "gangnam")]),
        ("Ga\u0301ngnam", [("Ga\u0301ngnam", "gangnam")]),
        # Clinics and districts are proper names, treatments are not.
        ("gangnam style", []),
        ("The crown and the Crown", [("crown", "crown"), ("Crown", "crown")]),
        ("iDot, IDOT", [("iDot", "later"), ("IDOT", "later")]),
        # Synonyms, but no everyday words.
        ("the vertex, the top of the head", [("vertex", "crown"), ("top of the head", "crown")]),
        ("We fix what others did to the scalp.", []),
        # Korean, with particles and without.
        ("강남에서 압구정로데오까지", [("강남", "gangnam"), ("압구정로데오", "apgujeong")]),
        ("강남은 강남이 강남을 강남과 강남으로", [("강남", "gangnam")] * 5),
        ("홍대는 홍대가 홍대를 홍대와 홍대로", [("홍대", "hongdae-sinchon")] * 5),
        ("가로수길로 가로수길은", [("가로수길", "garosu-gil")] * 2),
        ("강남구에서는", [("강남구", "gangnam")]),
        ("Gangnam에서, Crown은", [("Gangnam", "gangnam"), ("Crown", "crown")]),
        ("엘리트 SMP 코리아의 정수리", [("엘리트 SMP 코리아", "elite"), ("정수리", "crown")]),
        ("강남헤어는 강남에", [("강남헤어", "studio"), ("강남", "gangnam")]),
        # A road, a station, a school and a word that only begins like a name.
        ("강남로 강남역 강남고 홍대입구 서울강남", []),
        ("", []),
        ("…  —\n", []),
    ],
)
def test_names_are_found(text, mentions):
    assert named(text) == mentions


def test_a_name_of_two_clinics_means_none_and_no_part_of_it_is_linked():
    twin = Clinic(pk=9, slug="twin", name="Gangnam Hair Studio")
    names = Names(clinics=[STUDIO, twin], districts=[GANGNAM])

    assert named("Gangnam Hair Studio in Gangnam", names) == [("Gangnam", "gangnam")]


def test_a_clinic_named_like_a_district_or_a_treatment_is_not_meant():
    district, treatment = (
        Clinic(pk=pk, slug=f"c{pk}", name=name) for pk, name in ((8, "Gangnam"), (9, "Crown"))
    )
    names = Names(clinics=[district, treatment], districts=[GANGNAM], treatments=[CROWN])

    assert named("Gangnam, crown", names) == [("Gangnam", "gangnam"), ("crown", "crown")]


def test_two_districts_of_one_name_mean_none():
    busan = District(pk=9, slug="jung-busan", name="Jung-gu")
    seoul = District(pk=8, slug="jung", name="Jung-gu")

    assert named("Jung-gu", Names(districts=[busan, seoul])) == []


def test_a_record_spelled_twice_alike_is_one():
    district = District(pk=9, slug="mapo", name="Mapo", spellings=["MAPO", "Mapo"])

    assert named("Mapo", Names(districts=[district])) == [("Mapo", "mapo")]


@pytest.mark.parametrize("name", ["", " ", "A", "&", "- x", "강"])
def test_what_is_hardly_a_name_is_none(name):
    assert named("A & B - x 강 강은", Names(clinics=[Clinic(pk=9, slug="x", name=name)])) == []


def test_the_first_mention_becomes_a_link_and_what_was_linked_before_does_not():
    seen = set()

    first = link_names("Gangnam, <Gangnam> & crown", NAMES, seen)
    second = link_names("The crown of Gangnam-gu", NAMES, seen)

    assert first == (
        '<a href="/districts/gangnam/">Gangnam</a>, &lt;Gangnam&gt; &amp;'
        ' <a href="/treatments/crown/">crown</a>'
    )
    assert second == "The crown of Gangnam-gu"
    assert seen == {GANGNAM, CROWN}


WORDS = st.sampled_from(
    [
        *(
            "Gangnam",
            "gangnam",
            "Hair",
            "Studio",
            "강남",
            "강남에서",
            "엘리트",
            "SMP",
            "코리아는",
            "vertex",
            "scalp",
        ),
        *(
            "Full",
            "’s",
            "'s",
            "-",
            "/",
            " ",
            "\n",
            "  ",
            ".",
            "<b>",
            "&",
            "&amp;",
            '"',
            "\u0301",
            "é",
            "😀",
            "_",
            "1",
        ),
    ]
)
TEXTS = st.one_of(st.lists(WORDS).map("".join), st.text())


@given(TEXTS)
def test_linking_loses_no_character_and_adds_none(text):
    linked = link_names(text, NAMES, set())

    assert unescape(re.sub(r'<a href="[^"<>]*">|</a>', "", linked)) == unescape(text.replace("&", "&amp;"))
    assert linked.count("<a ") == linked.count("</a>") == len(set(re.findall('href="(.*?)"', linked)))


@given(TEXTS)
def test_tokens_leave_nothing_out(text):
    assert "".join(text[token.start : token.end] for token in tokens_of(text)) == text


@given(TEXTS, TEXTS, st.sampled_from(sorted(RECORDS)))
def test_a_name_between_blanks_is_always_found(before, behind, slug):
    """Unless a longer name holds it."""
    text = f"{before} . {RECORDS[slug].name} . {behind}"
    place = len(before) + len(" . ")

    assert any(
        mention.start <= place and mention.end >= place + len(RECORDS[slug].name)
        for mention in NAMES.mentions(text)
    )
