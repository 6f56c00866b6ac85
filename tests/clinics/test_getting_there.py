"""The taxi card and the links to maps: what they say, and how names are escaped."""

from decimal import Decimal
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from clinics.getting_there import getting_there
from clinics.korea import map_links, taxi_card
from clinics.models import Clinic, District

SEOUL = District(name="Seoul", name_ko="서울특별시")
GANGNAM = District(name="Gangnam", name_ko="강남구", nearest_stations=["Gangnam (Line 2)"])
GAROSU = District(name="Garosu-gil")
ODD = '점 & 선/#?=%, "점"'


def way(path=(SEOUL, GANGNAM), **values):
    return getting_there(Clinic(**{"name": "Dots", **values}), list(path))


def urls(links):
    return {link.service: link.url for link in links}


@pytest.mark.parametrize(
    ("values", "lines"),
    [
        ({"address_ko": "도산대로 1", "name_ko": "도트"}, ("도산대로 1", "도트")),
        ({"address_ko": "도산대로 1"}, ("도산대로 1", "Dots")),
        ({"name_ko": "도트"}, ("서울특별시 강남구", "도트")),
        ({"name": "도트"}, ("서울특별시 강남구", "도트")),
        ({}, ("서울특별시 강남구", "Dots")),
    ],
    ids=["address and name", "address", "district and Korean name", "Korean name only", "district"],
)
def test_taxi_card_shows_the_best_korean_that_is_known(values, lines):
    assert way(**values).taxi.lines == lines


def test_taxi_card_needs_some_korean():
    assert way(path=[GAROSU]).taxi is None
    assert taxi_card(address="", district="", name="") is None


def test_stations_are_those_of_the_nearest_district_that_has_some():
    found = way(path=[SEOUL, GANGNAM, GAROSU])

    assert (found.stations, found.stations_of) == (["Gangnam (Line 2)"], GANGNAM)


def test_stations_are_left_out_when_the_clinic_tells_the_way():
    assert way(access="Exit 3").stations == []


def test_maps_search_where_there_is_no_point():
    found = urls(map_links(words=ODD, name="Dots", point=None))

    naver, kakao, google = (urlsplit(found[name]) for name in ("Naver Map", "KakaoMap", "Google Maps"))
    assert (naver.netloc, unquote(naver.path)) == ("map.naver.com", f"/p/search/{ODD}")
    assert (kakao.netloc, unquote(kakao.path)) == ("map.kakao.com", f"/link/search/{ODD}")
    assert (google.netloc, parse_qs(google.query)) == ("www.google.com", {"api": ["1"], "query": [ODD]})
    assert not any(part.fragment for part in (naver, kakao, google))


@pytest.mark.parametrize(
    ("address", "searched"),
    [
        ("서울특별시 강남구 테헤란로1길 12, 5층", "서울특별시 강남구 테헤란로1길 12"),
        ("도산대로 1 지하 1층", "도산대로 1"),
        ("도산대로 1, 3,4층 (신사동, 도트빌딩)", "도산대로 1"),
        ("도산대로 1, B1층", "도산대로 1"),
        ("도산대로 1, 201호", "도산대로 1"),
        ("도산대로 12", "도산대로 12"),
        ("강남역 2호선 도산대로 1", "강남역 2호선 도산대로 1"),
    ],
)
def test_maps_search_for_the_building_and_not_for_a_floor(address, searched):
    found = way(address_ko=address)

    assert unquote(urls(found.maps)["Naver Map"]).endswith(f"/p/search/{searched}")
    assert found.taxi.lines[0] == address


def test_maps_show_a_point_where_there_is_one():
    found = urls(way(name_ko=ODD, latitude=Decimal("37.5"), longitude=Decimal("127.04")).maps)

    kakao = found["KakaoMap"].removeprefix("https://map.kakao.com/link/map/")
    assert [unquote(part) for part in kakao.split(",")] == [ODD, "37.5", "127.04"]
    assert found["Google Maps"].endswith("query=37.5%2C127.04")


def test_approximate_point_is_not_taken_for_the_door():
    point = {"latitude": Decimal("37.5"), "longitude": Decimal("127.04"), "point_approximate": True}

    assert "37.5" not in "".join(urls(way(**point).maps).values())


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"address_ko": "도산대로 1", "address": "1 Dosan-daero"}, "도산대로 1"),
        ({"address": "1 Dosan-daero"}, "1 Dosan-daero"),
        ({"name_ko": "도트"}, "서울특별시 강남구 도트"),
        ({"address_ko": "도산대로 1", "is_example": True}, "서울특별시 강남구"),
    ],
    ids=["Korean address", "address", "district and name", "example"],
)
def test_maps_search_for_the_best_words_that_are_known(values, words):
    assert unquote(urls(way(**values).maps)["Naver Map"]).endswith(f"/search/{words}")
