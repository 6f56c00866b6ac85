"""Many clinics at once, for tests of how much work a page makes."""

from datetime import timedelta

from django.db import connection, transaction

from clinics.models import Clinic, ClinicPrice, Finding
from tests.factories import (
    TODAY,
    make_concern,
    make_criterion,
    make_district,
    make_focus,
    make_language,
    make_market_price,
    make_service,
    make_tier,
    make_treatment,
    price_values,
)

RELATED = ("focuses", "concerns", "treatments", "languages", "services")


def make_crowd(number):
    """Create a number of published clinics, each with two of everything: a price, a finding and so on."""
    seoul = make_district(slug="seoul", name="Seoul")
    districts = [make_district(parent=seoul) for _number in range(3)]
    tiers = [make_tier(), make_tier()]
    related = {
        "focuses": [make_focus(), make_focus()],
        "concerns": [make_concern(), make_concern()],
        "treatments": [make_treatment(slug="crown"), make_treatment()],
        "languages": [make_language(), make_language()],
        "services": [make_service(), make_service()],
    }
    make_market_price("Crown", 100, 200, treatments=related["treatments"])
    criteria = [make_criterion(), make_criterion()]
    clinics = Clinic.objects.bulk_create(
        Clinic(
            slug=f"clinic-{place:04}",
            name=f"Clinic {place}",
            status="published",
            district=districts[place % len(districts)],
            price_tier=tiers[place % len(tiers)],
            verified_on=TODAY - timedelta(days=place % 100),
        )
        for place in range(number)
    )
    for name in RELATED:
        _relate(clinics, name, related[name])
    prices = [price_values(1000, 2000, basis=basis) for basis in ("session", "package")]
    ClinicPrice.objects.bulk_create(
        ClinicPrice(clinic=clinic, treatment=treatment, **price)
        for clinic in clinics
        for treatment in related["treatments"]
        for price in prices
    )
    Finding.objects.bulk_create(
        Finding(clinic=clinic, criterion=criterion, answer="yes")
        for clinic in clinics
        for criterion in criteria
    )
    return clinics


def make_crowd_unnoticed(number):
    """Create a crowd as after an import: the server thinks that its tables are all but empty.

    A statement of the test that takes longer than twenty seconds ends with an error then (PostgreSQL).
    """
    with transaction.atomic():
        make_crowd(number)
        transaction.set_rollback(True)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    make_crowd(number)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = '20s'")


def _relate(clinics, name, records):
    field = Clinic._meta.get_field(name)
    through = field.remote_field.through
    through.objects.bulk_create(
        through(**{field.m2m_field_name(): clinic, field.m2m_reverse_field_name(): record})
        for clinic in clinics
        for record in records
    )
