"""Listings that may be one clinic twice: what is reported, what is not, and how it is written."""

import io
from itertools import count

import pytest
from django.core.management import CommandError, call_command

from clinics.duplicates import Listing, comparable_name, find_duplicates, read_listings, write_duplicates
from clinics.models import Clinic, District, RegisterId
from tests.factories import make_clinic, make_district

HEADER = (
    "reason,slug,name,name_ko,district,phone,address,registers,status,"
    "other_slug,other_name,other_name_ko,other_district,other_phone,other_address,other_registers,other_status\n"
)

_keys = count(1)


def listing(name="", **values):
    """Return a Listing in Gangnam with a key of its own."""
    pk = next(_keys)
    blank = dict.fromkeys(("name_ko", "phone", "phone_e164", "address", "address_ko"), "")
    place = {"district": "gangnam", "place": "gangnam", "status": "draft", "registers": {}}
    return Listing(**{**blank, **place, "pk": pk, "slug": f"clinic-{pk}", "name": name, **values})


def reasons(*listings, **options):
    """Return the reasons of every pair among some listings."""
    return [pair.reasons for pair in find_duplicates(listings, **options)]


class TestName:
    """Names as registers write them; most stand in the lists of Seoul of 2022 and 2024."""

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("클라쎄 성형외과", "클라쎄성형외과의원"),
            ("키위 (KIWI) 성형외과", "키위성형외과"),
            ("(의)열린의료재단강남열린의원", "의료법인 열린의료재단 강남열린의원"),
            ("의)성삼의료재단미즈메디병원", "미즈메디병원"),
            ("의료법인우리들의료재단,우리들병원", "우리들병원"),
            ("학교법인 대진교육재단 제인병원", "제인병원"),
            ("학교법인경희학원강남경희한방병원", "강남경희한방병원"),
            ("재단법인아산사회복지재단서울아산병원", "서울아산병원"),
            ("사단법인)한국의료봉사회제생치과의원", "한국의료봉사회 제생치과"),
            ("사회복지법인상록재단금강산의원", "금강산의원"),
            ("소화병원(의료법인소화병원)", "소화병원"),
            ("의료법인개봉현대의원", "개봉현대의원"),
            ("새봄피부과의원[강남점]", "새봄피부과【본점】"),
            ("새봄피부과（강남(역삼)점）", "새봄피부과"),
            ("㈜새봄의원", "주식회사 새봄의원"),
            ("새봄의원 주식회사", "새봄의원"),
            ("ＳＭＰ의원", "smp의원"),
            ("Dr.Kim & Lee Clinic", "DR KIM LEE"),
            ("Élan Clinic", "Elan"),
            ("Scalp Art Co., Ltd.", "Scalp Art"),
            ("Scalp Art, Inc", "SCALP ART LLC."),
            ("Scalp Art Co.,Ltd", "Scalp Art"),
            ("Scalp Art (Gangnam)", "Scalp-Art"),
        ],
    )
    def test_the_same_name_is_recognised_however_it_is_written(self, one, other):
        assert comparable_name(one) == comparable_name(other)

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("청담의원", "청담병원"),
            ("산치과의원", "산의원"),
            ("편강한의원", "편강의원"),
            ("의료법인마리아의료재단마리아병원", "의료법인마리아의료재단동작병원"),
            ("린의원", "린클리닉"),
            ("Inch Clinic", "H Clinic"),
            ("Code Clinic", "De Clinic"),
        ],
    )
    def test_another_name_stays_another(self, one, other):
        assert comparable_name(one) != comparable_name(other)

    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("의원", "의원"),
            ("Clinic", "clinic"),
            ("(주)", "주"),
            ("의료법인하나로의료재단", "하나로의료재단"),
            ("의료법인", "의료법인"),
            ("새봄 (강남", "새봄강남"),
            ("새봄) 강남", "새봄강남"),
            ("A" + "  co" * 40 + " b", "a" + "co" * 40 + "b"),
            ("?", ""),
            ("", ""),
        ],
    )
    def test_a_name_never_loses_everything(self, name, expected):
        assert comparable_name(name) == expected


