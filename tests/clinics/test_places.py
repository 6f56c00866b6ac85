import unicodedata

import pytest

from clinics.importing.places import Places, PlaceWords
from clinics.models import District
from pricing.tables.cells import UnreadableCell
from tests import factories

# Three places of one name, legal and administrative quarters, and two code systems whose numbers
# collide: 11230 is 강남구 for one and 동대문구 for the other.
DISTRICTS = {
    "gangnam": ("강남구", ["legal:11680", "kostat:11230"]),
    "gwanak": ("관악구", ["legal:11620", "kostat:11210"]),
    "eunpyeong": ("은평구", ["legal:11380", "kostat:11120"]),
    "dongdaemun": ("동대문구", ["legal:11230", "kostat:11060"]),
    "jongno": ("종로구", ["legal:11110", "kostat:11010"]),
    "jung": ("중구", ["legal:11140", "kostat:11020"]),
    "mapo": ("마포구", ["legal:11440", "kostat:11140"]),
}
QUARTERS = {
    "gangnam-sinsa": ("gangnam", "신사동"),
    "gwanak-sinsa": ("gwanak", "신사동"),
    "eunpyeong-sinsa": ("eunpyeong", "신사동"),
    "yeoksam": ("gangnam", "역삼동"),
    "nonhyeon-1": ("gangnam", "논현1동"),
    "jongno-1-4": ("jongno", "종로1·2·3·4가동"),
    "seogyo": ("mapo", "서교동"),
    "seogyo-legal": ("mapo", "서교동"),
}


def make_seoul():
    seoul = factories.make_district(slug="seoul", name="Seoul", name_ko="서울특별시", codes=["legal:11"])
    for slug, (name_ko, codes) in DISTRICTS.items():
        factories.make_district(slug=slug, name_ko=name_ko, parent=seoul, codes=codes)
    for slug, (district, name_ko) in QUARTERS.items():
        parent = seoul.children.get(slug=district)
        factories.make_district(slug=slug, name_ko=name_ko, parent=parent)
    return seoul


@pytest.fixture
def places(db):
    make_seoul()
    return Places.below("seoul")


def found(places, *columns, **words):
    """Return the slug that words mean, and the notes if there are any."""
    place = places.find(PlaceWords(columns=columns, **words))
    return (place.slug, *place.notes) if place.notes else place.slug


def refused(places, *columns, **words):
    """Return the sentence with which words are refused."""
    with pytest.raises(UnreadableCell) as caught:
        places.find(PlaceWords(columns=columns, **words))
    return str(caught.value)


# One district, many spellings


@pytest.mark.parametrize(
    "words",
    [
        "서울특별시 강남구",
        "서울시 강남구",
        "서울 강남구",
        "서울 특별시  강남구",
        "강남구",
        "gangnam",
        "Gangnam-gu, Seoul",
        "GANGNAM GU",
        "Seoul, Gangnam-gu",
        "대한민국 서울특별시 강남구",
        "우편번호 : 135-825 서울시 강남구",
        "[135-825] 서울시 강남구",
        "(06164) 서울특별시 강남구",
        "서울특별시 서울특별시 강남구",
    ],
)
def test_district_is_found_however_it_is_spelled(places, words):
    assert found(places, words) == "gangnam"


def test_decomposed_letters_are_the_same_word(places):
    assert found(places, unicodedata.normalize("NFD", "서울시 강남구")) == "gangnam"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("강원특별자치도", "강원도"),
        ("강원도", "강원특별자치도"),
        ("강원도", "강원"),
        ("전북특별자치도", "전라북도"),
        ("전라북도", "전북특별자치도"),
        ("전라북도", "전북"),
        ("전라북도", "Jeonbuk State"),
    ],
)
def test_old_and_new_names_of_a_province_are_one_word(ours, theirs):
    korea = factories.make_district(slug="korea", name="Korea", name_ko="대한민국")
    province = factories.make_district(slug="province", name_ko=ours, parent=korea)
    factories.make_district(slug="town", name_ko="고성군", parent=province)

    for parent in ("korea", "province"):
        assert found(Places.below(parent), f"{theirs} 고성군") == "town"


@pytest.mark.django_db
def test_city_that_shares_its_short_name_with_a_province_is_itself_inside_another():
    gyeonggi = factories.make_district(slug="gyeonggi", name_ko="경기도")
    factories.make_district(slug="gwangju-si", name_ko="광주시", parent=gyeonggi)

    places = Places.below("gyeonggi")

    assert found(places, "경기도 광주시") == found(places, "광주시") == "gwangju-si"
    assert refused(places, "광주광역시", "광주시") == '"광주광역시 광주시" is no district in Gyeonggi'


