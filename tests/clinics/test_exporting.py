import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinics.documents import document_of, read_documents
from clinics.exporting import clinic_rows, finding_rows, price_rows
from clinics.models import Clinic
from pricing.plain_text import is_plain
from pricing.tables.cells import clean_text
from tests import factories
from tests.clinics.tables import create_documents, exported, import_back, make_whole_clinic

pytestmark = pytest.mark.django_db

CLINIC_HEADER = (
    "slug,name,name_ko,district,focuses,concerns,treatments,languages,services,tier,status,is_example,address,"
    "address_ko,latitude,longitude,phone,website,description,source,source_id,verified_on,publish_at,unpublish_at,"
    "tier_estimated,focus_summary,target_clients,artistic_style,technology,service_grade,service_note,"
    "differentiator,expertise,experience,access,point_approximate,review_places,opening_hours,payment_methods,"
    "legal_basis,legal_number,legal_source,legal_checked_on,verified_by,review_due_on\n"
)


def rows_of(lines):
    return list(csv.DictReader(io.StringIO("".join(lines), newline="")))


def test_headers_are_the_native_ones():
    assert next(clinic_rows()) == CLINIC_HEADER
    assert next(price_rows()) == (
        "clinic,treatment,basis,state,low,high,open_ended,currency,sessions_min,sessions_max,tax,remark,source,"
        "checked_on,inclusions,estimated,year\n"
    )
    assert next(finding_rows()) == "clinic,criterion,answer,evidence,source,checked_on,expires_on\n"


def test_whole_clinic_is_written_cell_by_cell():
    make_whole_clinic()

    (clinic,) = rows_of(clinic_rows())
    on_assessment, priced = rows_of(price_rows())
    first, second = rows_of(finding_rows())

    assert clinic["focuses"] == "density;scars"
    assert (clinic["source"], clinic["source_id"]) == ("korea;seoul", "A/1;7")
    assert (clinic["is_example"], clinic["tier_estimated"]) == ("true", "false")
    assert (clinic["latitude"], clinic["longitude"]) == ("37.524700", "127.040201")
    assert clinic["publish_at"] == "2026-01-02T03:04:05Z"
    assert clinic["phone"] == "+82-2-555-1234"
    assert clinic["description"] == 'A "quoted" text, with a comma\nand a second line'
    assert (clinic["expertise"], clinic["experience"], clinic["access"]) == ("'=1+1", "'- calm", "''@home")
    assert clinic["payment_methods"] == "Visa;cash"
    assert (on_assessment["state"], on_assessment["low"], on_assessment["open_ended"]) == (
        "on_assessment",
        "",
        "false",
    )
    assert (priced["clinic"], priced["low"], priced["high"], priced["inclusions"]) == (
        "whole",
        "4000",
        "6000",
        "aftercare;kit",
    )
    assert (first["criterion"], first["answer"]) == ("criterion-a", "unknown")
    assert (second["criterion"], second["expires_on"]) == ("criterion-b", "2027-01-01")


def test_clinics_come_in_the_order_given_and_by_slug_otherwise():
    first, second = factories.make_clinic(slug="b"), factories.make_clinic(slug="a")

    assert [row["slug"] for row in rows_of(clinic_rows())] == ["a", "b"]
    assert [row["slug"] for row in rows_of(clinic_rows([first.pk, second.pk]))] == ["b", "a"]
    assert [row["slug"] for row in rows_of(clinic_rows(Clinic.objects.order_by("-slug")))] == ["b", "a"]
    assert rows_of(clinic_rows(Clinic.objects.none())) == []


def test_export_is_read_in_chunks(monkeypatch, django_assert_num_queries):
    clinics = [factories.make_clinic(slug=f"clinic-{number}") for number in range(5)]
    monkeypatch.setattr("clinics.exporting.in_chunks", lambda items: ([item] for item in items))

    lines = clinic_rows([clinic.pk for clinic in clinics])
    with django_assert_num_queries(0):
        next(lines)
    with django_assert_num_queries(7):
        next(lines)
    assert len(list(lines)) == 4


def test_export_import_export_is_the_same_byte_for_byte():
    make_whole_clinic()
    factories.make_clinic(slug="bare")
    files = exported()

    assert import_back(files) == [(0, 0, 2, 0), (0, 0, 2, 0), (0, 0, 2, 0)]
    assert exported() == files


