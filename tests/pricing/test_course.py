"""Whole courses, budgets and how packages stand to sums: the figures of the brief (facts S204-S228)."""

from decimal import Decimal

import pytest

from pricing.budget import Bucket, bucket_of, deciding_course
from pricing.coherence import Coherence, coherence
from pricing.course import (
    Course,
    course_of_sessions,
    course_price,
    deciding_basis,
    session_within_package,
)
from pricing.money import Span

SESSION_PRICES = {
    "small-area": (Span(300, 600), 1, 2),
    "hairline-restoration": (Span(700, 1200), 2, 3),
    "crown": (Span(800, 1500), 2, 3),
    "mid-scalp-density": (Span(1000, 2000), 3, 4),
    "full-scalp": (Span(1500, 2500, open_ended=True), 3, 5),
    "scar-camouflage": (Span(400, 900), 2, 3),
}
PACKAGES = {
    "small-scar": Span(800, 1800),
    "minor-hairline": Span(1800, 3000),
    "crown": Span(2000, 3500),
    "significant-thinning": Span(3000, 4500),
    "full-scalp": Span(4000, 6000, open_ended=True),
    "corrective": None,
}
DOLLARS = {"USD": Decimal(1)}


@pytest.mark.parametrize(
    ("treatment", "implied"),
    [
        ("small-area", Span(300, 1200)),
        ("hairline-restoration", Span(1400, 3600)),
        ("crown", Span(1600, 4500)),
        ("mid-scalp-density", Span(3000, 8000)),
        ("full-scalp", Span(4500, 12_500, open_ended=True)),
        ("scar-camouflage", Span(800, 2700)),
    ],
)
def test_sessions_together_make_the_implied_total(treatment, implied):
    span, fewest, most = SESSION_PRICES[treatment]

    assert course_of_sessions(span, fewest=fewest, most=most) == implied


@pytest.mark.parametrize(
    ("package", "per_session", "basis"),
    [
        (Span(1, 2), Span(1, 2), "package"),
        (None, Span(1, 2), "session"),
        (Span(1, 2, currency="EUR"), Span(1, 2), "session"),
        (Span(1, 2, currency="EUR"), None, None),
        (None, None, None),
    ],
)
def test_package_makes_the_course_where_it_can_be_told_in_dollars(package, per_session, basis):
    assert deciding_basis(package, per_session, units_per_usd=DOLLARS) == basis


def test_open_sessions_without_a_stated_figure_make_an_open_course():
    span = Span(1500, None, open_ended=True)

    assert course_of_sessions(span, fewest=3, most=5) == Span(4500, None, open_ended=True)


def test_session_inside_a_package_costs_600_to_1500():
    assert session_within_package(Span(1800, 3000), fewest=2, most=3) == Span(600, 1500)


def test_session_inside_an_open_package_is_open():
    package = Span(4000, None, open_ended=True)

    assert session_within_package(package, fewest=3, most=5) == Span(800, None, open_ended=True)


@pytest.mark.parametrize(
    ("package", "treatment", "expected"),
    [
        ("small-scar", "small-area", Coherence.ABOVE_SUM),
        ("minor-hairline", "hairline-restoration", Coherence.INSIDE),
        ("crown", "crown", Coherence.INSIDE),
        ("significant-thinning", "mid-scalp-density", Coherence.SAVES),
        ("full-scalp", "full-scalp", Coherence.BELOW_SUM),
        ("small-scar", "scar-camouflage", Coherence.INSIDE),
    ],
)
def test_package_stands_to_the_sum_of_its_sessions(package, treatment, expected):
    span, fewest, most = SESSION_PRICES[treatment]

    assert coherence(PACKAGES[package], course_of_sessions(span, fewest=fewest, most=most)) == expected


def test_open_package_can_exceed_a_closed_sum():
    assert coherence(Span(1000, None, open_ended=True), Span(900, 2000)) == Coherence.ABOVE_SUM


def test_package_below_and_above_its_sum_is_named_for_what_it_can_cost():
    assert coherence(Span(100, 5000), Span(300, 1200)) == Coherence.ABOVE_SUM


def test_package_beats_sessions():
    price = course_price(Span(2000, 3500), Span(800, 1500), fewest=2, most=3, units_per_usd=DOLLARS)

    assert price == Span(2000, 3500)


def test_sessions_count_where_the_package_is_on_assessment():
    assert course_price(None, Span(800, 1500), fewest=2, most=3, units_per_usd=DOLLARS) == Span(1600, 4500)


def test_sessions_count_where_the_package_has_a_currency_without_a_rate():
    package = Span(100, 200, currency="XAU")

    assert course_price(package, Span(800, 1500), fewest=1, most=1, units_per_usd=DOLLARS) == Span(800, 1500)


def test_treatment_on_assessment_has_no_course_price():
    assert course_price(None, None, fewest=2, most=3, units_per_usd=DOLLARS) is None


def test_course_is_converted_and_rounded_once():
    rates = {"KRW": Decimal("1383.25")}
    session = Span(1000, 1000, currency="KRW")

    assert course_price(None, session, fewest=3, most=3, units_per_usd=rates) == Span(2, 3)


BUCKETS = {
    1500: ("may-fit", "over", "over", "over", "over", "unpriced"),
    3000: ("fits", "fits", "may-fit", "may-fit", "over", "unpriced"),
    6000: ("fits", "fits", "fits", "fits", "may-fit", "unpriced"),
}


@pytest.mark.parametrize("budget", BUCKETS)
def test_packages_fall_into_the_buckets_of_the_brief(budget):
    found = tuple(
        bucket_of([package] if package else [], budget=budget).value for package in PACKAGES.values()
    )

    assert found == BUCKETS[budget]


def test_clinic_fits_when_some_course_fits():
    assert bucket_of([Span(5000, 9000), Span(500, 1500)], budget=1500) == Bucket.FITS


def test_open_course_never_fits():
    assert bucket_of([Span(500, 600, open_ended=True)], budget=1500) == Bucket.MAY_FIT


def test_packages_sort_by_low_as_the_brief_says_and_agree_with_the_cost_rank():
    courses = [Course(name, span) for name, span in PACKAGES.items() if span]

    ordered = [course.treatment for course in sorted(courses, key=lambda course: course.order)]

    assert ordered == ["small-scar", "minor-hairline", "crown", "significant-thinning", "full-scalp"]


def test_open_end_sorts_after_every_closed_high():
    courses = [
        Course("open", Span(1000, 1100, open_ended=True)),
        Course("dear", Span(1000, 9000)),
        Course("cheap", Span(1000, 2000)),
    ]

    assert [course.treatment for course in sorted(courses, key=lambda course: course.order)] == [
        "cheap",
        "dear",
        "open",
    ]


def test_shown_course_is_the_cheapest_of_those_that_decide_the_bucket():
    cheapest = Course("crown", Span(400, 2000))
    fitting = Course("hairline", Span(900, 1500))

    assert deciding_course([cheapest, fitting]) == cheapest
    assert deciding_course([cheapest, fitting], budget=1500) == fitting
    assert deciding_course([cheapest, fitting], budget=100) == cheapest
    assert deciding_course([], budget=100) is None


def test_equal_courses_are_ordered_by_treatment():
    first, second = Course("a", Span(1, None, open_ended=True)), Course("b", Span(1, 5, open_ended=True))

    assert deciding_course([second, first]) == first
