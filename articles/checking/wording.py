"""Statements that need a second one beside them to be true: facts S254 to S263.

Each rule looks at a paragraph or section: what is said, and the words that would have to stand beside it.
"""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .durations import BELOW_HOME
from .prose import HEADING
from .quantities import PERCENT, quantities_in
from .remarks import Remark, RemarkKind

PARAGRAPH, SECTION = "paragraph", "section"
NEAR = 2  # passages before and behind in which a second statement still belongs to the first


def words(*patterns, korean=""):
    """Return the pattern of any of some whole words or phrases, in any case, or of a Korean pattern."""
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b{f'|{korean}' if korean else ''}", re.IGNORECASE)


NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Rule:
    """What a sentence says, the words that must stand near it, and why.

    They may stand in the paragraph or section; `unless` are words that turn a sentence with them around.
    """

    says: re.Pattern
    needs: re.Pattern
    within: str
    sentence: str
    unless: re.Pattern = NEVER
    is_medical: bool = False

    def is_met_by(self, text):
        """Tell whether a sentence says what another one needs beside it."""
        return bool(self.needs.search(text)) and not self.unless.search(text)


RULES = (
    # S255
    Rule(
        words(
            r"(?<!semi-)(?<!semi )(?<!not )permanent(?! make-?up)(?! pigment)(?! cosmetic)",
            "permanently",
            "lasts (?:forever|for life|a lifetime)",
            korean="(?<!반)영구(?! ?화장)",
        ),
        words(
            *("fade", "fades", "faded", "fading", "touch-?ups?", "touched up", "not permanent"),
            korean="옅어|흐려|흐릿|퇴색|리터치|아니|않",
        ),
        SECTION,
        gettext_lazy("“Permanent” needs beside it that it fades and is touched up after some years."),
        unless=words(
            r"(?:never|not|no longer|hardly ever|does not|won['’]t|doesn['’]t) (?:\w+ )?fad(?:e|es|ing)",
            r"(?:no|without|never needs?) (?:any |a )?(?:fading|touch-?ups?)",
        ),
    ),
    # S258
    Rule(
        words("(?:epi)?derm(?:is|al)", korean="표피|진피"),
        words(
            "(?:sources?|some|they|clinics|texts) (?:do not|don't) agree",
            "disagree",
            "sources? differ",
            "others say",
            "no medical reviewer",
            "medical reviewer has",
            "not (?:been )?(?:checked|reviewed|confirmed|settled)",
            korean="의견이|다르|확인되지|검토",
        ),
        PARAGRAPH,
        gettext_lazy("The layer of skin is not settled: say that sources do not agree, or name none."),
        is_medical=True,
    ),
    # S259
    Rule(
        words(
            "licen[sc]ed(?! (?:doctor|physician|medical|dermatologist|surgeon))",
            korean="면허|허가(?:를|받|된)",
        ),
        words(
            *(
                "laws?",
                "act",
                "legal(?:ly)?",
                "medical institutions?",
                "takes effect",
                "2027",
                "register(?:ed)?",
            ),
            "no (?:single|one|defined|fixed) meaning",
            "claims? (?:it|so)",
            korean="법|2027|의료인|의사|등록",
        ),
        PARAGRAPH,
        gettext_lazy("“Licensed” has no single meaning: say on which legal basis, and from when."),
    ),
    Rule(
        words(
            "(?:is|are|was|were|made|becomes?|became) (?:now |already |fully |entirely )?legal(?! basis)",
            "legali[sz]ed",
            "(?:anyone|anybody|everyone|everybody|tattooists?) (?:may|can) (?:now |already |legally )*tattoo",
            korean="합법",
        ),
        words(
            *("takes? effect", "comes? into force", "2027", "until", "not yet"),
            korean="2027|시행|아직|까지|않",
        ),
        PARAGRAPH,
        gettext_lazy("Tattooing by others than doctors is legal only from 2027: say when it becomes so."),
    ),
    Rule(
        words(
            r"(?:takes?|took|taking) effect [^.]{0,30}20(?!27)\d\d",
            r"(?:since|from) 20(?!27)\d\d [^.]*tattoo\w* (?:is|are) legal",
        ),
        NEVER,
        PARAGRAPH,
        gettext_lazy("The Tattooist Act takes effect in October 2027."),
    ),
    # S260
    Rule(
        words(
            "lasers?",
            "remov(?:al of|ing|es?) (?:the |old |earlier )?(?:pigment|dots|tattoos?|smp)",
            "tattoo removal",
            korean="레이저|(?:문신|색소)(?:을|를)? ?제거",
        ),
        words(
            *("doctors?", "physicians?", r"dermatolog\w*", "hospitals?"),
            "medical (?:people|institutions?|professionals?|staff)",
            korean="의사|의료진|의료인|병원|피부과",
        ),
        PARAGRAPH,
        gettext_lazy("Removal is reserved to doctors in Korea: say so beside it."),
        unless=words(
            r"(?:no|without(?: a| any)?|not (?:need|require)(?: a)?|never(?: needs?)?(?: a)?)"
            r" (?:doctors?|physicians?)",
            r"(?:artists?|tattooists?|practitioners?|technicians?) (?:can|may|will|also) remove",
        ),
    ),
    # S261
    Rule(
        words(
            "(?:tax|vat)[ -]?(?:refunds?|free|back|rebates?)",
            "refunds? (?:of|on|for) (?:the |your )?(?:tax|vat|value-added tax)",
            "(?:tax|vat) (?:is|will be|gets?) (?:refunded|returned)",
            korean="(?:세금|부가세|부가가치세)(?:을|를)? ?(?:환급|돌려)|면세",
        ),
        words(
            *("ended", "ends", "no longer", "expired", "abolished", "stopped", "nobody"),
            "no (?:tax |vat )?(?:refunds?|rebates?)",
            r"(?:do|does|can|should|will) not (?:\w+ ){0,3}(?:count|plan|expect|rely|get|refund|promise)\w*",
            "not (?:get|receive|promised?|possible)",
            korean="종료|끝|폐지|없|않|중단",
        ),
        PARAGRAPH,
        gettext_lazy("The tax refund for visitors ended on 31 December 2025: promise none."),
        unless=words(
            r"refunds?[^.]*\b(?:ends|ended|ending|until|expire[sd]?)\b[^.]*\b20(?!25)\d\d",
            "(?:has not|never) ended",
        ),
    ),
    # S189 to S193
    Rule(
        words(
            *(
                "risk-?free",
                "(?:no|without(?: any)?|zero) risks?",
                "(?:completely|totally|entirely|100 ?%) safe",
            ),
            *("no side effects", "without (?:any )?side effects"),
            korean="부작용이? ?(?:전혀 )?없|위험이? ?(?:전혀 )?없",
        ),
        NEVER,
        PARAGRAPH,
        gettext_lazy("There are records of risks: do not say that there are none."),
    ),
)
# S254
SAVES = "(?:cheaper|less|saves?|better value)"
PACKAGE_SAVES = words(
    rf"packages?\b[^.]*\b(?:always|usually|generally|mostly|typically)\b[^.]*\b{SAVES}",
    rf"packages? (?:is|are|costs?)? ?{SAVES}",
)
# S263
NO_SOURCE = words(
    *("claims?", "claimed", "unsourced", "no source", "without (?:a |any )?source"),
    "not (?:been )?(?:checked|proved|proven)",
)


