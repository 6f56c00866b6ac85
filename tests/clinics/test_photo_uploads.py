"""Photos on the page of a clinic in the admin: taken whole, or refused with a sentence and nothing stored."""

from datetime import date
from io import BytesIO

import pytest
from django.contrib.auth.models import Permission
from django.core.files.storage import default_storage
from django.urls import reverse

from clinics.documents import document_of
from clinics.history import Occasion, record_saved
from clinics.models import Act, Clinic, ClinicPhoto, PhotoWithdrawal, Proposal
from clinics.photos.encoding import encode
from clinics.photos.reading import read_picture
from clinics.previewing import LIFE, Kind, preview_token
from tests.admin_forms import Page, form_values, inline_values, send_form
from tests.clinics.conftest import store_in
from tests.clinics.pictures import (
    GREEN,
    SCRIPT,
    file_of,
    make_black_png,
    make_image,
    opened,
    store_photo,
    upload,
)
from tests.factories import NOW, make_clinic, make_photo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "photo_folder")]

JPEG = file_of(make_image((640, 480)))
NO_PICTURE = "The file is no picture in one of the formats JPEG, PNG, WebP and AVIF."


def change_address(clinic):
    return reverse("admin:clinics_clinic_change", args=[clinic.pk])


def entry(content=JPEG, name="photo.jpg", **values):
    """Return what a form sends for one new photo."""
    texts = {"position": "", "kind": "premises", "alt": "A room", "consent_scope": "", "given_on": ""}
    return {"upload": upload(content, name), **texts, **values}


def send_photos(client, clinic, *rows, existing=0, **changes):
    """Open the page of a clinic, add photos and save."""
    return send_form(
        client, change_address(clinic), **inline_values("photos", rows, existing=existing), **changes
    )


def errors(response):
    """Return all that a refused form says about its photos, as one text."""
    [photos] = [
        inline.formset
        for inline in response.context["inline_admin_formsets"]
        if inline.formset.model is ClinicPhoto
    ]
    return " ".join(
        str(message) for form in photos.errors for messages in form.values() for message in messages
    )


def read_back(image):
    """Return an image as an upload of it is read."""
    content = file_of(image)
    return read_picture(BytesIO(content), size=len(content))


