"""Any version comes back whole, in the words of now; what cannot be is said in a sentence."""

import pytest
from hypothesis import HealthCheck, given, settings

from clinics.documents import Change, document_of, read_documents
from clinics.history import Occasion, delete_listings, write_listings
from clinics.history.restoring import Restoration, Unrestorable, restore
from clinics.models import Act, Clinic, District, ListingVersion, RegisterId
from pricing.models import Treatment
from pricing.redirects import lead_on, leave_redirects
from tests import factories
from tests.clinics.documents_at_random import documents, make_vocabularies
from tests.clinics.tables import exported, make_whole_clinic

pytestmark = pytest.mark.django_db


@pytest.fixture
def kim(django_user_model):
    return django_user_model.objects.create_user("kim")


def changed(clinic, **values):
    """Give a clinic other values and return the version that this left."""
    before = document_of(clinic)
    write_listings([Change({**before, **values}, clinic.pk, before)], occasion=Occasion(Act.SAVED))
    return newest(clinic)


def newest(clinic):
    return ListingVersion.objects.of(clinic.pk).first()


def number_of(clinic):
    return Clinic.objects.values_list("version", flat=True).get(pk=clinic.pk)


def delete(*clinics):
    delete_listings([clinic.pk for clinic in clinics], occasion=Occasion(Act.DELETED))


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(first=documents(), second=documents(slug="moved"), other=documents(slug="other"))
def test_a_restored_listing_exports_byte_for_byte_as_it_did(kim, first, second, other):
    Clinic.objects.all().delete()
    if not District.objects.exists():
        make_vocabularies()
    other["register_ids"] = {}
    [written, _other] = write_listings(
        [Change(document) for document in (first, other)], occasion=Occasion(Act.ADDED)
    )
    at_first = exported()
    [again] = write_listings([Change(second, written.pk, first)], occasion=Occasion(Act.SAVED))
    at_second = exported()
    versions = {v.number: v for v in ListingVersion.objects.of(written.pk)}

    restore(versions[1], seen_number=again.number or 1, user=kim)
    assert exported() == at_first

    delete_listings([written.pk], occasion=Occasion(Act.DELETED))
    restore(versions[again.number or 1], seen_number=None, user=kim)
    assert exported() == at_second


def test_everything_that_was_deleted_since_comes_back(kim):
    clinic = make_whole_clinic()
    write_listings([], occasion=Occasion(Act.SAVED))
    before = exported()
    bare = {"focuses": [], "treatments": [], "prices": [], "findings": [], "register_ids": {}}
    changed(clinic, **bare)
    version = ListingVersion.objects.get(number=1)

    restoration = restore(version, seen_number=2, user=kim, reason="It was right.")

    assert exported() == before
    assert len(restoration.differences) >= 8
    last = newest(clinic)
    assert (last.number, last.act, last.user, last.reason) == (3, "restored", kim, "It was right.")


def test_a_deleted_listing_comes_back_under_its_key_to_its_author(kim):
    clinic = make_whole_clinic(created_by=kim)
    ListingVersion.objects.create(
        clinic_key=clinic.pk,
        number=1,
        at=factories.NOW,
        user=kim,
        act=Act.ADDED,
        slug="whole",
        name="Whole Clinic",
        document=document_of(clinic),
    )
    before = exported()
    delete(clinic)

    restore(newest(clinic), seen_number=None, user=None)

    back = Clinic.objects.get()
    assert exported() == before
    assert (back.pk, back.version, back.created_by) == (clinic.pk, 3, kim)


