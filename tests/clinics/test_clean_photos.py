"""Files of photos that nobody names are removed; those that history may need stay."""

import os
from datetime import timedelta
from threading import Event, Thread
from time import sleep

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from clinics.documents import document_of
from clinics.history import Occasion, delete_listings, record_saved
from clinics.models import Act, Proposal
from clinics.photos.cleaning import clean
from clinics.photos.encoding import encode
from clinics.photos.storing import NewPhotos
from clinics.photos.withdrawing import withdraw_photo
from tests.clinics.pictures import GREEN, make_image, store_photo
from tests.factories import NOW, TODAY, make_clinic, make_photo

pytestmark = pytest.mark.django_db

OLD = NOW - timedelta(days=2)


@pytest.fixture(autouse=True)
def _present(clock):
    """The clock stands still, and files are dated by it."""


def age(folder, moment=OLD):
    """Let every file of a folder be from a moment."""
    for path in folder.rglob("*"):
        os.utime(path, (moment.timestamp(), moment.timestamp()))


def run(capsys, *options):
    call_command("clean_photos", *options)
    return capsys.readouterr().out.splitlines()


def digests(folder):
    return sorted(path.name for path in (folder / "photos").iterdir())


def orphan(folder, digest="a" * 32):
    """Store a file that nobody names."""
    default_storage.save(f"photos/{digest}/480.jpg", ContentFile(b"12345"))
    age(folder)
    return digest


def test_without_an_order_nothing_is_removed(photo_folder, capsys):
    digest = orphan(photo_folder)

    lines = run(capsys)

    assert lines == [
        f"photo {digest}: 5\xa0bytes",
        "1 photo has no listing: 5\xa0bytes. Nothing was removed: add --remove.",
    ]
    assert digests(photo_folder) == [digest]


def test_files_that_nobody_names_are_removed(photo_folder, capsys):
    photo = store_photo(make_clinic())
    digest = orphan(photo_folder)
    files = sorted((photo_folder / "photos" / photo.digest).iterdir())

    lines = run(capsys, "--remove")

    assert lines[-1] == "1 photo without a listing was removed: 5\xa0bytes."
    assert f"photo {digest}: 5\xa0bytes" in lines
    assert digests(photo_folder) == [photo.digest]
    assert sorted((photo_folder / "photos" / photo.digest).iterdir()) == files


def test_young_files_may_belong_to_an_upload_that_is_not_finished(photo_folder, capsys):
    digest = orphan(photo_folder)
    age(photo_folder, NOW - timedelta(hours=23))

    run(capsys, "--remove")
    assert digests(photo_folder) == [digest]

    run(capsys, "--remove", "--older-than", "22")
    assert digests(photo_folder) == []


def test_files_that_history_names_are_kept(photo_folder, capsys):
    clinic = make_clinic()
    photo = store_photo(clinic)
    delete_listings([clinic.pk], occasion=Occasion(Act.DELETED))
    age(photo_folder)

    run(capsys, "--remove")

    assert digests(photo_folder) == [photo.digest]


def test_files_of_a_photo_that_was_deleted_from_its_listing_are_kept(photo_folder, capsys):
    clinic = make_clinic()
    photo = store_photo(clinic)
    before = document_of(clinic)
    photo.delete()
    record_saved(clinic.pk, before, occasion=Occasion(Act.SAVED))
    age(photo_folder)

    run(capsys, "--remove")

    assert digests(photo_folder) == [photo.digest]


@pytest.mark.parametrize(("state", "kept"), [("open", True), ("approved", True), ("declined", False)])
def test_files_that_an_open_proposal_names_are_kept(photo_folder, capsys, state, kept):
    clinic = make_clinic()
    photo = store_photo(clinic)
    document = document_of(clinic)
    photo.delete()
    Proposal.objects.create(
        clinic_key=clinic.pk, name="Dots", base_number=1, document=document, proposed_at=NOW, state=state
    )
    age(photo_folder)

    run(capsys, "--remove")

    assert digests(photo_folder) == ([photo.digest] if kept else [])


def test_history_keeps_no_file_of_a_withdrawn_photo(photo_folder, capsys):
    clinic = make_clinic()
    photo = store_photo(clinic)
    withdraw_photo(photo.digest, on=TODAY)
    age(photo_folder)

    run(capsys, "--remove")
    assert digests(photo_folder) == [photo.digest]  # editors still see what was withdrawn

    photo.delete()
    run(capsys, "--remove")
    assert digests(photo_folder) == []


def test_other_files_are_left_alone(photo_folder, capsys):
    for name in ("photos/readme.txt", "photos/lost+found/1.jpg", "share/card.png"):
        default_storage.save(name, ContentFile(b"x"))
    age(photo_folder)

    assert run(capsys, "--remove") == ["0 photos without a listing were removed: 0\xa0bytes."]
    assert len([path for path in photo_folder.rglob("*") if path.is_file()]) == 3


def test_site_without_any_upload_is_clean(photo_folder, capsys):
    assert run(capsys, "--remove") == ["0 photos without a listing were removed: 0\xa0bytes."]


def test_hours_below_zero_are_refused(capsys):
    with pytest.raises(CommandError, match=r"Hours are counted from 0\."):
        call_command("clean_photos", "--older-than", "-1")


def test_folder_that_cannot_be_read_is_said(photo_folder):
    photo_folder.mkdir()
    (photo_folder / "photos").write_bytes(b"a file where a folder should be")

    with pytest.raises(CommandError, match=r"The folder of photos refused: "):
        call_command("clean_photos")


def test_second_photo_is_told_apart(photo_folder, capsys):
    first = store_photo(make_clinic())
    second = store_photo(make_clinic(), make_image((640, 480), corner=GREEN))
    age(photo_folder)
    second.delete()

    run(capsys, "--remove")

    assert digests(photo_folder) == [first.digest]


@pytest.mark.django_db(transaction=True)
def test_cleaning_waits_for_an_upload_that_is_under_way(photo_folder):
    if connection.vendor == "sqlite":
        pytest.skip("On SQLite the one write lock does this, and a database in memory has one connection.")
    clinic = make_clinic()
    picture = encode(make_image((640, 480)))
    is_stored = Event()

    def upload():
        with NewPhotos() as new, transaction.atomic():
            new.store(picture)
            is_stored.set()
            sleep(1)
            make_photo(clinic, digest=picture.digest, width=640, height=480)
        connection.close()

    uploading = Thread(target=upload)
    uploading.start()
    assert is_stored.wait(timeout=30)
    removed = list(clean(before=NOW + timedelta(days=999)))
    uploading.join()

    assert removed == []
    assert digests(photo_folder) == [picture.digest]
