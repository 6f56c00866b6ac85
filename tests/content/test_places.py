"""The districts, the vocabularies and the words of the starter content."""

import csv
import re

import pytest

from config.starter_content import CONTENT

GU = [
    "dobong",
    "dongdaemun",
    "dongjak",
    "eunpyeong",
    "gangbuk",
    "gangdong",
    "gangnam",
    "gangseo",
    "geumcheon",
    "guro",
    "gwanak",
    "gwangjin",
    "jongno",
    "jung",
    "jungnang",
    "mapo",
    "nowon",
    "seocho",
    "seodaemun",
    "seongbuk",
    "seongdong",
    "songpa",
    "yangcheon",
    "yeongdeungpo",
    "yongsan",
]
SUPERLATIVES = re.compile(
    r"\b(best|finest|leading|top-tier|top-rated|premier|unrivall?ed|unparalleled|unmatched|world-class|"
    r"state-of-the-art|cutting-edge|ultimate|perfect|flawless|exceptional|outstanding|renowned|unbeatable|"
    r"number one|most advanced|highest quality|guaranteed?)\b",
    re.IGNORECASE,
)


def districts_by_slug(content):
    return {row["slug"]: row for row in content["districts"]}


def test_seoul_has_its_25_districts(content):
    assert [row["slug"] for row in content["districts"] if row["parent"] == "seoul"] == GU


def test_quarters_of_the_brief_lie_where_they_belong(content):
    """Facts S54, S55, S57, S60, S62 and S264."""
    quarters = {row["slug"]: row["parent"] for row in content["districts"] if row["parent"] in GU}

    assert quarters == {
        "apgujeong-rodeo": "gangnam",
        "garosu-gil": "gangnam",
        "cheongdam": "gangnam",
        "hongdae-sinchon": "mapo",
        "myeongdong": "jung",
    }


def test_price_tendency_is_stated_only_where_the_brief_states_it(content):
    """Facts S58 and S61."""
    tendencies = {row["slug"]: row["price_tendency"] for row in content["districts"] if row["price_tendency"]}

    assert tendencies == {"gangnam": "high", "apgujeong-rodeo": "high", "hongdae-sinchon": "competitive"}


@pytest.mark.parametrize(
    ("slug", "spelling"),
    [
        ("gangnam", "강남"),
        ("gangnam", "Gangnam-gu"),
        ("gangnam", "Kangnam"),
        ("apgujeong-rodeo", "Apgujeong Rodeo Street"),
        ("apgujeong-rodeo", "압구정"),
        ("cheongdam", "Cheongdam"),
        ("cheongdam", "청담"),
        ("hongdae-sinchon", "Hongdae"),
        ("hongdae-sinchon", "Sinchon"),
        ("hongdae-sinchon", "홍대"),
        ("myeongdong", "Myeong-dong"),
    ],
)
def test_districts_are_found_by_other_spellings(content, slug, spelling):
    assert spelling in districts_by_slug(content)[slug]["spellings"]


def test_every_district_has_a_korean_name_a_point_in_seoul_and_a_source(content):
    for row in content["districts"]:
        assert any("가" <= letter <= "힣" for letter in row["name_ko"]), row["slug"]
        assert 37.4 < float(row["latitude"]) < 37.7, row["slug"]
        assert 126.7 < float(row["longitude"]) < 127.2, row["slug"]
        assert row["source"], row["slug"]


def test_every_district_but_the_city_names_its_stations(content):
    assert [row["slug"] for row in content["districts"] if not row["nearest_stations"]] == ["seoul"]


def test_notes_of_districts_keep_the_caveats_of_the_brief(content):
    """Facts S57, S62, S64 and S65."""
    notes = {slug: row["note"] for slug, row in districts_by_slug(content).items()}

    assert "districts stay" in notes["seoul"]
    assert "Seodaemun" in notes["hongdae-sinchon"]
    to_stay = [slug for slug, note in notes.items() if "stay in" in note]
    assert to_stay == ["gangnam", "hongdae-sinchon", "myeongdong"]


@pytest.mark.parametrize(
    ("name", "slugs"),
    [
        (
            "focuses",
            [
                "natural-hairlines",
                "density",
                "scar-camouflage",
                "whole-scalp",
                "corrective-work",
                "bespoke-design",
            ],
        ),
        (
            "concerns",
            [
                "general-thinning",
                "receding-hairline",
                "bald-patches",
                "significant-hair-loss",
                "womens-diffuse-thinning",
                "widening-part",
                "transplant-scars",
                "injury-scars",
                "earlier-poor-work",
            ],
        ),
        ("languages", ["english", "korean"]),
        (
            "services",
            [
                "coordinator",
                "translation",
                "virtual-consultation",
                "travel-help",
                "patch-test",
                "aftercare-support",
                "touch-ups",
            ],
        ),
    ],
)
def test_vocabularies_stand_in_order(content, name, slugs):
    assert [row["slug"] for row in content[name]] == slugs
    assert [row["position"] for row in content[name]] == list(range(1, len(slugs) + 1))


def content_files():
    return sorted(CONTENT.glob("*.csv"))


def test_there_are_content_files():
    assert len(content_files()) == 21


@pytest.mark.parametrize("path", content_files(), ids=lambda path: path.name)
def test_content_files_are_plain_csv_without_superlatives(path):
    """UTF-8 without a mark at its start, line feeds, no blank at the end of a cell, modest words (S266)."""
    raw = path.read_bytes()
    header, *rows = list(csv.reader(raw.decode().splitlines(keepends=True), strict=True))

    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    assert raw.endswith(b"\n")
    assert len(set(header)) == len(header)
    assert rows
    assert {len(row) for row in rows} == {len(header)}
    assert all(cell == cell.strip() for row in rows for cell in row)
    assert [cell for row in rows for cell in row if SUPERLATIVES.search(cell)] == []
