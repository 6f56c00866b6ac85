"""What the directory holds and what its listings lack, counted for whoever runs it.

Every count is exact and in four columns: all, published, draft and archived. Examples are counted apart.
"""

import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinics.duplicates import ROWS_AT_ONCE, bare_text, find_duplicates, read_listings, read_registers
from clinics.folding import fold
from clinics.models import Clinic, ClinicPrice, ClinicStatus, Finding
from clinics.vocabulary import read_districts
from pricing.models import PriceState

FRESH = timedelta(days=365)
DEEPEST = 1  # of the districts that are listed: the roots and what lies right in them
MOST_POINTS = 5
STATUSES = (ClinicStatus.PUBLISHED, ClinicStatus.DRAFT, ClinicStatus.ARCHIVED)

# What a listing may lack, by section.
GAPS = {
    gettext_lazy("Points"): {
        "without_point": gettext_lazy("without a point"),
        "approximate_point": gettext_lazy("with an approximate point"),
        "shared_point": gettext_lazy("at a point that clinics of other addresses share"),
    },
    gettext_lazy("Contact"): {
        "without_phone": gettext_lazy("without a phone number"),
        "undialable_phone": gettext_lazy("with a phone number that cannot be dialled"),
        "without_website": gettext_lazy("without a website"),
    },
    gettext_lazy("Prices and checks"): {
        "without_price": gettext_lazy("without a price in figures"),
        "never_verified": gettext_lazy("never verified"),
        "stale": gettext_lazy("last verified more than a year ago"),
        "review_overdue": gettext_lazy("with a review overdue"),
        "expired_finding": gettext_lazy("with an expired finding"),
    },
}


class Holding(NamedTuple):
    """What is counted of a listing; `district` is a primary key, `registers` are names.

    `is_priced` tells of a price in figures, `expired` counts the findings that hold no more.
    """

    status: str
    is_example: bool
    district: int
    latitude: Decimal | None
    longitude: Decimal | None
    point_approximate: bool
    address: str
    phone: str
    phone_e164: str
    website: str
    verified_on: date | None
    review_due_on: date | None
    registers: tuple[str, ...]
    is_priced: bool
    expired: int


class DistrictCount(NamedTuple):
    """The listings in a district with all that lies in it, by status, and how many stand in itself."""

    slug: str
    name: str
    depth: int
    inside: Counter
    itself: int


class SharedPoint(NamedTuple):
    """A point at which clinics of several addresses stand, all of them said to be exact."""

    latitude: Decimal
    longitude: Decimal
    listings: int
    addresses: int


@dataclass(slots=True)
class Report:
    """The counts; each Counter goes by status.

    `districts` are those of the first two levels that hold a listing, in the order of the tree;
    `empty_districts` counts the others. `lost_districts` are the slugs of those that no way from a root
    reaches, `lost` counts the listings there. `shared_points` begin with the most shared.
    """

    today: date
    examples: int = 0
    listings: Counter = field(default_factory=Counter)
    registers: dict[str, Counter] = field(default_factory=dict)
    unregistered: Counter = field(default_factory=Counter)
    districts: list[DistrictCount] = field(default_factory=list)
    empty_districts: int = 0
    lost: Counter = field(default_factory=Counter)
    lost_districts: list[str] = field(default_factory=list)
    gaps: dict[str, Counter] = field(default_factory=dict)
    shared_points: list[SharedPoint] = field(default_factory=list)
    expired_findings: int = 0
    duplicates: int = 0


def read_report(*, today):
    """Count the directory as it stands on a day in Seoul, in a constant number of queries."""
    districts = read_districts()
    report = take_stock(read_holdings(today=today), districts, today=today)
    report.duplicates = sum(1 for _pair in find_duplicates(read_listings()))
    return report


