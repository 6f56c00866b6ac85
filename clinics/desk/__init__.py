"""The editors' desk: numbered lists of what is to be done, each row one click from its field.

A list is a function of the moment `at` that returns its Tasks in the order of their urgency, in a number of
queries that does not depend on how many listings there are. Archived listings and placeholders need no care.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from .contradictions import contradictions
from .dates import (
    drafts,
    expiring_findings,
    never_verified,
    old_prices,
    overdue_reviews,
    proposals,
    scheduled,
)
from .doubtful import broken_links, duplicates
from .gaps import incomplete, without_place
from .promises import promising
from .tasks import Task
from .unsourced import unsourced

__all__ = ["WORK_LISTS", "Task", "WorkList", "read_counts"]


@dataclass(frozen=True, slots=True)
class WorkList:
    """A list of work: `slug` is the end of its address, `meaning` says when a row is on it."""

    slug: str
    title: str
    meaning: str
    read: Callable


WORK_LISTS = (
    WorkList("reviews", _("Overdue for review"), _("The day of the next review has come."), overdue_reviews),
    WorkList(
        "old-prices",
        _("Prices older than 12 months"),
        _("Checked more than a year ago, or on no known day."),
        old_prices,
    ),
    WorkList(
        "findings",
        _("Findings expired or expiring"),
        _("They count no longer, or will not within 30 days."),
        expiring_findings,
    ),
    WorkList(
        "unverified", _("Never verified"), _("Published, and nobody has checked the listing."), never_verified
    ),
    WorkList(
        "incomplete",
        _("Incomplete listings"),
        _("What visitors ask for is missing; the least complete first."),
        incomplete,
    ),
    WorkList(
        "contradictions",
        _("Contradictions"),
        _("Package against sessions, price far from the market, price tier against prices."),
        contradictions,
    ),
    WorkList(
        "duplicates",
        _("Possible duplicates"),
        _("The same name, number or address, or a few steps apart."),
        duplicates,
    ),
    WorkList(
        "links",
        _("Broken links"),
        _("The page is gone, or did not open twice in a row, by manage.py check_links."),
        broken_links,
    ),
    WorkList(
        "places",
        _("Without an exact place"),
        _("No point, or one that shows only the district."),
        without_place,
    ),
    WorkList(
        "promises",
        _("Words that promise too much"),
        _("Superlatives and guarantees that nobody can check."),
        promising,
    ),
    WorkList("unsourced", _("Without a source"), _("Rows of the price guide and claims."), unsourced),
    WorkList("proposals", _("Proposals to decide"), _("Somebody waits for your decision."), proposals),
    WorkList("drafts", _("Drafts waiting"), _("Not published yet."), drafts),
    WorkList("scheduled", _("Scheduled"), _("They appear or disappear by themselves."), scheduled),
)


def read_counts(*, at):
    """Return (WorkList, number of its tasks) of every list, in order."""
    return [(work_list, len(work_list.read(at=at))) for work_list in WORK_LISTS]
