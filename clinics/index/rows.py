"""What is known of clinics as plain rows, the only thing that an index is made of."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

BEGINNING = datetime.min.replace(tzinfo=UTC)
TICK = timedelta(microseconds=1)


class ClinicRow(NamedTuple):
    """The columns of a clinic that the index reads; moments are aware, `names` is the folded text."""

    pk: int
    sort_name: str
    slug: str
    name: str
    name_ko: str
    names: str
    status: str
    district: int
    tier: int | None
    tier_estimated: bool
    publish_at: datetime | None
    unpublish_at: datetime | None
    verified_on: date | None
    review_due_on: date | None
    is_example: bool
    legal_basis: str


@dataclass(frozen=True, slots=True)
class Rows:
    """Clinics in the order of (sort_name, slug), and what belongs to them, in any order.

    `relations` maps a facet to pairs of (clinic, record). `findings` are (clinic, criterion, whether it is a
    yes, last day or None), `courses` are a clinic with the columns of a CourseRow, one for each treatment
    that has a price. Everything is read when it is asked for, and once.
    """

    clinics: Callable[[], Iterable[tuple]]
    relations: dict[str, Callable[[], Iterable[tuple]]]
    findings: Callable[[], Iterable[tuple]]
    courses: Callable[[], Iterable[tuple]]


def ticks(moment):
    """Return an aware moment as whole microseconds, so that moments are figures."""
    return (moment - BEGINNING) // TICK


def moment_of(figure):
    """Return the moment of so many microseconds."""
    return BEGINNING + figure * TICK
