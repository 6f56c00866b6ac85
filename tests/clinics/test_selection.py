"""Which clinics an address names, and what of it cannot be shown."""

from datetime import timedelta

import pytest
from django.http import QueryDict

from clinics.models import Clinic
from clinics.selection import named_slugs, read_chosen, read_selection
from pricing.redirects import leave_redirects
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


def test_older_address_of_a_clinic_names_it_once(clinics):
    hidden = make_clinic(slug="hidden", status="draft")
    leave_redirects(
        Clinic, {"old": clinics["b"].pk, "older": clinics["b"].pk, "gone": hidden.pk, "lost": 999_999}
    )
    leave_redirects(Clinic, {"hidden": clinics["a"].pk})

    selection = select("clinic=old&clinic=a&clinic=gone&clinic=lost&clinic=b&clinic=hidden")

    assert slugs(selection.clinics) == ["b", "a"]
    assert slugs(selection.repeated) == ["b"]
    assert selection.unknown == ["gone", "lost", "hidden"]
    assert selection.query() == "clinic=b&clinic=a"
    assert slugs(read_chosen(["older", "a", "old"], at=NOW)) == ["b", "a"]


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
