"""Prices that a guide states of a treatment, or of the whole procedure, against those of the price guide."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .knowledge import COURSE, HOME, PACKAGE, SESSION, WITHIN
from .prose import GOES_ON
from .quantities import MONEY, WON, Quantity, quantities_in
from .remarks import Remark, RemarkKind
from .subjects import named_last, subjects_of

WHOLE = re.compile(
    r"\b(?:packages?|whole course|full course|entire course|in total|altogether|in all)\b"
    r"|패키지|전체 비용|총",
    re.I,
)
SINGLE = re.compile(r"\b(?:per|a|each|one|every|single) session\b|회당|1회|한 번", re.I)
ELSEWHERE = re.compile(
    r"\b(?:at home|abroad|elsewhere|western|overseas|north america|europe|australia|united states|u\.?s\.?a"
    r"|canada|uk|united kingdom)\b|미국|유럽|호주|캐나다|해외",
    re.I,
)
ASKING = re.compile(
    r"\b(?:costs?|prices?|priced|charges?|pays?|starts?|from|for)\b|비용|가격|입니다|이다|든다|듭니다", re.I
)
# A single figure beside these is no price.
OTHERWISE = re.compile(
    r"\b(?:budget|deposit|example|if|sav(?:e|es|ing|ings)|difference|(?:more|less) than|below|above|under"
    r"|over|tip|flights?|hotel|night|quotes? of)\b|예산|예약금|항공|호텔",
    re.I,
)
# What a price without a treatment must speak of to be one of the procedure.
GENERAL = re.compile(
    r"\b(?:smp|micropigmentation|scalp (?:tattoo\w*|treatments?)|(?:one|a|per|each|single) session"
    r"|the treatment|packages?|whole course)\b|두피 ?문신|시술|패키지",
    re.I,
)
BASES = {PACKAGE: {PACKAGE, COURSE}, SESSION: {SESSION, WITHIN}}


@dataclass(frozen=True, slots=True)
class MeantPrice:
    """A price of a text, the treatments that it is of (none: the procedure), the Facts to agree with."""

    quantity: Quantity
    subjects: list
    facts: list

    @property
    def is_right(self):
        """Whether a record states the price, or it lies in one."""
        if self.subjects or self.quantity.kind == WON:
            return any(fact.is_stated_by(self.quantity) or fact.holds(self.quantity) for fact in self.facts)
        priced = [fact for fact in self.facts if fact.low is not None]
        is_open = any(fact.is_open or fact.high is None for fact in priced)
        most = max((fact.high or fact.low for fact in priced), default=0)
        least = min((fact.low for fact in priced), default=0)
        return least <= self.quantity.low and (is_open or self.quantity.high <= most)


def contradicting_prices(passage, knowledge):
    """Yield a Remark for each price of a treatment that no record states, and each beyond all prices.

    A clinic's own prices are none of the market's: a clause that names a clinic is left alone.
    """
    for meant in meant_prices(passage, knowledge):
        if not meant.is_right:
            names = ", ".join(subject.name for subject in meant.subjects) or _("the procedure")
            words = {"text": meant.quantity.text, "names": names, "facts": in_words(meant.facts)}
            sentence = _("“%(text)s” for %(names)s: the records say %(facts)s.") % words
            yield Remark(RemarkKind.CONTRADICTION, passage.line, sentence, meant.quantity.text)


def meant_prices(passage, knowledge):
    """Yield a MeantPrice for each amount of a passage that is a price of the market."""
    mentions = knowledge.mentions(passage.text, knowledge.treatments)
    clinics = knowledge.mentions(passage.text, knowledge.clinics)
    goes_on = GOES_ON.match(passage.text)
    if goes_on and knowledge.mentions(passage.before, knowledge.clinics):
        return
    topics = topics_of(passage.text)
    for quantity in quantities_in(passage.text):
        if quantity.kind not in {MONEY, WON}:
            continue
        clause, first = passage.clause(quantity.start, quantity.end)
        if any(first <= each.start < first + len(clause) for each in clinics):
            continue
        if not is_price(quantity, clause, passage.text):
            continue
        subjects = subjects_of(quantity, passage, mentions)
        if not subjects and goes_on:
            subjects = named_last(passage.before, knowledge.mentions(passage.before, knowledge.treatments))
        if subjects:
            slugs = {subject.slug for subject in subjects}
            facts = [each for each in knowledge.facts_of(kind=MONEY, topics=topics) if each.subject in slugs]
            yield MeantPrice(quantity, subjects, facts)
        elif not mentions and not clinics and GENERAL.search(clause) and ASKING.search(clause):
            yield MeantPrice(quantity, [], knowledge.facts_of(kind=MONEY, topics=topics))


def topics_of(text):
    """Return the topics of the prices that a text may mean, by what it says of their basis."""
    if ELSEWHERE.search(text):
        return {PACKAGE, SESSION, COURSE, WITHIN, HOME}
    said = {basis for basis, words in ((PACKAGE, WHOLE), (SESSION, SINGLE)) if words.search(text)}
    return set().union(*(BASES[basis] for basis in said or BASES))


def is_price(quantity, clause, text):
    """Tell whether an amount in a clause of a text states what something costs."""
    return quantity.is_range or bool(ASKING.search(text) and not OTHERWISE.search(clause))


def in_words(facts):
    """Return what prices the records state: "$2,000–$3,500 (Crown, whole course)"."""
    stated = [fact for fact in facts if fact.topic in {PACKAGE, SESSION}]
    if not stated:
        return _("nothing")
    return "; ".join(dict.fromkeys(f"{_amount(fact)} ({fact.record})" for fact in stated))


def _amount(fact):
    return f"${fact.in_words}".replace("–", "–$") if fact.low is not None else _("quoted after assessment")
