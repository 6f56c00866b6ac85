"""A consent that was taken back is never restored: not by undo, restore, proposal, deletion or upload."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clinics.canonical import digest
from clinics.documents import (
    Change,
    blank_child,
    blank_document,
    document_of,
    read_documents,
    write_documents,
)
from clinics.documents.fields import PHOTOS
from clinics.history import Occasion, delete_listings, write_listings
from clinics.history.restoring import restore
from clinics.importing import undo_batch
from clinics.models import Act, Clinic, ClinicPhoto, ListingVersion, PhotoWithdrawal
from clinics.photos.withdrawing import withdraw_photo
from tests.clinics.tables import create_documents, exported, load_clinics
from tests.factories import TODAY, make_clinic, make_district, make_photo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

DAY = timedelta(days=1)


@pytest.fixture
def clinic():
    return make_clinic(slug="dots")


@pytest.fixture
def photo(clinic):
    return make_photo(clinic, kind="case", consent_scope="reuse", expires_on=date(2027, 1, 1))


def withdrawn_on(clinic):
    """Return the day of withdrawal of each photo, as the document and as the database has it."""
    days = [photo["withdrawn_on"] for photo in document_of(clinic)["photos"]]
    stored = clinic.photos.in_order().values_list("withdrawn_on", flat=True)
    assert sorted(filter(None, days)) == sorted(day.isoformat() for day in stored if day)
    return days


class TestDocument:
    def test_photo_is_a_part_of_the_document(self, clinic, photo):
        make_photo(clinic, alt_ko="방", caption="Room", source="Kim", position=1)

        document = document_of(clinic)
        Clinic.objects.all().delete()
        (pk,) = create_documents([document])

        assert document["photos"][0] == {
            "digest": photo.digest,
            "width": 1600,
            "height": 1200,
            "position": 0,
            "kind": "case",
            "alt": "A quiet room with a chair by the window",
            "alt_ko": "",
            "caption": "",
            "source": "",
            "consent_scope": "reuse",
            "given_on": "2026-01-28",
            "expires_on": "2027-01-01",
            "withdrawn_on": None,
        }
        assert [entry["digest"] for entry in document["photos"]] == sorted(
            entry["digest"] for entry in document["photos"]
        )
        assert read_documents([pk])[pk] == document

    def test_photos_are_added_changed_and_removed(self, clinic, photo):
        other = make_photo(clinic)
        before = document_of(clinic)
        first, second = before["photos"]
        added = {**blank_child(PHOTOS), "digest": "f" * 32, "width": 9, "height": 8, "alt": "New"}
        after = {**before, "photos": [{**first, "position": 7, "alt": "Changed"}, added]}

        write_documents([Change(after, clinic.pk, before)])

        assert document_of(clinic) == after
        assert ClinicPhoto.objects.get(pk=photo.pk).position == 7
        assert not ClinicPhoto.objects.filter(pk=other.pk).exists()
        assert second["digest"] == other.digest

    def test_document_from_before_there_were_photos_leaves_them_as_they_are(self, clinic, photo):
        before = document_of(clinic)
        older = {key: value for key, value in before.items() if key != "photos"}
        change = Change({**older, "name": "Older"}, clinic.pk, before)

        write_documents([change])

        assert document_of(clinic) == {**before, "name": "Older"} == change.after

    def test_new_listing_from_before_there_were_photos_has_none(self):
        document = {**blank_document(), "slug": "old", "name": "Old", "district": make_district().slug}
        del document["photos"]

        create_documents([document])

        assert document_of(Clinic.objects.get())["photos"] == []

    def test_having_no_photos_keeps_the_digest_from_before(self, clinic):
        document = document_of(clinic)
        older = {key: value for key, value in document.items() if key != "photos"}

        assert digest(document) == digest(older)

        make_photo(clinic)
        assert digest(document_of(clinic)) != digest(older)

    def test_native_files_say_nothing_of_photos(self, clinic, photo):
        assert not any(photo.digest in text for text in exported())


class TestWithdrawal:
    def test_every_listing_with_the_photo_gets_a_version_that_says_so(self, clinic, photo, admin_user):
        other = make_clinic()
        make_photo(other, digest=photo.digest)
        make_photo(make_clinic())

        assert withdraw_photo(photo.digest, on=TODAY, user=admin_user) == 2

        assert withdrawn_on(clinic) == withdrawn_on(other) == [TODAY.isoformat()]
        assert PhotoWithdrawal.objects.get().withdrawn_on == TODAY
        version = ListingVersion.objects.of(clinic.pk)[0]
        assert (version.user, version.reason) == (admin_user, "the consent to a photo was withdrawn")
        assert version.document == document_of(clinic)

    def test_second_withdrawal_changes_nothing(self, clinic, photo):
        withdraw_photo(photo.digest, on=TODAY - DAY)

        assert withdraw_photo(photo.digest, on=TODAY) == 0
        assert withdrawn_on(clinic) == [(TODAY - DAY).isoformat()]


class TestNeverRestored:
    def test_by_a_document_from_before(self, clinic, photo):
        before = document_of(clinic)
        withdraw_photo(photo.digest, on=TODAY)
        now = document_of(clinic)
        change = Change({**before, "name": "Restored"}, clinic.pk, now)

        write_documents([change])

        assert withdrawn_on(clinic) == [TODAY.isoformat()]
        assert document_of(clinic) == change.after == {**now, "name": "Restored"}

    def test_by_a_document_that_only_gives_the_consent_back(self, clinic, photo):
        before = document_of(clinic)
        withdraw_photo(photo.digest, on=TODAY)
        version = Clinic.objects.get().version

        write_documents([Change(before, clinic.pk, document_of(clinic))])

        assert withdrawn_on(clinic) == [TODAY.isoformat()]
        assert Clinic.objects.get().version == version

    def test_after_the_photo_was_deleted(self, clinic, photo):
        before = document_of(clinic)
        withdraw_photo(photo.digest, on=TODAY)
        photo.delete()

        write_documents([Change(before, clinic.pk, document_of(clinic))])

        assert withdrawn_on(clinic) == [TODAY.isoformat()]

    def test_after_the_listing_was_deleted(self, clinic, photo):
        before = document_of(clinic)
        withdraw_photo(photo.digest, on=TODAY)
        delete_listings([clinic.pk], occasion=Occasion(Act.DELETED))

        write_listings([Change(before, clinic.pk)], occasion=Occasion(Act.RESTORED))

        assert withdrawn_on(clinic) == [TODAY.isoformat()]

    def test_by_restoring_a_version(self, clinic, photo, admin_user):
        before = document_of(clinic)
        withdraw_photo(photo.digest, on=TODAY)
        version = ListingVersion.objects.of(clinic.pk).get(act=Act.FOUND)
        assert version.document == before

        restoration = restore(version, seen_number=2, user=admin_user)

        assert withdrawn_on(clinic) == [TODAY.isoformat()]
        assert restoration.differences == []  # which is what the editor is shown before

    def test_in_another_listing(self, clinic, photo):
        withdraw_photo(photo.digest, on=TODAY)
        document = {**document_of(clinic), "slug": "copy"}
        document["photos"] = [{**document["photos"][0], "withdrawn_on": None}]

        create_documents([document])

        assert withdrawn_on(Clinic.objects.get(slug="copy")) == [TODAY.isoformat()]

    def test_by_undoing_an_import(self, clinic, photo):
        outcome = load_clinics("slug,differentiator\ndots,Imported\n")
        withdraw_photo(photo.digest, on=TODAY)
        kept = []

        undo_batch(outcome.batch.pk, keep=kept.extend)

        assert document_of(clinic)["differentiator"] == ""
        assert withdrawn_on(clinic) == [TODAY.isoformat()]
        assert len(kept) == 1

    def test_by_undoing_an_import_that_made_it_known(self, clinic, photo):
        """A withdrawal that came with a document is remembered like any other."""
        before = document_of(clinic)
        withdrawn = [{**before["photos"][0], "withdrawn_on": "2026-05-03"}]
        change = Change({**before, "photos": withdrawn}, clinic.pk, before)
        write_documents([change])

        write_documents([Change(before, clinic.pk, document_of(clinic))])

        assert withdrawn_on(clinic) == ["2026-05-03"]

    def test_the_first_day_of_two_counts(self, clinic, photo):
        other = make_clinic()
        make_photo(other, digest=photo.digest)
        changes = []
        for each, day in ((clinic, "2026-05-03"), (other, "2026-05-02")):
            before = document_of(each)
            photos = [{**before["photos"][0], "withdrawn_on": day}]
            changes.append(Change({**before, "photos": photos}, each.pk, before))

        write_documents(changes)

        assert withdrawn_on(clinic) == withdrawn_on(other) == ["2026-05-02"]

    def test_documents_without_photos_ask_nothing_about_withdrawals(self, clinic):
        before = document_of(clinic)

        with CaptureQueriesContext(connection) as captured:
            write_documents([Change({**before, "name": "Other"}, clinic.pk, before)])

        assert len(captured) > 1
        assert not any("photo" in query["sql"] for query in captured)


class TestPage:
    """The page on which an editor withdraws a consent."""

    @pytest.fixture
    def address(self, photo):
        return reverse("admin:clinics_clinic_withdraw_photo", args=[photo.pk])

    def test_page_names_every_listing_and_changes_nothing(self, admin_client, clinic, photo, address):
        other = make_clinic(name="Another Clinic")
        make_photo(other, digest=photo.digest)

        page = admin_client.get(address).content.decode()

        assert "Another Clinic" in page
        assert "This cannot be undone." in page
        assert 'value="2026-11-23"' in page
        assert withdrawn_on(clinic) == [None]

    def test_consent_is_withdrawn(self, admin_client, clinic, photo, address):
        response = admin_client.post(address, {"withdrawn_on": "2026-11-20"}, follow=True)

        assert withdrawn_on(clinic) == ["2026-11-20"]
        page = response.content.decode()
        assert "The consent was withdrawn" in page
        assert "Not shown, and never again: the consent was withdrawn on 20 November 2026." in page
        assert address not in page

    @pytest.mark.parametrize(
        ("day", "sentence"),
        [
            ("2026-11-24", "This day is still to come, and a withdrawal is in force at once."),
            ("", "This field is required."),
            ("yesterday", "Enter a valid date."),
        ],
    )
    def test_impossible_day_is_refused(self, admin_client, clinic, photo, address, day, sentence):
        response = admin_client.post(address, {"withdrawn_on": day})

        assert sentence in response.content.decode()
        assert withdrawn_on(clinic) == [None]

    def test_who_may_not_change_listings_may_not_withdraw(self, client, django_user_model, clinic, address):
        client.force_login(django_user_model.objects.create_user("trainee", is_staff=True))

        assert client.get(address).status_code == 403
        assert client.post(address, {"withdrawn_on": "2026-11-20"}).status_code == 403
        assert withdrawn_on(clinic) == [None]

    def test_photo_that_is_not_there_is_not_found(self, admin_client, address):
        ClinicPhoto.objects.all().delete()

        assert admin_client.get(address).status_code == 404