# Down the tree


@pytest.mark.parametrize("district", ["gangnam", "gwanak", "eunpyeong"])
def test_quarter_is_looked_for_only_inside_its_district(places, district):
    name = DISTRICTS[district][0]

    assert found(places, "서울특별시", name, "신사동") == f"{district}-sinsa"
    assert found(places, f"신사동, {name}, 서울특별시") == f"{district}-sinsa"
    assert found(places, f"Sinsa-dong, {district}-gu") == district


def test_quarter_that_the_tree_lacks_leaves_its_district(places):
    assert found(places, "서울특별시", "강남구", "대치4동") == "gangnam"
    assert found(places, "서울특별시", "중구", "신사동") == "jung"


def test_quarter_without_its_district_is_refused_if_there_are_several(places):
    several = '"신사동" is the name of several districts: eunpyeong-sinsa, gangnam-sinsa, gwanak-sinsa'

    assert refused(places, "서울특별시", "", "신사동") == several
    assert found(places, "서울특별시", "", "역삼동") == "yeoksam"


def test_name_that_a_district_has_twice_leaves_the_district_with_a_note(places):
    sentence = '"서교동" is the name of several districts: seogyo, seogyo-legal; taken as Mapo'

    assert found(places, "마포구", "서교동") == ("mapo", sentence)


@pytest.mark.parametrize(
    ("district", "quarter", "slug"),
    [
        ("강남구", "역삼1동", "yeoksam"),
        ("강남구", "역삼제1동", "yeoksam"),
        ("강남구", "역삼동", "yeoksam"),
        ("강남구", "논현1동", "nonhyeon-1"),
        ("강남구", "Nonhyeon 1(il)-dong", "nonhyeon-1"),
        # The tree has only one half of it, and which half the list means is not said.
        ("강남구", "논현동", "gangnam"),
        ("강남구", "논현2동", "gangnam"),
        ("종로구", "종로1.2.3.4가동", "jongno-1-4"),
        ("종로구", "종로1,2,3,4가동", "jongno-1-4"),
    ],
)
def test_administrative_and_legal_quarters_are_told_apart_and_joined(places, district, quarter, slug):
    name = {"nonhyeon-1": "Nonhyeon 1-dong"}.get(slug)
    if name:
        places = renamed(slug, name)

    assert found(places, "서울특별시", district, quarter) == slug


def renamed(slug, name):
    """Give a district an English name and read the tree anew."""
    District.objects.filter(slug=slug).update(name=name)
    return Places.below("seoul")


# Addresses


@pytest.mark.parametrize(
    ("address", "slug"),
    [
        ("서울특별시 강남구 도산대로 443 청담빌딩 3,4층", "gangnam"),
        ("서울특별시 강남구 압구정로28길 28(신사동, 청빌딩3층, 4층)", "gangnam-sinsa"),
        ("서울 강남구 테헤란로 105, 역삼동 A타워 10,11층", "yeoksam"),
        ("강남구 신사동 581-8", "gangnam-sinsa"),
        ("서울특별시 관악구 신사동581-8", "gwanak-sinsa"),
        ("우편번호 : 135-825 서울시 강남구 학동로 6길 42. 4층", "gangnam"),
        ("서울특별시 동대문구 장안동 330-1(우편번호130-100)", "dongdaemun"),
        ("3F, 12 Dosan-daero, Yeoksam-dong, Gangnam-gu, Seoul 06236, South Korea", "yeoksam"),
        ("12, Teheran-ro, Gangnam-gu", "gangnam"),
    ],
)
def test_address_is_read_where_there_is_no_column(places, address, slug):
    assert found(places, addresses=(address,)) == slug
    assert found(places, "서울특별시", "", addresses=("", address)) == slug


def test_column_decides_over_a_misspelt_address(places):
    address = "서울특별시 동대분구 장안동 330-1"

    assert found(places, "동대문구", addresses=(address,)) == "dongdaemun"
    assert refused(places, addresses=(address,)) == (
        '"서울특별시 동대분구 장안동" is no district in Seoul; did you mean 동대문구?'
    )


