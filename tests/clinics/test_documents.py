import json
import re
from datetime import date

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from clinics.documents import (
    Change,
    blank_child,
    blank_document,
    document_of,
    in_chunks,
    read_documents,
    write_documents,
)
from clinics.documents.fields import FINDINGS, PRICES
from clinics.models import Clinic, ClinicPrice
from pricing.tables.references import UnknownSlug
from tests import factories
from tests.clinics.tables import create_documents, make_whole_clinic

pytestmark = pytest.mark.django_db


def make_document(slug="new", **values):
    if "district" not in values:
        values["district"] = factories.make_district().slug
    return {**blank_document(), "slug": slug, "name": "New", **values}


def make_price_entry(treatment, **values):
    factories.make_currency()
    figures = {"basis": "package", "low": 100, "high": 200, "currency": "USD", "year": 2026}
    return {**blank_child(PRICES), "treatment": treatment.slug, **figures, **values}


def test_document_is_plain_and_canonical():
    clinic = make_whole_clinic()

    document = document_of(clinic)

    assert json.loads(json.dumps(document)) == document
    assert list(document) == list(blank_document())
    assert document["focuses"] == ["density", "scars"]
    assert document["tier"] == "mid-high"
    assert document["latitude"] == "37.524700"
    assert document["publish_at"] == "2026-01-02T03:04:05Z"
    assert document["unpublish_at"] == "2027-01-02T03:04:05.000678Z"
    assert document["verified_on"] == "2026-06-01"
    assert document["register_ids"] == {"korea": "A/1", "seoul": "7"}
    assert list(document["register_ids"]) == ["korea", "seoul"]
    assert document["payment_methods"] == ["Visa", "cash"]
    assert [price["treatment"] for price in document["prices"]] == ["treatment-a", "treatment-b"]
    assert document["prices"][1]["inclusions"] == ["aftercare", "kit"]
    assert document["prices"][0]["low"] is None
    assert [finding["criterion"] for finding in document["findings"]] == ["criterion-a", "criterion-b"]


def test_blanks_around_a_text_and_its_kind_of_line_break_do_not_count():
    clinic = factories.make_clinic(description=" one\r\ntwo\rthree \n")

    document = document_of(clinic)

    assert document["description"] == "one\ntwo\nthree"


def test_documents_come_in_the_order_asked_for_without_those_that_are_gone():
    first, second = factories.make_clinic(), factories.make_clinic()

    documents = read_documents([second.pk, 0, first.pk])

    assert list(documents) == [second.pk, first.pk]


def test_any_number_of_documents_is_read_with_the_same_number_of_statements(django_assert_num_queries):
    clinics = [make_whole_clinic()]
    clinics += [factories.make_clinic() for _ in range(20)]

    for count in (1, 21):
        with django_assert_num_queries(11):
            assert len(read_documents([clinic.pk for clinic in clinics[:count]])) == count


def test_written_document_reads_the_same():
    whole = document_of(make_whole_clinic())
    Clinic.objects.all().delete()

    (pk,) = create_documents([whole])

    assert read_documents([pk])[pk] == whole


def test_documents_are_written_in_the_order_given_and_derived_columns_are_filled():
    documents = [make_document("b", name="Élite", phone="02-555-1234"), make_document("a", name_ko="가")]

    pks = create_documents(documents)

    first, second = (Clinic.objects.get(pk=pk) for pk in pks)
    assert (first.slug, first.sort_name, first.search_names) == ("b", "elite", "elite")
    assert first.phone_e164 == "+8225551234"
    assert second.search_names == "new\n가"
    assert first.version == 1


def test_changed_document_fills_derived_columns_and_counts_one_version_more():
    clinic = make_whole_clinic()
    before = document_of(clinic)
    after = {
        **before,
        "name": "Élite",
        "phone": "02-555-9999",
        "focuses": ["density"],
        "register_ids": {"seoul": "8"},
    }

    pks = write_documents([Change(after, clinic.pk, before)])

    clinic.refresh_from_db()
    assert pks == [clinic.pk]
    assert document_of(clinic) == after
    assert (clinic.sort_name, clinic.phone_e164, clinic.version) == ("elite", "+8225559999", 2)


def test_unchanged_document_is_not_touched(django_assert_num_queries):
    clinic = make_whole_clinic()
    document = document_of(clinic)

    with django_assert_num_queries(2):  # the savepoint and its end
        write_documents([Change(document, clinic.pk, document)])

    clinic.refresh_from_db()
    assert clinic.version == 1


def test_who_made_a_clinic_outlives_a_change(django_user_model):
    user = django_user_model.objects.create_user("editor")
    clinic = factories.make_clinic(created_by=user)
    before = document_of(clinic)

    write_documents([Change({**before, "name": "Other"}, clinic.pk, before)])

    clinic.refresh_from_db()
    assert clinic.created_by == user