def contradicting_wording(passages, knowledge, *, has_reviewer=False):
    """Yield a Remark for each statement of some Passages that lacks what must stand beside it.

    What needs a medical reviewer is not asked of a text that one has checked.
    """
    for number, passage in enumerate(passages):
        for rule in RULES:
            if rule.is_medical and has_reviewer:
                continue
            if rule.says.search(passage.text) and not is_explained(number, passages, rule):
                yield Remark(RemarkKind.CONTRADICTION, passage.line, str(rule.sentence))
        yield from _home_claims(number, passages, knowledge)
        if knowledge.dearer_packages and PACKAGE_SAVES.search(passage.text):
            names = {"names": ", ".join(knowledge.dearer_packages)}
            sentence = _("A package can cost more than the single sessions together: %(names)s.") % names
            yield Remark(RemarkKind.CONTRADICTION, passage.line, sentence)


def is_explained(number, passages, rule):
    """Tell whether what a Rule needs stands in a passage or near it.

    A neighbor that makes the same statement explains itself alone, and one statement more does not pass
    under its cover. A heading is explained by whatever stands under it.
    """
    passage = passages[number]
    if rule.unless.search(passage.text):
        return False
    if rule.needs.search(passage.text):
        return True
    if passage.kind == HEADING:
        return any(rule.is_met_by(other.text) for other in passages if other.section == passage.section)
    return any(
        rule.is_met_by(other.text) and not rule.says.search(other.text)
        for other in passages[max(number - NEAR, 0) : number + NEAR + 1]
        if (
            other.section == passage.section
            if rule.within == SECTION
            else other.paragraph == passage.paragraph
        )
    )


def _home_claims(number, passages, knowledge):
    """Yield a Remark where the comparison with home stands as a fact and has no source (fact S263)."""
    passage = passages[number]
    facts = knowledge.facts_of(kind=PERCENT, topics={BELOW_HOME})
    typed = any(fact.is_stated_by(each) for fact in facts for each in quantities_in(passage.text))
    near = [
        other.text
        for other in passages[max(number - NEAR, 0) : number + NEAR + 1]
        if other.paragraph == passage.paragraph
    ]
    if (typed or BELOW_HOME in passage.roles) and not (
        knowledge.has_home_source or any(NO_SOURCE.search(text) for text in near)
    ):
        sentence = _("The comparison with prices at home has no source: call it a claim.")
        yield Remark(RemarkKind.CONTRADICTION, passage.line, sentence)
