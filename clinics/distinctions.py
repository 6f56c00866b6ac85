"""What only one of several clinics has, as far as their records say."""

from collections import Counter

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from clinics.state import lowered

MOST_NAMED = 3
# A kind of thing that a clinic has -> what a sentence says of it.
PHRASES = {
    "focus": gettext_lazy("is known for %(names)s"),
    "treatment": gettext_lazy("offers %(names)s"),
    "language": gettext_lazy("speaks %(names)s"),
    "service": gettext_lazy("provides %(names)s"),
    "verified": gettext_lazy("is verified for %(names)s"),
}
PROPER_NAMES = {"language"}


def only_here(holdings):
    """Return for each of several lists the items that no other list has: [[1, 2], [2, 3]] -> [[1], [3]]."""
    counts = Counter(item for items in holdings for item in set(items))
    return [[item for item in items if counts[item] == 1] for items in holdings]


def distinction_in_words(own):
    """Return a sentence about a clinic from {kind: names that no other clinic has}.

    "Only this clinic is known for scar camouflage; speaks Japanese and Chinese." Of a kind, what is more than
    MOST_NAMED is counted. Without any name the sentence says so.
    """
    clauses = []
    for kind, phrase in PHRASES.items():
        names = [name if kind in PROPER_NAMES else lowered(name) for name in own.get(kind, ())]
        if names:
            clauses.append(phrase % {"names": listed(names)})
    if not clauses:
        return _("Nothing in the records sets it apart here.")
    return _("Only this clinic %(clauses)s.") % {"clauses": "; ".join(clauses)}


def listed(names):
    """Return names as a sentence lists them: "a", "a and b", "a, b and c", "a, b, c and 2 more"."""
    named, left = names[:MOST_NAMED], len(names) - MOST_NAMED
    if left > 0:
        more = ngettext("%(count)d more", "%(count)d more", left) % {"count": left}
        return _("%(names)s and %(last)s") % {"names": ", ".join(named), "last": more}
    if len(named) == 1:
        return named[0]
    return _("%(names)s and %(last)s") % {"names": ", ".join(named[:-1]), "last": named[-1]}