def read_holdings(*, today):
    """Yield a Holding for every listing, examples too."""
    registers = {pk: tuple(numbers) for pk, numbers in read_registers().items()}
    figures = ClinicPrice.objects.filter(state=PriceState.PRICED).order_by()
    priced = set(figures.values_list("clinic_id", flat=True).distinct())
    findings = Finding.objects.filter(expires_on__lt=today).order_by()
    expired = dict(findings.values_list("clinic_id").annotate(Count("pk")))
    clinics = Clinic.objects.order_by().values_list(
        "pk",
        "status",
        "is_example",
        "district_id",
        "latitude",
        "longitude",
        "point_approximate",
        "address",
        "address_ko",
        "phone",
        "phone_e164",
        "website",
        "verified_on",
        "review_due_on",
    )
    for pk, *known, address, address_ko, phone, phone_e164, website, verified_on, due in clinics.iterator(
        ROWS_AT_ONCE
    ):
        yield Holding(
            *known,
            address=address_ko or address,
            phone=phone,
            phone_e164=phone_e164,
            website=website,
            verified_on=verified_on,
            review_due_on=due,
            registers=registers.get(pk, ()),
            is_priced=pk in priced,
            expired=expired.get(pk, 0),
        )


def take_stock(holdings, districts, *, today):
    """Return the Report of Holdings on a day in Seoul; it knows nothing of duplicates."""
    report = Report(today, gaps={name: Counter() for gaps in GAPS.values() for name in gaps})
    registers, here, standing = defaultdict(Counter), defaultdict(Counter), defaultdict(list)
    for holding in holdings:
        if holding.is_example:
            report.examples += 1
            continue
        status = holding.status
        report.listings[status] += 1
        here[holding.district][status] += 1
        for register in holding.registers:
            registers[register][status] += 1
        if not holding.registers:
            report.unregistered[status] += 1
        for gap in gaps_of(holding, today=today):
            report.gaps[gap][status] += 1
        report.expired_findings += holding.expired
        if holding.latitude is not None and not holding.point_approximate:
            standing[holding.latitude, holding.longitude].append((holding.address, status))
    report.registers = dict(sorted(registers.items()))
    count_points(report, standing)
    count_districts(report, here, districts)
    return report


def gaps_of(holding, *, today):
    """Yield the names of what a listing itself lacks on a day in Seoul."""
    if holding.latitude is None:
        yield "without_point"
    elif holding.point_approximate:
        yield "approximate_point"
    if not holding.phone:
        yield "without_phone"
    elif not holding.phone_e164:
        yield "undialable_phone"
    if not holding.website:
        yield "without_website"
    if not holding.is_priced:
        yield "without_price"
    if holding.verified_on is None:
        yield "never_verified"
    elif holding.verified_on < today - FRESH:
        yield "stale"
    if holding.review_due_on is not None and holding.review_due_on < today:
        yield "review_overdue"
    if holding.expired:
        yield "expired_finding"


def count_points(report, standing):
    """Count the points with clinics of more than one address, given {point: (address, status) pairs}."""
    for (latitude, longitude), clinics in standing.items():
        if len(clinics) > 1:
            addresses = {bare_text(fold(address)) for address, _status in clinics} - {""}
            if len(addresses) > 1:
                report.shared_points.append(SharedPoint(latitude, longitude, len(clinics), len(addresses)))
                report.gaps["shared_point"].update(status for _address, status in clinics)
    report.shared_points.sort(key=lambda point: (-point.listings, point.latitude, point.longitude))


def count_districts(report, here, districts):
    """Count the listings by district, given {primary key: Counter of the listings in itself}."""
    inside = defaultdict(Counter)
    for status in STATUSES:
        for pk, count in districts.rolled_up({pk: counts[status] for pk, counts in here.items()}).items():
            inside[pk][status] = count
    for district in districts:
        if districts.path(district)[0].parent_id is not None:
            report.lost_districts.append(district.slug)
            report.lost += here.get(district.pk, Counter())
        elif (depth := districts.depth(district)) <= DEEPEST:
            if counts := +inside[district.pk]:
                itself = here.get(district.pk, Counter()).total()
                report.districts.append(DistrictCount(district.slug, district.name, depth, counts, itself))
            else:
                report.empty_districts += 1
    report.lost_districts.sort()


def by_status(counts):
    """Return a Counter as {column: count}."""
    return {"all": counts.total(), **{str(status): counts[status] for status in STATUSES}}


