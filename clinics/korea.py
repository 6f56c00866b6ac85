"""What belongs to the country of the clinics and to no other."""

import re
from dataclasses import dataclass
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

SEOUL = ZoneInfo("Asia/Seoul")
COUNTRY = "KR"  # ISO 3166-1
CURRENCY = "KRW"

HANGUL = re.compile("[ㄱ-ㆎ가-힣]")
# What Korean hangs onto a noun: onto any, onto one that ends in a consonant, onto one that ends in a vowel.
PARTICLE = re.compile(
    "의|에(?:[는도만]|서(?:[는도만의]|부터)?|게[는서]?)?|께서|도|만|까지[는의]?|부터는?|마다|보다는?|처럼|만큼|밖에|하고"
    "|들(?:[은이을의]|에서?)?|입니다"
)
PARTICLE_AFTER_CONSONANT = re.compile("은|이(?:[나랑란며고다]|라는?)?|을|과[는도의]?|으로(?:[는도의]|부터)?")
PARTICLE_AFTER_VOWEL = re.compile("[는가를나랑란며]|라는?|와[는도의]?|로(?:[는도의]|부터)?")
FINALS = 28  # a syllable of the Unicode block from 가 on ends in the consonant of this number, 0 is none
RIEUL = 8  # ㄹ, after which 로 stands as after a vowel

PHONE_REGION = "KR"
# Numbers of companies, such as 1588-1234: the same in the whole country, without an area code.
NATIONWIDE_NUMBER = re.compile(r"1[5-8]\d{6}")
# The number of a place without its area code.
LOCAL_NUMBER = re.compile(r"[2-9]\d{6,7}")
MOBILE_NUMBER = re.compile(r"(?<!\d)(?:\+?82[\s.-]*\(?0?\)?|0)1[016789][\s.)-]*\d{3,4}[\s.-]*\d{4}(?!\d)")

