"""What a list of somebody else's may hold in its cells, from the file to the listing and back."""

from pathlib import Path

import pytest

from clinics.importing import apply_mapping, import_clinics, read_table
from clinics.importing.mapping import parse_mapping
from clinics.models import Clinic
from tests import factories
from tests.clinics.tables import counts, exported, import_back, load_clinics, reasons

pytestmark = pytest.mark.django_db

DIRTY = Path(__file__).parents[1] / "pricing" / "files" / "licences_dirty.csv"
MAPPING = """
[register]
source = "licences"
id = "관리번호"

[columns]
name_ko = "사업장명"
address_ko = "도로명주소"
phone = "전화번호"

[constants]
district = "seoul"
"""


@pytest.fixture
def seoul():
    return factories.make_district(slug="seoul")


def test_dirty_register_is_imported_with_notes_and_what_cannot_be_used_is_named(seoul):
    table = apply_mapping(read_table(DIRTY), parse_mapping(MAPPING))

    outcome = import_clinics(table)

    assert counts(outcome) == (4, 0, 0, 2)
    assert reasons(outcome) == [
        'row 5, the row has 8 cells, the header has 7; too many: "성동면력한방병원"',
        "row 6, the row has 5 cells, the header has 7",
    ]
    assert outcome.notes == [
        "row 2, 사업장명: taken out: U+0000 control character, U+202E RIGHT-TO-LEFT OVERRIDE",
        "row 4, 전화번호: #N/A is an error of a spreadsheet, read as empty",
        'row 4, 사업장명: characters were lost before, "김안과병\ufffd원"',
    ]
    assert set(Clinic.objects.values_list("name_ko", "phone", "phone_e164")) == {
        ("푸른노인전문병원", "34617000", ""),
        ("가톨릭대학교 여의도성모병원", "1661-7575", "+8216617575"),
        ("김안과병\ufffd원", "", ""),
    }
    assert table.progress() == 1


def test_dirty_register_imported_again_changes_nothing(seoul):
    mapping = parse_mapping(MAPPING)
    import_clinics(apply_mapping(read_table(DIRTY), mapping))

    assert counts(import_clinics(apply_mapping(read_table(DIRTY), mapping))) == (0, 0, 4, 2)


def test_phone_is_kept_as_given_and_dialled_in_its_place(seoul):
    load_clinics(
        "slug,name,district,phone,address_ko\n"
        'a,A,seoul,"3461-7000, 010-1234-5678",서울특별시 강남구 도산대로 1\n'
        "b,B,seoul,3461-7000,\n"
    )

    assert list(Clinic.objects.order_by("slug").values_list("phone", "phone_e164")) == [
        ("3461-7000, 010-1234-5678", "+82234617000"),
        ("3461-7000", ""),
    ]


def test_website_without_a_scheme_gets_one_and_every_other_stays(seoul):
    outcome = load_clinics(
        "slug,name,district,website\na,A,seoul, www.clinic.kr \nb,B,seoul,HTTP://b.kr\nc,C,seoul,none\n"
    )

    assert reasons(outcome) == ['row 4, website: "none": Enter a valid URL.']
    assert list(Clinic.objects.order_by("slug").values_list("website", flat=True)) == [
        "https://www.clinic.kr",
        "HTTP://b.kr",
    ]
    assert import_back(exported())[0] == (0, 0, 2, 0)


def test_lists_may_end_in_a_separator_and_repeat_their_items(seoul):
    factories.make_focus(slug="scars")
    factories.make_focus(slug="density")

    outcome = load_clinics(
        "slug,name,district,focuses,payment_methods\na,A,seoul,;scars; density ;scars;,Visa;;cash;\n"
    )

    assert counts(outcome) == (1, 0, 0, 0)
    clinic = Clinic.objects.get()
    assert set(clinic.focuses.values_list("slug", flat=True)) == {"density", "scars"}
    assert clinic.payment_methods == ["Visa", "cash"]


def test_listing_that_somebody_stored_with_marks_and_errors_comes_back_unchanged(seoul):
    factories.make_clinic(
        slug="a", name="A\u200b", district=seoul, description="#REF!", payment_methods=["#N/A"], phone="'#N/A"
    )
    files = exported()

    assert import_back(files)[0] == (0, 0, 1, 0)
    assert exported() == files
    assert Clinic.objects.get().description == "#REF!"
