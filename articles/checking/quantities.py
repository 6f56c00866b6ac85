"""Numbers with a unit in a text: prices, sessions, days, hours, years, percentages, counts of records.

Figures, English words and Korean ones are read alike.
"""

import re
from dataclasses import dataclass, replace

from .numbers import FIGURE, KOREAN_DAYS, NUMBER, ORDINAL, any_of, value_of

MONEY, SESSIONS, DAYS, HOURS, YEARS, PERCENT = "money", "sessions", "days", "hours", "years", "percent"
WON = "won"
CRITERIA, FACTORS, STEPS, COST_FACTORS = "criteria", "factors", "steps", "cost factors"
DISTRICTS, RISKS = "districts", "risks"
COUNTS = frozenset({CRITERIA, FACTORS, STEPS, COST_FACTORS, DISTRICTS, RISKS})

# Between the ends of a range.
TO = r"\s*(?:[-–—‑~]|to|or|until|up to|에서|내지)\s*"
# “Between 7 and 10 days” is a range, “2 and 10 days” is none.
BETWEEN = re.compile(r"\b(between\s+(?:[^\s.;:]{1,15}\s){1,4}?)and\b", re.I)
SIGN = r"(?:US\s?\$|USD\s?|\$)"
PLUS = r"\s?\+"
DOLLARS = r"(?:(?:USD|US dollars|dollars)\b|달러)"
MONEY_RANGE = re.compile(
    rf"(?P<before>{SIGN})\s?(?P<low>{FIGURE})(?P<low_k>k?)"
    rf"(?:{TO}(?:{SIGN})?\s?(?P<high>{FIGURE})(?P<high_k>k?))?(?P<open>{PLUS})?"
    rf"|(?<![\d.,$])(?P<low2>{NUMBER})(?:\s?{DOLLARS})?(?:{TO}(?P<high2>{NUMBER}))?(?P<open2>{PLUS})?\s?{DOLLARS}",
    re.IGNORECASE,
)
HOURS_A_DAY = 24
TEN_THOUSAND = 10_000  # 만, in which Korean texts count won
WON_RANGE = re.compile(
    rf"(?<![\d.,$])(?P<low>{FIGURE})(?P<low_man>\s?만)?(?:\s?원)?(?:{TO}(?P<high>{FIGURE})(?P<high_man>\s?만)?)?"
    r"\s?(?:원(?!래)|won\b|KRW\b)"
    rf"|(?:₩|\bKRW)\s?(?P<low2>{FIGURE})(?:{TO}(?:₩|KRW)?\s?(?P<high2>{FIGURE}))?",
    re.IGNORECASE,
)
# Kind or unit -> its words and the number of the kind's own unit that it is.
UNITS = {
    SESSIONS: r"sessions?|sittings?|appointments?|visits?|회(?!차|복)|번의 시술",
    DAYS: r"days?|일(?!째|주)(?:간)?",
    "weeks": r"weeks?|주(?:일|간)?",
    "fortnights": r"fortnights?",
    "months": r"months?|개월|달(?!러)",
    HOURS: r"hours?|hrs?|시간",
    YEARS: r"years?|년",
    "decades": r"decades?",
    PERCENT: r"%|percent|per cent|퍼센트",
    COST_FACTORS: r"(?:cost|price) factors?",
    CRITERIA: r"(?:selection )?(?:criteria|criterion)|questions?|(?:가지 )?(?:기준|질문)|가지",
    FACTORS: r"(?:selection )?factors?|(?:가지 )?요소",
    STEPS: r"(?:treatment )?(?:steps|stages)|단계",
    DISTRICTS: r"districts",
    RISKS: r"risks",
}
IN_OTHER_UNITS = {
    "weeks": (DAYS, 7),
    "fortnights": (DAYS, 14),
    "months": (DAYS, 30),
    "decades": (YEARS, 10),
}
ADJECTIVES = (
    r"(?:(?:full|whole|good|long|short|single|separate|key|main|different|important|simple|plain)\s)?"
)
UNIT = "|".join(f"(?P<{kind.replace(' ', '_')}>{unit})" for kind, unit in UNITS.items())
COUNTED = re.compile(
    rf"(?<![\d.,$])(?P<low>{NUMBER}|(?<!half )\ban?(?=\s(?:hour|week|fortnight|month|year|decade)\b))"
    rf"(?:\s?(?:%|percent|per cent))?(?:{TO}(?P<high>{NUMBER}))?"
    rf"(?P<open>{PLUS})?[\s-]?{ADJECTIVES}(?:{UNIT})(?![A-Za-z])",
    re.IGNORECASE,
)
# A day that is counted from that of the session, which is day 0.
DAY_OF = re.compile(
    rf"\bdays?\s(?P<low>{FIGURE})(?:{TO}(?:day\s)?(?P<high>{FIGURE}))?(?![\w.,]*\d)"
    rf"|\b(?P<low2>{ORDINAL})(?:{TO}(?P<high2>{ORDINAL}))?\sday\b"
    rf"|(?P<low3>{FIGURE})(?:{TO}(?P<high3>{FIGURE}))?일째",
    re.IGNORECASE,
)
NAMED_DAYS = {
    r"\bthe same (?:day|evening|night)\b|당일": 0,
    r"\b(?:the )?(?:next|following) (?:day|morning|evening)\b|\bthe day after\b|다음 ?날": 1,
}
KOREAN_DAY = re.compile(rf"(?<![가-힣])(?P<word>{any_of(KOREAN_DAYS)}|일주일)(?P<day>째)?")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number or range of a text: what of, its ends, whether it is open above, its place and words.

    A day counted from that of the session (“day 3”, “the third day”) is `is_day_of`.
    """

    kind: str
    low: int
    high: int
    is_open: bool
    start: int
    end: int
    text: str
    is_day_of: bool = False

    @property
    def is_range(self):
        """Whether it has two ends, or none above."""
        return self.low != self.high or self.is_open

    @property
    def is_whole_days(self):
        """Whether it is a number of hours that makes days: “48 hours”."""
        return self.kind == HOURS and not (self.low % HOURS_A_DAY or self.high % HOURS_A_DAY)

    @property
    def in_days(self):
        """Hours that make whole days as a number of days."""
        return replace(self, kind=DAYS, low=self.low // HOURS_A_DAY, high=self.high // HOURS_A_DAY)


def quantities_in(text):
    """Return the Quantities of a text in their order.

    Weeks and months are counted in days, decades in years, money in whole dollars or won.
    """
    readable = BETWEEN.sub(r"\1to ", text)  # as long as the text itself
    found, taken = [], []
    for pattern, read in READERS:
        for match in pattern.finditer(readable):
            if not any(match.start() < end and start < match.end() for start, end in taken):
                taken.append(match.span())
                found.append(read(match, text))
    return sorted(filter(None, found), key=lambda each: each.start)


def _money(match, text):
    side = "" if match["before"] else "2"
    low, high = match[f"low{side}"], match[f"high{side}"]
    thousands = bool(match["before"] and (match["high_k"] or match["low_k"]))
    low = value_of(low) * (1000 if thousands else 1)
    high = low if high is None else value_of(high) * (1000 if thousands else 1)
    return _quantity(MONEY, low, high, match, text, is_open=bool(match[f"open{side}"]))


def _won(match, text):
    side = "" if match["low"] else "2"
    low, high = match[f"low{side}"], match[f"high{side}"]
    in_man = not side and (match["low_man"] or match["high_man"])
    factor = TEN_THOUSAND if in_man else 1
    return _quantity(WON, value_of(low) * factor, value_of(high or low) * factor, match, text)


def _counted(match, text):
    unit = next(unit for unit in UNITS if match[unit.replace(" ", "_")])
    kind, factor = IN_OTHER_UNITS.get(unit, (unit, 1))
    low = 1 if match["low"].lower() in {"a", "an"} else value_of(match["low"])
    high = low if match["high"] is None else value_of(match["high"])
    return _quantity(kind, low * factor, high * factor, match, text, is_open=bool(match["open"]))


def _day_of(match, text):
    side = next(side for side in ("", "2", "3") if match[f"low{side}"])
    low, high = match[f"low{side}"], match[f"high{side}"]
    return _quantity(DAYS, value_of(low), value_of(high or low), match, text, is_day_of=True)


def _named_day(number):
    return lambda match, text: _quantity(DAYS, number, number, match, text, is_day_of=True)


def _korean_day(match, text):
    number = KOREAN_DAYS.get(match["word"], 7)
    return _quantity(DAYS, number, number, match, text, is_day_of=bool(match["day"]))


def _quantity(kind, low, high, match, text, **options):
    if high < low or low != int(low) or high != int(high):
        return None
    options = {"is_open": False, **options}
    start, end = match.span()
    return Quantity(kind, int(low), int(high), start=start, end=end, text=text[start:end].strip(), **options)


READERS = (
    (MONEY_RANGE, _money),
    (WON_RANGE, _won),
    (DAY_OF, _day_of),
    *((re.compile(words, re.I), _named_day(number)) for words, number in NAMED_DAYS.items()),
    (KOREAN_DAY, _korean_day),
    (COUNTED, _counted),
)
