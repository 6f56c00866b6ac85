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
    ],
)
def test_a_number_is_read_however_it_is_written(given, expected):
    assert dialable(given) == expected


@pytest.mark.parametrize("given", ["1588-1234", "15881234", "1661-7575", "1811-6235", "1551-1410"])
def test_a_nationwide_number_needs_no_area_code(given):
    assert dialable(given) == f"+82{given.replace('-', '')}"


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
        "555-1234",
        "02-0000-0000",
        "02-555-1234/5",
        "02-555-1234~6",
        "02-555-1234, 02-555-1235",
        "02-555-1234 (5)",
        "02-555-1234 ext. 5",
        "02-555-1234" * 9,
        "+999 123 456",
        "+65 1612 3456",
        "+",
    ],
)
def test_what_is_not_one_number_is_not_dialable(given):
    assert dialable(given) == ""


@pytest.mark.django_db
def test_a_clinic_keeps_its_number_as_given_and_as_dialable():
    clinic = make_clinic(phone="02-555-1234")
    clinic.phone = "02-777-1234"
    clinic.save()

    clinic.refresh_from_db()

    assert (clinic.phone, clinic.phone_e164) == ("02-777-1234", "+8227771234")
