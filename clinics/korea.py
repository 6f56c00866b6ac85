"""What belongs to the country of the clinics and to no other."""

import re
from zoneinfo import ZoneInfo

SEOUL = ZoneInfo("Asia/Seoul")

HANGUL = re.compile("[ㄱ-ㆎ가-힣]")

PHONE_REGION = "KR"
# Numbers of companies, such as 1588-1234: the same in the whole country, without an area code.
NATIONWIDE_NUMBER = re.compile(r"1[5-8]\d{6}")

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
# The number of a place without its area code.
LOCAL_NUMBER = re.compile(r"[2-9]\d{6,7}")

# The 17 provinces under the names that they have and had, with their area codes.
PROVINCES = (
    ("02", "서울", "서울시", "서울특별시"),
    ("051", "부산", "부산시", "부산직할시", "부산광역시"),
    ("053", "대구", "대구시", "대구직할시", "대구광역시"),
    ("032", "인천", "인천시", "인천직할시", "인천광역시"),
    # "광주시" is a town of Gyeonggi as well.
    ("062", "광주", "광주직할시", "광주광역시"),
    ("042", "대전", "대전시", "대전직할시", "대전광역시"),
    ("052", "울산", "울산시", "울산광역시"),
    ("044", "세종", "세종시", "세종특별자치시"),
    ("031", "경기", "경기도"),
    ("033", "강원", "강원도", "강원특별자치도"),
    ("043", "충북", "충청북도"),
    ("041", "충남", "충청남도"),
    ("063", "전북", "전라북도", "전북특별자치도"),
    ("061", "전남", "전라남도"),
    ("054", "경북", "경상북도"),
    ("055", "경남", "경상남도"),
    ("064", "제주", "제주도", "제주특별자치도"),
)
AREA_CODES = {name: code for code, *names in PROVINCES for name in names}
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


def area_code_of(address):
    """Return the telephone area code of a Korean address ("02" in Seoul), "" where it names no province."""
    words = address[BEFORE_PROVINCE.match(address).end() :].split()
    code = AREA_CODES.get(words[0], "") if words else ""
    return AREA_CODES_OF_TOWNS.get((code, words[1]), code) if len(words) > 1 else code
