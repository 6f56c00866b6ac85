"""The estimate, the planner and its calendar file as pages: what they say, and what they refuse in words."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from pricing.models import CarePhase
from tests.factories import (
    make_clinic,
    make_currency,
    make_market_price,
    make_price,
    make_procedure,
    make_tier,
    make_treatment,
)
from tests.html import attribute, read, text_of, walk
from tests.records import make_care_rule, make_inclusion

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

PLAN = "/plan/?treatment=hairline&sessions=3&arrive=2027-08-16"


@pytest.fixture
def hairline():
    """A treatment with a row of the guide per session and one for the whole course."""
    procedure = make_procedure(
        percent_below_home_min=20,
        percent_below_home_max=50,
        home_regions=["North America", "Europe"],
        home_price_note="For the same care.",
    )
    treatment = make_treatment(slug="hairline", name="Hairline", sessions=(2, 3), procedure=procedure)
    guide = {"source": "Guide 2026", "estimated": True, "sessions": (2, 3), "treatments": [treatment]}
    make_market_price("Hairline restoration", 700, 1200, basis="session", **guide)
    make_market_price("Minor hairline", 1800, 3000, **guide)
    return treatment


@pytest.fixture
def page(client):
    """Return a function from an address to its Page."""
    return lambda address: read(client.get(address))


def main(page):
    return text_of(page.find("main"))


def cells(page, table_class):
    """Return the rows of the body of a table as lists of texts."""
    [table] = page.with_class(table_class)
    return [
        [text_of(cell) for cell in walk(row) if cell.name in {"th", "td"}]
        for body in walk(table)
        if body.name == "tbody"
        for row in walk(body)
        if row.name == "tr"
    ]


def values(page):
    """Return the value of every field of the form."""
    fields = {attribute(field, "name"): attribute(field, "value", "") for field in page.find_all("input")}
    chosen = [option for option in page.find_all("option") if attribute(option, "selected") is not None]
    return fields | {"treatment": attribute(chosen[0], "value") if chosen else ""}


@pytest.mark.usefixtures("hairline")
class TestEstimate:
    """A GET form, and what a course costs."""

    def test_address_without_a_question_shows_the_form_and_may_be_indexed(self, page):
        estimate = page("/prices/estimate/")

        assert estimate.meta("robots") is None
        assert values(estimate) == {"sessions": "", "quote": "", "treatment": ""}
        assert estimate.find_all("table") == []

    def test_treatment_alone_is_estimated_for_its_usual_sessions(self, page):
        estimate = page("/prices/estimate/?treatment=hairline")

        assert "For 2–3 sessions." in main(estimate)
        assert estimate.rows["Whole course"] == "$1,800–$3,000"
        assert estimate.rows["One session inside it"] == "$600–$1,500"
        assert estimate.rows["The same at home"] == "$2,250–$6,000 a claim without a source"
        assert [row[1:] for row in cells(estimate, "ways-to-pay")] == [
            ["$1,400–$3,600 2–3 sessions together", "$700–$1,200", "$1,750–$7,200"],
            ["$1,800–$3,000", "$600–$1,500 inside the package, 2–3 sessions", "$2,250–$6,000"],
        ]
        assert "whole course, $1,800–$3,000, USD, 2026, estimate" in cells(estimate, "ways-to-pay")[1][0]
        assert estimate.meta("robots") == "noindex, follow"

    def test_quote_is_judged_in_words_and_kept_in_the_form(self, page):
        estimate = page("/prices/estimate/?treatment=hairline&sessions=3&quote=$2,500")

        assert "Your quote of $2,500 lies inside the published range of $1,800–$3,000." in main(estimate)
        assert values(estimate) == {"sessions": "3", "quote": "$2,500", "treatment": "hairline"}
        assert estimate.with_class("notice") == []
        assert estimate.link("Clinics that offer it for up to $2,500") == (
            "/clinics/?treatment=hairline&budget=2500"
        )

    def test_quote_far_below_the_guide_is_a_warning(self, page):
        [notice] = page("/prices/estimate/?treatment=hairline&quote=900").with_class("notice")

        assert "Your quote of $900 lies far below" in text_of(notice)
        assert "little experience" in text_of(notice)

    def test_package_that_disagrees_with_its_sessions_is_explained(self, page):
        full = make_treatment(slug="full-scalp", sessions=(3, 5))
        make_market_price("Full", 1500, 2500, basis="session", open_ended=True, treatments=[full])
        make_market_price("Full", 4000, 6000, open_ended=True, treatments=[full])

        estimate = page("/prices/estimate/?treatment=full-scalp&sessions=3")

        assert (
            "The package can cost less than the same number of single sessions."
            " Full: $4,000–$6,000+. 3–5 single sessions together: $4,500–$12,500+."
        ) in main(estimate)

    def test_unusual_number_of_sessions_is_said_to_be_one(self, page):
        estimate = page("/prices/estimate/?treatment=hairline&sessions=5&quote=4000")

        assert "For 5 sessions. The usual number is 2–3." in main(estimate)
        assert "This price is for 2–3 sessions" in main(estimate)
        assert estimate.rows["Whole course"] == "$3,500–$6,000"

    def test_general_number_of_sessions_is_said_to_be_general(self, page, hairline):
        make_market_price("Other", 100, 200, treatments=[make_treatment(slug="other")])

        estimate = page("/prices/estimate/?treatment=other")

        assert "For 2–4 sessions. This is a general value for the procedure." in main(estimate)

    def test_treatment_on_assessment_shows_no_figure(self, page):
        make_market_price("Corrective", treatments=[make_treatment(slug="corrective")])

        estimate = page("/prices/estimate/?treatment=corrective&quote=500")

        [row] = cells(estimate, "ways-to-pay")
        assert row[1:] == ["quoted after assessment", "not stated", "not stated"]
        assert "it is quoted after an assessment. So your quote of" in main(estimate)
        assert "$0" not in estimate.text

    def test_treatment_outside_the_guide_has_no_published_price(self, page):
        make_treatment(slug="other")

        assert "No published price." in main(page("/prices/estimate/?treatment=other"))

    def test_won_are_shown_where_a_dated_rate_exists(self, page):
        """Fact S233."""
        assert "KRW" not in page("/prices/estimate/?treatment=hairline").text
        make_currency("KRW", units_per_usd=Decimal("1383.25"))

        estimate = page("/prices/estimate/?treatment=hairline")

        assert estimate.rows["Whole course"] == "$1,800–$3,000 about KRW 2,490,000–KRW 4,150,000"
        assert "Amounts in KRW are approximate, at the rate of 23 November 2026." in main(estimate)

    def test_questions_name_what_a_price_may_contain(self, page):
        """Fact S154."""
        make_inclusion(name="All sessions", position=1)

        estimate = page("/prices/estimate/?treatment=hairline")

        assert "a quote in writing that covers all sessions and the aftercare" in main(estimate)
        assert "Is this in the price: All sessions?" in main(estimate)
        assert "Is tax in the price?" in main(estimate)

    def test_what_is_not_understood_is_named_above_and_beside_its_field(self, page):
        estimate = page("/prices/estimate/?treatment=wigs&sessions=0&quote=lots")

        [notice] = estimate.with_class("notice")
        sentences = [text_of(item) for item in walk(notice) if item.name == "li"]
        assert sentences == [text_of(error) for error in estimate.with_class("error")]
        assert [sentence.partition(" is no ")[0] for sentence in sentences] == ["“wigs”", "“0”", "“lots”"]
        invalid = [field for field in estimate.elements if attribute(field, "aria-invalid") == "true"]
        assert [attribute(field, "name") for field in invalid] == ["treatment", "sessions", "quote"]


@pytest.mark.usefixtures("hairline")
class TestPlan:
    """A GET form, durations, and days."""

    def test_address_without_a_question_shows_the_form_and_may_be_indexed(self, page):
        plan = page("/plan/")

        assert plan.meta("robots") is None
        assert values(plan) == {"sessions": "", "arrive": "", "treatment": ""}

    def test_treatment_alone_says_how_long_it_takes(self, page):
        plan = page("/plan/?treatment=hairline")

        assert plan.rows == {
            "First to last session": "20–28 days 10–14 days between sessions",
            "Until all has healed": "27–38 days 7–10 days after each session",
            "In the chair": "6–12 hours 2–4 hours each",
            "Touch-up": "after 3–5 years",
        }
        assert "Usual are 2–3: the plan counts the most" in main(plan)
        assert "27–38 days in Korea" in main(plan)
        assert "21–30 days in Korea" in main(plan)
        assert ".ics" not in plan.text

    def test_day_of_arrival_gives_every_session_its_days(self, page):
        plan = page(PLAN)

        [sessions] = plan.with_class("sessions")
        texts = [text_of(item) for item in walk(sessions) if item.name == "li"]
        assert texts[0].startswith("Session 1 16 August 2027. Healed by 23–26 August 2027.")
        assert texts[1].startswith(
            "Session 2 One day from 26 to 30 August 2027. Healed by 2–9 September 2027."
        )
        assert texts[2] == "Session 3 One day from 5 to 13 September 2027. Healed by 12–23 September 2027."
        assert plan.rows["Touch-up"] == "2030–2032 after 3–5 years"
        assert values(plan)["arrive"] == "2027-08-16"
        assert plan.title == "Hairline, 16 August – 23 September 2027 – Stay planner – Clinic Atlas"

    def test_holidays_and_heat_are_flagged(self, page):
        """Fact S232; 15 August is a holiday, and 14 to 16 September 2027 is Chuseok."""
        plan = page(PLAN)

        flags = [text_of(flag) for flag in plan.with_class("warning")]
        assert any(flag.startswith("On a public holiday: 15–16 August 2027") for flag in flags)
        assert "In the hottest months, July and August." in flags
        assert "May fall into the hottest months, July and August: 26–30 August 2027." in flags
        assert any("July and August are hot." in flag for flag in flags)
        assert "14–16 September 2027" in main(plan)
        assert "Many clinics close on all of these days." in main(plan)

    def test_stay_in_a_good_season_is_said_to_be_one(self, page):
        plan = page("/plan/?treatment=hairline&sessions=1&arrive=2027-10-12")

        assert "A good season: April, May and September to November are mild." in main(plan)
        assert plan.with_class("warning") == []
        assert "No public holiday of Korea lies in these days." in main(plan)

    def test_timeline_is_drawn_and_its_text_is_the_list(self, page):
        plan = page(PLAN)

        drawing = next(svg for svg in plan.find_all("svg") if attribute(svg, "role") == "img")
        labels = [text_of(text) for text in walk(drawing) if text.name == "text"]
        assert labels == ["Aug", "Sep", "Session 1: 16 Aug", "Session 2: 26–30 Aug", "Session 3: 5–13 Sep"]
        assert "the list below" in attribute(drawing, "aria-label")

    def test_care_rules_become_days(self, page, hairline):
        """Fact S230."""
        rule = {"procedure": hairline.procedure}
        make_care_rule(**rule, text="No coffee.", phase=CarePhase.BEFORE, condition="If told")
        make_care_rule(**rule, text="Keep dry.", first_day=0, last_day_earliest=4, last_day=5)
        make_care_rule(**rule, text="Wash gently.", first_day=6)
        make_care_rule(**rule, text="Moisten.")
        make_care_rule(**rule, text="Rest.", first_day=0, last_day=0)

        rows = cells(page("/plan/?treatment=hairline&sessions=2&arrive=2027-03-08"), "care")

        assert rows == [
            ["Before a session No coffee. If told", "no day stated"],
            [
                "After a session, day 0 to 4–5 Keep dry.",
                "starts 8 March ends 12–13 March",
                "starts 18–22 March ends 22–27 March",
            ],
            ["After a session, from day 6 Wash gently.", "starts 14 March", "starts 24–28 March"],
            ["After a session Moisten.", "no day stated"],
            ["After a session, day 0 Rest.", "8 March", "18–22 March"],
        ]

    def test_rules_of_the_same_days_share_a_row(self, page, hairline):
        rule = {"procedure": hairline.procedure}
        make_care_rule(**rule, text="Keep dry.", first_day=0, last_day=5)
        make_care_rule(**rule, text="Moisten.")
        make_care_rule(**rule, text="No sun.", first_day=0, last_day=5, condition="At noon")
        make_care_rule(**rule, text="No coffee.", phase=CarePhase.BEFORE)

        rows = cells(page("/plan/?treatment=hairline&sessions=1&arrive=2027-03-08"), "care")

        assert [row[0] for row in rows] == [
            "Before a session No coffee.",
            "After a session, day 0 to 5 Keep dry. No sun. At noon",
            "After a session Moisten.",
        ]

    def test_care_without_a_day_of_arrival_counts_from_the_session(self, page, hairline):
        make_care_rule(procedure=hairline.procedure, text="Keep dry.", first_day=0, last_day=5)

        assert "Day 0 to 5: Keep dry." in main(page("/plan/?treatment=hairline"))

    def test_one_session_is_one_trip(self, page):
        plan = page("/plan/?treatment=hairline&sessions=1")

        assert "One trip 7–10 days in Korea" in main(plan)
        assert "trips" not in main(plan)
        assert "First to last session" not in plan.rows
        assert "between sessions" not in main(plan)
        assert "The usual number is 2–3." in main(plan)

    def test_spacing_shorter_than_healing_is_a_warning(self, page):
        hasty = make_treatment(slug="hasty", procedure=make_procedure(days_between_min=5))

        plan = page(f"/plan/?treatment={hasty.slug}")

        assert "the next session can come before the skin has healed" in main(plan)
        assert "The number is a general value for the procedure." in main(plan)

    @pytest.mark.parametrize(
        ("query", "sentence"),
        [
            ("treatment=wigs", "“wigs” is no treatment of this site."),
            ("treatment=hairline&arrive=2026-11-22", "22 November 2026 has passed."),
            ("treatment=hairline&arrive=2026-02-30", "“2026-02-30” is no day of the calendar."),
            ("treatment=hairline&arrive=2040-01-01", "plans reach 5 years ahead."),
            ("treatment=hairline&sessions=100", "“100” is no number of sessions."),
        ],
    )
    def test_what_cannot_be_planned_is_said_in_a_sentence(self, client, query, sentence):
        response = client.get(f"/plan/?{query}")

        plan = read(response)
        assert response.status_code == 200
        assert sentence in text_of(plan.with_class("notice")[0])
        assert plan.meta("robots") == "noindex, follow"

    @pytest.mark.parametrize(
        "address", ["/plan/?treatment=&arrive=2027-05-10", "/prices/estimate/?treatment=&quote=1400"]
    )
    def test_form_without_a_treatment_says_so_beside_the_list_and_above(self, page, address):
        asked = page(address)

        [error] = asked.with_class("error")
        [select] = asked.find_all("select")
        assert text_of(error) == "Choose a treatment: everything depends on it."
        assert attribute(error, "id") == attribute(select, "aria-describedby")
        assert attribute(select, "aria-invalid") == "true"
        [notice] = asked.with_class("notice")
        assert text_of(notice) == f"Please correct this: {text_of(error)}"
        assert asked.link(text_of(error)) == "#ask-treatment"

    def test_plan_too_long_for_a_calendar_says_so(self, page):
        slow = make_treatment(slug="slow", procedure=make_procedure(days_between_max=32_767))

        plan = page(f"/plan/?treatment={slow.slug}&arrive=2027-03-08")

        assert "take more than ten years" in text_of(plan.with_class("notice")[0])
        assert plan.find_all("figure") == []

    def test_pages_of_money_and_time_lead_to_one_another(self, page):
        assert page(PLAN).link("Estimate what it costs") == "/prices/estimate/?treatment=hairline&sessions=3"
        estimate = page("/prices/estimate/?treatment=hairline&sessions=3")
        assert estimate.link("Plan the stay") == "/plan/?treatment=hairline&sessions=3"
        treatment = page("/treatments/hairline/")
        assert treatment.link("Plan the stay") == "/plan/?treatment=hairline"
        assert treatment.link("Estimate a course, check a quote") == "/prices/estimate/?treatment=hairline"
        assert page("/prices/").link("Plan a stay") == "/plan/"


@pytest.mark.usefixtures("hairline")
class TestCalendar:
    """The file behind a plan."""

    def test_plan_can_be_taken_into_a_calendar(self, client, page):
        link = page(PLAN).link("Take the days into your calendar (.ics)")

        response = client.get(link)

        assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
        assert response.headers["Content-Disposition"] == 'attachment; filename="hairline-2027-08-16.ics"'
        assert response.headers["X-Robots-Tag"] == "noindex"
        events = Calendar.from_ical(response.content).walk("VEVENT")
        sessions = [event for event in events if "Session" in event["summary"]]
        assert [event["dtstart"].dt.isoformat() for event in sessions] == [
            "2027-08-16",
            "2027-08-26",
            "2027-09-05",
        ]
        assert str(sessions[0]["description"]).endswith(PLAN)

    def test_same_address_gives_the_same_file(self, client):
        address = PLAN.replace("/plan/", "/plan.ics")

        assert client.get(address).content == client.get(address).content

    @pytest.mark.parametrize(
        "query",
        [
            "",
            "treatment=hairline",
            "arrive=2027-03-08",
            "treatment=hairline&arrive=2026-11-22&x=%EA%B0%95%0d%0a",
        ],
    )
    def test_file_that_cannot_be_made_leads_to_the_page_that_says_why(self, client, query):
        response = client.get(f"/plan.ics?{query}", follow=True)

        [(address, status)] = response.redirect_chain
        assert status == 302
        assert address.startswith("/plan/")
        assert response.status_code == 200


class TestTierLegend:
    """Price tiers in money."""

    def test_tier_says_where_half_of_its_courses_start(self, page):
        crown = make_treatment()
        tiers = [make_tier(name="Mid", slug="mid", rank=1), make_tier(name="High", slug="high", rank=2)]
        for low in (1000, 2000, 3000):
            make_price(make_clinic(price_tier=tiers[0], is_example=True), crown, low, 9000)
        make_price(make_clinic(price_tier=tiers[1], is_example=True), crown, 5000, 9000)

        rows = page("/prices/").rows

        assert rows["●○ Mid"] == (
            "not stated Half of the courses start between $1,500 and $2,500, the middle one at $2,000."
            " 3 courses of 3 clinics, all example listings"
        )
        assert rows["●● High"] == "not stated"

    def test_guide_says_where_a_package_and_its_sessions_disagree(self, page):
        """Fact S254."""
        patch = make_treatment(name="Patch", sessions=(1, 2))
        make_market_price("Patch", 300, 600, basis="session", treatments=[patch])
        make_market_price("Patch", 800, 1800, treatments=[patch])

        assert page("/prices/").rows["Patch"] == (
            "The package can cost more than the same number of single sessions."
            " Patch: $800–$1,800. 1–2 single sessions together: $300–$1,200."
        )

    def test_guide_shows_won_where_a_dated_rate_exists(self, page):
        make_currency("KRW", units_per_usd=Decimal("1383.25"))
        make_market_price("Patch", 300, 600)

        guide = page("/prices/")

        assert cells(guide, "guide")[0][1] == "$300–$600 USD, 2026 about KRW 415,000–KRW 830,000"
        assert "Amounts in KRW are approximate, at the rate of 23 November 2026." in main(guide)


@pytest.mark.usefixtures("hairline")
@pytest.mark.parametrize(
    "address",
    ["/prices/", "/prices/estimate/?treatment=hairline&quote=900", PLAN, PLAN.replace("/plan/", "/plan.ics")],
)
def test_page_asks_as_often_for_many_rows_as_for_few(client, hairline, address):
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in range(20):
        areas = [hairline, make_treatment(procedure=hairline.procedure)]
        make_market_price(f"Row {number}", 100, 200, treatments=areas)
        make_care_rule(procedure=hairline.procedure, first_day=number)
        make_inclusion()
        make_tier()

    client.get(address)  # what was changed is not what is counted
    with CaptureQueriesContext(connection) as many:
        client.get(address)

    assert len(many) == len(few) <= 12
