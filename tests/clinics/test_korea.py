import pytest

from clinics.korea import AREA_CODES, area_code_of, is_particle


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("서울특별시 강남구 도산대로 1", "02"),
        ("서울시 강남구", "02"),
        ("서울 강남구", "02"),
        ("부산광역시 해운대구", "051"),
        ("강원도 춘천시", "033"),
        ("강원특별자치도 춘천시", "033"),
        ("전라북도 전주시", "063"),
        ("전북특별자치도 전주시", "063"),
        ("제주특별자치도 제주시", "064"),
        ("세종특별자치시 한누리대로 1", "044"),
        ("경기도 수원시", "031"),
        ("우편번호 : 135-825 서울시 강남구", "02"),
        ("(06000) 대한민국 서울특별시 강남구", "02"),
        # Towns that are dialled like the city beside them.
        ("경기도 광명시 철산동", "02"),
        ("경기 부천시", "032"),
        ("경상북도 경산시", "053"),
        ("서울", "02"),
    ],
)
def test_area_code_follows_from_the_province(address, code):
    assert area_code_of(address) == code


@pytest.mark.parametrize(
    "address", ["", "강남구 역삼동", "광주시 경안동", "1 Street, Seoul", "서울로 1", "12345"]
)
def test_address_without_a_province_has_no_area_code(address):
    assert area_code_of(address) == ""


def test_every_province_has_an_area_code():
    assert len(set(AREA_CODES.values())) == 17


@pytest.mark.parametrize(
    ("noun", "endings"),
    [
        ("강남", ["은", "이", "을", "과", "으로", "에서", "에서는", "의", "까지", "이라는", "으로부터"]),
        ("홍대", ["는", "가", "를", "와", "로", "에서", "에는", "도", "라는", "로부터", "나"]),
        ("가로수길", ["은", "이", "로", "로는", "에서도"]),
        ("Gangnam", ["은", "는", "으로", "로", "에서"]),
    ],
)
def test_what_korean_hangs_onto_a_noun_is_a_particle(noun, endings):
    assert [ending for ending in endings if not is_particle(ending, after=noun[-1])] == []


@pytest.mark.parametrize(
    ("noun", "ending"),
    [
        ("강남", "로"),
        ("강남", "가"),
        ("강남", "역"),
        ("강남", "고"),
        ("홍대", "은"),
        ("홍대", "으로"),
        ("강남", ""),
    ],
)
def test_another_word_is_none(noun, ending):
    assert not is_particle(ending, after=noun[-1])
