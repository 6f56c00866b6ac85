"""Every act leaves one version of each listing that it changes: the whole document, who and why."""

import pytest
from django.core.management import call_command

from clinics.documents import Change, blank_document, document_of
from clinics.history import Occasion, delete_listings, record_saved, write_listings
from clinics.importing import undo_batch
from clinics.models import Act, Clinic, ListingVersion
from clinics.samples import add_samples, remove_samples
from pricing.models import Redirect
from tests import factories
from tests.clinics.tables import load_clinics, load_prices, make_whole_clinic

pytestmark = pytest.mark.django_db


@pytest.fixture
def kim(django_user_model):
    return django_user_model.objects.create_user("kim")


def versions(clinic_key=None):
    """Return (number, act, name) of the versions of one listing or of all, in the order they were written."""
    stored = ListingVersion.objects.order_by("pk")
    if clinic_key is not None:
        stored = stored.filter(clinic_key=clinic_key)
    return list(stored.values_list("number", "act", "name"))


def change(clinic, **values):
    """Return the Change that gives a clinic other values."""
    before = document_of(clinic)
    return Change({**before, **values}, clinic.pk, before)


def test_a_change_leaves_the_whole_document_with_who_and_why(kim):
    clinic = make_whole_clinic()
    occasion = Occasion(Act.SAVED, user=kim, reason="They moved.")

    [written] = write_listings([change(clinic, name="Other")], occasion=occasion)

    clinic.refresh_from_db()
    version = ListingVersion.objects.get(number=2)
    assert (written.pk, written.number, clinic.version) == (clinic.pk, 2, 2)
    assert (version.user, version.act, version.reason) == (kim, "saved", "They moved.")
    assert (version.slug, version.name) == ("whole", "Other")
    assert version.document == document_of(clinic)


def test_what_stood_before_the_history_is_noted_first_and_only_once():
    clinic = factories.make_clinic(name="One")

    for name in ("Two", "Three"):
        write_listings([change(clinic, name=name)], occasion=Occasion(Act.SAVED))

    assert versions() == [(1, "found", "One"), (2, "saved", "Two"), (3, "saved", "Three")]


def test_a_change_behind_the_back_of_the_history_is_noted_with_the_next_one():
    clinic = factories.make_clinic(name="One")
    write_listings([change(clinic, name="Two")], occasion=Occasion(Act.SAVED))
    Clinic.objects.raise_version(name="Behind its back")

    write_listings([change(clinic, name="Four")], occasion=Occasion(Act.SAVED))

    assert versions()[-2:] == [(3, "found", "Behind its back"), (4, "saved", "Four")]


def test_what_changes_nothing_leaves_nothing():
    clinic = factories.make_clinic()

    [written] = write_listings([change(clinic)], occasion=Occasion(Act.SAVED))

    clinic.refresh_from_db()
    assert (written.pk, written.number, clinic.version) == (clinic.pk, None, 1)
    assert record_saved(clinic.pk, document_of(clinic), occasion=Occasion(Act.SAVED)) == document_of(clinic)
    assert versions() == []


def test_new_listings_begin_with_version_one():
    district = factories.make_district(slug="gangnam")
    documents = [{**blank_document(), "slug": slug, "name": slug, "district": district.slug} for slug in "ab"]

    write_listings([Change(document) for document in documents], occasion=Occasion(Act.IMPORTED))

    assert versions() == [(1, "imported", "a"), (1, "imported", "b")]


def test_a_deletion_keeps_the_listing_and_a_return_counts_on(kim):
    clinic = make_whole_clinic()
    document = document_of(clinic)

    deleted = delete_listings([clinic.pk], occasion=Occasion(Act.DELETED, user=kim))

    assert deleted == 1
    [last] = ListingVersion.objects.of_deleted()
    assert (last.clinic_key, last.number, last.act, last.document) == (clinic.pk, 2, "deleted", document)

    [written] = write_listings([Change(document, clinic.pk)], occasion=Occasion(Act.RESTORED))

    back = Clinic.objects.get()
    assert (written.pk, written.number) == (clinic.pk, 3) == (back.pk, back.version)
    assert document_of(back) == document
    assert not ListingVersion.objects.of_deleted().exists()


