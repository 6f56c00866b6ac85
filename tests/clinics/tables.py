"""Tables for tests: CSV texts in and out of the importer."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal

from clinics.documents import Change, write_documents
from clinics.exporting import clinic_rows, finding_rows, price_rows
from clinics.importing import import_clinics, import_findings, import_prices, read_table
from clinics.models import RegisterId
from pricing.models import Inclusion
from tests import factories
from tests.factories import TODAY


def table(text, **options):
    """Return the Table of a CSV text."""
    return read_table(text.encode(), **options)


def load_clinics(text, **options):
    return import_clinics(table(text), **options)


def load_prices(text, **options):
    return import_prices(table(text), today=TODAY, **options)


def load_findings(text, **options):
    return import_findings(table(text), **options)


def counts(outcome):
    """Return (new, changed, unchanged, rejected)."""
    return outcome.new, outcome.changed, outcome.unchanged, len(outcome.rejected)


def reasons(outcome):
    """Return the line of each rejection."""
    return [f"row {row.row.number}, {problem}" for row in outcome.rejected for problem in row.problems]


def exported():
    """Return the three native files as texts."""
    return "".join(clinic_rows()), "".join(price_rows()), "".join(finding_rows())


def import_back(files):
    """Import three native files and return the counts of each."""
    clinics, prices, findings = files
    return [counts(load_clinics(clinics)), counts(load_prices(prices)), counts(load_findings(findings))]


def create_documents(documents):
    """Store new listings, without a history, and return their primary keys in the same order."""
    return write_documents([Change(document) for document in documents])


def make_whole_clinic(**values):
    """Create a clinic that has a value in every column, two prices and two findings."""
    treatments = [factories.make_treatment(slug=f"treatment-{letter}") for letter in "ba"]
    clinic = factories.make_clinic(
        **{
            "slug": "whole",
            "name": "Whole Clinic",
            "name_ko": "온전의원",
            "district": values.get("district") or factories.make_district(slug="gangnam"),
            "focuses": [factories.make_focus(slug=slug) for slug in ("scars", "density")],
            "concerns": [factories.make_concern(slug="thinning")],
            "treatments": treatments,
            "languages": [factories.make_language(slug="english"), factories.make_language(slug="korean")],
            "services": [factories.make_service(slug="coordinator")],
            "price_tier": factories.make_tier(slug="mid-high"),
            "tier_estimated": False,
            "status": "archived",
            "publish_at": datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
            "unpublish_at": datetime(2027, 1, 2, 3, 4, 5, 678, tzinfo=UTC),
            "is_example": True,
            "focus_summary": "Hairlines",
            "target_clients": "Men and women",
            "artistic_style": "Soft",
            "technology": "Microscope",
            "service_grade": "strong",
            "service_note": "A coordinator",
            "differentiator": "Scars",
            "description": 'A "quoted" text, with a comma\nand a second line',
            "expertise": "=1+1",
            "experience": "- calm",
            "access": "'@home",
            "address": "1 Street, Gangnam",
            "address_ko": "서울특별시 강남구 도산대로 1, 2층",
            "latitude": Decimal("37.5247"),
            "longitude": Decimal("127.040201"),
            "point_approximate": True,
            "phone": "+82-2-555-1234",
            "website": "https://clinic.example/a;b?c=1,2",
            "review_places": ["https://reviews.example/1", "https://reviews.example/2"],
            "opening_hours": "Mo-Fr 10:00-19:00\nSu closed",
            "payment_methods": ["Visa", "cash"],
            "legal_basis": "medical",
            "legal_number": "M-1",
            "legal_source": "Register",
            "legal_checked_on": date(2026, 5, 1),
            "verified_on": date(2026, 6, 1),
            "verified_by": "Editor",
            "review_due_on": date(2027, 6, 1),
            **values,
        }
    )
    RegisterId.objects.create(clinic=clinic, source="seoul", identifier="7")
    RegisterId.objects.create(clinic=clinic, source="korea", identifier="A/1")
    price = factories.make_price(
        clinic,
        treatments[0],
        4000,
        6000,
        open_ended=True,
        sessions=(2, 4),
        tax="included",
        remark="From",
        source="Price list",
        checked_on=TODAY,
        estimated=True,
    )
    price.inclusions.add(
        factories.make(Inclusion, "inclusion", slug="kit"),
        factories.make(Inclusion, "inclusion", slug="aftercare"),
    )
    factories.make_price(clinic, treatments[1], basis="session")
    criteria = [factories.make_criterion(slug=f"criterion-{letter}") for letter in "ba"]
    factories.make_finding(
        clinic,
        criteria[0],
        "no",
        evidence="Seen",
        source="Visit",
        expires_on=date(2027, 1, 1),
    )
    factories.make_finding(clinic, criteria[1], "unknown", checked_on=None)
    return clinic


def statement_words(captured):
    """Return the first word of each captured statement; one that was sent for many rows at once is one."""
    return [re.sub(r"\A\d+ times: ", "", query["sql"]).split()[0] for query in captured]
