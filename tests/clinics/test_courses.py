"""The price of a whole course: the database works it out to the same dollar as plain arithmetic does."""

from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from clinics.models import ClinicPrice
from pricing.course import course_price
from pricing.models import Currency
from pricing.money import Span, stated_span
from tests.factories import (
    make_clinic,
    make_currency,
    make_price,
    make_procedure,
    make_treatment,
    price_values,
)

pytestmark = pytest.mark.django_db

HIGHEST_AMOUNT = 9_999_999_999
RATES = st.decimals(min_value="0.000001", max_value="99999999.999999", places=6) | st.sampled_from(
    [Decimal("1385.5"), Decimal("1383.25"), Decimal(1), Decimal(3), Decimal("0.7"), Decimal("0.000001")]
)
AMOUNTS = st.integers(0, HIGHEST_AMOUNT) | st.sampled_from([0, 1, 700, 1200, 2_500_000, HIGHEST_AMOUNT])
SESSIONS = st.tuples(st.integers(1, 99), st.integers(1, 99)).map(lambda pair: tuple(sorted(pair)))
KINDS = ("closed", "open", "open with a figure", "on assessment")


@st.composite
def figures(draw):
    """Return low, high and the rest of a price of any kind."""
    kind = draw(st.sampled_from(KINDS))
    if kind == "on assessment":
        return None, None, {"open_ended": False}
    low, high = sorted([draw(AMOUNTS), draw(AMOUNTS)])
    if kind == "open":
        return low, None, {"open_ended": True}
    return low, high, {"open_ended": kind != "closed"}


@st.composite
def offers(draw):
    """Return what one clinic asks for one treatment: the rate, the sessions of each level, and its prices."""
    return {
        "rate": draw(st.none() | RATES),
        "procedure": draw(SESSIONS),
        "treatment": draw(st.none() | SESSIONS),
        "price": draw(st.none() | SESSIONS),
        "session": draw(st.none() | figures()),
        "package": draw(st.none() | figures()),
        "currencies": draw(st.sampled_from([("KRW", "KRW"), ("USD", "KRW"), ("KRW", "USD"), ("USD", "USD")])),
    }


def store(offer):
    """Create the clinic of an offer and return its treatment and its prices by basis."""
    make_currency()
    currency = make_currency("KRW")
    currency.units_per_usd = offer["rate"]
    currency.save()
    procedure = make_procedure(sessions_min=offer["procedure"][0], sessions_max=offer["procedure"][1])
    treatment = make_treatment(procedure=procedure, sessions=offer["treatment"] or (None, None))
    clinic = make_clinic()
    prices = {}
    for basis, code in zip(("session", "package"), offer["currencies"], strict=True):
        if offer[basis] is not None:
            low, high, values = offer[basis]
            sessions = (basis == "session" and offer["price"]) or (None, None)
            prices[basis] = make_price(
                clinic, treatment, low, high, basis=basis, currency=code, sessions=sessions, **values
            )
    return treatment, prices


def worked_out(treatment, prices):
    """Return the course as plain arithmetic has it."""
    treatment.refresh_from_db()
    per_session, package = prices.get("session"), prices.get("package")
    fewest, most = treatment.sessions
    if per_session is not None and per_session.sessions_min is not None:
        fewest, most = per_session.sessions_min, per_session.sessions_max
    return course_price(
        package and stated_span(package),
        per_session and stated_span(per_session),
        fewest=fewest,
        most=most,
        units_per_usd=dict(Currency.objects.values_list("code", "units_per_usd")),
    )


def from_database():
    """Return the courses as the database has them."""
    return [
        Span(price.course_low, price.course_high, price.open_ended)
        for price in ClinicPrice.objects.courses().order_by()
    ]


