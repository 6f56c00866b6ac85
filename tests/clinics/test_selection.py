"""Which clinics an address names, and what of it cannot be shown."""

from datetime import timedelta

import pytest
from django.http import QueryDict

from clinics.selection import named_slugs, read_selection
from tests.factories import NOW, make_clinic

pytestmark = pytest.mark.django_db


def select(query):
    return read_selection(QueryDict(query), at=NOW)


@pytest.fixture
def clinics():
    return {slug: make_clinic(slug=slug, name=slug.upper()) for slug in ("a", "b", "c")}


def slugs(clinics):
    return [clinic.slug for clinic in clinics]


@pytest.mark.usefixtures("clinics")
@pytest.mark.parametrize(
    ("query", "shown", "unknown", "repeated"),
    [
        ("", [], [], []),
        ("clinic=", [], [], []),
        ("clinic=b&clinic=a", ["b", "a"], [], []),
        ("clinic=a&clinic=x&clinic=b", ["a", "b"], ["x"], []),
        ("clinic=a&clinic=b&clinic=a&clinic=a", ["a", "b"], [], ["a"]),
        ("clinic=x&clinic=x", [], ["x"], []),
        ("clinic=A", [], ["A"], []),
        ("clinic=a%00&clinic=%01", [], ["a�", "�"], []),
        ("clinic=a,b", [], ["a,b"], []),
        ("clinic=" + "y" * 100, [], ["y" * 80 + "…"], []),
        ("q=a&Clinic=b", [], [], []),
    ],
)
def test_names_are_told_apart(query, shown, unknown, repeated):
    selection = select(query)

    assert slugs(selection.clinics) == shown
    assert selection.unknown == unknown
    assert slugs(selection.repeated) == repeated


@pytest.mark.parametrize(
    "values",
    [
        {"status": "draft"},
        {"status": "archived"},
        {"publish_at": NOW + timedelta(minutes=1)},
        {"unpublish_at": NOW},
    ],
    ids=["draft", "archived", "not yet", "no longer"],
)
def test_clinic_that_visitors_do_not_see_is_as_unknown_as_none(values):
    make_clinic(slug="hidden", **values)

    assert select("clinic=hidden").unknown == ["hidden"]


def test_more_names_than_a_parameter_holds_are_counted_and_left_out():
    selection = select("&".join(f"clinic=x{number}" for number in range(53)))

    assert len(selection.unknown) == 50
    assert selection.beyond == 3


def test_query_names_the_same_clinics_but_one(clinics):
    selection = select("clinic=c&clinic=x&clinic=a&clinic=b")

    assert selection.query() == "clinic=c&clinic=a&clinic=b"
    assert selection.query(without=clinics["a"]) == "clinic=c&clinic=b"


def test_selection_of_nothing_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        select("clinic=%00&clinic=a+b")


def test_slugs_are_named_without_being_looked_up(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert named_slugs(QueryDict("clinic=a&clinic=%00&clinic=b&clinic=a&clinic=")) == ["a", "b"]
