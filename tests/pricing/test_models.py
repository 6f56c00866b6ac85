"""What a treatment and a price say about themselves."""

import pytest

from pricing.models import Treatment
from tests.factories import make_currency, make_market_price, make_procedure, make_tier, make_treatment

pytestmark = pytest.mark.django_db


def test_a_treatment_takes_the_sessions_of_its_procedure():
    procedure = make_procedure(sessions_min=2, sessions_max=4)

    assert make_treatment(procedure=procedure).sessions == (2, 4)


def test_its_own_sessions_beat_those_of_the_procedure():
    procedure = make_procedure(sessions_min=2, sessions_max=4)

    assert make_treatment(procedure=procedure, sessions=(1, 6)).sessions == (1, 6)


def test_its_own_sessions_need_no_query(django_assert_num_queries):
    treatment = make_treatment(sessions=(1, 6))
    treatment = Treatment.objects.get(pk=treatment.pk)

    with django_assert_num_queries(0):
        assert treatment.sessions == (1, 6)


def test_records_are_shown_by_their_names():
    assert str(make_market_price("Crown", 100, 200, basis="session")) == "Crown (per session)"
    assert str(make_currency()) == "USD"
    assert str(make_tier(name="Mid-high")) == "Mid-high"
    assert str(make_treatment(name="Crown")) == "Crown"
