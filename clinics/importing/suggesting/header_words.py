"""What the columns of other people's lists are called, in Korean, in English and mixed.

Columns of persons are also known by their German and Hungarian names.
"""

import re
import unicodedata

# What a column is for: the words of its header, the plainest first.
ROLE_WORDS = {
    "id": (
        "관리번호",
        "등록번호",
        "인허가번호",
        "기관코드",
        "요양기관번호",
        "암호화요양기호",
        "요양기호",
        "register num",
        "register number",
        "registration number",
        "registration no",
        "license number",
        "licence number",
        "license no",
        "clinic id",
        "hospital id",
        "id",
        "key",
        "번호",
        "code",
        "no",
        "number",
    ),
    "english name": (
        "영문명",
        "영문상호",
        "영문사업장명",
        "영문기관명",
        "english name",
        "name en",
        "name eng",
        "name english",
    ),
    "name": (
        "사업장명",
        "업소명",
        "상호명",
        "상호",
        "요양기관명",
        "의료기관명",
        "병의원명",
        "병원명",
        "의원명",
        "기관명",
        "업체명",
        "시설명",
        "명칭",
        "clinic name",
        "hospital name",
        "facility name",
        "business name",
        "company name",
        "name ko",
        "name",
        "이름",
        "title",
        "clinic",
        "hospital",
    ),
    "english address": ("영문주소", "english address", "address en", "address eng", "address english"),
    "address": (
        "도로명전체주소",
        "소재지도로명주소",
        "도로명주소",
        "road address",
        "full address",
        "street address",
        "address ko",
        "address",
        "addr",
        "주소",
        "소재지",
        "street",
    ),
    "old address": (
        "소재지전체주소",
        "소재지지번주소",
        "지번주소",
        "구주소",
        "lot address",
        "old address",
        "address 2",
    ),
    "phone": (
        "대표전화",
        "대표전화번호",
        "전화번호",
        "소재지전화",
        "전화",
        "연락처",
        "phone number",
        "phone",
        "telephone",
        "tel",
        "contact number",
    ),
    "website": (
        "홈페이지",
        "홈페이지주소",
        "누리집",
        "웹사이트",
        "website",
        "homepage",
        "home page",
        "url",
        "web",
        "site",
        "link",
    ),
    "latitude": ("위도", "latitude", "lat"),
    "longitude": ("경도", "longitude", "lon", "lng", "long"),
    "x": ("좌표정보x", "x좌표", "좌표x", "x coordinate", "coord x", "easting", "x"),
    "y": ("좌표정보y", "y좌표", "좌표y", "y coordinate", "coord y", "northing", "y"),
    "city": ("시도", "시도명", "광역시도", "sido", "si", "province", "city", "도시"),
    "district": (
        "시군구",
        "시군구명",
        "자치구",
        "자치구명",
        "구군",
        "sigungu",
        "gu",
        "district",
        "borough",
        "구",
    ),
    "quarter": (
        "읍면동",
        "읍면동명",
        "행정동",
        "법정동",
        "dong",
        "neighborhood",
        "neighbourhood",
        "quarter",
        "동",
    ),
    "status": (
        "영업상태명",
        "영업상태",
        "상세영업상태명",
        "운영상태",
        "운영여부",
        "business status",
        "status",
        "상태",
    ),
    "payment": ("결제수단", "결제방법", "payment methods", "payment method", "payment"),
}

