"""Sessions, days, hours, years, percentages and counts that a guide states, against the records."""

import re

from django.utils.translation import gettext as _

from .quantities import (
    COST_FACTORS,
    COUNTS,
    CRITERIA,
    DAYS,
    FACTORS,
    HOURS,
    HOURS_A_DAY,
    PERCENT,
    SESSIONS,
    YEARS,
    quantities_in,
)
from .remarks import Remark, RemarkKind
from .subjects import subjects_of

SPACING, HEALING, CARE, STAY = "spacing", "healing", "care", "stay"
SITTING, CHAIR, TOUCH_UP, BELOW_HOME = "sitting", "chair", "touch-up", "below-home"
ALTOGETHER = re.compile(
    r"\b(?:in all|in total|altogether|together|overall|whole course)\b"
    r"|\b(?!(?:one|a) )(?:\d+|two|three|four|five) sessions\b|총|모두|합쳐",
    re.I,
)
# (kind, what a clause says, the topics of the facts that it means)
CUES = [
    (
        DAYS,
        re.compile(
            r"\bapart\b|\bbetween (?:\w+ ){0,2}(?:sessions|appointments|visits)\b|\bintervals?\b|\bspac"
            r"|\b(?:next|second|following|another) (?:session|appointment)\b|간격|다음 (?:시술|세션)",
            re.I,
        ),
        {SPACING},
    ),
    (DAYS, re.compile(r"\b(?:heal|recover)|회복|아물|치유", re.I), {HEALING, STAY}),
    (
        DAYS,
        re.compile(
            r"\b(?:wash|shampoo|wet\b|swim|sweat|sauna|shower|sun\b|sunlight|gym\b|exercis|work out\b|rub\b)"
            r"|감[을지는으]|감아|샴푸|세척|수영|사우나|땀|운동|햇[빛볕]",
            re.I,
        ),
        {CARE},
    ),
    (DAYS, re.compile(r"\bfirst\b.*\blast\b|\bstay\b|체류|머무", re.I), {STAY, SPACING, HEALING}),
    (
        HOURS,
        re.compile(r"\b(?:session|sitting|appointment|chair|procedure|treatment)|시술|세션", re.I),
        {SITTING},
    ),
    (
        YEARS,
        re.compile(
            r"\b(?:touch-?ups?|touched up|fade|fades|fading|refresh\w*|lasts|lasting|will last|can last)\b"
            r"|리터치|유지|지속|옅어|흐려",
            re.I,
        ),
        {TOUCH_UP},
    ),
    (
        PERCENT,
        re.compile(
            r"\b(?:below|lower|less|cheaper|sav\w+|than (?:in|at)|compared|off|discount)\b|저렴|싸|쌉|낮",
            re.I,
        ),
        {BELOW_HOME},
    ),
]
# Numbers of hours and days beside these are no figure of a treatment.
ELSEWISE = re.compile(
    r"\b(?:consult\w*|before|around the clock|24/7|holidays?|visa|valid|flights?|fly|flying|planes?|airports?"
    r"|train|bus|subway|drive|taxi|transfer|jet lag|open|opening|appointments? by)\b|비행|상담|비자|공항",
    re.I,
)
NEEDED = re.compile(
    r"\b(?:needs?|needed|takes?|requires?|required|necessary|usually|typically|course of|in total|in all"
    r"|altogether|enough|expect|plan)\b|필요|총|보통|평균|걸[리립]",
    re.I,
)
WHOLE_NUMBER = re.compile(r"\b(?:all|our|the|these|those)\s+\Z|(?:모든|총)\s+\Z", re.I)
ASKED = re.compile(r"\b(?:ask|clinics?|criteri\w+|checklists?)\b|클리닉|병원|기준", re.I)
AT_ONCE = re.compile(r"\s*(?:apart\b|between\b|in between\b|간격)", re.I)
SINCE = re.compile(r"\b(?:from|starting|as of|beginning)(?: on)?(?: the)?\s+\Z", re.I)
FORBIDDEN = re.compile(
    r"\b(?:not|never|no|avoid|without|until|till|up to|through|before|for|keep|stay)\b|n['’]t\b"
    r"|지 ?마|까지|않|피하",
    re.I,
)
PASSED = re.compile(r"\b(?:after|until|till|through|up to|to|before)(?: the)?\s+\Z", re.I)


def contradicting_durations(passage, knowledge):
    """Yield a Remark for each number of sessions, days, hours, years or percent that no record states."""
    for quantity, facts in meant_figures(passage, knowledge):
        if not agrees(quantity, facts, passage):
            said = "; ".join(dict.fromkeys(f"{fact.in_words} ({fact.record})" for fact in facts[:3]))
            words = {"text": quantity.text, "facts": said}
            sentence = _("“%(text)s”: the records say %(facts)s.") % words
            yield Remark(RemarkKind.CONTRADICTION, passage.line, sentence, quantity.text)


