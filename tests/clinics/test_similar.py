"""Which clinics are like another: known for the same or near it, the same ones for every visitor."""

from datetime import timedelta

import pytest

from clinics.index.keeping import read_known
from clinics.models import Clinic
from clinics.similar import read_similar
from clinics.vocabulary import read_districts
from tests.factories import NOW, make_clinic, make_district, make_focus

pytestmark = pytest.mark.django_db


@pytest.fixture
def places():
    """Two districts of Seoul, a quarter of the first, and a city elsewhere."""
    seoul = make_district(name="Seoul")
    gangnam = make_district(name="Gangnam", parent=seoul)
    return {
        "gangnam": gangnam,
        "quarter": make_district(name="Quarter", parent=gangnam),
        "mapo": make_district(name="Mapo", parent=seoul),
        "busan": make_district(name="Busan"),
    }


def similar_to(clinic):
    """Return what the queries find, which is what the index finds too."""
    clinic, districts = Clinic.objects.get(pk=clinic.pk), read_districts()
    focuses = list(clinic.focuses.values_list("pk", flat=True))
    found = read_similar(clinic, districts, focuses=focuses, at=NOW)
    assert read_similar(clinic, districts, focuses=focuses, at=NOW, known=read_known()) == found
    return found


def names(clinic):
    return [other.clinic.name for other in similar_to(clinic)]


def test_same_focus_comes_first_and_the_nearest_of_them(places):
    scars = make_focus()
    clinic = make_clinic(district=places["gangnam"], focuses=[scars, make_focus()])
    make_clinic(name="A neighbor", district=places["gangnam"])
    make_clinic(name="B far", district=places["busan"], focuses=[scars])
    make_clinic(name="C across", district=places["mapo"], focuses=[scars])
    make_clinic(name="D inside", district=places["quarter"], focuses=[scars])

    assert [(other.clinic.name, other.reason) for other in similar_to(clinic)] == [
        ("D inside", "Known for the same, in Gangnam"),
        ("C across", "Known for the same, in Seoul"),
        ("B far", "Known for the same"),
    ]


def test_neighbors_fill_up_by_distance_and_name(places):
    clinic = make_clinic(district=places["gangnam"])
    make_clinic(name="A across", district=places["mapo"])
    make_clinic(name="C here", district=places["gangnam"])
    make_clinic(name="B here", district=places["gangnam"])
    make_clinic(name="D elsewhere", district=places["busan"])

    assert names(clinic) == ["B here", "C here", "A across"]


def test_clinic_that_shares_two_focuses_is_named_once(places):
    focuses = [make_focus(), make_focus()]
    clinic = make_clinic(district=places["gangnam"], focuses=focuses)
    make_clinic(name="Both", district=places["busan"], focuses=focuses)

    assert names(clinic) == ["Both"]


@pytest.mark.parametrize("values", [{"status": "draft"}, {"publish_at": NOW + timedelta(days=1)}])
def test_clinic_that_is_not_public_is_not_named(places, values):
    clinic = make_clinic(district=places["gangnam"])
    make_clinic(district=places["gangnam"], **values)

    assert names(clinic) == []


def test_clinic_in_a_district_without_parent_has_neighbors_there_only(places):
    clinic = make_clinic(district=places["busan"])
    make_clinic(district=places["gangnam"])

    assert names(clinic) == []


def test_one_query_is_enough(places, django_assert_num_queries):
    clinic = Clinic.objects.select_related("district").get(pk=make_clinic(district=places["gangnam"]).pk)
    make_clinic(district=places["gangnam"])
    districts = read_districts()

    with django_assert_num_queries(1):
        [other] = read_similar(clinic, districts, focuses=[], at=NOW)
        assert (other.district.name, other.clinic.price_tier) == ("Gangnam", None)