def test_a_new_clinic_never_gets_the_key_of_a_deleted_one():
    clinic = factories.make_clinic()
    delete_listings([clinic.pk], occasion=Occasion(Act.DELETED))

    assert factories.make_clinic().pk != clinic.pk


def test_an_address_that_was_left_leads_to_the_listing():
    clinic = factories.make_clinic(slug="old")

    write_listings([change(clinic, slug="new")], occasion=Occasion(Act.IMPORTED))

    assert list(Redirect.objects.values_list("kind", "old_slug", "target_key")) == [
        ("clinics.clinic", "old", clinic.pk)
    ]


def test_a_hundred_listings_take_as_many_statements_as_one(django_assert_max_num_queries):
    district = factories.make_district(slug="gangnam")
    changes = [change(factories.make_clinic(district=district), phone="1") for _ in range(101)]

    with django_assert_max_num_queries(20) as few:
        write_listings(changes[:1], occasion=Occasion(Act.BULK))
    with django_assert_max_num_queries(20) as many:
        write_listings(changes[1:], occasion=Occasion(Act.BULK))

    # SQLite takes so many values in one insert; of other statements there are as many.
    without_inserts = [[q for q in captured if "INSERT" not in q["sql"]] for captured in (few, many)]
    assert len(without_inserts[0]) == len(without_inserts[1])


class TestCommands:
    """Whatever writes listings without a person at the desk writes the same history."""

    @pytest.fixture(autouse=True)
    def gangnam(self):
        return factories.make_district(slug="gangnam")

    def test_an_import_and_its_undoing(self, gangnam):
        clinic = make_whole_clinic(district=gangnam)

        outcome = load_clinics(
            "slug,name,district\nnew,New,gangnam\nwhole,Other,gangnam\n", file_name="list.csv"
        )
        new = Clinic.objects.get(slug="new").pk
        undo_batch(outcome.batch.pk)

        assert versions(new) == [(1, "imported", "New"), (2, "undone", "New")]
        assert versions(clinic.pk) == [
            (1, "found", "Whole Clinic"),
            (2, "imported", "Other"),
            (3, "undone", "Whole Clinic"),
        ]
        reasons = set(ListingVersion.objects.exclude(act="found").values_list("reason", flat=True))
        assert reasons == {f"import {outcome.batch.pk}: list.csv"}
        assert [version.clinic_key for version in ListingVersion.objects.of_deleted()] == [new]

    def test_an_import_of_prices_leaves_one_version_of_the_clinic(self, gangnam):
        clinic = make_whole_clinic(district=gangnam)
        rows = "".join(f"whole,treatment-{letter},session,1,2\n" for letter in "ab")

        load_prices("clinic,treatment,basis,low,high\n" + rows)

        assert versions(clinic.pk)[1:] == [(2, "imported", "Whole Clinic")]

    def test_samples(self):
        add_samples(range(1, 3), today=factories.TODAY)
        assert [(number, act) for number, act, _name in versions()] == [(1, "sampled")] * 2

        assert remove_samples() == 2
        assert [(number, act) for number, act, _name in versions()][2:] == [(2, "deleted")] * 2

    def test_starter_content(self):
        call_command("load_starter_content", verbosity=0)

        for clinic in Clinic.objects.all():
            newest = ListingVersion.objects.of(clinic.pk).first()
            assert (newest.number, newest.act) in {(clinic.version, "loaded"), (clinic.version, "sampled")}
            assert newest.document == document_of(clinic)


def test_nobody_writes_or_deletes_listings_beside_the_history(settings):
    modules = [
        path
        for app in ("clinics", "articles", "config")
        for path in (settings.BASE_DIR / app).rglob("*.py")
        if "migrations" not in path.parts
    ]
    writing = {
        path.relative_to(settings.BASE_DIR).as_posix()
        for path in modules
        if "write_documents(" in path.read_text(encoding="utf-8")
    }

    assert len(modules) > 100
    assert writing == {
        "clinics/documents/writing.py",
        "clinics/history/recording.py",
        "clinics/previewing.py",  # takes back what it writes
    }
