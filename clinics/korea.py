"""What belongs to the country of the clinics and to no other."""

import re
from zoneinfo import ZoneInfo

SEOUL = ZoneInfo("Asia/Seoul")

HANGUL = re.compile("[ㄱ-ㆎ가-힣]")

PHONE_REGION = "KR"
# Numbers of companies, such as 1588-1234: the same in the whole country, without an area code.
NATIONWIDE_NUMBER = re.compile(r"1[5-8]\d{6}")
