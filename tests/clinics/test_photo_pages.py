"""Photos in public: on the page, in the open data and at their addresses, while the consent holds."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clinics.index.keeping import read_known
from clinics.models import Clinic, ClinicPhoto, PhotoWithdrawal
from tests.clinics.pictures import GREEN, make_image, opened, store_photo
from tests.factories import NOW, TODAY, make_clinic, make_photo
from tests.html import attribute, read, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "photo_folder")]

DAY = timedelta(days=1)
SEOUL = ZoneInfo("Asia/Seoul")
ELSEWHERE = [
    "/",
    "/clinics/",
    "/clinics/dots/questions/",
    "/clinics/compare/?clinic=dots&clinic=lines",
    "/shortlist/?clinic=dots",
    "/clinics/feed/",
    "/sitemap.xml",
    "/api/v1/clinics/",
    "/api/v1/clinics.csv",
    "/api/v1/clinics.geojson",
]
REASONS = {
    "withdrawn": {"withdrawn_on": TODAY},
    "withdrawn long ago": {"withdrawn_on": date(2026, 1, 29)},
    "expired": {"expires_on": TODAY - DAY},
    "not yet given": {"given_on": TODAY + DAY},
}


@pytest.fixture
def clinic():
    make_clinic(slug="lines")
    return make_clinic(slug="dots")


@pytest.fixture
def cases_on(settings):
    settings.SHOW_CASE_PHOTOS = True


def addresses(photo):
    """Return the address of every file of a photo that is 640 pixels wide."""
    return [
        f"/photos/{photo.digest}/{width}.{extension}"
        for width in (480, 640)
        for extension in ("avif", "webp", "jpg")
    ]


def assert_shown(client, photo):
    assert photo.digest in client.get("/clinics/dots/").content.decode()
    assert {client.get(address).status_code for address in addresses(photo)} == {200}


def assert_shown_nowhere(client, photo):
    assert photo.digest not in client.get("/clinics/dots/").content.decode()
    assert photo.digest not in client.get("/api/v1/clinics/dots/").content.decode()
    for address in ELSEWHERE:
        assert photo.digest not in client.get(address).getvalue().decode(), address
    for address in addresses(photo):
        assert client.get(address).status_code == 404
        etag = f'"{photo.digest}-{address.rpartition("/")[2].replace(".", "-")}"'
        assert client.get(address, headers={"If-None-Match": etag}).status_code == 404
        assert client.get(address, headers={"If-None-Match": "*"}).status_code == 404


class TestConsent:
    @pytest.mark.parametrize("kind", ["premises", "case"])
    @pytest.mark.usefixtures("cases_on")
    def test_photo_is_shown_while_its_consent_holds(self, client, clinic, kind):
        assert_shown(client, store_photo(clinic, kind=kind))

    @pytest.mark.parametrize("reason", REASONS)
    @pytest.mark.parametrize("kind", ["premises", "case"])
    @pytest.mark.usefixtures("cases_on")
    def test_photo_without_consent_is_shown_nowhere(self, client, clinic, kind, reason):
        assert_shown_nowhere(client, store_photo(clinic, kind=kind, consent_scope="reuse", **REASONS[reason]))

    @pytest.mark.usefixtures("cases_on")
    def test_withdrawal_shows_in_the_next_answer(self, client, clinic):
        photo = store_photo(clinic, kind="case", consent_scope="reuse")
        assert_shown(client, photo)

        ClinicPhoto.objects.update(withdrawn_on=TODAY)

        assert_shown_nowhere(client, photo)

    def test_withdrawal_counts_for_the_picture_wherever_it_is(self, client, clinic):
        photo = store_photo(clinic)

        PhotoWithdrawal.objects.create(digest=photo.digest, withdrawn_on=TODAY)

        assert_shown_nowhere(client, photo)

    def test_last_day_of_a_consent_ends_at_midnight_in_seoul(self, client, clinic, monkeypatch):
        photo = store_photo(clinic, given_on=TODAY, expires_on=TODAY)

        def set_clock(moment):
            monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

        set_clock(datetime(2026, 11, 23, 0, 0, tzinfo=SEOUL))
        assert_shown(client, photo)
        set_clock(datetime(2026, 11, 23, 23, 59, 59, 999_999, tzinfo=SEOUL))
        assert_shown(client, photo)
        set_clock(datetime(2026, 11, 24, 0, 0, tzinfo=SEOUL))  # 3 p.m. of the day before in London
        assert_shown_nowhere(client, photo)
        set_clock(datetime(2026, 11, 22, 23, 59, 59, tzinfo=SEOUL))
        assert_shown_nowhere(client, photo)

    def test_cases_are_shown_nowhere_unless_the_site_shows_cases(self, client, clinic, settings):
        photo = store_photo(clinic, kind="case", consent_scope="reuse")

        assert settings.SHOW_CASE_PHOTOS is False
        assert_shown_nowhere(client, photo)

    @pytest.mark.parametrize(
        "values",
        [{"status": "draft"}, {"status": "archived"}, {"publish_at": NOW + DAY}, {"unpublish_at": NOW}],
    )
    def test_photo_of_a_clinic_that_visitors_do_not_see_has_no_address(self, client, clinic, values):
        photo = store_photo(clinic)
        Clinic.objects.filter(pk=clinic.pk).update(**values)

        assert {client.get(address).status_code for address in addresses(photo)} == {404}

    @pytest.mark.usefixtures("cases_on")
    def test_search_engines_keep_no_copy_of_a_case(self, client, clinic):
        case = store_photo(clinic, kind="case")
        room = store_photo(clinic, make_image((640, 480), corner=GREEN))

        assert client.get(addresses(case)[0])["X-Robots-Tag"] == "noindex"
        assert "X-Robots-Tag" not in client.get(addresses(room)[0])


class TestFile:
    @pytest.mark.parametrize(
        ("extension", "media_type", "kind"),
        [("avif", "image/avif", "AVIF"), ("webp", "image/webp", "WEBP"), ("jpg", "image/jpeg", "JPEG")],
    )
    def test_file_is_what_its_address_says(self, client, clinic, extension, media_type, kind):
        photo = store_photo(clinic)

        response = client.get(
            f"/photos/{photo.digest}/480.{extension}", headers={"Accept-Encoding": "gzip, br"}
        )

        image = opened(response.getvalue())
        assert (response["Content-Type"], image.format, image.size) == (media_type, kind, (480, 360))
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "Content-Encoding" not in response
        assert "Set-Cookie" not in response
        assert "Cookie" not in response.get("Vary", "")

    def test_who_has_a_file_asks_each_time_and_is_told_in_a_few_bytes(self, client, clinic):
        photo = store_photo(clinic)
        address = f"/photos/{photo.digest}/480.jpg"
        response = client.get(address)
        assert response["Cache-Control"] == "public, no-cache"

        again = client.get(address, headers={"If-None-Match": response["ETag"]})

        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == response["ETag"]
        assert again["Cache-Control"] == "public, no-cache"

    def test_every_file_has_an_etag_of_its_own(self, client, clinic):
        photo = store_photo(clinic)

        assert len({client.get(address)["ETag"] for address in addresses(photo)}) == 6

    def test_head_is_answered_and_nothing_else_is(self, client, clinic):
        address = addresses(store_photo(clinic))[0]

        assert client.head(address).status_code == 200
        assert client.post(address).status_code == 405

    def test_one_question_to_the_database(self, client, clinic, django_assert_num_queries):
        address = addresses(store_photo(clinic))[0]

        with django_assert_num_queries(1):
            client.get(address)

    @pytest.mark.parametrize("name", ["481.jpg", "960.jpg", "0480.jpg", "0.jpg", "480.png", "480.jpeg"])
    def test_other_widths_and_formats_are_not_found(self, client, clinic, name):
        photo = store_photo(clinic)

        assert client.get(f"/photos/{photo.digest}/{name}").status_code == 404

    @pytest.mark.parametrize("digest", ["0" * 32, "../../../etc/passwd", "%00" * 32, "A" * 32])
    def test_other_digests_are_not_found(self, client, digest):
        assert client.get(f"/photos/{digest}/480.jpg").status_code == 404

    def test_file_that_the_disk_lost_is_not_found(self, client, clinic):
        photo = store_photo(clinic)
        default_storage.delete(f"photos/{photo.digest}/480.jpg")

        assert client.get(f"/photos/{photo.digest}/480.jpg").status_code == 404

    def test_uploads_are_not_served_past_the_question(self, client, clinic, settings):
        photo = store_photo(clinic)

        assert client.get(f"{settings.MEDIA_URL}photos/{photo.digest}/480.jpg").status_code == 404


def images(page):
    return page.find_all("img")


class TestPage:
    def test_first_photo_of_the_premises_takes_the_place_of_the_dots(self, client, clinic):
        photo = store_photo(clinic, caption="The entrance", source="Dots Clinic")

        page = read(client.get("/clinics/dots/"))

        [image] = images(page)
        assert page.with_class("stipple-large") == []
        assert attribute(image, "alt") == photo.alt
        assert (attribute(image, "width"), attribute(image, "height")) == ("640", "480")
        assert attribute(image, "fetchpriority") == "high"
        assert attribute(image, "loading") is None
        assert text_of(page.with_class("photo")[0]) == "The entrance Photo: Dots Clinic"

    def test_browser_chooses_among_formats_and_widths(self, client, clinic):
        photo = store_photo(clinic)

        page = read(client.get("/clinics/dots/"))

        def srcset(extension):
            return ", ".join(f"/photos/{photo.digest}/{width}.{extension} {width}w" for width in (480, 640))

        [picture] = page.find_all("picture")
        sources = [child for child in picture.children if getattr(child, "name", "") == "source"]
        assert [(attribute(source, "type"), attribute(source, "srcset")) for source in sources] == [
            ("image/avif", srcset("avif")),
            ("image/webp", srcset("webp")),
        ]
        [image] = images(page)
        assert attribute(image, "srcset") == srcset("jpg")
        assert attribute(image, "src") == f"/photos/{photo.digest}/640.jpg"
        assert all(attribute(element, "sizes") for element in [*sources, image])

    def test_photos_stand_in_the_order_of_the_editors_and_load_when_they_are_near(self, client, clinic):
        for position, alt in [(3, "Third"), (1, "First"), (2, "Second")]:
            make_photo(clinic, position=position, alt=alt)

        page = read(client.get("/clinics/dots/"))

        shown = images(page)
        assert [attribute(image, "alt") for image in shown] == ["First", "Second", "Third"]
        assert [attribute(image, "loading") for image in shown] == [None, "lazy", "lazy"]
        assert page.link("Photos") == "#photos"

    def test_clinic_without_photos_says_so_and_keeps_its_dots(self, client, clinic):
        page = read(client.get("/clinics/dots/"))

        assert images(page) == []
        assert len(page.with_class("stipple-large")) == 1
        assert "no photos yet" in text_of(page.root)

    @pytest.mark.usefixtures("cases_on")
    def test_cases_stand_apart_with_a_note_on_consent(self, client, clinic):
        make_photo(clinic, kind="case", alt="A hairline after two sessions")

        page = read(client.get("/clinics/dots/"))

        assert len(page.with_class("stipple-large")) == 1
        assert "The people in these photos agreed to be shown here" in text_of(page.root)
        assert [attribute(image, "alt") for image in images(page)] == ["A hairline after two sessions"]
        assert "no photos yet" not in text_of(page.root)

    @pytest.mark.usefixtures("cases_on")
    def test_search_engines_are_told_of_the_premises_and_of_nothing_that_is_shown_here_alone(
        self, client, clinic
    ):
        make_photo(clinic, position=1, consent_scope="pages", given_on=TODAY)
        room, entrance = make_photo(clinic, position=3), make_photo(clinic, position=2)
        make_photo(clinic, kind="case", consent_scope="reuse")
        make_photo(clinic, position=0, withdrawn_on=TODAY)

        images = next(
            node["image"]
            for node in read(client.get("/clinics/dots/")).structured_data
            if node["@type"] == "HealthAndBeautyBusiness"
        )

        *photos, drawn = [address.removeprefix(settings.SITE_URL) for address in images]
        assert [address.split("/")[2] for address in photos] == [entrance.digest, room.digest]
        assert drawn == "/share/clinics/dots.png"

    def test_hostile_texts_stay_texts(self, client, clinic):
        hostile = '"><script>alert(1)</script>'
        make_photo(clinic, alt=hostile, caption=hostile, source=hostile)

        page = read(client.get("/clinics/dots/"))

        assert "<script>alert" not in page.text
        assert attribute(images(page)[0], "alt") == hostile

    @pytest.mark.parametrize("photos", [1, 24])
    def test_photos_cost_no_query_of_their_own(self, client, clinic, django_assert_num_queries, photos):
        client.get("/clinics/dots/")
        clinic.save()
        read_known()  # what was changed is not what is counted
        with CaptureQueriesContext(connection) as without:
            client.get("/clinics/dots/")
        for _number in range(photos):
            make_photo(clinic)
        read_known()

        with django_assert_num_queries(len(without)):
            client.get("/clinics/dots/")


class TestOpenData:
    def test_clinic_lists_its_photos_with_their_files(self, client, clinic):
        words = {"alt_ko": "창가의 의자", "caption": "The room", "source": "Dots Clinic"}
        photo = store_photo(clinic, position=2, **words)
        first = make_photo(clinic, position=1, width=300, height=200)

        one, two = client.get("/api/v1/clinics/dots/").json()["photos"]

        assert [file["url"] for file in one["files"]] == [
            f"/photos/{first.digest}/300.{extension}" for extension in ("avif", "webp", "jpg")
        ]
        files = two.pop("files")
        assert two == {
            "kind": "premises",
            "alt": photo.alt,
            "expires_on": None,
            **words,
        }
        assert files[-1] == {
            "url": f"/photos/{photo.digest}/640.jpg",
            "media_type": "image/jpeg",
            "width": 640,
            "height": 480,
        }
        for file in files:
            assert client.get(file["url"])["Content-Type"] == file["media_type"]

    @pytest.mark.usefixtures("cases_on")
    def test_consent_to_the_pages_alone_is_none_to_open_data(self, client, clinic):
        make_photo(clinic, kind="case", consent_scope="pages")
        reusable = make_photo(clinic, kind="case", consent_scope="reuse")

        [photo] = client.get("/api/v1/clinics/dots/").json()["photos"]

        assert reusable.digest in photo["files"][0]["url"]
