from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint, F, Q, Value
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThan
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinics.models import Clinic, ClinicPrice, Finding
from pricing.constraints import is_kept, names_in, truth, violations
from pricing.models import Currency

pytestmark = pytest.mark.django_db

DAYS = st.none() | st.dates(date(2026, 1, 1), date(2026, 1, 3))
SMALL = st.none() | st.integers(0, 3)
RECORDS = st.one_of(
    st.builds(
        ClinicPrice,
        basis=st.sampled_from(["session", "package", "hour"]),
        state=st.sampled_from(["priced", "on_assessment", "free"]),
        tax=st.sampled_from(["included", "unknown", "some"]),
        low=SMALL | st.just(10_000_000_000),
        high=SMALL | st.just(10_000_000_000),
        open_ended=st.booleans(),
        sessions_min=SMALL | st.just(100),
        sessions_max=SMALL | st.just(100),
        currency_id=st.just("USD"),
        year=st.just(2026),
    ),
    st.builds(Finding, answer=st.sampled_from(["yes", "maybe"]), checked_on=DAYS, expires_on=DAYS),
    st.builds(
        Currency,
        code=st.sampled_from(["USD", "KRW"]),
        units_per_usd=st.none() | st.integers(0, 2),
        as_of=DAYS,
    ),
    st.builds(
        Clinic,
        slug=st.sampled_from(["a", "compare"]),
        status=st.sampled_from(["draft", "live"]),
        service_grade=st.sampled_from(["", "good", "best"]),
        latitude=st.none() | st.integers(89, 91),
        longitude=st.none() | st.integers(-181, -179),
    ),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(record=RECORDS)
def test_python_and_the_database_agree_on_every_check_constraint(record):
    for constraint in type(record)._meta.constraints:
        if isinstance(constraint, CheckConstraint):
            try:
                constraint.validate(type(record), record)
            except ValidationError:
                kept = False
            else:
                kept = True
            assert is_kept(constraint, record) is kept, (constraint.name, vars(record))


def test_violation_has_the_words_of_the_constraint_and_the_names_of_its_fields(django_assert_num_queries):
    price = ClinicPrice(basis="session", state="priced", low=5, high=4, currency_id="USD", year=2026)

    with django_assert_num_queries(0):
        assert list(violations(price)) == [("The highest price is below the lowest.", ["low"])]


def test_only_the_database_can_compute_some_conditions():
    finding = Finding(answer="yes", evidence="long")
    for condition, kept in [
        (Q(answer__startswith="y"), True),
        (Q(answer__startswith="n"), False),
        (Q(answer="yes") ^ Q(evidence="long"), False),
        (Q(answer=Value("yes")), True),
        (Q(GreaterThan(Length("evidence"), 3)), True),
        (GreaterThan(Length("evidence"), 4), False),
    ]:
        constraint = CheckConstraint(name="any", condition=condition)
        assert is_kept(constraint, finding) is kept, condition


def test_unknown_is_neither_true_nor_false():
    finding = Finding(answer="yes")
    unknown = Q(checked_on__gt=F("expires_on"))

    assert truth(unknown, finding) is None
    assert truth(~unknown, finding) is None
    assert truth(unknown | Q(answer="yes"), finding) is True
    assert truth(unknown & Q(answer="no"), finding) is False
    assert truth(~(unknown & Q(answer="no")), finding) is True
    assert is_kept(CheckConstraint(name="any", condition=unknown), finding)


def test_names_of_the_fields_come_once_in_the_order_of_the_condition():
    assert names_in(Q(low__gte=0) & (Q(high__isnull=True) | ~Q(low=F("high")))) == ["low", "high"]
    assert names_in(GreaterThan(Length("evidence"), 3)) == []
    assert names_in(Q(GreaterThan(Length("evidence"), 3)) & Q(answer="yes")) == ["answer"]
