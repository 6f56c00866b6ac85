"""The report: every count by hand, each on the edge where it begins, and the text as it is printed."""

import json
from datetime import timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command

from clinics.models import Clinic, District, RegisterId
from clinics.reporting import Holding, SharedPoint, read_report, report_lines, take_stock, width_of
from clinics.vocabulary import Districts
from tests.crowd import make_crowd
from tests.factories import (
    TODAY,
    make_clinic,
    make_criterion,
    make_district,
    make_finding,
    make_price,
    make_treatment,
)

DAY = timedelta(days=1)
HERE = {"latitude": Decimal("37.5"), "longitude": Decimal("127.1")}


def holding(**values):
    """Return a published Holding that lacks nothing."""
    whole = {
        "status": "published",
        "is_example": False,
        "district": 1,
        **HERE,
        "point_approximate": False,
        "address": "1 Street",
        "phone": "02-555-1234",
        "phone_e164": "+8225551234",
        "website": "https://clinic.example/",
        "verified_on": TODAY,
        "review_due_on": TODAY,
        "registers": ("seoul",),
        "is_priced": True,
        "expired": 0,
    }
    return Holding(**{**whole, **values})


def tree(*records):
    """Return the Districts of (primary key, slug, primary key of the parent)."""
    return Districts(
        [District(pk=pk, slug=slug, name=slug.title(), parent_id=up) for pk, slug, up in records]
    )


SEOUL = ((1, "seoul", None), (2, "gangnam", 1), (3, "cheongdam", 2), (4, "mapo", 1))


def stock(*holdings, districts=SEOUL):
    """Return the Report of some holdings."""
    return take_stock(holdings, tree(*districts), today=TODAY)


def gaps(**values):
    """Return the names of what a single holding lacks."""
    return [name for name, counts in stock(holding(**values)).gaps.items() if counts]


class TestGaps:
    """What a listing lacks."""

    def test_whole_listing_lacks_nothing(self):
        assert gaps() == []

    @pytest.mark.parametrize(
        ("values", "expected"),
        [
            ({"latitude": None, "longitude": None}, ["without_point"]),
            ({"latitude": None, "longitude": None, "point_approximate": True}, ["without_point"]),
            ({"point_approximate": True}, ["approximate_point"]),
            ({"phone": "", "phone_e164": ""}, ["without_phone"]),
            ({"phone": "34617000", "phone_e164": ""}, ["undialable_phone"]),
            ({"website": ""}, ["without_website"]),
            ({"is_priced": False}, ["without_price"]),
            ({"verified_on": None}, ["never_verified"]),
            ({"verified_on": TODAY - 365 * DAY}, []),
            ({"verified_on": TODAY - 366 * DAY}, ["stale"]),
            ({"review_due_on": None}, []),
            ({"review_due_on": TODAY - DAY}, ["review_overdue"]),
            ({"expired": 2}, ["expired_finding"]),
        ],
    )
    def test_each_gap_is_counted_where_it_begins(self, values, expected):
        assert gaps(**values) == expected

    def test_gaps_are_counted_by_status(self):
        report = stock(
            holding(website=""),
            holding(website="", status="archived"),
            holding(website="", status="archived"),
        )

        assert report.gaps["without_website"] == {"published": 1, "archived": 2}


class TestPoints:
    """Points at which more than one clinic stands."""

    def test_point_of_two_addresses_is_shared(self):
        report = stock(holding(), holding(address="2 Street", status="draft"))

        assert report.shared_points == [SharedPoint(*HERE.values(), listings=2, addresses=2)]
        assert report.gaps["shared_point"] == {"published": 1, "draft": 1}

    @pytest.mark.parametrize(
        "values",
        [
            {"address": "1  street."},
            {"address": ""},
            {"address": "2 Street", "longitude": Decimal("127.100001")},
            {"address": "2 Street", "point_approximate": True},
            {"address": "2 Street", "is_example": True},
        ],
    )
    def test_point_of_one_address_is_not(self, values):
        assert stock(holding(), holding(**values)).shared_points == []

    def test_most_shared_point_comes_first(self):
        elsewhere = {"latitude": Decimal("37.4")}
        holdings = [holding(address=f"{number} Street") for number in range(3)]
        others = [holding(address=f"{number} Street", **elsewhere) for number in range(2)]

        points = stock(*others, *holdings).shared_points

        assert [(point.latitude, point.listings) for point in points] == [
            (HERE["latitude"], 3),
            (Decimal("37.4"), 2),
        ]


