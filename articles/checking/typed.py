"""Numbers typed by hand that a record holds: a guide should place the figure instead, for records change."""

from django.utils.translation import gettext as _

from .durations import agrees, meant_figures
from .prices import meant_prices
from .quantities import COUNTS, CRITERIA, FACTORS, SESSIONS, quantities_in
from .remarks import Remark, RemarkKind
from .subjects import subjects_of

MOST_FIGURES = 3  # that a remark suggests


def typed_figures(passage, knowledge):
    """Yield a Remark for each range or count of a passage that is the figure of a record.

    A single number is mostly a coincidence: it is one where the passage speaks of what the record states.
    """
    mentions = knowledge.mentions(passage.text, knowledge.treatments)
    meant = dict(meant_figures(passage, knowledge))
    meant |= {price.quantity: price.facts for price in meant_prices(passage, knowledge) if price.subjects}
    for quantity in quantities_in(passage.text):
        facts = [fact for fact in knowledge.facts_of(kind=quantity.kind) if fact.is_stated_by(quantity)]
        if not quantity.is_range and quantity.kind not in {CRITERIA, FACTORS}:
            facts = [fact for fact in meant.get(quantity, ()) if quantity.low in {fact.low, fact.high}]
            facts = facts if agrees(quantity, facts, passage) else []
            if quantity.kind == SESSIONS and not subjects_of(quantity, passage, mentions):
                continue
        facts = [fact for fact in facts if fact.figure or fact.kind in COUNTS]
        if not facts:
            continue
        slugs = {subject.slug for subject in subjects_of(quantity, passage, mentions)}
        nearest = [fact for fact in facts if fact.subject in slugs] or facts
        placed = [fact for fact in nearest if fact.figure] or [fact for fact in facts if fact.figure]
        words = {
            "text": quantity.text,
            "record": (placed or nearest)[0].record,
            "figures": _(" or ").join(list(dict.fromkeys(fact.figure for fact in placed))[:MOST_FIGURES]),
        }
        sentence = _("“%(text)s” is a record (%(record)s): place %(figures)s.")
        if not placed:
            sentence = _(
                "“%(text)s” is a record (%(record)s), which no figure shows: say it without the number."
            )
        yield Remark(RemarkKind.TYPED, passage.line, sentence % words, quantity.text)
