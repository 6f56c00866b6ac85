"""What belongs to the country of the clinics and to no other."""

import re
from zoneinfo import ZoneInfo

SEOUL = ZoneInfo("Asia/Seoul")
CURRENCY = "KRW"

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
