"""Every constraint of clinics is broken on purpose: the database refuses, and an editor reads why."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, ProtectedError

from clinics.models import (
    BulkAct,
    BulkEntry,
    ChangeSet,
    ChangeSetRow,
    Clinic,
    ClinicPrice,
    District,
    Finding,
    ImportEntry,
    LinkCheck,
)
from pricing.models.price import HIGHEST_AMOUNT
from tests.constraints import Breach, assert_database_refuses, assert_editor_reads_why, constraints_of
from tests.factories import (
    NOW,
    TODAY,
    make_clinic,
    make_criterion,
    make_district,
    make_finding,
    make_focus,
    make_photo,
    make_price,
    make_procedure,
    make_treatment,
    price_values,
)
from tests.records import make_import_batch, make_proposal, make_register_id, make_version

pytestmark = pytest.mark.django_db

AT_LEAST_1 = "Ensure this value is greater than or equal to 1."
AT_MOST_TEN_DIGITS = f"Ensure this value is less than or equal to {HIGHEST_AMOUNT}."
NO_CHOICE = "Value 'x' is not a valid choice."
SEOUL = {"latitude": Decimal("37.524700"), "longitude": Decimal("127.040200")}


def scheduled_clinic():
    return make_clinic(publish_at=NOW, unpublish_at=NOW + timedelta(days=1))


def price():
    return make_price(make_clinic(), make_treatment(), 1500, 2500, basis="session")


def price_on_assessment():
    return make_price(make_clinic(), make_treatment())


def second_price():
    clinic, treatment = make_clinic(), make_treatment()
    make_price(clinic, treatment, 1500, 2500, basis="session")
    return make_price(clinic, treatment, 4000, 6000, basis="package")


def finding():
    return make_finding(make_clinic(), make_criterion())


def finding_on_second_criterion():
    """Create findings on the criteria 1 and 2 of one clinic and return the second."""
    clinic = make_clinic()
    make_finding(clinic, make_criterion(pk=1))
    return make_finding(clinic, make_criterion(pk=2))


def second_criterion():
    procedure = make_procedure()
    make_criterion(procedure=procedure, position=1)
    return make_criterion(procedure=procedure, position=2)


def number_of_another_clinic():
    make_register_id(source="seoul", identifier="1")
    return make_register_id(source="seoul", identifier="2")


def number_of_another_register():
    clinic = make_clinic()
    make_register_id(clinic=clinic, source="seoul", identifier="1")
    return make_register_id(clinic=clinic, source="busan", identifier="2")


def breaches_of_a_point(label, make_place):
    """Return the ways in which a place can have half a point, or one that is not on earth."""

    def placed():
        return make_place(**SEOUL)

    def beyond(limit):
        return f"Ensure this value is less than or equal to {limit}."

    def below(limit):
        return f"Ensure this value is greater than or equal to {limit}."

    return [
        Breach(f"{label}_point_complete", placed, {"latitude": None}),
        Breach(f"{label}_point_complete", placed, {"longitude": None}),
        Breach(f"{label}_point_on_earth", placed, {"latitude": Decimal("90.000001")}, beyond(90)),
        Breach(f"{label}_point_on_earth", placed, {"latitude": Decimal("-90.000001")}, below(-90)),
        Breach(f"{label}_point_on_earth", placed, {"longitude": Decimal("180.000001")}, beyond(180)),
        Breach(f"{label}_point_on_earth", placed, {"longitude": Decimal("-180.000001")}, below(-180)),
    ]


def second_import_entry():
    batch = make_import_batch()
    ImportEntry.objects.create(batch=batch, clinic_key=1, name="Dot House", digest="0" * 64)
    return ImportEntry.objects.create(batch=batch, clinic_key=2, name="Line House", digest="0" * 64)


def change_set():
    return ChangeSet.objects.create(kind="clinics", file_name="list.csv", header=["slug"], created_at=NOW)


def second_row():
    rows = ChangeSetRow.objects
    change_set_of_both = change_set()
    rows.create(change_set=change_set_of_both, number=2, given=["a"])
    return rows.create(change_set=change_set_of_both, number=3, given=["b"])


def second_link():
    clinic = make_clinic()
    LinkCheck.objects.create(clinic=clinic, url="https://a.example", checked_at=NOW)
    return LinkCheck.objects.create(clinic=clinic, url="https://b.example", checked_at=NOW)


def second_bulk_entry():
    act = BulkAct.objects.create(act="archive", title="Archived", at=NOW)
    BulkEntry.objects.create(bulk_act=act, clinic_key=1, number=2)
    return BulkEntry.objects.create(bulk_act=act, clinic_key=2, number=2)


def photo():
    return make_photo(make_clinic(), given_on=TODAY)


def case():
    return make_photo(make_clinic(), kind="case")


def second_photo():
    clinic = make_clinic()
    make_photo(clinic, digest="1" * 32)
    return make_photo(clinic, digest="2" * 32)


def second_version():
    make_version(clinic_key=1, number=1)
    return make_version(clinic_key=1, number=2)


BREACHES = [
    *breaches_of_a_point("clinics_clinic", make_clinic),
    *breaches_of_a_point("clinics_district", make_district),
    Breach("clinics_clinic_status_known", make_clinic, {"status": "x"}, NO_CHOICE),
    Breach("clinics_clinic_status_known", make_clinic, {"status": ""}, "This field cannot be blank."),
    Breach("clinics_clinic_service_grade_known", make_clinic, {"service_grade": "x"}, NO_CHOICE),
    Breach("clinics_clinic_legal_basis_known", make_clinic, {"legal_basis": "x"}, NO_CHOICE),
    Breach("clinics_clinic_publication_ordered", scheduled_clinic, {"unpublish_at": NOW}),
    Breach("clinics_clinic_publication_ordered", scheduled_clinic, {"publish_at": NOW + timedelta(days=2)}),
    Breach(
        "clinics_clinic_slug_not_reserved",
        make_clinic,
        {"slug": "compare"},
        "This address belongs to another page.",
    ),
    Breach(
        "clinics_clinic_slug_not_reserved",
        make_clinic,
        {"slug": "feed"},
        "This address belongs to another page.",
    ),
    Breach("clinics_clinicphoto_case_consented", case, {"consent_scope": ""}),
    Breach("clinics_clinicphoto_case_consented", case, {"given_on": None}),
    Breach("clinics_clinicphoto_case_consented", photo, {"kind": "case"}),
    Breach("clinics_clinicphoto_consent_ordered", photo, {"expires_on": TODAY - timedelta(days=1)}),
    Breach("clinics_clinicphoto_described", photo, {"alt": ""}, "This field cannot be blank."),
    Breach("clinics_clinicphoto_digest_unique", second_photo, {"digest": "1" * 32}),
    Breach("clinics_clinicphoto_kind_known", photo, {"kind": "x"}, NO_CHOICE),
    Breach("clinics_clinicphoto_scope_known", photo, {"consent_scope": "x"}, NO_CHOICE),
    Breach("clinics_clinicphoto_sized", photo, {"width": 0}, AT_LEAST_1),
    Breach("clinics_clinicphoto_sized", photo, {"height": 0}, AT_LEAST_1),
    Breach("clinics_clinicprice_basis_known", price, {"basis": "x"}, NO_CHOICE),
    Breach("clinics_clinicprice_state_known", price, {"state": "x"}, NO_CHOICE),
    Breach("clinics_clinicprice_tax_known", price, {"tax": "x"}, NO_CHOICE),
    Breach("clinics_clinicprice_range_ordered", price, {"high": 1499}),
    Breach("clinics_clinicprice_priced_has_figures", price, {"low": None, "high": None}),
    Breach("clinics_clinicprice_priced_has_figures", price, {"high": None}),
    Breach("clinics_clinicprice_priced_has_figures", price, {"low": None, "high": None, "open_ended": True}),
    Breach("clinics_clinicprice_on_assessment_has_none", price, {"state": "on_assessment"}),
    Breach("clinics_clinicprice_on_assessment_has_none", price_on_assessment, {"low": 1500}),
    Breach("clinics_clinicprice_on_assessment_has_none", price_on_assessment, {"open_ended": True}),
    Breach(
        "clinics_clinicprice_amounts_in_range",
        price,
        {"low": HIGHEST_AMOUNT + 1, "high": None, "open_ended": True},
        AT_MOST_TEN_DIGITS,
    ),
    Breach("clinics_clinicprice_amounts_in_range", price, {"high": HIGHEST_AMOUNT + 1}, AT_MOST_TEN_DIGITS),
    Breach("clinics_clinicprice_sessions_complete", price, {"sessions_min": 2}),
    Breach("clinics_clinicprice_sessions_complete", price, {"sessions_max": 2}),
    Breach("clinics_clinicprice_sessions_ordered", price, {"sessions_min": 3, "sessions_max": 2}),
    Breach(
        "clinics_clinicprice_sessions_in_range", price, {"sessions_min": 0, "sessions_max": 2}, AT_LEAST_1
    ),
    Breach("clinics_clinicprice_basis_unique", second_price, {"basis": "session"}),
    Breach("clinics_criterion_position_unique", second_criterion, {"position": 1}),
    Breach("clinics_finding_criterion_unique", finding_on_second_criterion, {"criterion_id": 1}),
    Breach("clinics_bulkentry_clinic_unique", second_bulk_entry, {"clinic_key": 1}),
    Breach("clinics_changeset_kind_known", change_set, {"kind": "x"}, NO_CHOICE),
    Breach("clinics_changeset_state_known", change_set, {"state": "x"}, NO_CHOICE),
    Breach("clinics_changesetrow_number_unique", second_row, {"number": 2}),
    Breach("clinics_linkcheck_url_unique", second_link, {"url": "https://a.example"}),
    Breach("clinics_finding_answer_known", finding, {"answer": "x"}, NO_CHOICE),
    Breach("clinics_finding_dates_ordered", finding, {"expires_on": TODAY - timedelta(days=1)}),
    Breach("clinics_importbatch_kind_known", make_import_batch, {"kind": "x"}, NO_CHOICE),
    Breach("clinics_importentry_clinic_unique", second_import_entry, {"clinic_key": 1}),
    Breach("clinics_listingversion_act_known", make_version, {"act": "x"}, NO_CHOICE),
    Breach("clinics_listingversion_number_unique", second_version, {"number": 1}),
    Breach("clinics_proposal_state_known", make_proposal, {"state": "x"}, NO_CHOICE),
    Breach("clinics_registerid_number_unique", number_of_another_clinic, {"identifier": "1"}),
    Breach("clinics_registerid_source_unique", number_of_another_register, {"source": "seoul"}),
]
IN_ITSELF = "clinics_district_not_in_itself"


def test_every_constraint_is_broken_by_a_case():
    named = set(constraints_of("clinics"))

    assert len(named) > 20
    assert {breach.constraint for breach in BREACHES} | {IN_ITSELF} == named


@pytest.mark.parametrize("breach", BREACHES, ids=str)
def test_the_database_refuses(breach):
    assert_database_refuses(breach)


@pytest.mark.parametrize("breach", BREACHES, ids=str)
def test_an_editor_reads_why(breach):
    assert_editor_reads_why(breach)


def test_no_district_lies_in_itself():
    district = make_district()
    model, constraint = constraints_of("clinics")[IN_ITSELF]

    with pytest.raises(IntegrityError, match=IN_ITSELF), transaction.atomic():
        District.objects.filter(pk=district.pk).update(parent=F("pk"))
    district.parent = district
    with pytest.raises(ValidationError) as said:
        constraint.validate(model, district)
    with pytest.raises(ValidationError) as read:
        district.full_clean()

    assert said.value.messages == ["A district cannot lie in itself."]
    assert "A district cannot lie in itself." in read.value.messages


def test_clinics_written_in_bulk_are_refused_together():
    district = make_district()
    clinics = [Clinic(name=slug, slug=slug, district=district) for slug in ("one", "two", "feed")]

    with pytest.raises(IntegrityError, match="clinics_clinic_slug_not_reserved"), transaction.atomic():
        Clinic.objects.bulk_create(clinics)

    assert not Clinic.objects.exists()


def test_prices_written_in_bulk_are_refused_together():
    clinic, treatment = make_clinic(), make_treatment()
    sound = ClinicPrice(clinic=clinic, treatment=treatment, **price_values(1500, 2500))
    twin = ClinicPrice(clinic=clinic, treatment=treatment, **price_values(1600, 2600))

    with pytest.raises(IntegrityError), transaction.atomic():
        ClinicPrice.objects.bulk_create([sound, twin])

    assert not ClinicPrice.objects.exists()


def test_two_clinics_cannot_have_one_address():
    make_clinic(slug="dot-house")
    second = Clinic(name="Dot House", slug="dot-house", district=make_district())

    with pytest.raises(IntegrityError), transaction.atomic():
        Clinic.objects.bulk_create([second])
    with pytest.raises(ValidationError) as read:
        second.full_clean()

    assert read.value.messages == ["Clinic with this Slug already exists."]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": "a" * 201}, "Ensure this value has at most 200 characters (it has 201)."),
        ({"name_ko": "가" * 201}, "Ensure this value has at most 200 characters (it has 201)."),
        ({"slug": "a" * 121}, "Ensure this value has at most 120 characters (it has 121)."),
        ({"slug": "도트"}, "Enter a valid “slug” consisting of letters, numbers, underscores or hyphens."),
        ({"technology": "a" * 301}, "Ensure this value has at most 300 characters (it has 301)."),
        ({"description": "a" * 5001}, "Ensure this value has at most 5000 characters (it has 5001)."),
        ({"website": "javascript:alert(1)"}, "Enter a valid URL."),
        ({"review_places": ["https://example.com/a", "ftp://example.com"]}, "Enter a valid URL."),
        (
            {"latitude": Decimal("7.1234567"), "longitude": Decimal(127)},
            "Ensure that there are no more than 6 decimal places.",
        ),
        (
            {"verified_on": "soon"},
            "“soon” value has an invalid date format. It must be in YYYY-MM-DD format.",
        ),
        ({"price_tier_id": 999}, "price tier instance with id 999 is not a valid choice."),
    ],
)
def test_a_clinic_refuses_what_its_columns_cannot_hold(changes, message):
    clinic = make_clinic()
    for name, value in changes.items():
        setattr(clinic, name, value)

    with pytest.raises(ValidationError) as refused:
        clinic.full_clean()

    assert message in refused.value.messages


@pytest.mark.parametrize("position", [-1, 32_768, 2**63])
def test_a_vocabulary_refuses_positions_that_a_small_column_cannot_hold(position):
    focus = make_focus()
    focus.position = position

    with pytest.raises(ValidationError) as refused:
        focus.full_clean()

    assert "position" in refused.value.message_dict


@pytest.mark.parametrize("identifier", ["", "12 34", "12;34", "12\n", "a" * 121])
def test_a_register_number_is_one_word(identifier):
    number = make_register_id()
    number.identifier = identifier

    with pytest.raises(ValidationError) as refused:
        number.full_clean()

    assert "identifier" in refused.value.message_dict


def test_what_clinics_and_findings_stand_on_cannot_be_deleted():
    clinic = make_clinic(district=make_district(parent=make_district()))
    treatment = make_treatment()
    make_price(clinic, treatment, 100, 200)
    found = make_finding(clinic, make_criterion())

    for used in (
        clinic.district,
        clinic.district.parent,
        treatment,
        treatment.procedure,
        found.criterion,
        found.criterion.factor,
    ):
        with pytest.raises(ProtectedError):
            used.delete()


def test_a_deleted_clinic_takes_its_prices_findings_and_numbers_along():
    clinic = make_clinic()
    make_price(clinic, make_treatment(), 100, 200)
    make_finding(clinic, make_criterion())
    make_register_id(clinic=clinic)

    clinic.delete()

    assert not ClinicPrice.objects.exists()
    assert not Finding.objects.exists()
