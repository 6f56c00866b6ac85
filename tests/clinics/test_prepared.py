"""Queries that are compiled once give what their queryset gives, for any keys."""

from datetime import date

import pytest

from clinics.among import Among
from clinics.models import Finding
from clinics.prepared import Prepared
from tests.factories import make_clinic, make_criterion, make_finding

COLUMNS = ("clinic_id", "answer", "expires_on", "criterion__name")


def findings(among):
    return Finding.objects.filter(among("clinic_id")).order_by("pk").values_list(*COLUMNS)


@pytest.mark.django_db
def test_rows_are_those_of_the_queryset_whatever_the_keys():
    clinics = [make_clinic() for _number in range(3)]
    criterion = make_criterion()
    for clinic, day in zip(clinics, (date(2027, 1, 2), None, date(2026, 12, 31)), strict=True):
        make_finding(clinic, criterion, expires_on=day)
    prepared = Prepared(Finding, findings)

    for chosen in (clinics, clinics[1:], clinics[:1], []):
        keys = [clinic.pk for clinic in chosen]
        expected = [list(row) for row in findings(lambda column, keys=keys: Among(column, keys))]
        assert [list(row) for row in prepared.read(keys)] == expected
        assert len(expected) == len(chosen)


@pytest.mark.django_db
def test_any_number_of_keys_is_one_statement(django_assert_num_queries):
    clinic = make_clinic()
    make_finding(clinic, make_criterion())
    prepared = Prepared(Finding, findings)

    with django_assert_num_queries(2):
        [row] = prepared.read([clinic.pk, *range(10**6, 10**6 + 70_000)])
        assert list(prepared.read([])) == []

    assert row[0] == clinic.pk