def report_record(report):
    """Return a Report as a dict ready for JSON."""
    return {
        "today": report.today.isoformat(),
        "examples": report.examples,
        "listings": by_status(report.listings),
        "registers": {name: by_status(counts) for name, counts in report.registers.items()},
        "in_no_register": by_status(report.unregistered),
        "districts": [
            {
                "slug": district.slug,
                "name": district.name,
                "depth": district.depth,
                **by_status(district.inside),
                "itself": district.itself,
            }
            for district in report.districts
        ],
        "districts_without_listings": report.empty_districts,
        "in_no_root": by_status(report.lost),
        "districts_in_cycles": report.lost_districts,
        "gaps": {name: by_status(counts) for name, counts in report.gaps.items()},
        "shared_points": {
            "count": len(report.shared_points),
            "most_shared": [
                {**point._asdict(), "latitude": str(point.latitude), "longitude": str(point.longitude)}
                for point in report.shared_points[:MOST_POINTS]
            ],
        },
        "expired_findings": report.expired_findings,
        "possible_duplicates": report.duplicates,
    }


def report_lines(report):
    """Yield a Report as lines of text: tables with one column below the other, then what to look into."""
    tables = list(tables_of(report))
    labels = [
        label for title, _heads, rows in tables for label in (title, *(label for label, _cells in rows))
    ]
    width = max(map(width_of, labels))
    yield _("The directory on %(today)s; examples, which are not counted: %(examples)d") % {
        "today": report.today.isoformat(),
        "examples": report.examples,
    }
    for title, heads, rows in tables:
        yield ""
        yield in_columns(title, heads, width)
        for label, cells in rows:
            yield in_columns(label, cells, width)
    yield ""
    yield from lines_to_look_into(report)


def tables_of(report):
    """Yield (title, heads of the columns, rows) of each table; a row is (label, cells)."""
    heads = [_("all"), *(str(status.label) for status in STATUSES)]

    def row(label, counts, depth=1):
        return "  " * depth + str(label), list(by_status(counts).values())

    yield _("Listings"), heads, [row(_("all"), report.listings)]
    registers = [row(name, counts) for name, counts in report.registers.items()]
    yield _("Registers"), heads, [*registers, row(_("in no register"), report.unregistered)]
    districts = [
        (*row(f"{name} ({slug})", inside, depth + 1), itself)
        for slug, name, depth, inside, itself in report.districts
    ]
    lost = (*row(_("in a district that no root holds"), report.lost), report.lost.total())
    yield (
        _("Districts, with all that lies in them"),
        [*heads, _("in itself")],
        [(label, [*cells, itself]) for label, cells, itself in [*districts, lost]],
    )
    for title, gaps in GAPS.items():
        yield str(title), heads, [row(label, report.gaps[name]) for name, label in gaps.items()]


def lines_to_look_into(report):
    """Yield what else an operator should look into, a line each."""
    yield _("districts of the first two levels without a listing: %(count)d") % {
        "count": report.empty_districts
    }
    lost = report.lost_districts
    line = _("districts in a cycle or below one: %(count)d") % {"count": len(lost)}
    yield f"{line} ({', '.join(lost)})" if lost else line
    yield _("points that clinics of different addresses share: %(count)d") % {
        "count": len(report.shared_points)
    }
    for point in report.shared_points[:MOST_POINTS]:
        yield (
            "  "
            + _("shared point %(latitude)s, %(longitude)s: %(listings)d listings, %(addresses)d addresses")
            % point._asdict()
        )
    yield _("expired findings: %(count)d") % {"count": report.expired_findings}
    line = _("possible duplicates: %(count)d") % {"count": report.duplicates}
    hint = _("to list them: manage.py find_duplicates --output FILE")
    yield f"{line} ({hint})" if report.duplicates else line


def in_columns(label, cells, width):
    """Return a line of a table: the label, then cells of ten columns to the right."""
    return label + " " * (width - width_of(label)) + "".join(f"{cell:>10}" for cell in cells)


def width_of(text):
    """Return how many columns of a terminal a text takes: Hangul and other wide letters take two."""
    return sum(2 if unicodedata.east_asian_width(mark) in "WF" else 1 for mark in text)
