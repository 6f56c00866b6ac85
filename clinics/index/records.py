"""What a card says of a clinic beside what can be asked of it: a few columns and courses, as bytes.

An index holds one record for each clinic, so they are packed: a tuple of them would take ten times the room.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

BETWEEN = b"\xfe"  # stands in no UTF-8 text, and is not the END of Texts
NONE = b""
NO, YES = b"0", b"1"
COLUMNS = 8


class CourseRow(NamedTuple):
    """A course as a plain row: what is stated in `currency` comes to `low` and `high` whole US dollars."""

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


class Record(NamedTuple):
    """The columns of a clinic that its card shows, with the primary keys of its district and price tier."""

    slug: str
    name: str
    name_ko: str
    is_example: bool
    tier_estimated: bool
    verified_on: date | None
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
            YES if course.open_ended else NO,
            YES if course.estimated else NO,
            course.currency.encode(),
            b"%d" % course.year,
            course.basis.encode(),
            b"%d" % course.fewest,
            b"%d" % course.most,
        )
    )


def unpack(packed):
    """Return the Record of bytes that were packed."""
    parts = packed.split(BETWEEN)
    slug, name, name_ko, is_example, tier_estimated, verified_on, district, tier = parts[:COLUMNS]
    return Record(
        slug.decode(),
        name.decode(),
        name_ko.decode(),
        is_example == YES,
        tier_estimated == YES,
        date.fromordinal(int(verified_on)) if verified_on else None,
        int(district),
        int(tier) if tier else None,
        list(_courses(parts)),
    )


def _courses(parts) -> Iterable[CourseRow]:
    for start in range(COLUMNS, len(parts), len(CourseRow._fields)):
        treatment, low, high, open_ended, estimated, currency, year, basis, fewest, most = parts[
            start : start + len(CourseRow._fields)
        ]
        yield CourseRow(
            int(treatment),
            int(low),
            int(high) if high else None,
            open_ended == YES,
            estimated == YES,
            currency.decode(),
            int(year),
            basis.decode(),
            int(fewest),
            int(most),
        )
