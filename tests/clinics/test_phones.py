"""A number that is shown as dialable must ring where it should: better none than a stranger's."""

import pytest

from clinics.phones import dialable
from tests.factories import make_clinic


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("02-555-1234", "+8225551234"),
        ("02 555 1234", "+8225551234"),
        ("02.555.1234", "+8225551234"),
        ("(02) 555-1234", "+8225551234"),
        ("02–555–1234", "+8225551234"),
        ("０２－５５５－１２３４", "+8225551234"),
        (" 02-555-1234\n", "+8225551234"),
        ("+82 2-555-1234", "+8225551234"),
        ("+82 (0)2 555 1234", "+8225551234"),
        ("+82-02-555-1234", "+8225551234"),
        ("010-1234-5678", "+821012345678"),
        ("070-1234-5678", "+827012345678"),
        ("+1 212 555 0100", "+12125550100"),
        ("02)555-1234", "+8225551234"),
        ("02 - 555 - 1234", "+8225551234"),
        ("02/555-1234", "+8225551234"),
        ("02·555·1234", "+8225551234"),
        ("82-2-555-1234", "+8225551234"),
        ("0082 2 555 1234", "+8225551234"),
        ("(+82) 2-555-1234", "+8225551234"),
        ("Tel. 02-555-1234", "+8225551234"),
        ("대표전화: 02-555-1234", "+8225551234"),
        ("02-555-1234(대표)", "+8225551234"),
        ("080-500-2080", "+82805002080"),
        ("0507-1234-5678", "+8250712345678"),
    ],
)
def test_a_number_is_read_however_it_is_written(given, expected):
    assert dialable(given) == expected


@pytest.mark.parametrize("given", ["1588-1234", "15881234", "1661-7575", "1811-6235", "1551-1410"])
def test_a_nationwide_number_needs_no_area_code(given):
    assert dialable(given) == f"+82{given.replace('-', '')}"


@pytest.mark.parametrize("given", ["226397777", "2-2639-7777", "226397777.0"])
def test_a_zero_that_a_spreadsheet_lost_is_put_back(given):
    assert dialable(given) == "+82226397777"


@pytest.mark.parametrize(
    "given",
    [
        "02-555-1234, 010-1234-5678",
        "02-555-1234 / 010-1234-5678",
        "02-555-1234; 010-1234-5678",
        "02-555-1234·010-1234-5678",
        "02-555-1234ㆍ010-1234-5678",
        "02-555-1234、010-1234-5678",
        "02-555-1234 or 010-1234-5678",
        "02-555-1234 또는 010-1234-5678",
        "02-555-1234\n010-1234-5678",
        "02-555-1234\r010-1234-5678",
        "02-555-1234 010-1234-5678",
        "ask, 02-555-1234, 010-1234-5678",
        "02-0000-0000, 02-555-1234",
        "555-1234, 02-555-1234",
    ],
)
def test_of_two_numbers_the_first_that_can_be_read_is_dialled(given):
    assert dialable(given) == "+8225551234"


@pytest.mark.parametrize(
    "given",
    [
        "02-555-1234/5",
        "02-555-1234~6",
        "02-555-1234∼1236",
        "02-555-1234-6",
        "02-555-1234 (5)",
        "02-5551234-5",
        "02-555-1234, 5",
    ],
)
def test_of_a_run_of_numbers_the_first_is_dialled(given):
    assert dialable(given) == "+8225551234"


@pytest.mark.parametrize(
    "given",
    [
        "02-555-1234 ext. 12",
        "02-555-1234 ext 12",
        "02-555-1234 x12",
        "02-555-1234 #12",
        "02-555-1234 내선 12",
        "02-555-1234 내선 12번",
        "02-555-1234(내선번호 2)",
        "02-555-1234 (내선 2), 010-1234-5678",
        "02-555-1234 교환 0",
    ],
)
def test_an_extension_is_left_out(given):
    assert dialable(given) == "+8225551234"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("T 02-555-1234 F 02-555-1235", "+8225551234"),
        ("Fax: 02-555-1235, Tel: 02-555-1234", "+8225551234"),
        ("02-555-1234 (팩스 02-555-1235)", "+8225551234"),
        ("Tel/Fax 02-555-1234", "+8225551234"),
        ("FAX 02-555-1235", ""),
    ],
)
def test_a_fax_is_not_dialled(given, expected):
    assert dialable(given) == expected


@pytest.mark.parametrize(
    ("given", "area_code", "expected"),
    [
        ("34617000", "02", "+82234617000"),
        ("3461-7000", "02", "+82234617000"),
        ("555-1234", "02", "+8225551234"),
        ("5551234", "02", "+8225551234"),
        ("555-1234-5", "02", "+8225551234"),
        # Eight digits that begin with 2 are a number of Seoul, not one that lost the zero of 02.
        ("22145100", "02", "+82222145100"),
        ("234-5678", "031", "+82312345678"),
        ("1588-1234", "02", "+8215881234"),
        ("010-1234-5678", "02", "+821012345678"),
        ("031-234-5678", "02", "+82312345678"),
        ("155-1234", "02", ""),
        ("55512", "02", ""),
    ],
)
def test_a_local_number_gets_the_area_code_of_its_place(given, area_code, expected):
    assert dialable(given, area_code=area_code) == expected


@pytest.mark.parametrize(
    "given", ["#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "2.26398E+08", "2.26398e8", "1.01235E+09"]
)
def test_what_a_spreadsheet_spoiled_is_not_dialable(given):
    assert dialable(given, area_code="02") == ""


@pytest.mark.parametrize(
    "given",
    [
        "",
        "   ",
        "-",
        "()",
        "ask on KakaoTalk",
        "119",
        "1330",
        "34617000",
        "25551234",
        "2555-1234",
        "555-1234",
        "02-555-1234 02 777 1234",
        "3층 02 555 1234",
        "02-0000-0000",
        "02-555-1234" * 9,
        "+999 123 456",
        "+65 1612 3456",
        "+",
    ],
)
def test_what_is_not_one_number_is_not_dialable(given):
    assert dialable(given) == ""


@pytest.mark.django_db
def test_a_clinic_in_seoul_is_dialled_with_the_area_code_of_seoul():
    clinic = make_clinic(phone="34617000", address_ko="서울특별시 강남구 도산대로 1")
    assert (clinic.phone, clinic.phone_e164) == ("34617000", "+82234617000")

    clinic.address_ko = ""
    clinic.save()

    assert clinic.phone_e164 == ""


@pytest.mark.django_db
def test_a_clinic_keeps_its_number_as_given_and_as_dialable():
    clinic = make_clinic(phone="02-555-1234")
    clinic.phone = "02-777-1234"
    clinic.save()

    clinic.refresh_from_db()

    assert (clinic.phone, clinic.phone_e164) == ("02-777-1234", "+8227771234")
