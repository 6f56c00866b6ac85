"""Emergency numbers and their services in a text, against the records (fact S262)."""

import re

from django.utils.translation import gettext as _

from .remarks import Remark, RemarkKind

# A service as texts and records name it.
SERVICES = {
    "police": re.compile(r"\bpolice\b|경찰", re.I),
    "ambulance": re.compile(r"\bambulances?\b|\bparamedics?\b|구급|앰뷸런스", re.I),
    "fire": re.compile(r"\bfire\b|소방|화재", re.I),
    "health information": re.compile(
        r"\b(?:medical|health)[ -](?:information|advice|line|hotline|call)|(?:의료|건강|보건) ?(?:상담|정보)",
        re.I,
    ),
    "travel helpline": re.compile(
        r"\b(?:tour\w*|travel\w*)[ -](?:help\w*|hotline|information|line|call)"
        r"|(?:관광|여행) ?(?:안내|통역|정보|상담)",
        re.I,
    ),
    "help for travelers": re.compile(r"\bhelp for travell?ers\b", re.I),
}
SAME = {"help for travelers": "travel helpline"}
NUMBER = re.compile(
    r"(?<![\w$.,+-])(?:1\d{2,3}|911|999|000|9-1-1|9-9-9)(?![A-Za-z0-9_%]|[.,]\d|\s?[-–]\s?\d|\s?(?:회|일|년|원|시간))"
    r"|(?<=call )\d{3,4}(?![\w-])|(?<=dial )\d{3,4}(?![\w-])|(?<=phone )\d{3,4}(?![\w-])",
    re.I,
)
YEAR = re.compile(r"19\d\d")
NEGATION = re.compile(r"\b(?:not|never|no longer|instead of|rather than)\b|n['’]t\b|아니|않|말", re.I)
# The whole statement is denied, not only the service beside the number.
DENIAL = re.compile(
    r"\b(?:wrong(?:ly)?|mistake\w*|myth|(?:it|that|this) (?:is|does)(?:n['’]t| not))\b"
    r"|[;,] (?:it|that) (?:does|is)n['’]t",
    re.I,
)
CALL = re.compile(r"\b(?:call|calls|dial|phone|ring|number)\b|\bemergenc|전화|신고|응급|긴급", re.I)
HELP = re.compile(r"\bemergenc|\bhelp\b|\burgent|응급|긴급|도움", re.I)


def contradicting_contacts(passage, knowledge):
    """Yield a Remark for each number that a passage gives to a service which its record does not list.

    A number without a record is one too, such as that of another country.
    """
    text = passage.text
    known = {contact.number: services_in(contact.services) for contact in knowledge.contacts}
    for number, services in served(text):
        if number not in known:
            if CALL.search(text) and (services or HELP.search(text)) and not DENIAL.search(text):
                sentence = _("There is no record of the emergency number %(number)s.") % {"number": number}
                yield Remark(RemarkKind.CONTRADICTION, passage.line, sentence)
            continue
        listed = next(contact.services for contact in knowledge.contacts if contact.number == number)
        for service in services:
            if service not in known[number]:
                words = {"number": number, "service": service, "listed": listed}
                sentence = _("%(number)s is not for %(service)s: its record lists “%(listed)s”.") % words
                others = [other for other, own in known.items() if service in own]
                if others:
                    sentence += " " + _("That is %(number)s.") % {"number": ", ".join(others)}
                yield Remark(RemarkKind.CONTRADICTION, passage.line, sentence)


def services_in(text):
    """Return the services that a text names, each once, in a fixed order."""
    return list(dict.fromkeys(SAME.get(name, name) for name, words in SERVICES.items() if words.search(text)))


def served(text):
    """Return (number, services) of each number of a text, by the stretch of text that belongs to it.

    Where a service comes first, what stands before a number belongs to it (“police: 112, fire: 119”), else
    what stands behind it (“112 for the police and 119 for fire”). What is denied is left out.
    """
    numbers = [match for match in NUMBER.finditer(text) if not YEAR.fullmatch(match[0])]
    if not numbers:
        return []
    places = [match.start() for words in SERVICES.values() for match in words.finditer(text)]
    if len(numbers) == 1:
        stretches = [(0, len(text))]
    elif places and min(places) < numbers[0].start():
        stretches = zip(
            [0, *(match.end() for match in numbers)], (match.end() for match in numbers), strict=False
        )
    else:
        ends = [*(match.start() for match in numbers[1:]), len(text)]
        stretches = [(match.start(), end) for match, end in zip(numbers, ends, strict=True)]
    is_denied = DENIAL.search(text)
    return [
        (match[0].replace("-", ""), [] if is_denied else _given(text, match, *stretch))
        for match, stretch in zip(numbers, stretches, strict=True)
    ]


def _given(text, number, start, end):
    """Return the services that a stretch of text gives to the number in it: none that it denies."""
    found = [
        (match.start(), name)
        for name, words in SERVICES.items()
        for match in words.finditer(text, start, end)
    ]
    given = []
    for place, name in found:
        between = text[number.end() : place] if place > number.start() else text[place : number.start()]
        # “never call 119 for the police”, not “do not hesitate to call 119”
        ahead = text[max(start, number.start() - 14) : number.start()]
        if not (
            NEGATION.search(between) or re.search(r"\b(?:never|not|n['’]t) (?:call|dial) \Z", ahead, re.I)
        ):
            given.append(SAME.get(name, name))
    order = list(SERVICES)
    return sorted(dict.fromkeys(given), key=order.index)