COUNTRY_NAMES = ("대한민국", "한국", "South Korea", "Republic of Korea", "Korea", "Rep. of Korea")
# The first-level places, each with every name that it has had or goes by: Gangwon was renamed in 2023, North
# Jeolla in 2024.
PROVINCES = (
    ("서울특별시", "서울시", "서울", "Seoul", "Seoul-si", "Seoul City"),
    ("부산광역시", "부산직할시", "부산시", "부산", "Busan", "Busan-si", "Pusan"),
    ("대구광역시", "대구직할시", "대구시", "대구", "Daegu", "Daegu-si", "Taegu"),
    ("인천광역시", "인천직할시", "인천시", "인천", "Incheon", "Incheon-si", "Inchon"),
    ("광주광역시", "광주직할시", "광주시", "광주", "Gwangju", "Kwangju"),
    ("대전광역시", "대전직할시", "대전시", "대전", "Daejeon", "Daejeon-si", "Taejon"),
    ("울산광역시", "울산시", "울산", "Ulsan", "Ulsan-si"),
    ("세종특별자치시", "세종시", "세종", "Sejong", "Sejong-si"),
    ("경기도", "경기", "Gyeonggi", "Gyeonggi-do", "Kyonggi-do"),
    ("강원특별자치도", "강원도", "강원", "Gangwon", "Gangwon-do", "Gangwon State", "Kangwon-do"),
    ("충청북도", "충북", "Chungcheongbuk-do", "Chungbuk", "North Chungcheong"),
    ("충청남도", "충남", "Chungcheongnam-do", "Chungnam", "South Chungcheong"),
    (
        "전북특별자치도",
        "전라북도",
        "전북",
        "Jeonbuk",
        "Jeonbuk-do",
        "Jeonbuk State",
        "Jeollabuk-do",
        "North Jeolla",
    ),
    ("전라남도", "전남", "Jeollanam-do", "Jeonnam", "South Jeolla"),
    ("경상북도", "경북", "Gyeongsangbuk-do", "Gyeongbuk", "North Gyeongsang"),
    ("경상남도", "경남", "Gyeongsangnam-do", "Gyeongnam", "South Gyeongsang"),
    ("제주특별자치도", "제주도", "제주", "Jeju", "Jeju-do", "Jeju Island", "Cheju-do"),
)
# Telephone area codes by province.
PROVINCE_AREA_CODES = {
    "서울특별시": "02",
    "부산광역시": "051",
    "대구광역시": "053",
    "인천광역시": "032",
    "광주광역시": "062",
    "대전광역시": "042",
    "울산광역시": "052",
    "세종특별자치시": "044",
    "경기도": "031",
    "강원특별자치도": "033",
    "충청북도": "043",
    "충청남도": "041",
    "전북특별자치도": "063",
    "전라남도": "061",
    "경상북도": "054",
    "경상남도": "055",
    "제주특별자치도": "064",
}
# "광주시" is a town of Gyeonggi as well.
AREA_CODES = {
    name: PROVINCE_AREA_CODES[names[0]] for names in PROVINCES for name in names if name != "광주시"
}
# Towns that are dialled like the city beside them.
AREA_CODES_OF_TOWNS = {
    ("031", "과천시"): "02",
    ("031", "광명시"): "02",
    ("031", "부천시"): "032",
    ("041", "계룡시"): "042",
    ("054", "경산시"): "053",
}
# A postcode, or the country, before the province.
BEFORE_PROVINCE = re.compile(r"(?:대한민국|우편번호|[^가-힣])*")
# What the Korean name of a place ends in, and what its English one may end in then.
ENGLISH_UNITS = {
    "시": "-si",
    "군": "-gun",
    "구": "-gu",
    "읍": "-eup",
    "면": "-myeon",
    "동": "-dong",
    "가": "-ga",
}
# Words of an address that can only be places: of its region, at its start, and quarters, anywhere.
REGION_WORD = re.compile(r".+(?:[도시군구읍면동]|\d가)\Z")
QUARTER_WORD = re.compile(r".+(?:[동읍면]|\d가|-dong|-ga)\Z", re.IGNORECASE)
# Old postcodes have six digits, those since 2015 five.
POSTCODE = re.compile(
    r"[(\[]?\s*(?<![가-힣])우(?:편번호)?\s*[):.]?\s*[(\[]?\s*\d{3}-?\d{2,3}\s*[)\]]?|[(\[]\s*\d{3}-?\d{2,3}\s*[)\]]"
)
# The floor or room of an address and what is behind it: "테헤란로 12, 지하 1층", "도산대로 1 3,4층 (신사동)".
FLOOR = re.compile(r"[\s,]+(?:지하|지상)?\s*B?\d+(?:[~,·-]\d+)*\s*(?:층|호(?![가-힣])).*")
# A plot stuck to its quarter: "상계6동764-1"; the number in "성수동2가" belongs to the name.
STUCK_PLOT = re.compile(r"(?<=동)(?=\d+(?![\d가]))|(?<=\d가)(?=\d)")
# "역삼제1동" is "역삼1동", and romanisation spells the number out: "Nonhyeon 1(il)-dong".
ORDINAL = re.compile(r"제(?=\d)|(?<=\d)\((?:il|i|sam|sa|o|yuk|chil|pal|gu|sip)\)")
# Administrative quarters are numbered parts of legal ones: (what the folded word looks like, the legal one).
LEGAL_QUARTERS = (
    (re.compile(r"(\D+)\d+동"), r"\1동"),
    (re.compile(r"(\D+)(\d)가\d+동"), r"\1동\2가"),
    (re.compile(r"(\D+동)\d가"), r"\1"),
    (re.compile(r"([a-z]+)\d+dong"), r"\1dong"),
)

# Degrees of south, west, north and east, from Marado and Baengnyeongdo to the northern border and Dokdo.
BOUNDS = (33.0, 124.5, 38.7, 132.0)