def stored(folder):
    """Return the names of all files below a folder."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def assert_refused(response, folder, sentence):
    assert response.status_code == 200
    assert sentence in errors(response)
    assert not ClinicPhoto.objects.exists()
    assert stored(folder) == []


class TestTaken:
    def test_photo_is_stored_in_every_format_with_its_size(self, admin_client, photo_folder):
        clinic = make_clinic()

        response = send_photos(admin_client, clinic, entry(caption="The entrance", source="The clinic"))

        assert response.status_code == 302
        photo = ClinicPhoto.objects.get()
        assert (photo.clinic, photo.width, photo.height, photo.alt) == (clinic, 640, 480, "A room")
        assert stored(photo_folder) == [
            f"photos/{photo.digest}/{width}.{extension}"
            for width in (480, 640)
            for extension in ("avif", "jpg", "webp")
        ]

    def test_photo_comes_with_a_new_clinic(self, admin_client):
        clinic = make_clinic()
        values = form_values(admin_client.get(reverse("admin:clinics_clinic_add")))
        values |= {"name": "New", "slug": "new", "district": clinic.district_id}

        response = admin_client.post(
            reverse("admin:clinics_clinic_add"), values | inline_values("photos", [entry()])
        )

        assert response.status_code == 302
        assert ClinicPhoto.objects.get().clinic.name == "New"

    def test_place_and_camera_are_accepted_and_dropped(self, admin_client):
        image = make_image((640, 480))
        exif = image.getexif()
        exif.get_ifd(0x8825)[2] = (37.0, 31.0, 27.0)

        response = send_photos(admin_client, make_clinic(), entry(file_of(image, exif=exif.tobytes())))

        assert response.status_code == 302
        photo = ClinicPhoto.objects.get()
        for extension in ("avif", "jpg", "webp"):
            with default_storage.open(f"photos/{photo.digest}/640.{extension}") as file:
                assert not opened(file.read()).getexif()

    def test_polyglot_is_accepted_and_disarmed(self, admin_client, photo_folder):
        response = send_photos(admin_client, make_clinic(), entry(JPEG + SCRIPT))

        assert response.status_code == 302
        assert all(b"script" not in (photo_folder / name).read_bytes() for name in stored(photo_folder))

    def test_content_counts_and_not_the_name(self, admin_client):
        response = send_photos(
            admin_client, make_clinic(), entry(file_of(make_image(), "PNG"), name="../x.html\0.jpg")
        )

        assert response.status_code == 302
        assert ClinicPhoto.objects.count() == 1

    def test_photos_without_a_place_come_last_in_their_order(self, admin_client):
        clinic = make_clinic()
        make_photo(clinic, position=4, alt="There")

        send_photos(
            admin_client,
            clinic,
            entry(alt="Second"),
            entry(file_of(make_image(corner=GREEN)), alt="Third"),
            existing=1,
        )

        photos = ClinicPhoto.objects.in_order().values_list("position", "alt")
        assert list(photos) == [(4, "There"), (5, "Second"), (6, "Third")]

    def test_form_says_that_files_come_even_where_the_first_photo_is_there_already(self, admin_client):
        clinic = make_clinic()
        make_photo(clinic)

        page = admin_client.get(change_address(clinic)).content.decode()

        assert 'enctype="multipart/form-data"' in page

    def test_second_photo_is_added_to_the_first(self, admin_client):
        clinic = make_clinic()
        send_photos(admin_client, clinic, entry())

        response = send_photos(
            admin_client, clinic, entry(file_of(make_image(corner=GREEN)), alt="Other"), existing=1
        )

        assert response.status_code == 302
        assert [photo["alt"] for photo in document_of(clinic)["photos"]] != []
        assert clinic.photos.count() == 2

    def test_saving_a_clinic_keeps_its_photos(self, admin_client):
        clinic = make_clinic()
        store_photo(clinic, kind="case", expires_on=date(2027, 1, 1), position=3)
        before = document_of(clinic)

        response = send_form(admin_client, change_address(clinic))

        assert response.status_code == 302
        assert document_of(clinic) == before

    def test_same_picture_of_another_clinic_shares_its_files(self, admin_client, photo_folder):
        store_photo(make_clinic(), make_image((640, 480)))
        before = {name: (photo_folder / name).stat().st_mtime_ns for name in stored(photo_folder)}
        picture = file_of(make_image((640, 480)), "PNG")

        response = send_photos(admin_client, make_clinic(), entry(picture))

        assert response.status_code == 302
        assert ClinicPhoto.objects.count() == 2
        assert {name: (photo_folder / name).stat().st_mtime_ns for name in stored(photo_folder)} == before


class TestRefused:
    @pytest.mark.parametrize(
        ("content", "name", "sentence"),
        [
            (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\nshowpage\n", "photo.png", NO_PICTURE),
            (b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "photo.svg", NO_PICTURE),
            (JPEG[: len(JPEG) // 2], "photo.jpg", "The file is damaged: its picture breaks off"),
            (make_black_png(10_000), "photo.png", "The picture has more than 40 megapixels"),
            (make_black_png(20_000), "photo.png", "The picture has more than 40 megapixels"),
            (bytes(50 * 1024 * 1024), "photo.jpg", "The file has 50.0\xa0MB: at most 15.0\xa0MB are taken."),
            (b"", "photo.jpg", "The file is empty: nothing was in it."),
        ],
        ids=["eps", "svg", "truncated", "hundred megapixels", "bomb", "fifty megabytes", "empty"],
    )
    def test_file_is_refused_with_a_sentence_and_nothing_is_stored(
        self, admin_client, photo_folder, content, name, sentence
    ):
        response = send_photos(admin_client, make_clinic(), entry(content, name))

        assert_refused(response, photo_folder, sentence)

    def test_no_file(self, admin_client, photo_folder):
        row = entry()
        del row["upload"]

        response = send_photos(admin_client, make_clinic(), row)

        assert_refused(response, photo_folder, "This field is required.")

    def test_no_description(self, admin_client, photo_folder):
        response = send_photos(admin_client, make_clinic(), entry(alt=" "))

        assert_refused(response, photo_folder, "This field is required.")

    def test_case_without_consent(self, admin_client, photo_folder):
        response = send_photos(admin_client, make_clinic(), entry(kind="case", consent_scope="pages"))

        assert_refused(response, photo_folder, "A case needs a consent: say to what, and on which day.")

    def test_consent_that_expires_before_it_was_given(self, admin_client, photo_folder):
        response = send_photos(
            admin_client, make_clinic(), entry(given_on="2026-11-02", expires_on="2026-11-01")
        )

        assert_refused(response, photo_folder, "A consent cannot expire before it was given.")

    def test_good_photo_beside_a_bad_one(self, admin_client, photo_folder):
        response = send_photos(admin_client, make_clinic(), entry(), entry(b"GIF89a"))

        assert_refused(response, photo_folder, NO_PICTURE)

    def test_good_photo_on_a_page_with_another_mistake(self, admin_client, photo_folder):
        response = send_photos(admin_client, make_clinic(), entry(), name="")

        assert_refused(response, photo_folder, "")
        assert response.context["adminform"].form.errors

    def test_same_picture_twice(self, admin_client, photo_folder):
        response = send_photos(admin_client, make_clinic(), entry(), entry(JPEG + b"other bytes"))

        assert_refused(response, photo_folder, "This clinic has this photo already.")

    def test_picture_that_the_clinic_has_already(self, admin_client):
        clinic = make_clinic()
        store_photo(clinic, make_image((640, 480)))

        response = send_photos(
            admin_client, clinic, entry(file_of(make_image((640, 480)), "PNG")), existing=1
        )

        assert "This clinic has this photo already." in errors(response)
        assert ClinicPhoto.objects.count() == 1

    def test_picture_whose_consent_was_withdrawn(self, admin_client, photo_folder):
        image = make_image((640, 480))
        PhotoWithdrawal.objects.create(digest=encode(image).digest, withdrawn_on=date(2026, 5, 3))

        response = send_photos(admin_client, make_clinic(), entry(file_of(image, "PNG")))

        assert_refused(
            response,
            photo_folder,
            "The consent to this picture was withdrawn on 3 May 2026: it is not shown again.",
        )

    def test_picture_is_never_exchanged_under_its_consent(self, admin_client):
        clinic = make_clinic()
        photo = store_photo(clinic)

        response = send_form(
            admin_client,
            change_address(clinic),
            **{"photos-0-upload": upload(file_of(make_image(corner=GREEN)))},
        )

        assert response.status_code == 302
        assert ClinicPhoto.objects.get().digest == photo.digest

    def test_who_may_not_change_clinics_stores_nothing(self, client, django_user_model, photo_folder):
        client.force_login(django_user_model.objects.create_user("trainee", is_staff=True))

        response = client.post(change_address(make_clinic()), inline_values("photos", [entry()]))

        assert response.status_code == 403
        assert stored(photo_folder) == []


class TestFailure:
    """Half a photo is none."""

    def test_full_disk_leaves_neither_record_nor_file(self, admin_client, settings, photo_folder):
        store_in(settings, "tests.clinics.pictures.FullDisk", location=photo_folder, room=4)
        clinic = make_clinic()

        response = send_photos(admin_client, clinic, entry(), differentiator="New")

        assert response.status_code == 503
        assert response.content.decode() == (
            "The photo was not stored, for the folder of photos takes no more: No space left on device."
            " Nothing was saved: go back, and save again without new photos."
        )
        assert not ClinicPhoto.objects.exists()
        assert Clinic.objects.get().differentiator == ""
        assert stored(photo_folder) == []
        assert list(photo_folder.glob("photos/*")) == []

    def test_full_disk_at_the_second_photo_takes_the_first_away(self, admin_client, settings, photo_folder):
        store_in(settings, "tests.clinics.pictures.FullDisk", location=photo_folder, room=8)

        send_photos(
            admin_client, make_clinic(), entry(), entry(file_of(make_image(corner=GREEN, size=(640, 480))))
        )

        assert not ClinicPhoto.objects.exists()
        assert stored(photo_folder) == []

    def test_database_that_refuses_leaves_no_file(self, admin_client, photo_folder, monkeypatch):
        clinic = make_clinic()

        def refuse(*args, **kwargs):
            raise ZeroDivisionError

        monkeypatch.setattr("clinics.admin.saving.list_priced_treatments", refuse)
        with pytest.raises(ZeroDivisionError):
            send_photos(admin_client, clinic, entry())

        assert not ClinicPhoto.objects.exists()
        assert stored(photo_folder) == []

    def test_failure_leaves_the_files_of_another_clinic(self, admin_client, photo_folder, monkeypatch):
        store_photo(make_clinic(), make_image((640, 480)))
        before = stored(photo_folder)

        def refuse(*args, **kwargs):
            raise ZeroDivisionError

        monkeypatch.setattr("clinics.admin.saving.list_priced_treatments", refuse)
        with pytest.raises(ZeroDivisionError):
            send_photos(admin_client, make_clinic(), entry(file_of(make_image((640, 480)), "PNG")))

        assert before
        assert stored(photo_folder) == before

    def test_beginning_of_a_file_that_a_dead_process_left_is_written_anew(self, admin_client, photo_folder):
        image = make_image((640, 480))
        half = photo_folder / "photos" / encode(image).digest / "480.jpg"
        half.parent.mkdir(parents=True)
        half.write_bytes(b"half")

        send_photos(admin_client, make_clinic(), entry(file_of(image, "PNG")))

        assert opened(half.read_bytes()).size == (480, 360)


class TestPage:
    def test_photo_is_shown_to_editors_with_its_standing(self, admin_client, settings):
        clinic = make_clinic(status="draft")
        photo = store_photo(clinic, kind="case")

        page = admin_client.get(change_address(clinic))

        address = reverse("admin:clinics_clinic_photo", args=[photo.digest, 480, "jpg"])
        assert f'<img src="{address}" width="480" height="360"' in page.content.decode()
        assert "Not shown: this site does not show cases." in page.content.decode()
        file = admin_client.get(address)
        assert (file.status_code, file["Content-Type"]) == (200, "image/jpeg")
        assert "no-store" in file["Cache-Control"]
        assert opened(file.getvalue()).size == (480, 360)
        assert Page(page).inline == []

    def test_files_of_photos_are_for_those_who_see_listings(self, client, django_user_model):
        photo = store_photo(make_clinic(status="draft"))
        address = reverse("admin:clinics_clinic_photo", args=[photo.digest, 480, "jpg"])

        assert client.get(address).status_code == 302
        client.force_login(django_user_model.objects.create_user("trainee", is_staff=True))
        assert client.get(address).status_code == 403

    def test_who_may_only_look_sees_photos_and_no_field(self, client, django_user_model):
        user = django_user_model.objects.create_user("reader", is_staff=True)
        user.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
        client.force_login(user)
        clinic = make_clinic()
        photo = store_photo(clinic)

        page = client.get(change_address(clinic)).content.decode()

        assert reverse("admin:clinics_clinic_photo", args=[photo.digest, 480, "jpg"]) in page
        assert photo.alt in page
        assert "photos-0-alt" not in page
        assert "photos-0-upload" not in page
        assert "Withdraw consent" not in page
        assert "Move up" not in page

    def test_file_that_is_not_there_is_not_found(self, admin_client):
        photo = make_photo(make_clinic())  # without files
        for digest, width in ((photo.digest, 480), (photo.digest, 481), ("0" * 32, 480)):
            address = reverse("admin:clinics_clinic_photo", args=[digest, width, "jpg"])
            assert admin_client.get(address).status_code == 404

    def test_deleting_a_photo_keeps_its_files_for_the_history(self, admin_client, photo_folder):
        clinic = make_clinic()
        store_photo(clinic)
        before = stored(photo_folder)

        send_form(admin_client, change_address(clinic), **{"photos-0-DELETE": "on"})

        assert not ClinicPhoto.objects.exists()
        assert stored(photo_folder) == before != []


class TestColleagues:
    """Somebody else saved, or decides: no photo is lost, exchanged or shown too early."""

    def send_late(self, client, clinic, meanwhile, *rows, existing=0, **changes):
        """Open the page of a clinic, let something happen meanwhile, then add photos and save."""
        values = form_values(client.get(change_address(clinic))) | changes
        meanwhile()
        return client.post(
            change_address(clinic), values | inline_values("photos", rows, existing=existing), follow=True
        )

    def test_late_photo_keeps_its_file_where_rows_moved(self, admin_client, clinic_with_two, photo_folder):
        clinic, first, second = clinic_with_two

        def meanwhile():
            before = document_of(clinic)
            first.delete()
            record_saved(clinic.pk, before, occasion=Occasion(Act.SAVED))

        self.send_late(
            admin_client,
            clinic,
            meanwhile,
            entry(file_of(make_image((640, 480), corner=GREEN)), alt="Mine"),
            existing=2,
            differentiator="Late",
        )

        proposal = Proposal.objects.get()
        photos = {photo["alt"]: photo["digest"] for photo in proposal.document["photos"]}
        assert photos == {
            "Second": second.digest,
            "Mine": encode(read_back(make_image((640, 480), corner=GREEN))).digest,
        }
        assert f"photos/{photos['Mine']}/640.jpg" in stored(photo_folder)

    def test_proposed_photo_is_stored_and_seen_on_the_preview_alone(self, admin_client, client, photo_folder):
        clinic = make_clinic(slug="dots")
        values = form_values(admin_client.get(change_address(clinic)))
        values |= inline_values("photos", [entry(alt="Proposed")]) | {"_propose": "1"}

        admin_client.post(change_address(clinic), values)

        proposal = Proposal.objects.get()
        [photo] = proposal.document["photos"]
        assert not ClinicPhoto.objects.exists()
        token = preview_token(Kind.PROPOSAL, proposal.pk, at=NOW)
        page = client.get(f"/preview/{token}/").content.decode()
        address = f"/preview/{token}/photos/{photo['digest']}/480.jpg"
        assert address in page
        assert f'"/photos/{photo["digest"]}' not in page
        response = client.get(address)
        assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg")
        assert response["Cache-Control"] == "no-store"
        assert client.get(f"/photos/{photo['digest']}/480.jpg").status_code == 404

    def test_what_lacks_something_is_not_published_and_leaves_no_file(self, admin_client, photo_folder):
        clinic = make_clinic(status="draft", description="")

        response = send_photos(admin_client, clinic, entry(), _publish="1")

        assert response.status_code == 200
        assert not ClinicPhoto.objects.exists()
        assert stored(photo_folder) == []

    def test_preview_shows_no_photo_without_consent(self, client, settings):
        settings.SHOW_CASE_PHOTOS = True
        clinic = make_clinic(status="draft")
        shown = store_photo(clinic, kind="case")
        expired = store_photo(clinic, make_image((640, 480), corner=GREEN), expires_on=date(2026, 11, 22))
        other = make_photo(make_clinic(status="draft"))
        token = preview_token(Kind.CLINIC, clinic.pk, at=NOW)

        page = client.get(f"/preview/{token}/").content.decode()

        assert shown.digest in page
        assert expired.digest not in page
        answers = {
            photo: client.get(f"/preview/{token}/photos/{photo.digest}/480.jpg").status_code
            for photo in (shown, expired, other)
        }
        assert answers == {shown: 200, expired: 404, other: 404}
        assert client.get(f"/preview/x{token}/photos/{shown.digest}/480.jpg").status_code == 404

    def test_photo_of_a_preview_ends_with_it(self, client):
        clinic = make_clinic(status="draft")
        photo = store_photo(clinic)
        token = preview_token(Kind.CLINIC, clinic.pk, at=NOW - LIFE)

        assert client.get(f"/preview/{token}/photos/{photo.digest}/480.jpg").status_code == 404

    @pytest.fixture
    def clinic_with_two(self):
        clinic = make_clinic()
        first = store_photo(clinic, make_image((500, 300)), alt="First")
        second = store_photo(clinic, make_image((400, 300)), alt="Second", position=1)
        return clinic, first, second