class TestPairs:
    """Which two listings are reported, and why."""

    def test_one_name_in_one_place_is_reported(self):
        assert reasons(listing("새봄의원"), listing("새봄")) == [["same name"]]

    def test_one_name_in_two_places_is_not(self):
        assert reasons(listing("새봄의원"), listing("새봄의원", place="mapo")) == []

    def test_any_name_of_the_one_may_be_any_name_of_the_other(self):
        one = listing("Saebom", name_ko="새봄의원")

        assert reasons(one, listing("새봄의원", name_ko="새봄의원")) == [["same name"]]
        assert reasons(one, listing("Saebom Clinic", name_ko="다른의원")) == [["same name"]]

    def test_names_without_a_letter_are_no_names(self):
        assert reasons(listing("?"), listing("??")) == []

    def test_one_number_in_one_place_is_reported(self):
        one = listing("A", phone_e164="+8225551234")

        assert reasons(one, listing("B", phone_e164="+8225551234")) == [["same phone number"]]
        assert reasons(one, listing("B", phone_e164="+8225551234", place="mapo")) == []
        assert reasons(one, listing("B", phone_e164="+8225551235")) == []

    def test_no_number_is_not_the_same_number(self):
        assert reasons(listing("A", phone="ask"), listing("B", phone="ask")) == []

    def test_a_number_that_four_share_is_reported_and_one_that_five_share_is_not(self):
        four = [listing(name, phone_e164="+8225551234") for name in "ABCD"]
        chain = listing("E", phone_e164="+8225551234", place="mapo")

        assert reasons(*four) == [["same phone number"]] * 6
        assert reasons(*four, chain) == []

    def test_a_shared_number_still_counts_beside_a_name(self):
        house = [listing(name, phone_e164="+8225551234") for name in "AABCD"]

        assert reasons(*house) == [["same name", "same phone number"]]

    def test_all_reasons_stand_together(self):
        one = listing("새봄의원", phone_e164="+8225551234", address_ko="강남구 도산대로 1, 2층")
        other = listing("새봄", phone_e164="+8225551234", address_ko="강남구 도산대로 1 2층")

        assert reasons(one, other) == [["same name", "same phone number", "same address"]]

    def test_an_address_alone_is_no_reason(self):
        assert reasons(listing("A", address="1 Street"), listing("B", address="1 Street")) == []

    def test_two_numbers_of_one_register_are_two_clinics(self):
        one = listing("새봄의원", phone_e164="+8225551234", registers={"seoul": "1"}, address_ko="도산대로 1")
        other = one._replace(pk=0, registers={"korea": "7", "seoul": "2"}, address_ko="도산대로 2")

        assert reasons(one, other) == []

    def test_two_numbers_of_one_register_are_reported_where_name_and_address_are_the_same(self):
        one = listing("새봄의원", registers={"korea": "6", "seoul": "1"}, address_ko="도산대로 1")
        other = listing("새봄 의원", registers={"korea": "7", "seoul": "2"}, address_ko="도산대로  1")

        assert reasons(one, other) == [["same name and address, twice in korea, seoul"]]
        assert reasons(one, other._replace(registers={"seoul": "2"})) == [
            ["same name and address, twice in seoul"]
        ]

    def test_without_an_address_one_register_is_believed(self):
        one = listing("새봄의원", registers={"seoul": "1"})

        assert reasons(one, listing("새봄의원", registers={"seoul": "2"})) == []

    def test_numbers_of_two_registers_are_no_objection(self):
        one = listing("새봄의원", registers={"seoul": "1"})

        assert reasons(one, listing("새봄의원", registers={"korea": "1"})) == [["same name"]]

    def test_pairs_come_in_the_order_of_the_listings_and_each_once(self):
        first, second = listing("A", name_ko="가"), listing("B", phone_e164="+8225551234")
        third = listing("A", name_ko="가", phone_e164="+8225551234")

        pairs = [(pair.one, pair.other) for pair in find_duplicates([first, second, third])]

        assert pairs == [(first, third), (second, third)]

    def test_pairs_can_be_limited_to_those_of_some_listings(self):
        first, second, third = listing("A"), listing("A"), listing("A")

        pairs = [(pair.one, pair.other) for pair in find_duplicates([first, second, third], among=[third.pk])]

        assert pairs == [(first, third), (second, third)]
        assert reasons(first, second, third, among=[]) == []

    def test_a_name_of_twenty_is_reported_and_one_of_more_only_with_the_address(self):
        crowd = [listing("서울의원", address=f"{number} Street") for number in range(21)]
        again = listing("서울의원", address="7 Street")

        assert len(reasons(*crowd[:20])) == 190
        assert reasons(*crowd) == []
        assert reasons(*crowd, again) == [["same name", "same address"]]

    def test_a_crowd_at_one_address_is_named_without_a_pair_for_every_two(self):
        crowd = [listing("서울의원", address="1 Street") for _number in range(100)]

        pairs = list(find_duplicates(crowd))

        assert len(pairs) == 99
        assert {side.pk for pair in pairs for side in (pair.one, pair.other)} == {each.pk for each in crowd}

    def test_pairs_do_not_grow_with_the_square_of_the_listings(self):
        rows = [
            listing("서울의원", phone_e164="+8225551234", address="1 Street") for _number in range(20_000)
        ]

        assert sum(1 for _pair in find_duplicates(rows)) == 19_999


