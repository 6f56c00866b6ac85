"""Districts and clinics that a guide places inside districts, against the records (fact S264)."""

import re
from itertools import pairwise

from django.utils.translation import gettext as _

from .remarks import Remark, RemarkKind

LIES = r"(?:(?:is|lies|sits|stands|works|opened|found|which is|which lies|that lies|that is) )?"
INSIDE = re.compile(
    rf"(?:-gu|-dong)?[\s,(]*{LIES}(?:located |situated |right |still |also |too )*"
    r"(?:belongs to|"
    r"(?:(?:an?|the|one) (?:[\w-]+ ){0,4}?)?"
    r"(?:part of|inside of|inside|within|of|in the (?:\w+ )?(?:of|part of)|in))"
    r"\s*(?:the )?",
    re.I,
)
# Korean says the inner one first where it lies, and the outer one first in an address.
INSIDE_KOREAN = re.compile(r"(?:은|는|이|가)\s*")
LIES_KOREAN = re.compile(r"\s*(?:구)?(?:에 (?:있|위치|속)|의 일부|안에)")
HOLDS = re.compile(r"(?:['’]s (?:[\w-]+ ){0,2}|구?의 (?:[가-힣]+ )?|구 )", re.I)


def contradicting_places(passage, knowledge):
    """Yield a Remark for each district or clinic that a passage places where it does not lie."""
    mentions = knowledge.mentions(passage.text, (*knowledge.districts, *knowledge.clinics))
    districts = frozenset(knowledge.districts)
    for first, second in pairwise(mentions):
        between, behind = passage.text[first.end : second.start], passage.text[second.end :]
        if INSIDE.fullmatch(between) or (INSIDE_KOREAN.fullmatch(between) and LIES_KOREAN.match(behind)):
            inner, outer = first.record, second.record
        elif HOLDS.fullmatch(between):
            inner, outer = second.record, first.record
        else:
            continue
        if inner == outer or outer not in districts or outer.slug in inner.above:
            continue
        # “Seoul in Gangnam” is no statement that one would make; of a clinic the district may be unknown.
        if inner.slug in outer.above or (inner not in districts and not inner.above):
            continue
        words = {"inner": inner.name, "outer": outer.name}
        sentence = _("%(inner)s does not lie in %(outer)s by the records.") % words
        yield Remark(RemarkKind.CONTRADICTION, passage.line, sentence)