class TestDistricts:
    """The first two levels of the tree."""

    def test_district_counts_what_lies_in_it(self):
        report = stock(holding(district=3), holding(district=3, status="draft"), holding(district=2))

        assert [tuple(district) for district in report.districts] == [
            ("seoul", "Seoul", 0, {"published": 2, "draft": 1}, 0),
            ("gangnam", "Gangnam", 1, {"published": 2, "draft": 1}, 1),
        ]
        assert report.empty_districts == 1

    def test_districts_in_a_cycle_and_below_one_are_counted_apart(self):
        cycle = ((5, "round", 6), (6, "about", 5), (7, "below", 6))

        report = stock(holding(district=7), holding(district=1), districts=(*SEOUL, *cycle))

        assert report.lost_districts == ["about", "below", "round"]
        assert report.lost == {"published": 1}
        assert [district.slug for district in report.districts] == ["seoul"]


def test_examples_are_counted_and_left_out_of_everything_else():
    report = stock(holding(is_example=True, website=""))

    assert report.examples == 1
    assert not report.listings
    assert not report.registers
    assert not report.districts
    assert not any(report.gaps.values())


def test_listing_in_two_registers_counts_in_each_and_one_in_none_apart():
    report = stock(holding(registers=("b", "a")), holding(registers=("b",)), holding(registers=()))

    assert report.registers == {"a": {"published": 1}, "b": {"published": 2}}
    assert list(report.registers) == ["a", "b"]
    assert report.unregistered == {"published": 1}


def test_hangul_takes_two_columns():
    assert width_of("강남 Gangnam") == 12


TEXT = """\
The directory on 2026-11-23; examples, which are not counted: 1

Listings                                                 all published     draft  archived
  all                                                      5         3         1         1

Registers                                                all published     draft  archived
  korea                                                    1         1         0         0
  seoul                                                    2         1         0         1
  in no register                                           3         2         1         0

Districts, with all that lies in them                    all published     draft  archived in itself
  서울 (seoul)                                             4         2         1         1         1
    Gangnam (gangnam)                                      3         2         1         0         2
  in a district that no root holds                         1         1         0         0         1

Points                                                   all published     draft  archived
  without a point                                          2         1         0         1
  with an approximate point                                1         0         1         0
  at a point that clinics of other addresses share         2         2         0         0

Contact                                                  all published     draft  archived
  without a phone number                                   2         1         0         1
  with a phone number that cannot be dialled               1         0         1         0
  without a website                                        4         2         1         1

Prices and checks                                        all published     draft  archived
  without a price in figures                               4         2         1         1
  never verified                                           3         1         1         1
  last verified more than a year ago                       1         1         0         0
  with a review overdue                                    1         1         0         0
  with an expired finding                                  1         1         0         0

districts of the first two levels without a listing: 1
districts in a cycle or below one: 2 (found, lost)
points that clinics of different addresses share: 1
  shared point 37.500000, 127.100000: 2 listings, 2 addresses
expired findings: 2
possible duplicates: 1 (to list them: manage.py find_duplicates --output FILE)
"""


