"""What a listing lacks, by the document alone, and where on its page to add it."""

import pytest

from clinics.admin import ClinicAdmin
from clinics.completeness import POINTS, Completeness, lacking_for_publication
from clinics.documents import blank_document

CELLS = ("focus_summary", "target_clients", "artistic_style", "technology", "differentiator")
WHOLE = {
    **blank_document(),
    "focuses": ["density"],
    "treatments": ["crown"],
    "description": "Quiet.",
    "address": "1 Street",
    "phone": "1",
    "prices": [{}],
    "tier": "mid",
    "languages": ["english"],
    "concerns": ["thinning"],
    "services": ["coordinator"],
    **dict.fromkeys(CELLS, "x"),
    "service_grade": "good",
    "access": "Exit 3",
    "latitude": "37.5",
    "opening_hours": "Mo 10:00-18:00",
    "legal_basis": "medical",
    "legal_source": "Register",
    "legal_checked_on": "2026-11-01",
    "findings": [{}],
    "verified_on": "2026-11-01",
    "verified_by": "Kim",
}


def test_a_whole_listing_lacks_nothing():
    whole = Completeness.of(WHOLE)

    assert (whole.required, whole.advised, whole.score) == ([], [], 100)


def test_a_blank_listing_lacks_everything():
    blank = Completeness.of(blank_document())

    assert (len(blank.required), blank.score) == (5, 0)
    assert [*blank.required, *blank.advised] == list(POINTS)


@pytest.mark.parametrize(
    ("field", "keys"),
    [
        ("id_focuses", ["focuses"]),
        ("id_treatments", ["treatments"]),
        ("id_description", ["description"]),
        ("id_address", ["address"]),
        ("id_phone", ["phone"]),
        ("prices-group", ["prices"]),
        ("id_price_tier", ["tier"]),
        ("id_languages", ["languages"]),
        ("id_concerns", ["concerns"]),
        ("id_services", ["services"]),
        ("id_focus_summary", [*CELLS, "service_grade"]),
        ("id_access", ["access"]),
        ("id_latitude", ["latitude"]),
        ("id_opening_hours", ["opening_hours"]),
        ("id_legal_basis", ["legal_basis", "legal_source", "legal_checked_on"]),
        ("findings-group", ["findings"]),
        ("id_verified_on", ["verified_on", "verified_by"]),
    ],
)
def test_each_point_is_about_its_field(field, keys):
    for key in keys:
        lacking = Completeness.of({**WHOLE, key: blank_document()[key]})

        assert [point.field for point in [*lacking.required, *lacking.advised]] == [field], key


@pytest.mark.parametrize(
    ("missing", "instead"),
    [
        ({"description": ""}, {"expertise": "Calm."}),
        ({"address": ""}, {"address_ko": "서울"}),
        ({"phone": ""}, {"website": "https://dot.example"}),
    ],
)
def test_one_of_two_is_enough(missing, instead):
    assert Completeness.of({**WHOLE, **missing}).score < 100
    assert Completeness.of({**WHOLE, **missing, **instead}).score == 100


def test_a_placeholder_has_no_door_and_no_telephone():
    example = {**blank_document(), "is_example": True}

    fields = [point.field for point in Completeness.of(example).required]

    assert fields == ["id_focuses", "id_treatments", "id_description"]


@pytest.mark.parametrize(
    ("before", "after", "is_asked"),
    [
        (None, "published", True),
        ("draft", "published", True),
        ("archived", "published", True),
        ("published", "published", False),
        ("published", "archived", False),
        (None, "draft", False),
    ],
)
def test_it_is_asked_when_a_listing_becomes_published(before, after, is_asked):
    stood = None if before is None else {**blank_document(), "status": before}

    lacking = lacking_for_publication(stood, {**blank_document(), "status": after})

    assert bool(lacking) is is_asked
    assert all(point.required for point in lacking)


@pytest.mark.django_db
def test_every_point_leads_to_a_field_of_the_page(admin_client):
    page = admin_client.get("/admin/clinics/clinic/add/").content.decode()

    assert ClinicAdmin.inlines
    for point in POINTS:
        assert f'id="{point.field}"' in page, point.field
