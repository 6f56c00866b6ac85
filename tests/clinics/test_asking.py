"""What a visitor asks of the estimate and the planner: the known is kept, the rest named in a sentence."""

from datetime import date

import pytest
from django.http import QueryDict

from clinics.asking import EstimateQuestion, PlanQuestion
from pricing.models import Treatment

CROWN = Treatment(slug="crown", name="Crown")
TODAY = date(2026, 11, 23)


def estimate(query):
    return EstimateQuestion(QueryDict(query), treatments=[CROWN])


def plan(query):
    return PlanQuestion(QueryDict(query), treatments=[CROWN], today=TODAY)


def sentence(question):
    """Return the only sentence about what was ignored."""
    [problem] = question.problems
    return problem.sentence


@pytest.mark.parametrize("query", ["", "sessions=&quote=", "sessions=%20&quote=%20%09", "utm_source=x"])
def test_empty_values_count_as_absent(query):
    question = estimate(query)

    assert set(question.chosen.values()) == {None}
    assert question.problems == []


@pytest.mark.parametrize("query", ["treatment=", "treatment=&quote=1400", "quote=1400", "sessions=2"])
def test_treatment_that_is_missing_is_asked_for(query):
    question = estimate(query)

    assert [problem.name for problem in question.problems] == ["treatment"]
    assert sentence(question) == "Choose a treatment: everything depends on it."


def test_everything_that_is_known_is_kept():
    question = estimate("treatment=crown&sessions=3&quote=$1,500&utm_source=x")

    assert question.chosen == {"treatment": CROWN, "sessions": 3, "quote": 1500}
    assert question.problems == []


def test_last_of_several_values_counts():
    assert estimate("sessions=2&sessions=4").chosen["sessions"] == 4


@pytest.mark.parametrize("text", ["1500", "1,500", "$1500", "%201500%20"])
def test_quote_is_read_as_a_budget_is(text):
    assert estimate(f"quote={text}").chosen["quote"] == 1500


@pytest.mark.parametrize("text", ["lots", "1.5", "-1", "1,50", "%E2%82%AC1500", "9999999999", "1e9"])
def test_quote_that_is_no_amount_is_named(text):
    question = estimate(f"treatment=crown&quote={text}")

    assert question.chosen["quote"] is None
    assert "is no amount in whole US dollars. Write it as 1500 or $1,500." in sentence(question)


@pytest.mark.parametrize("text", ["0", "-1", "100", "2.5", "two", "9" * 4400])
def test_number_of_sessions_outside_1_to_99_is_named(text):
    assert "Write a whole number from 1 to 99." in sentence(estimate(f"treatment=crown&sessions={text}"))


def test_unknown_treatment_is_named():
    assert sentence(estimate("treatment=wigs")) == (
        "“wigs” is no treatment of this site. Choose one from the list."
    )


def test_what_is_quoted_is_cut_and_printable():
    assert sentence(estimate("treatment=%00%E2%80%AE" + "x" * 500)).startswith(
        "“\ufffd\ufffd" + "x" * 38 + "…” is no treatment"
    )


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-23", date(2026, 11, 23)),
        ("2027-3-9", date(2027, 3, 9)),
        ("%202028-02-29%20", date(2028, 2, 29)),
        ("2031-11-23", date(2031, 11, 23)),
    ],
)
def test_day_of_arrival_from_today_on_is_kept(text, day):
    question = plan(f"treatment=crown&arrive={text}")

    assert question.chosen["arrive"] == day
    assert question.problems == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "2026-02-30",
            "“2026-02-30” is no day of the calendar. Write year, month and day, as in 2026-03-09.",
        ),
        ("0000-01-01", "“0000-01-01” is no day of the calendar."),
        ("2027-13-01", "“2027-13-01” is no day of the calendar."),
        ("next%20week", "“next week” is no day of the calendar."),
        ("09/03/2027", "“09/03/2027” is no day of the calendar."),
        ("20270309", "“20270309” is no day of the calendar."),
        ("%D9%A2027-03-09", "is no day of the calendar."),
        ("2026-11-22", "22 November 2026 has passed. Choose a day from today on."),
        ("0001-01-01", "1 January 0001 has passed."),
        ("2031-11-25", "25 November 2031 is too far away: plans reach 5 years ahead."),
        ("9999-12-31", "31 December 9999 is too far away"),
    ],
)
def test_day_that_cannot_be_planned_is_named_with_its_reason(text, words):
    question = plan(f"treatment=crown&arrive={text}")

    assert question.chosen["arrive"] is None
    assert words in sentence(question)


def test_each_parameter_has_its_own_sentence():
    question = plan("treatment=wigs&sessions=0&arrive=never")

    assert list(question.sentences) == ["treatment", "sessions", "arrive"]
    assert question.typed == {"treatment": "wigs", "sessions": "0", "arrive": "never"}