def test_export_fills_an_empty_directory_with_the_same():
    make_whole_clinic()
    files = exported()
    Clinic.objects.all().delete()

    assert import_back(files) == [(1, 0, 0, 0), (2, 0, 0, 0), (2, 0, 0, 0)]
    assert exported() == files


def test_price_of_an_unlisted_treatment_comes_back_unchanged():
    clinic = make_whole_clinic()
    clinic.treatments.clear()
    files = exported()

    assert import_back(files) == [(0, 0, 1, 0), (0, 0, 2, 0), (0, 0, 2, 0)]
    assert exported() == files


YEAR_1900, YEAR_2200 = (datetime(year, 1, 1) for year in (1900, 2200))  # noqa: DTZ001

NASTY = st.one_of(
    st.sampled_from(
        [
            "=1+1",
            "'=1+1",
            "''=1",
            "'",
            "''",
            "+82 2 555 1234",
            "'+82 2 555 1234",
            "-5",
            "-",
            "'-5",
            "@SUM(A1)",
            "\t=1",
            "'\t=1",
            " =1",
            "' =1",
            "a\r\nb\rc\n",
            '"',
            '""',
            '","',
            ";",
            "a;b",
            "\ufeffx",
            "x\u2028y\x85z\x0b",
            " x ",
            "\u3000한글\u3000",
            "한글, 日本",
            "true",
            "1e5",
            "#N/A",
            "'#REF!",
        ]
    ),
    st.text(
        st.characters(exclude_characters="\0", exclude_categories=["Cs"]),
        max_size=40,
    ),
    st.text(st.sampled_from("'=+-@\t\r\n \",;a0"), max_size=12),
)


@st.composite
def listings(draw):
    """Values of a clinic as somebody may store them, raw: nothing is stripped or canonical."""
    texts = ["address", "description", "expertise", "phone", "verified_by", "focus_summary", "name_ko"]
    values = {name: draw(NASTY) for name in draw(st.sets(st.sampled_from(texts)))}
    values["name"] = draw(NASTY.filter(clean_text))
    moments = st.none() | st.datetimes(YEAR_1900, YEAR_2200, timezones=st.just(UTC))
    values["publish_at"] = draw(moments)
    values["verified_on"] = draw(st.none() | st.dates(date(1900, 1, 1), date(2200, 1, 1)))
    values["payment_methods"] = draw(st.lists(NASTY.map(lambda text: text.replace(";", ",")), max_size=3))
    values["is_example"] = draw(st.booleans())
    if draw(st.booleans()):
        values["latitude"] = draw(st.decimals(-90, 90, places=6))
        values["longitude"] = draw(st.decimals(-180, 180, places=6))
    values["remark"] = draw(NASTY)
    values["evidence"] = draw(NASTY)
    values["number"] = draw(st.none() | st.from_regex(r"\A[^;\s\0]{1,20}\Z").filter(is_plain))
    return values


@settings(
    max_examples=20,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(values=st.lists(listings(), min_size=1, max_size=3))
def test_whatever_a_directory_holds_survives_export_and_import(values):
    Clinic.objects.all().delete()
    treatment = factories.make_treatment()
    criterion = factories.make_criterion()
    for number, given_values in enumerate(values):
        clinic_values = dict(given_values)
        remark, evidence = clinic_values.pop("remark"), clinic_values.pop("evidence")
        identifier = clinic_values.pop("number")
        clinic = factories.make_clinic(slug=f"clinic-{number}", treatments=[treatment], **clinic_values)
        factories.make_price(clinic, treatment, 1, 2, remark=remark)
        factories.make_finding(clinic, criterion, evidence=evidence)
        if identifier:
            clinic.register_ids.create(source=f"register-{number}", identifier=identifier)
    files = exported()
    count = len(values)

    assert import_back(files) == [(0, 0, count, 0)] * 3
    assert exported() == files

    before = read_documents(Clinic.objects.order_by("slug").values_list("pk", flat=True))
    Clinic.objects.all().delete()
    pks = create_documents(before.values())
    assert list(read_documents(pks).values()) == list(before.values())
    assert exported() == files


def test_numbers_and_points_keep_their_digits():
    clinic = factories.make_clinic(latitude=Decimal("-0.000001"), longitude=Decimal("-180"))

    (row,) = rows_of(clinic_rows())

    assert (row["latitude"], row["longitude"]) == ("-0.000001", "-180.000000")
    assert document_of(clinic)["longitude"] == "-180.000000"
