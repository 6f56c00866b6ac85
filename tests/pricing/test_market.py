"""What the market asks for a treatment, and which of its prices a clinic's price is set against."""

import pytest

from pricing.market import MarketPrices, read_courses, read_market
from pricing.models import PriceBasis
from pricing.money import Span
from tests.factories import make_currency, make_market_price, make_treatment

pytestmark = pytest.mark.django_db


def courses():
    """Return {treatment slug: Span} of the courses that stand for the treatments."""
    return {slug: prices.course.span for slug, prices in read_market().items() if prices.course}


class TestCourse:
    """The market's price of a course: its own package, else the sessions together, else a rough package."""

    def test_package_of_its_own_beats_a_common_one(self):
        crown, mid = make_treatment(slug="crown"), make_treatment(slug="mid")
        make_market_price("Both", 3000, 4500, treatments=[crown, mid], basis="package")
        make_market_price("Crown", 2000, 3500, treatments=[crown], basis="package")

        assert courses() == {"crown": Span(2000, 3500), "mid": Span(3000, 4500)}

    def test_sessions_count_where_there_is_no_package(self):
        scars = make_treatment(slug="scars", sessions=(2, 3))
        make_market_price("Scars", 400, 900, treatments=[scars], basis="session")

        assert courses() == {"scars": Span(800, 2700)}

    def test_own_number_of_sessions_of_a_row_counts(self):
        scars = make_treatment(slug="scars", sessions=(2, 3))
        make_market_price("Scars", 400, 900, treatments=[scars], basis="session", sessions=(1, 2))

        assert courses() == {"scars": Span(400, 1800)}

    def test_package_that_others_share_counts_only_for_those_who_take_as_many_sessions(self):
        """Facts S156, S215 and S252."""
        patch, scars = (
            make_treatment(slug="patch", sessions=(1, 2)),
            make_treatment(slug="scars", sessions=(2, 3)),
        )
        make_market_price("Both", 800, 1800, treatments=[patch, scars], sessions=(1, 2))
        make_market_price("Patch", 300, 600, treatments=[patch], basis="session")
        make_market_price("Scars", 400, 900, treatments=[scars], basis="session")

        assert courses() == {"patch": Span(800, 1800), "scars": Span(800, 2700)}
        market = read_market()
        assert (market["patch"].package.others, market["scars"].package) == ((scars,), None)
        assert market["scars"].shared.others == (patch,)

    def test_package_for_other_sessions_is_better_than_nothing_and_says_who_shares_it(self):
        patch, scars = (
            make_treatment(slug="patch", sessions=(1, 2)),
            make_treatment(slug="scars", sessions=(2, 3)),
        )
        make_market_price("Both", 800, 1800, treatments=[patch, scars], sessions=(1, 2))

        assert courses() == {"patch": Span(800, 1800), "scars": Span(800, 1800)}

    def test_assessment_and_currencies_without_a_rate_give_none(self):
        scars = make_treatment(slug="scars")
        make_currency("KRW", units_per_usd=None, as_of=None)
        make_market_price("Corrective", treatments=[scars], basis="package")
        make_market_price("Won", 1, 2, treatments=[scars], basis="package", currency="KRW")

        assert read_market() == {"scars": MarketPrices()}

    @pytest.mark.parametrize("read", [read_market, read_courses])
    def test_number_of_queries_does_not_grow(self, django_assert_num_queries, read):
        for number in range(5):
            make_market_price(f"Row {number}", 1, 2, treatments=[make_treatment()], basis="package")

        with django_assert_num_queries(3):
            read()


class TestLike:
    """A course of a clinic is set against what the market asks for in the same way."""

    @pytest.fixture
    def patch(self):
        return make_treatment(slug="patch", sessions=(1, 2))

    def test_sessions_stand_against_sessions_and_a_package_against_the_package(self, patch):
        make_market_price("Per session", 300, 600, treatments=[patch], basis="session")
        make_market_price("Package", 800, 1800, treatments=[patch], basis="package")

        market = read_market()["patch"]

        assert market.per_session == Span(300, 600)
        assert market.like(PriceBasis.SESSION).span == Span(300, 1200)
        assert market.like(PriceBasis.SESSION).basis_in_words == "1–2 sessions together"
        assert market.like(PriceBasis.PACKAGE).span == Span(800, 1800)
        assert market.like(PriceBasis.PACKAGE).basis_in_words == "package"

    @pytest.mark.parametrize(("basis", "course"), [("session", Span(300, 1200)), ("package", Span(300, 600))])
    def test_only_price_of_the_market_is_what_both_stand_against(self, patch, basis, course):
        make_market_price("Only", 300, 600, treatments=[patch], basis=basis)

        market = read_market()["patch"]

        assert [market.like(each).span for each in PriceBasis] == [course, course]

    def test_market_without_prices_is_like_nothing(self, patch):
        market = read_market()["patch"]

        assert [market.like(each) for each in PriceBasis] == [None, None]
