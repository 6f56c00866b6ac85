"""Months and seasons that a guide praises or warns of, against those of the planner (facts S159 and S160)."""

import calendar
import re

from django.utils.translation import gettext as _

from .prose import CLAUSE_END
from .remarks import Remark, RemarkKind

MONTHS = {name: number for number, name in enumerate(calendar.month_name) if name}
SEASONS = {
    "spring": (4, 5),
    "summer": (7, 8),
    "autumn": (9, 10, 11),
    "fall": (9, 10, 11),
    "winter": (12, 1, 2),
}
KOREAN_SEASONS = {"봄": (4, 5), "여름": (7, 8), "가을": (9, 10, 11), "겨울": (12, 1, 2)}
NAME = "|".join(MONTHS)  # with a capital letter, for “may” is a verb
NAMED = re.compile(
    rf"\b(?P<first>{NAME})(?:\s?(?:to|through|until|[-–—])\s?(?P<last>{NAME}))?\b"
    rf"|\b(?P<season>[Ss]pring|[Ss]ummer|[Aa]utumn|[Ww]inter|(?<=[Tt]he )fall|(?<=[Ii]n )fall)\b"
    rf"|(?<!\d)(?P<month>1[0-2]|[1-9])월|(?P<korean>{'|'.join(KOREAN_SEASONS)})(?![가-힣]*방)"
)
TRAVEL = re.compile(
    r"\b(?:visit\w*|travel\w*|trips?|come|time|times|seasons?|months?|weather|plan|book|fly|avoid)\b"
    r"|여행|방문|계절|시기|날씨",
    re.I,
)
PRAISE = re.compile(
    r"\b(?:best|good|great|ideal|perfect|pleasant|mild|recommend\w*|favou?rable|right)\b|좋|추천|최적|적합",
    re.I,
)
BLAME = re.compile(
    r"\b(?:avoid|bad|worst|unpleasant|hot|hottest|heat|hard|not|never|wrong)\b|n['’]t\b|피하|덥|더운|나쁘|않",
    re.I,
)
YEAR_END = 12


def contradicting_seasons(passage, knowledge):
    """Yield a Remark for each clause that praises months other than the good ones, or warns of those."""
    if not (knowledge.good_months and TRAVEL.search(passage.text)):
        return
    for clause in CLAUSE_END.split(passage.text):
        months = months_in(clause)
        is_blamed = bool(BLAME.search(clause))
        wrong = months & knowledge.good_months if is_blamed else months - knowledge.good_months
        if wrong and (is_blamed or PRAISE.search(clause)):
            words = {"text": clause.strip(), "good": _names(knowledge.good_months)}
            words["hot"] = _names(knowledge.hot_months)
            sentence = _("“%(text)s”: by the records %(good)s are good for a trip, %(hot)s are hot.") % words
            yield Remark(RemarkKind.CONTRADICTION, passage.line, sentence)


def months_in(text):
    """Return the numbers of the months that a text names, those of its seasons among them."""
    months = set()
    for match in NAMED.finditer(text):
        if match["season"]:
            months.update(SEASONS[match["season"].lower()])
        elif match["korean"]:
            months.update(KOREAN_SEASONS[match["korean"]])
        elif match["month"]:
            months.add(int(match["month"]))
        else:
            first = MONTHS[match["first"]]
            length = (MONTHS[match["last"]] - first) % YEAR_END if match["last"] else 0
            months.update((first + number - 1) % YEAR_END + 1 for number in range(length + 1))
    return months


def _names(months):
    return ", ".join(calendar.month_name[month] for month in sorted(months))
