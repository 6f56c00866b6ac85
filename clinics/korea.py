"""What belongs to the country of the clinics and to no other."""

from zoneinfo import ZoneInfo

SEOUL = ZoneInfo("Asia/Seoul")