# Columns of persons, who have not asked to be in a directory.
PERSON_KOREAN = re.compile(
    r"대표자|원장|개설자|담당자|관리자|책임자|소유자|운영자|성명|의료진|의사(?:명|이름|성명)?$|대표(?:명|이름)?$"
)
PERSON_WORDS = frozenset(
    {
        "ceo",
        "contact name",
        "contact person",
        "dentist",
        "director",
        "doctor",
        "dr",
        "manager",
        "owner",
        "person",
        "physician",
        "practitioner",
        "president",
        "principal",
        "proprietor",
        "representative",
        "surgeon",
        "administrator",
        "chief",
        "family name",
        "first name",
        "founder",
        "given name",
        "last name",
        "md",
        "physicians",
        "doctors",
        "dentists",
        "surgeons",
        "owners",
        "directors",
        "surname",
        # German and Hungarian, as folded: without marks, ä as a.
        "arzt",
        "arztin",
        "arzte",
        "behandler",
        "behandlerin",
        "chefarzt",
        "chefarztin",
        "direktor",
        "direktorin",
        "geschaftsleitung",
        "leiter",
        "leiterin",
        "leitung",
        "nachname",
        "vorname",
        "zahnarzt",
        "zahnarztin",
        "zahnarzte",
        "fogorvos",
        "foorvos",
        "igazgato",
        "kapcsolattarto",
        "kepviselo",
        "keresztnev",
        "orvos",
        "orvosok",
        "orvosa",
        "szakorvos",
        "tulajdonos",
        "ugyvezeto",
        "vezeteknev",
        "vezeto",
    }
)
# Parts of longer words: "Praxisinhaberin", "ügyvezetője".
PERSON_PARTS = re.compile(
    r"inhaber|eigentumer|geschaftsfuhr|geschaeftsfuehr|ansprechpartner|kontaktperson|praxisleit|klinikleit"
    r"|ugyvezet|tulajdonos|kapcsolattart|orvosneve|fogorvosneve|foorvos"
)
MOBILE_HEADER = re.compile(
    r"휴대|핸드폰|모바일|이동전화|mobil(?!iar|ity)|handy(?:nummer|nr)?\Z|cell(?:ular|phone|number|no|nr|tel)"
)
MOBILE_WORDS = frozenset({"cell", "cells", "mobile", "mobil", "handy"})


def header_words(header):
    """Return the words of a header in small letters: two for "clinicName" as for "Clinic-Name"."""
    text = unicodedata.normalize("NFKC", header)
    text = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    # Korean and English often stand together: "병원명(Name)", "전화TEL".
    text = re.sub(r"(?<=[가-힣])(?=[A-Za-z]{2})|(?<=[A-Za-z]{2})(?=[가-힣])", " ", text)
    return [word for word in re.split(r"[^\w]+|_", text.lower()) if word]


def fit(header, role):
    """Return how well a header fits a role, as a pair to compare, and the word that says so; None if not."""
    words = header_words(header)
    whole, best = "".join(words), None
    for place, known in enumerate(ROLE_WORDS[role]):
        parts = known.split()
        key = "".join(parts)
        if whole == key:
            strength = 3
        elif holds(words, parts):
            strength = 2
        elif not key.isascii() and len(key) > 1 and any(word.endswith(key) for word in [whole, *words]):
            strength = 1
        else:
            continue
        found = ((strength, -place), known)
        best = max(best, found) if best else found
    return best


def holds(words, parts):
    """Tell whether words stand somewhere in a row among others."""
    return any(words[start : start + len(parts)] == parts for start in range(len(words)))


def names_persons(header):
    """Tell whether a header is that of names of persons, or of what belongs to them."""
    words = header_words(header)
    plain = [without_marks(word) for word in words]
    return (
        bool(PERSON_KOREAN.search("".join(words)))
        or any(holds(plain, word.split()) for word in PERSON_WORDS)
        or bool(PERSON_PARTS.search("".join(plain)))
    )


def names_mobiles(header):
    """Tell whether a header is that of mobile numbers, which mostly are of persons."""
    words = header_words(header)
    return not MOBILE_WORDS.isdisjoint(words) or bool(MOBILE_HEADER.search("".join(words)))


def without_marks(word):
    """Return a word without the marks of its Latin letters: "ügyvezető" as "ugyvezeto"."""
    return unicodedata.normalize(
        "NFC",
        "".join(sign for sign in unicodedata.normalize("NFD", word) if not "\u0300" <= sign <= "\u036f"),
    )
