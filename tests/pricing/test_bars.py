"""Price ranges as bars, the market beside them, and tiers as dots."""

from types import SimpleNamespace

import pytest

from pricing.bars import Bar, Stretch, bar, stretch, top_of_scale
from pricing.market import read_market_courses
from pricing.money import Span
from pricing.tiers import tier_mark
from tests.factories import make_currency, make_market_price, make_treatment


def test_scale_ends_at_the_highest_figure():
    assert top_of_scale([Span(100, 900), Span(1000, None, open_ended=True)]) == 1000
    assert top_of_scale([]) == 0


@pytest.mark.parametrize(
    ("span", "drawn"),
    [
        (Span(0, 1000), Stretch(0, 200, is_open=False)),
        (Span(250, 500), Stretch(50, 50, is_open=False)),
        (Span(500, 500), Stretch(100, 4, is_open=False)),
        (Span(1000, 1000), Stretch(196, 4, is_open=False)),
        (Span(500, 750, open_ended=True), Stretch(100, 50, is_open=True)),
        (Span(500, None, open_ended=True), Stretch(100, 100, is_open=True)),
        (Span(5000, 9000), Stretch(196, 4, is_open=False)),
        (None, None),
    ],
)
def test_range_is_drawn_on_the_scale(span, drawn):
    assert stretch(span, top=1000) == drawn


def test_nothing_is_drawn_on_an_empty_scale():
    assert bar(Span(0, 0), None, top=0) == Bar(None, None)


def test_stretch_knows_its_end():
    assert Stretch(50, 20, is_open=True).end == 70


@pytest.mark.parametrize(("rank", "mark"), [(1, "●○○○"), (5, "●●●○"), (9, "●●●●")])
def test_tier_is_marked_by_its_place(rank, mark):
    tiers = [SimpleNamespace(rank=other) for other in (1, 2, 5, 9)]

    assert tier_mark(SimpleNamespace(rank=rank), tiers) == mark
    assert tier_mark(None, tiers) == ""


@pytest.mark.django_db
class TestMarketCourses:
    """The market's price of a course: its own package, a common one, else the sessions together."""

    def test_package_of_its_own_beats_a_common_one(self):
        crown, mid = make_treatment(slug="crown"), make_treatment(slug="mid")
        make_market_price("Both", 3000, 4500, treatments=[crown, mid], basis="package")
        make_market_price("Crown", 2000, 3500, treatments=[crown], basis="package")

        assert read_market_courses() == {"crown": Span(2000, 3500), "mid": Span(3000, 4500)}

    def test_sessions_count_where_there_is_no_package(self):
        scars = make_treatment(slug="scars", sessions=(2, 3))
        make_market_price("Scars", 400, 900, treatments=[scars], basis="session")

        assert read_market_courses() == {"scars": Span(800, 2700)}

    def test_own_number_of_sessions_of_a_row_counts(self):
        scars = make_treatment(slug="scars", sessions=(2, 3))
        make_market_price("Scars", 400, 900, treatments=[scars], basis="session", sessions=(1, 2))

        assert read_market_courses() == {"scars": Span(400, 1800)}

    def test_assessment_and_currencies_without_a_rate_give_none(self):
        scars = make_treatment(slug="scars")
        make_currency("KRW", units_per_usd=None, as_of=None)
        make_market_price("Corrective", treatments=[scars], basis="package")
        make_market_price("Won", 1, 2, treatments=[scars], basis="package", currency="KRW")

        assert read_market_courses() == {}

    def test_number_of_queries_does_not_grow(self, django_assert_num_queries):
        for number in range(5):
            make_market_price(f"Row {number}", 1, 2, treatments=[make_treatment()], basis="package")

        with django_assert_num_queries(3):
            read_market_courses()