@pytest.fixture
def seoul(db):
    """Seoul > Gangnam > Cheongdam."""
    seoul = make_district(slug="seoul")
    gangnam = make_district(slug="gangnam", parent=seoul)
    make_district(slug="cheongdam", parent=gangnam)
    return seoul


def in_district(district, /, **values):
    """Create a clinic in a district, with its register numbers."""
    numbers = values.pop("registers", {})
    clinic = make_clinic(district=District.objects.get(slug=district), **values)
    for source, identifier in numbers.items():
        RegisterId.objects.create(clinic=clinic, source=source, identifier=identifier)
    return clinic


@pytest.fixture
def saebom(seoul):
    """One clinic twice: in Gangnam from two registers, archived, and in Cheongdam from a third."""
    in_district(
        "gangnam",
        slug="a",
        name="=Saebom",
        name_ko="새봄의원",
        registers={"seoul": "7", "korea": "A/1"},
        status="archived",
        address="1 Street",
        address_ko="강남구 도산대로 1, 2층",
        phone="02-555-1234",
    )
    return in_district(
        "cheongdam",
        slug="b",
        name="새봄",
        name_ko="새봄",
        registers={"abroad": "1"},
        address="1 Street",
        phone="+82 2 555 1234",
    )


LINE = (
    "same name; same phone number; same address,"
    'a,\'=Saebom,새봄의원,gangnam,02-555-1234,"강남구 도산대로 1, 2층",korea A/1; seoul 7,archived,'
    "b,새봄,새봄,cheongdam,+82 2 555 1234,1 Street,abroad 1,published\n"
)


def test_listings_are_compared_in_the_district_below_the_root(seoul):
    slugs = ["seoul", "gangnam", "cheongdam"]
    for slug in slugs:
        in_district(slug, slug=f"in-{slug}")

    places = {each.slug: (each.district, each.place) for each in read_listings()}

    assert places == {
        "in-seoul": ("seoul", "seoul"),
        "in-gangnam": ("gangnam", "gangnam"),
        "in-cheongdam": ("cheongdam", "gangnam"),
    }


def test_districts_in_a_cycle_stop_nothing(seoul):
    in_district("cheongdam", name="Saebom")
    in_district("cheongdam", name="Saebom")
    District.objects.filter(slug="seoul").update(parent=District.objects.get(slug="cheongdam"))

    assert reasons(*read_listings()) == [["same name"]]


def test_both_sides_are_written_with_all_that_a_reviewer_needs(saebom):
    file = io.StringIO()

    assert write_duplicates(file) == 1
    assert file.getvalue() == HEADER + LINE


def test_file_takes_the_place_of_an_older_one(saebom, tmp_path):
    path = tmp_path / "duplicates.csv"
    path.write_text("old", encoding="utf-8")

    assert write_duplicates(path, among=[saebom.pk]) == 1
    assert path.read_bytes().decode() == HEADER + LINE
    assert write_duplicates(path, among=[]) == 0
    assert path.read_bytes().decode() == HEADER
    assert [entry.name for entry in tmp_path.iterdir()] == ["duplicates.csv"]


def test_examples_are_left_out(saebom):
    Clinic.objects.filter(pk=saebom.pk).update(is_example=True)

    assert write_duplicates(io.StringIO()) == 0


@pytest.mark.parametrize("number", [1, 60])
def test_listings_are_read_in_three_queries(seoul, number, django_assert_num_queries):
    for place in range(number):
        in_district("gangnam", name=f"Clinic {place // 2}", registers={"seoul": str(place)})

    with django_assert_num_queries(3):
        write_duplicates(io.StringIO())


def test_command_writes_to_standard_output(saebom):
    out = io.StringIO()

    call_command("find_duplicates", stdout=out)

    assert out.getvalue() == HEADER + LINE


def test_command_writes_a_file_and_says_how_many(saebom, tmp_path):
    out, path = io.StringIO(), tmp_path / "duplicates.csv"

    call_command("find_duplicates", output=str(path), stdout=out)

    assert out.getvalue() == f"1 possible duplicate in {path}.\n"
    assert path.read_bytes().decode() == HEADER + LINE


def test_command_says_where_it_cannot_write(saebom, tmp_path):
    path = tmp_path / "nowhere" / "duplicates.csv"

    with pytest.raises(CommandError, match=r"duplicates\.csv cannot be written: No such file or directory\."):
        call_command("find_duplicates", output=str(path))
