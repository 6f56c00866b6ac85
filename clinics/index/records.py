"""What a card says of a clinic beside what can be asked of it: a few columns and courses, as bytes.

An index holds one record for each clinic, so they are packed: a tuple of them would take ten times the room.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

BETWEEN = b"\xfe"  # stands in no UTF-8 text, and is not the END of Texts
NONE = b""
NO, YES = b"0", b"1"
COLUMNS = 8  # of a clinic
COURSE_PARTS = 8
OPEN_ENDED, ESTIMATED, WHOLE = 1, 2, 4  # what is said of a course by the digits of one number
PACKAGE, SESSION = "package", "session"


class CourseRow(NamedTuple):
    """A course as a plain row: what is stated in `currency` comes to `low` and `high` whole US dollars.

    `basis` is PACKAGE or SESSION.
    """

    treatment: int
    low: int
    high: int | None
    open_ended: bool
    estimated: bool
    currency: str
    year: int
    basis: str
    fewest: int
    most: int


class Shown(NamedTuple):
    """The columns of a clinic that lists show."""

    pk: int
    slug: str
    name: str
    name_ko: str
    is_example: bool
    tier_estimated: bool
    verified_on: date | None


class Record(NamedTuple):
    """What is shown of a clinic, the primary keys of its district and price tier, and its courses."""

    shown: Shown
    district: int
    tier: int | None
    courses: list[CourseRow]


def pack(row):
    """Return the columns of a ClinicRow as the beginning of a record."""
    return BETWEEN.join(
        (
            row.slug.encode(),
            row.name.encode(),
            row.name_ko.encode(),
            YES if row.is_example else NO,
            YES if row.tier_estimated else NO,
            NONE if row.verified_on is None else b"%d" % row.verified_on.toordinal(),
            b"%d" % row.district,
            NONE if row.tier is None else b"%d" % row.tier,
        )
    )


def pack_course(course):
    """Return a CourseRow as the next part of a record."""
    return BETWEEN + BETWEEN.join(
        (
            b"%d" % course.treatment,
            b"%d" % course.low,
            NONE if course.high is None else b"%d" % course.high,
            b"%d" % _said_of(course),
            course.currency.encode(),
            b"%d" % course.year,
            b"%d" % course.fewest,
            b"%d" % course.most,
        )
    )


def _said_of(course):
    return (
        (OPEN_ENDED if course.open_ended else 0)
        | (ESTIMATED if course.estimated else 0)
        | (WHOLE if course.basis == PACKAGE else 0)
    )


def unpack(pk, packed):
    """Return the Record of a clinic, given by its primary key, from bytes that were packed."""
    parts = packed.split(BETWEEN)
    slug, name, name_ko, is_example, tier_estimated, verified_on, district, tier = parts[:COLUMNS]
    return Record(
        Shown(
            pk,
            slug.decode(),
            name.decode(),
            name_ko.decode(),
            is_example == YES,
            tier_estimated == YES,
            date.fromordinal(int(verified_on)) if verified_on else None,
        ),
        int(district),
        int(tier) if tier else None,
        list(_courses(parts)),
    )


def _courses(parts) -> Iterable[CourseRow]:
    for start in range(COLUMNS, len(parts), COURSE_PARTS):
        treatment, low, high, said, currency, year, fewest, most = parts[start : start + COURSE_PARTS]
        said = int(said)
        yield CourseRow(
            int(treatment),
            int(low),
            int(high) if high else None,
            bool(said & OPEN_ENDED),
            bool(said & ESTIMATED),
            currency.decode(),
            int(year),
            PACKAGE if said & WHOLE else SESSION,
            int(fewest),
            int(most),
        )
