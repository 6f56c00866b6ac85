"""Photos in a bucket: stored, shown, cleaned, backed up and restored as on a disk, and said to be away."""

import socket

import boto3
import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.urls import reverse
from moto.server import ThreadedMotoServer

from clinics.models import ClinicPhoto
from config.backups.media import open_stored, store, stored_names
from tests.admin_forms import inline_values, send_form
from tests.clinics.conftest import store_in
from tests.clinics.pictures import file_of, make_image, store_photo, upload
from tests.factories import make_clinic

pytestmark = pytest.mark.django_db

BUCKET = "photos-of-clinics"
BACKEND = "config.object_storage.ObjectStorage"


@pytest.fixture(scope="module")
def server():
    """A server that speaks like S3."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(server, settings, monkeypatch):
    """An empty bucket, in which uploaded files are stored."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "only-for-tests")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    bucket = boto3.resource("s3", endpoint_url=server).create_bucket(Bucket=BUCKET)
    use(settings, server)
    yield bucket
    bucket.objects.delete()
    bucket.delete()


def use(settings, endpoint):
    settings.MEDIA_BUCKET = BUCKET
    store_in(settings, BACKEND, bucket_name=BUCKET, endpoint_url=endpoint)


def address_of_nobody():
    """Return an address where nobody answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"


def keys(bucket):
    return sorted(each.key for each in bucket.objects.all())


def send_photo(client, clinic):
    """Add a photo on the page of a clinic in the admin."""
    picture = upload(file_of(make_image((640, 480))), "photo.jpg")
    row = {"upload": picture, "position": "", "kind": "premises", "alt": "A room"}
    row |= {"consent_scope": "", "given_on": ""}
    return send_form(
        client, reverse("admin:clinics_clinic_change", args=[clinic.pk]), **inline_values("photos", [row])
    )


def test_photo_is_stored_by_an_upload(bucket, admin_client):
    assert send_photo(admin_client, make_clinic()).status_code == 302

    photo = ClinicPhoto.objects.get()
    stored = keys(bucket)
    assert stored == list(stored_names())
    assert {key.rpartition("/")[0] for key in stored} == {f"photos/{photo.digest}"}


@pytest.mark.usefixtures("clock")
def test_photo_is_shown(bucket, client):
    photo = store_photo(make_clinic())

    shown = client.get(f"/photos/{photo.digest}/480.jpg")

    assert (shown.status_code, shown["Content-Type"]) == (200, "image/jpeg")
    assert shown.content == bucket.Object(f"photos/{photo.digest}/480.jpg").get()["Body"].read()


def test_files_that_nobody_names_go_and_the_others_stay(bucket, admin_client, capsys):
    send_photo(admin_client, make_clinic())
    named = keys(bucket)
    bucket.put_object(Key=f"photos/{'a' * 32}/320.jpg", Body=b"left by a process that died")

    call_command("clean_photos", "--remove", "--older-than=0")

    assert "a" * 32 in capsys.readouterr().out
    assert keys(bucket) == named


def test_backup_holds_the_files_and_a_restored_one_takes_the_place_of_a_half_one(bucket):
    bucket.put_object(Key="photos/a/1.jpg", Body=b"a whole picture")
    bucket.put_object(Key="photos/b/1.jpg", Body=b"ha")

    store("photos/b/1.jpg", ContentFile(b"half and more"))

    assert list(stored_names()) == ["photos/a/1.jpg", "photos/b/1.jpg"]
    contents = []
    for name in stored_names():
        with open_stored(name) as file:
            contents.append(file.read())
    assert contents == [b"a whole picture", b"half and more"]
    assert open_stored("photos/c/1.jpg") is None


def test_commands_back_up_the_bucket_and_restore_it(bucket, server, origin, make_place, tmp_path):
    bucket.put_object(Key="photos/a/1.jpg", Body=b"a whole picture")
    environment = {"MEDIA_BUCKET": BUCKET, "MEDIA_BUCKET_ENDPOINT": server}
    origin.manage("backup", "--folder", tmp_path, **environment)
    bucket.objects.delete()

    make_place("beside_a_bucket").manage("restore", next(tmp_path.glob("*.zip")), **environment)

    assert keys(bucket) == ["photos/a/1.jpg"]
    assert bucket.Object("photos/a/1.jpg").get()["Body"].read() == b"a whole picture"


@pytest.mark.usefixtures("clock")
def test_nothing_is_half_stored_while_the_bucket_is_away(bucket, settings, admin_client, client):
    clinic = make_clinic()
    photo, stored = store_photo(clinic), keys(bucket)
    use(settings, address_of_nobody())

    refused = send_photo(admin_client, make_clinic())
    shown = client.get(f"/photos/{photo.digest}/480.jpg")
    ready = client.get("/readyz")

    assert refused.status_code == 503
    assert "The photo was not stored" in refused.text
    assert ClinicPhoto.objects.get() == photo
    assert (shown.status_code, shown["Retry-After"]) == (503, "30")
    assert "cannot be read at the moment" in shown.text
    assert client.get(f"/clinics/{clinic.slug}/").status_code == 200
    assert (ready.status_code, ready.json()["photos"]) == (200, "unavailable")
    assert keys(bucket) == stored


def test_site_is_ready_with_its_bucket_whatever_the_disk(bucket, client):
    assert client.get("/readyz").json() == {"status": "ok", "cache": "ok", "photos": "ok"}