# Names of institutions, folded and without blanks, brackets and punctuation. The corporation that runs a
# clinic stands before its name, often with the name of a foundation ("의료법인 삼성의료재단 강북삼성병원"),
# or as a form of company at its end.
CORPORATE_PREFIX = re.compile(
    r"\A(?:(?:(?:의료|재단|사단|학교|사회복지|특수)법인|주식회사|유한회사)(?:.*(?:재단|학원)(?=.))?"
    r"|.*의료재단(?=.))"
)
CORPORATE_SUFFIX = re.compile(r"(?:주식회사|유한회사)\Z")
# "Clinic" at the end of a name: registers write it or leave it out. A hospital (병원) is another kind of
# institution, and often stands in the same district as a clinic of its name.
CLINIC_SUFFIX = re.compile(r"의원\Z")

# Names of persons: one of the names of nine in ten families, and one to three syllables.
PERSON_NAME = re.compile(
    r"[김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구민류나진지엄채원천방공현함변염여추]"
    r"[가-힣]{1,3}"
)
# The systems in which lists give points, each with its least and greatest easting and northing in meters. The
# public licence registers use EPSG:5174.
PROJECTED = (
    ("EPSG:5179", (700_000, 1_400_000), (1_300_000, 2_200_000)),
    ("EPSG:5174", (10_000, 600_000), (10_000, 700_000)),
)


def is_particle(text, *, after):
    """Tell whether a text is what Korean hangs onto a noun that ends in the character `after`.

    강남 takes 으로 and not 로, for it ends in a consonant: 강남로 is a road. Of a Latin word nobody knows.
    """
    if PARTICLE.fullmatch(text):
        return True
    after_consonant, after_vowel = PARTICLE_AFTER_CONSONANT.fullmatch, PARTICLE_AFTER_VOWEL.fullmatch
    if not "가" <= after <= "힣":
        return bool(after_consonant(text) or after_vowel(text))
    final = (ord(after) - ord("가")) % FINALS
    if final == 0 or (final == RIEUL and text.startswith("로")):
        return bool(after_vowel(text))
    return bool(after_consonant(text))


def area_code_of(address):
    """Return the telephone area code of a Korean address ("02" in Seoul), "" where it names no province."""
    words = address[BEFORE_PROVINCE.match(address).end() :].split()
    code = AREA_CODES.get(words[0], "") if words else ""
    return AREA_CODES_OF_TOWNS.get((code, words[1]), code) if len(words) > 1 else code


def building_of(address):
    """Return a Korean address without its floor and room, for maps know buildings only."""
    return FLOOR.sub("", address)


@dataclass(frozen=True, slots=True)
class TaxiCard:
    """What a taxi driver reads: a sentence and the lines that it speaks of; and what it says, in English."""

    sentence: str
    lines: tuple[str, ...]
    meaning: str


def taxi_card(*, address, district, name):
    """Return the TaxiCard of a place: its Korean address and name, else its district in Korean and its name.

    None when no Korean is known. The sentence names no place, for its particles would depend on the name.
    """
    if address:
        meaning = _("Please take me to the address below.")
        return TaxiCard("기사님, 아래 주소로 가 주세요.", (address, name), meaning)
    lines = tuple(filter(None, (district, name)))
    if not any(map(HANGUL.search, lines)):
        return None
    return TaxiCard("기사님, 아래 장소로 가 주세요.", lines, _("Please take me to the place below."))


@dataclass(frozen=True, slots=True)
class MapLink:
    """A map service and its address for a place."""

    service: str
    url: str


def map_links(*, words, name, point):
    """Return the MapLinks of a place: `words` find it, `point` is its (latitude, longitude) or None.

    Naver Map and KakaoMap know Korea best; Google Maps shows no way to go on foot there. Their addresses are
    those that each service publishes for links: a search, or a point with a name.
    """
    searched = quote(words, safe="")
    kakao, google = f"search/{searched}", words
    if point:
        latitude, longitude = point
        kakao = f"map/{quote(name, safe='')},{latitude},{longitude}"
        google = f"{latitude},{longitude}"
    search = urlencode({"api": 1, "query": google})
    return [
        MapLink("Naver Map", f"https://map.naver.com/p/search/{searched}"),
        MapLink("KakaoMap", f"https://map.kakao.com/link/{kakao}"),
        MapLink("Google Maps", f"https://www.google.com/maps/search/?{search}"),
    ]
