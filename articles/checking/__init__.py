"""Guides against the records: what they contradict, what they name and nobody knows, what is typed by hand.

The rules are pure functions over Passages and Knowledge, one module each; `reading` makes these of records.
"""

import re
from dataclasses import replace

from .addresses import KnownAddresses, dead_links
from .durations import contradicting_durations
from .emergencies import contradicting_contacts
from .knowledge import Knowledge
from .places import contradicting_places
from .prices import contradicting_prices
from .prose import read_prose
from .remarks import Remark, RemarkKind
from .seasons import contradicting_seasons
from .typed import typed_figures
from .wording import contradicting_wording

__all__ = ["Knowledge", "KnownAddresses", "Remark", "RemarkKind", "check_front_matter", "check_text"]

RULES = (
    contradicting_prices,
    contradicting_durations,
    contradicting_contacts,
    contradicting_places,
    contradicting_seasons,
)


# What front matter says in sentences, and the key it says it under.
SENTENCES = {"title": "title", "excerpt": "excerpt|summary|description", "takeaways": "takeaways"}


def check_front_matter(guide, knowledge):
    """Yield the contradictions in the title, the summary and the takeaways of a Guide, by line of their key.

    Figures cannot be placed there, so that nothing is typed by hand that could be placed.
    """
    lines = guide.source.split("\n")
    for name, keys in SENTENCES.items():
        value = getattr(guide, name)
        key = re.compile(rf"(?:{keys})\s*:", re.IGNORECASE)
        line = next((number for number, text in enumerate(lines, start=1) if key.match(text)), 1)
        for text in value if isinstance(value, tuple) else [value]:
            passages, _links = read_prose(text, first_line=line)
            for passage in passages:
                for rule in RULES:
                    for remark in rule(passage, knowledge):
                        yield replace(remark, line=line)


def check_text(body, knowledge, addresses, *, own_path, first_line=1, has_reviewer=False):
    """Return the Remarks about a Markdown body that begins at a line of its file, by line, each once.

    `own_path` is the address of the guide. What a medical reviewer has checked is not asked again.
    """
    passages, links = read_prose(body, first_line=first_line)
    remarks = [remark for passage in passages for rule in RULES for remark in rule(passage, knowledge)]
    remarks += contradicting_wording(passages, knowledge, has_reviewer=has_reviewer)
    # What contradicts one record may be the figure of another.
    contradicted = {(remark.line, remark.text) for remark in remarks}
    typed = [each for passage in passages for each in typed_figures(passage, knowledge)]
    remarks += [each for each in typed if (each.line, each.text) not in contradicted]
    remarks += dead_links(links, addresses, own_path=own_path)
    return sorted(dict.fromkeys(remarks), key=lambda remark: remark.order)
