"""What courses cost in each price tier: quartiles, where at least three clinics have a price."""

import pytest

from clinics.tier_courses import TierCourses, quartiles, read_tier_courses
from tests.factories import NOW, make_clinic, make_price, make_tier, make_treatment


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ({500: 1}, (500, 500, 500)),
        ({100: 1, 200: 1}, (125, 150, 175)),
        ({100: 1, 200: 1, 300: 1}, (150, 200, 250)),
        ({400: 1, 100: 1, 300: 1, 200: 1, 500: 1}, (200, 300, 400)),
        ({100: 3, 900: 1}, (100, 100, 300)),
    ],
)
def test_quartiles_divide_the_figures_into_four_parts(figures, expected):
    assert quartiles(figures) == expected


@pytest.fixture
def tier(db):
    return make_tier()


@pytest.fixture
def treatment(db):
    return make_treatment(sessions=(2, 2))


@pytest.fixture
def price(tier, treatment):
    """Return a function that creates a clinic of the tier with a package price."""

    def price(low, high=None, **clinic):
        made = make_clinic(**{"price_tier": tier, **clinic})
        make_price(made, treatment, low, high or low)
        return made

    return price


def test_tier_with_three_clinics_has_quartiles_of_what_courses_start_at(tier, price):
    for low in (1000, 3000, 2000):
        price(low, 9000)

    assert read_tier_courses(at=NOW) == {tier.pk: TierCourses(3, 3, 1500, 2000, 2500, is_example=False)}


def test_sessions_make_a_course_and_clinics_count_once(tier, treatment, price):
    for low in (1000, 1000):
        price(low)
    third = price(1000)
    make_price(third, make_treatment(sessions=(2, 2)), 1000, 1500, basis="session")

    assert read_tier_courses(at=NOW)[tier.pk] == TierCourses(3, 4, 1000, 1000, 1250, is_example=False)


def test_tier_with_two_clinics_shows_nothing(price):
    price(1000)
    price(2000)

    assert read_tier_courses(at=NOW) == {}


def test_clinics_that_are_not_public_or_have_no_tier_or_price_do_not_count(price, treatment):
    price(1000)
    price(2000)
    price(3000, status="draft")
    price(3000, price_tier=None)
    make_price(price(4000, status="archived"), make_treatment())

    assert read_tier_courses(at=NOW) == {}


def test_examples_count_only_while_there_is_nothing_else(tier, price):
    for low in (1000, 2000, 3000):
        price(low, is_example=True)

    assert read_tier_courses(at=NOW)[tier.pk].is_example
    price(5000)
    assert read_tier_courses(at=NOW) == {}


def test_directory_without_prices_has_no_figures(db):
    assert read_tier_courses(at=NOW) == {}