def test_address_helps_where_the_column_says_nothing_that_is_known(places):
    address = "서울특별시 강남구 역삼동 1"
    sentence = '"강남규" is no district in Seoul; did you mean 강남구?; taken from the address: Yeoksam'

    assert found(places, "강남규", addresses=(address,)) == ("yeoksam", sentence)
    assert found(places, "", addresses=("역삼로 5", address)) == "yeoksam"


def test_quarter_in_an_address_without_its_district_is_refused(places):
    """Which 신사동 it is nobody can tell, and a tree need not hold them all."""
    assert refused(places, addresses=("역삼동 671",)) == '"역삼동" stands without its district in Seoul'


# What is not known


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        (("강남규",), '"강남규" is no district in Seoul; did you mean 강남구?'),
        (("서울특별시", "동대분구", "장안동"), '"동대분구" is no district in Seoul; did you mean 동대문구?'),
        (("고양시 일산동구",), '"고양시 일산동구" is no district in Seoul'),
        (
            ("경기도", "고양시 일산동구", "장항2동"),
            '"경기도 고양시 일산동구 장항2동" is no district in Seoul',
        ),
        (("부산광역시 중구",), '"부산광역시 중구" is no district in Seoul'),
        (("Busan", "Jung-gu"), '"Busan Jung-gu" is no district in Seoul'),
        (("서울특별시",), '"서울특별시" is no district in Seoul'),
        (("", ""), "the place is missing"),
    ],
)
def test_what_is_not_known_is_refused_by_its_name(places, columns, sentence):
    assert refused(places, *columns) == sentence
    assert refused(places, *columns) == sentence


def test_place_outside_is_not_looked_for_in_the_address(places):
    address = "서울특별시 강남구 역삼동 1"

    assert "경기도" in refused(places, "경기도", "고양시", addresses=(address,))


# Code systems


def test_number_means_the_place_that_its_system_says(places):
    assert found(places, code="kostat:11230") == "gangnam"
    assert found(places, code="legal:11230") == "dongdaemun"
    assert refused(places, code="other:11230") == '"other:11230" is no district in Seoul'


def test_number_and_words_must_agree_and_the_deeper_place_wins(places):
    assert found(places, "강남구", "역삼동", code="kostat:11230") == "yeoksam"
    assert found(places, "강남구", code="other:1") == "gangnam"
    assert found(places, "강남규", code="kostat:11230") == "gangnam"
    assert found(places, "서울특별시", code="legal:11680") == "gangnam"
    assert refused(places, "강남구", code="legal:11230") == (
        '"legal:11230" is Dongdaemun, but "강남구" is Gangnam'
    )


def test_number_of_a_place_outside_is_refused(places):
    factories.make_district(slug="busan-jung", name="Jung-gu", codes=["legal:26110"])

    places = Places.below("seoul")

    assert refused(places, "강남구", code="legal:26110") == (
        '"legal:26110" is Jung-gu, which is no district in Seoul'
    )


def test_number_of_two_places_is_refused(places):
    factories.make_district(slug="again", codes=["legal:11680"])

    assert refused(Places.below("seoul"), code="legal:11680") == (
        '"legal:11680" is the name of several districts: again, gangnam'
    )


# Elsewhere


@pytest.mark.django_db
def test_districts_of_another_country_are_found_the_same_way():
    budapest = factories.make_district(slug="budapest", name="Budapest")
    fifth = factories.make_district(slug="v-kerulet", name="V. kerület", parent=budapest)
    factories.make_district(slug="lipotvaros", name="Lipótváros", parent=fifth)

    places = Places.below("budapest")

    for words in ["V. kerület", "v. kerulet", "Budapest V. kerület", "V. kerület, Budapest"]:
        assert found(places, words) == "v-kerulet"
    assert found(places, "Budapest", "V. kerület", "Lipótváros") == "lipotvaros"
    assert found(places, addresses=("1051 Budapest, V. kerület, Zrínyi utca 1.",)) == "v-kerulet"
    assert refused(places, "Debrecen") == '"Debrecen" is no district in Budapest'
    assert refused(places, "V. kerulat") == (
        '"V. kerulat" is no district in Budapest; did you mean V. kerület?'
    )


@pytest.mark.django_db
def test_name_with_marks_in_it_is_found_whole():
    mapo = factories.make_district(slug="mapo", name_ko="마포구")
    factories.make_district(slug="hongdae", name="Hongdae, Sinchon (area)", parent=mapo)

    assert found(Places.below("mapo"), "Hongdae, Sinchon (area)") == "hongdae"