KOREAN = {
    "rate": Decimal("1385.5"),
    "procedure": (2, 4),
    "treatment": None,
    "price": None,
    "session": (2_500_000, 3_000_001, {"open_ended": False}),
    "package": None,
    "currencies": ("KRW", "KRW"),
}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(offer=offers())
@example(offer=KOREAN)
@example(offer=KOREAN | {"rate": None})
@example(offer=KOREAN | {"package": (None, None, {"open_ended": False})})
@example(offer=KOREAN | {"package": (1, 1, {"open_ended": False}), "rate": Decimal("0.000001")})
@example(
    offer=KOREAN
    | {"session": (HIGHEST_AMOUNT, HIGHEST_AMOUNT, {"open_ended": True}), "price": (99, 99)}
    | {"rate": Decimal("0.000001")}
)
@example(offer=KOREAN | {"rate": None, "currencies": ("USD", "KRW"), "package": (7, 9, {"open_ended": True})})
def test_database_and_arithmetic_agree_on_every_course(offer):
    with transaction.atomic():
        treatment, prices = store(offer)

        expected = worked_out(treatment, prices)

        assert from_database() == ([] if expected is None else [expected])
        transaction.set_rollback(True)


class TestCourses:
    """One row for each treatment of a clinic that has a price in US dollars."""

    def test_package_beats_the_sum_of_the_sessions(self):
        clinic, crown = make_clinic(), make_treatment(sessions=(2, 3))
        make_price(clinic, crown, 800, 1500, basis="session")
        make_price(clinic, crown, 1800, 3000)

        assert from_database() == [Span(1800, 3000)]

    def test_sessions_count_where_the_package_is_on_assessment(self):
        clinic, crown = make_clinic(), make_treatment(sessions=(2, 3))
        make_price(clinic, crown, 800, 1500, basis="session")
        make_price(clinic, crown)

        assert from_database() == [Span(1600, 4500)]

    def test_sessions_count_where_the_currency_of_the_package_has_no_rate(self):
        make_currency("EUR", units_per_usd=None, as_of=None)
        clinic, crown = make_clinic(), make_treatment(sessions=(2, 3))
        make_price(clinic, crown, 800, 1500, basis="session")
        make_price(clinic, crown, 1, 2, currency="EUR")

        assert from_database() == [Span(1600, 4500)]

    def test_package_of_another_clinic_or_treatment_changes_nothing(self):
        clinic, crown, scars = make_clinic(), make_treatment(sessions=(2, 3)), make_treatment()
        make_price(clinic, crown, 800, 1500, basis="session")
        make_price(clinic, scars, 10, 20)
        make_price(make_clinic(), crown, 30, 40)

        assert sorted(span.low for span in from_database()) == [10, 30, 1600]

    @pytest.mark.parametrize(
        ("price", "treatment", "low"),
        [((5, 6), (3, 4), 500), (None, (3, 4), 300), (None, None, 200)],
        ids=["the price's own", "the treatment's", "the procedure's"],
    )
    def test_number_of_sessions_is_taken_from_the_nearest_that_states_it(self, price, treatment, low):
        crown = make_treatment(sessions=treatment or (None, None))
        values = price_values(100, 100, basis="session", sessions=price or (None, None))

        make_clinic().prices.create(treatment=crown, **values)

        assert from_database()[0].low == low

    def test_rate_of_a_currency_counts_from_its_next_reading_on(self):
        won = make_currency("KRW", units_per_usd=Decimal(1000))
        make_price(make_clinic(), make_treatment(), 1_000_000, 1_000_001, currency="KRW")
        assert from_database() == [Span(1000, 1001)]

        won.units_per_usd = Decimal(2000)
        won.save()

        assert from_database() == [Span(500, 501)]

    def test_open_end_stays_open_and_keeps_its_figure(self):
        clinic = make_clinic()
        make_price(clinic, make_treatment(), 4000, 6000, open_ended=True)
        make_price(clinic, make_treatment(), 4001, None)

        assert sorted(from_database(), key=lambda span: span.low) == [
            Span(4000, 6000, open_ended=True),
            Span(4001, None, open_ended=True),
        ]