def meant_figures(passage, knowledge):
    """Yield (Quantity, Facts that it must agree with) for each number of a passage that means some."""
    mentions = knowledge.mentions(passage.text, knowledge.treatments)
    for quantity in quantities_in(passage.text):
        if quantity.kind in COUNTS:
            facts = _counts(quantity, passage, knowledge)
        elif quantity.kind == SESSIONS:
            facts = _sessions(quantity, passage, mentions, knowledge)
        else:
            facts = _of_procedure(quantity, passage, knowledge)
        if facts:
            yield quantity, facts


def agrees(quantity, facts, passage):
    """Tell whether a quantity of a passage says what one of some Facts says, or lies in it."""
    if quantity.kind == HOURS and {fact.kind for fact in facts} == {DAYS}:
        quantity = quantity.in_days
    if quantity.is_day_of and {fact.topic for fact in facts} == {CARE}:
        return _agrees_on_day(quantity, facts, passage)
    return any(fact.is_stated_by(quantity) or fact.holds(quantity) for fact in facts)


def _agrees_on_day(quantity, facts, passage):
    """Tell whether a day agrees with rules that end on one: what they forbid is allowed from the next on."""
    earliest, latest = min(fact.low for fact in facts), max(fact.high for fact in facts)
    before, behind = passage.text[: quantity.start], passage.text[quantity.end :]
    since = SINCE.search(before) or behind.startswith("부터")
    if PASSED.search(before) and not since:
        return any(fact.holds(quantity) or fact.is_stated_by(quantity) for fact in facts)
    if FORBIDDEN.search(passage.text) and not since:
        return quantity.high <= latest
    return earliest < quantity.low and not (since and quantity.low > latest + 1)


def _counts(quantity, passage, knowledge):
    """More than half of all can hardly be a part of them; what is less is one, unless it says “all”."""
    facts = knowledge.facts_of(kind=quantity.kind)
    whole = max((fact.high for fact in facts), default=0)
    if quantity.kind not in {CRITERIA, FACTORS, COST_FACTORS} and quantity.low != whole:
        return facts if WHOLE_NUMBER.search(passage.text[: quantity.start]) else []
    is_question = quantity.text.lower().endswith(("question", "questions", "질문", "가지"))
    if is_question and not ASKED.search(passage.text):
        return []
    is_all = bool(WHOLE_NUMBER.search(passage.text[: quantity.start])) and not is_question
    return facts if is_all or quantity.high * 2 > whole else []


def _of_procedure(quantity, passage, knowledge):
    """Return the Facts of the procedure that a number of days, hours, years or percent means."""
    text, first = passage.clause(quantity.start, quantity.end)
    start, end = quantity.start - first, quantity.end - first
    if quantity.kind == HOURS and quantity.low == HOURS_A_DAY and not _cued(DAYS, text):
        return []
    if quantity.kind in {DAYS, HOURS} and _is_elsewise(text, start, end, quantity.kind):
        return []
    if quantity.kind == HOURS and quantity.is_whole_days and _cued(DAYS, text):
        return knowledge.facts_of(kind=DAYS, topics=_cued(DAYS, text))
    if quantity.kind == DAYS and AT_ONCE.match(text[end:]):
        return knowledge.facts_of(kind=DAYS, topics={SPACING})
    topics = _cued(quantity.kind, text) or _cued(quantity.kind, passage.text)
    if not topics and not ELSEWISE.search(passage.with_context):
        topics = _cued(quantity.kind, passage.with_context)
    if topics == {SITTING} and ALTOGETHER.search(passage.text):
        topics = {CHAIR}
    return knowledge.facts_of(kind=quantity.kind, topics=topics) if topics else []


def _cued(kind, text):
    return {topic for each, cue, own in CUES if each == kind and cue.search(text) for topic in own}


def _is_elsewise(text, start, end, kind):
    """Tell whether the word that decides what a number means speaks of something else: the last before it."""
    marks = [(match.start(), True) for match in ELSEWISE.finditer(text)]
    marks += [
        (match.start(), False) for each, cue, _own in CUES if each == kind for match in cue.finditer(text)
    ]
    before = [mark for mark in marks if mark[0] < start]
    behind = [mark for mark in marks if mark[0] >= end]
    decisive = max(before) if before else min(behind, default=(0, False))
    return decisive[1]


def _sessions(quantity, passage, mentions, knowledge):
    """The treatment's own number beats the general one (fact S253); a part of a course is no course."""
    subjects = subjects_of(quantity, passage, mentions)
    if not quantity.is_range and not NEEDED.search(passage.text):
        return []
    if subjects:
        slugs = {subject.slug for subject in subjects}
        return [fact for fact in knowledge.facts_of(kind=SESSIONS) if fact.subject in slugs]
    return knowledge.facts_of(kind=SESSIONS)