@pytest.fixture
def directory(db, clock):
    """Six clinics of which each has something of its own, one of them an example."""
    seoul = make_district(slug="seoul", name="서울")
    gangnam = make_district(slug="gangnam", name="Gangnam", parent=seoul)
    cheongdam = make_district(slug="cheongdam", parent=gangnam)
    make_district(slug="mapo", parent=seoul)
    lost = make_district(slug="lost")
    District.objects.filter(pk=lost.pk).update(parent=make_district(slug="found", parent=lost))
    phone = {"phone": "02-555-1234"}
    first = make_clinic(
        name="A",
        district=gangnam,
        **HERE,
        **phone,
        address="1 Street",
        website="https://a.example/",
        verified_on=TODAY,
        review_due_on=TODAY - DAY,
    )
    second = make_clinic(
        name="B", district=cheongdam, **HERE, **phone, address_ko="2 Street", verified_on=TODAY - 366 * DAY
    )
    make_clinic(name="C", district=gangnam, **HERE, status="draft", point_approximate=True, phone="ask")
    archived = make_clinic(name="D", district=seoul, status="archived")
    make_clinic(name="E", district=lost)
    make_clinic(name="Example", district=seoul, is_example=True)
    for clinic, source, identifier in [
        (first, "korea", "1"),
        (first, "seoul", "2"),
        (archived, "seoul", "3"),
    ]:
        RegisterId.objects.create(clinic=clinic, source=source, identifier=identifier)
    treatments = [make_treatment(), make_treatment()]
    make_price(first, treatments[0], 1000, 2000)
    make_price(first, treatments[1])
    make_price(second, treatments[1])
    for expires_on in (TODAY - DAY, TODAY - DAY, TODAY, None):
        make_finding(second, make_criterion(), checked_on=None, expires_on=expires_on)


@pytest.mark.usefixtures("directory")
def test_report_is_printed_in_columns():
    out = StringIO()

    call_command("report", stdout=out)

    assert out.getvalue() == TEXT


@pytest.mark.usefixtures("directory")
def test_report_is_written_as_json_with_the_same_counts():
    out = StringIO()

    call_command("report", "--json", stdout=out)

    record = json.loads(out.getvalue())
    gaps = record.pop("gaps")
    assert {name: counts["all"] for name, counts in gaps.items()} == {
        "without_point": 2,
        "approximate_point": 1,
        "shared_point": 2,
        "without_phone": 2,
        "undialable_phone": 1,
        "without_website": 4,
        "without_price": 4,
        "never_verified": 3,
        "stale": 1,
        "review_overdue": 1,
        "expired_finding": 1,
    }
    assert gaps["without_website"] == {"all": 4, "published": 2, "draft": 1, "archived": 1}
    seoul = {"slug": "seoul", "name": "서울", "depth": 0, "itself": 1}
    gangnam = {"slug": "gangnam", "name": "Gangnam", "depth": 1, "itself": 2}
    point = {"latitude": "37.500000", "longitude": "127.100000", "listings": 2, "addresses": 2}
    assert record == {
        "today": "2026-11-23",
        "examples": 1,
        "listings": {"all": 5, "published": 3, "draft": 1, "archived": 1},
        "registers": {
            "korea": {"all": 1, "published": 1, "draft": 0, "archived": 0},
            "seoul": {"all": 2, "published": 1, "draft": 0, "archived": 1},
        },
        "in_no_register": {"all": 3, "published": 2, "draft": 1, "archived": 0},
        "districts": [
            {**seoul, "all": 4, "published": 2, "draft": 1, "archived": 1},
            {**gangnam, "all": 3, "published": 2, "draft": 1, "archived": 0},
        ],
        "districts_without_listings": 1,
        "in_no_root": {"all": 1, "published": 1, "draft": 0, "archived": 0},
        "districts_in_cycles": ["found", "lost"],
        "shared_points": {"count": 1, "most_shared": [point]},
        "expired_findings": 2,
        "possible_duplicates": 1,
    }


def test_empty_directory_has_a_report_too(db):
    lines = list(report_lines(read_report(today=TODAY)))

    assert lines[0] == "The directory on 2026-11-23; examples, which are not counted: 0"
    assert lines[-1] == "possible duplicates: 0"


@pytest.mark.parametrize("number", [1, 300])
def test_report_takes_the_same_queries_however_much_there_is(db, number, django_assert_num_queries):
    make_crowd(number)

    with django_assert_num_queries(8):
        report = read_report(today=TODAY)

    assert report.listings.total() == Clinic.objects.count() == number