def test_prices_and_findings_are_added_changed_and_removed():
    clinic = make_whole_clinic()
    before = document_of(clinic)
    on_assessment, open_ended = before["prices"]
    changed = {**open_ended, "low": 4500, "inclusions": ["kit"]}
    added = make_price_entry(factories.make_treatment(slug="treatment-c"), inclusions=["aftercare"])
    finding = {**blank_child(FINDINGS), "criterion": factories.make_criterion(slug="criterion-c").slug}
    after = {**before, "prices": [changed, added], "findings": [before["findings"][1], finding]}
    kept = ClinicPrice.objects.get(clinic=clinic, treatment__slug=changed["treatment"])

    write_documents([Change(after, clinic.pk, before)])

    clinic.refresh_from_db()
    assert document_of(clinic) == after
    assert on_assessment not in document_of(clinic)["prices"]
    assert ClinicPrice.objects.get(clinic=clinic, treatment__slug=changed["treatment"]).pk == kept.pk
    assert clinic.version == 2


def test_prices_of_another_clinic_stay_when_the_same_ones_are_removed():
    clinic, other = make_whole_clinic(), factories.make_clinic()
    before = document_of(clinic)
    price = factories.make_price(other, ClinicPrice.objects.filter(clinic=clinic).first().treatment, 1, 2)

    write_documents([Change({**before, "prices": []}, clinic.pk, before)])

    assert list(ClinicPrice.objects.all()) == [price]


def test_a_change_of_a_vocabulary_word_only_touches_that_relation():
    clinic = make_whole_clinic()
    before = document_of(clinic)

    with CaptureQueriesContext(
        connection,
    ) as captured:
        write_documents([Change({**before, "languages": []}, clinic.pk, before)])

    statements = [query["sql"].split()[0] for query in captured]
    assert [word for word in statements if word not in {"SAVEPOINT", "RELEASE"}] == ["UPDATE", "DELETE"]
    assert document_of(clinic)["languages"] == []


def test_a_word_that_no_vocabulary_holds_writes_nothing():
    good, bad = make_document("good"), make_document("bad", district="atlantis")

    with pytest.raises(UnknownSlug, match="There is no district 'atlantis'"):
        create_documents([good, bad])

    assert not Clinic.objects.exists()


def test_what_the_database_refuses_writes_nothing():
    documents = [make_document("same"), make_document("same")]

    with pytest.raises(IntegrityError):
        create_documents(documents)

    assert not Clinic.objects.exists()


def statements_of(count):
    treatment, criterion = factories.make_treatment(), factories.make_criterion()
    district, focus = factories.make_district(), factories.make_focus()
    documents = [
        make_document(
            f"clinic-{count}-{number}",
            district=district.slug,
            focuses=[focus.slug],
            treatments=[treatment.slug],
            register_ids={"register": f"{count}-{number}"},
            prices=[make_price_entry(treatment)],
            findings=[{**blank_child(FINDINGS), "criterion": criterion.slug, "answer": "yes"}],
        )
        for number in range(count)
    ]
    with CaptureQueriesContext(connection) as captured:
        pks = create_documents(documents)
    created = first_words(captured)
    before = read_documents(pks)
    after = {
        pk: {**document, "name": "Other", "focuses": [], "findings": []} for pk, document in before.items()
    }
    with CaptureQueriesContext(connection) as captured:
        write_documents([Change(after[pk], pk, before[pk]) for pk in pks])
    changed = first_words(captured)
    return created, changed


def first_words(captured):
    """Return what each statement does; one that is run for many rows at once counts once."""
    return [re.sub(r"^\d+ times: ", "", query["sql"]).split()[0] for query in captured]


def test_statements_do_not_grow_with_the_rows_but_for_how_many_values_an_insert_takes():
    few_created, few_changed = statements_of(10)
    many_created, many_changed = statements_of(200)

    # SQLite takes 999 values in one insert; of other statements, and of all on PostgreSQL, there are as many.
    def others(statements):
        return [statement for statement in statements if statement != "INSERT"]

    assert others(many_created) == others(few_created)
    assert others(many_changed) == others(few_changed)
    if connection.vendor == "postgresql":
        assert len(many_created) == len(few_created)
        assert len(many_changed) == len(few_changed)
    assert len(many_created) < 30


def test_chunks_hold_at_most_so_many_items():
    assert list(in_chunks(range(5), 2)) == [[0, 1], [2, 3], [4]]
    assert list(in_chunks([])) == []


def test_a_blank_document_holds_the_defaults_of_the_models():
    document = blank_document()

    assert (document["status"], document["legal_basis"], document["is_example"]) == (
        "draft",
        "unknown",
        False,
    )
    assert document["tier_estimated"] is True
    assert document["tier"] is None
    assert document["prices"] == []
    assert blank_child(PRICES)["tax"] == "unknown"
    assert blank_child(FINDINGS) == {
        "criterion": None,
        "answer": "unknown",
        "evidence": "",
        "source": "",
        "checked_on": None,
        "expires_on": None,
    }


def test_days_are_read_back_as_days():
    (pk,) = create_documents([make_document(verified_on="2026-02-28")])

    assert Clinic.objects.get(pk=pk).verified_on == date(2026, 2, 28)