def test_words_that_were_renamed_or_merged_since_are_followed(kim):
    gangnam = factories.make_district(slug="gangnam")
    scars, density = factories.make_focus(slug="scars"), factories.make_focus(slug="density")
    crown, vertex = factories.make_treatment(slug="crown"), factories.make_treatment(slug="vertex")
    clinic = factories.make_clinic(district=gangnam, focuses=[scars])
    factories.make_price(clinic, vertex, 100, 200)
    changed(clinic, focuses=[], prices=[], treatments=[])
    gangnam.slug = "gangnam-gu"
    gangnam.save()
    leave_redirects(District, {"gangnam": gangnam.pk})
    lead_on(Treatment, merged=vertex, into=crown)
    vertex.delete()
    lead_on(type(scars), merged=scars, into=density)
    scars.delete()

    restoration = restore(ListingVersion.objects.get(number=1), seen_number=2, user=kim)

    document = document_of(clinic)
    assert restoration.lost == []
    assert (document["district"], document["focuses"]) == ("gangnam-gu", ["density"])
    assert document["treatments"] == [price["treatment"] for price in document["prices"]] == ["crown"]


def test_words_that_are_gone_are_named_and_left_out(kim):
    clinic = factories.make_clinic(focuses=[factories.make_focus(slug="scars")])
    factories.make_finding(clinic, factories.make_criterion(slug="license"))
    changed(clinic, focuses=[], findings=[], phone="1")
    clinic.focuses.model.objects.all().delete()
    clinic.findings.model.criterion.field.related_model.objects.all().delete()

    restoration = restore(ListingVersion.objects.get(number=1), seen_number=2, user=kim)

    assert restoration.lost == ["Focuses: scars", "Criterion: license"]
    document = document_of(clinic)
    assert (document["phone"], document["focuses"], document["findings"]) == ("", [], [])


def test_a_district_that_is_gone_cannot_be_left_out(kim):
    gangnam, mapo = factories.make_district(slug="gangnam"), factories.make_district(slug="mapo")
    clinic = factories.make_clinic(district=gangnam)
    changed(clinic, district="mapo")
    gangnam.delete()

    with pytest.raises(Unrestorable, match="There is no district 'gangnam'"):
        restore(ListingVersion.objects.get(number=1), seen_number=2, user=kim)

    assert document_of(clinic)["district"] == mapo.slug


def test_what_another_listing_took_meanwhile_is_said(kim):
    clinic = make_whole_clinic()
    delete(clinic)
    other = factories.make_clinic(slug="whole", name="Other")
    RegisterId.objects.create(clinic=other, source="seoul", identifier="7")

    with pytest.raises(Unrestorable) as caught:
        restore(newest(clinic), seen_number=None, user=kim)

    assert caught.value.reasons == [
        "The address “whole” belongs to another listing now: Other.",
        "The number 7 of the register seoul belongs to another listing now: Other.",
    ]
    assert list(Clinic.objects.all()) == [other]


def test_a_listing_that_somebody_changed_meanwhile_is_looked_at_again(kim):
    clinic = factories.make_clinic(name="One")
    changed(clinic, name="Two")
    changed(clinic, name="Three")

    with pytest.raises(Unrestorable, match="Somebody changed this listing meanwhile"):
        restore(ListingVersion.objects.get(number=1), seen_number=2, user=kim)

    assert (document_of(clinic)["name"], number_of(clinic)) == ("Three", 3)


def test_a_field_that_came_later_stays_as_it_is(kim):
    clinic = factories.make_clinic(name="One", phone="1")
    version = changed(clinic, name="Two")
    document = version.document
    del document["phone"]
    ListingVersion.objects.filter(pk=version.pk).update(document=document)
    changed(clinic, phone="2", name="Three")

    restore(ListingVersion.objects.get(pk=version.pk), seen_number=3, user=kim)

    assert read_documents([clinic.pk])[clinic.pk]["phone"] == "2"
    assert document_of(clinic)["name"] == "Two"


def test_restoring_tells_beforehand_what_it_would_do():
    clinic = factories.make_clinic(name="One")
    changed(clinic, name="Two")

    restoration = Restoration.of(ListingVersion.objects.get(number=1))

    [difference] = restoration.differences
    assert (difference.label, difference.old, difference.new) == ("Name", "Two", "One")
    assert (restoration.faults, restoration.lost, restoration.present_number) == ([], [], 2)
