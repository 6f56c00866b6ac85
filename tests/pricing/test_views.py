"""The pages about treatments and prices: every figure from its record, in the order of the guide."""

from datetime import timedelta
from decimal import Decimal

import pytest

from pricing.models import CarePhase
from tests.bars import stretches
from tests.factories import (
    NOW,
    TODAY,
    make_clinic,
    make_currency,
    make_disclaimer,
    make_emergency_contact,
    make_market_price,
    make_procedure,
    make_tier,
    make_treatment,
)
from tests.html import read, text_of, walk
from tests.records import make_care_rule, make_cost_factor, make_inclusion, make_risk, make_step

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def page(client):
    """Return a function from an address to its Page."""
    return lambda address: read(client.get(address))


def tables(page):
    """Return caption -> rows of the body, as lists of texts."""
    return {
        text_of(next(part for part in walk(table) if part.name == "caption")): [
            [text_of(cell) for cell in walk(row) if cell.name in {"th", "td"}]
            for body in walk(table)
            if body.name == "tbody"
            for row in walk(body)
            if row.name == "tr"
        ]
        for table in page.find_all("table")
    }


def section(page, heading):
    """Return the text of the section with a heading."""
    [found] = (
        part
        for part in page.find_all("section")
        if any(text_of(title) == heading for title in walk(part) if title.name == "h2")
    )
    return text_of(found).removeprefix(heading).strip()


class TestTreatments:
    """The list of all treatments."""

    def test_there_may_be_none(self, page):
        assert "There are no treatments yet." in page("/treatments/").text

    def test_treatments_stand_under_their_procedures_in_order(self, page):
        smp = make_procedure(slug="a", name="Micropigmentation", abbreviation="SMP", summary="Dots.")
        veneers = make_procedure(slug="b", name="Veneers", sessions_min=1, sessions_max=1)
        make_treatment(name="Veneer", procedure=veneers, position=2)
        make_treatment(name="Crown", procedure=smp, position=3, sessions=(2, 3), summary="The top.")
        make_treatment(name="Hairline", procedure=smp, position=1)

        treatments = page("/treatments/")

        assert [text_of(title) for title in treatments.find_all("h2", "h3")] == [
            "Micropigmentation (SMP)",
            "Hairline",
            "Crown",
            "Veneers",
            "Veneer",
        ]
        plain = [text_of(item) for listed in treatments.with_class("plain") for item in walk(listed)]
        assert "Hairline 2–4 sessions (general value for the procedure)" in plain
        assert "Crown The top. 2–3 sessions" in [text.partition(" Price:")[0] for text in plain]
        assert "Veneer 1 session (general value for the procedure)" in plain

    def test_each_says_what_the_market_asks_for_a_course(self, page):
        crown = make_treatment(name="Crown", sessions=(2, 3))
        make_market_price("Crown", 800, 1500, basis="session", treatments=[crown])

        [course] = page("/treatments/").with_class("course")

        assert text_of(course) == "$1,600–$4,500 2–3 sessions together, 2026"

    def test_price_that_covers_other_treatments_names_them(self, page):
        crown, mid = make_treatment(name="Crown", position=1), make_treatment(name="Mid", position=2)
        make_market_price("Both", 3000, 4500, treatments=[crown, mid])

        assert [text_of(course) for course in page("/treatments/").with_class("course")] == [
            "$3,000–$4,500 whole course, 2026, one price with Mid",
            "$3,000–$4,500 whole course, 2026, one price with Crown",
        ]

    def test_course_in_another_currency_is_about_its_dollars(self, page):
        crown = make_treatment(name="Crown")
        make_currency("KRW", units_per_usd=Decimal(1000))
        make_market_price("Crown", 2_000_000, 3_000_000, currency="KRW", treatments=[crown])

        [course] = page("/treatments/").with_class("course")

        assert text_of(course) == "about $2,000–$3,000 whole course, 2026"

    def test_each_leads_to_its_page(self, page):
        make_treatment(slug="crown", name="Crown")

        assert page("/treatments/").link("Crown") == "/treatments/crown/"


class TestTreatment:
    """The page of one treatment."""

    def test_bare_treatment_says_not_stated(self, page):
        make_treatment(slug="crown", name="Crown", procedure=make_procedure(name="Dots"))

        crown = page("/treatments/crown/")

        assert crown.rows == {
            "Per session": "not stated",
            "Whole course": "not stated",
            "Sessions": "2–4 (general value for the procedure)",
            "One session takes": "2–4 hours",
            "Between sessions": "10–14 days",
            "Healed after each session": "7–10 days",
            "Touch-up": "after 3–5 years",
            "Cost compared with other areas": "not stated",
        }
        assert section(crown, "Clinics that offer it") == (
            "No clinic here says that it offers this. See all clinics"
        )
        assert section(crown, "Dots") == "not stated"
        headings = [text_of(title) for title in crown.find_all("h2")]
        assert headings == ["What the market asks", "Sessions and time", "Dots", "Clinics that offer it"]

    def test_full_treatment_says_everything(self, page):
        smp = make_procedure(name="Dots", abbreviation="SMP", description="One.\n\nTwo.")
        make_treatment(
            slug="crown",
            name="Crown",
            procedure=smp,
            synonyms=["vertex", "정수리"],
            summary="The top of the head.",
            sessions=(2, 3),
            cost_note="Like the hairline.",
        )
        make_step(procedure=smp, position=2, title="Second", text="Text.", details=["Point"])
        make_step(procedure=smp, position=1, title="First")
        make_risk(procedure=smp, name="Redness", frequency="often", text="It goes.")

        crown = page("/treatments/crown/")

        assert "Also called: vertex, 정수리" in text_of(crown.find("main"))
        assert crown.rows["Sessions"] == "2–3"
        assert crown.rows["Cost compared with other areas"] == "Like the hairline."
        assert section(crown, "Dots (SMP)") == "One. Two."
        assert section(crown, "Step by step") == "First Second Text. Point"
        assert section(crown, "Risks") == "Redness Often. It goes."
        assert crown.title == "Crown – Dots – Clinic Atlas"

    def test_singular_is_said_of_one(self, page):
        ones = {
            f"{name}_{end}": 1
            for name in ("session_hours", "days_between", "healing_days", "touch_up_years", "sessions")
            for end in ("min", "max")
        }
        make_treatment(slug="crown", procedure=make_procedure(**ones))

        rows = page("/treatments/crown/").rows

        assert list(rows.values())[3:7] == ["1 hour", "1 day", "1 day", "after 1 year"]

    def test_care_is_told_before_and_after_whatever_the_order_of_its_rules(self, page):
        smp = make_procedure()
        make_treatment(slug="crown", procedure=smp)
        make_care_rule(
            procedure=smp, position=1, text="Keep dry.", first_day=0, last_day=5, last_day_earliest=4
        )
        make_care_rule(
            procedure=smp, position=2, text="No coffee.", phase=CarePhase.BEFORE, condition="If told"
        )
        make_care_rule(procedure=smp, position=3, text="Shave again.", first_day=6)

        assert section(page("/treatments/crown/"), "Care before and after") == (
            "Day 0 is the day of the session. Before a session No coffee. (If told)"
            " After a session day 0 to 4–5: Keep dry. from day 6: Shave again."
        )

    def test_prices_of_the_guide_that_cover_it_stand_under_their_basis_as_bars_on_one_scale(self, page):
        crown, scars = make_treatment(slug="crown"), make_treatment(slug="scars", name="Scars")
        shared = {"source": "Guide", "checked_on": TODAY}
        make_market_price("Both", 1800, 3000, treatments=[crown, scars], estimated=True, **shared)
        make_market_price("Alone", 2000, 4000, position=1, treatments=[crown], remark="Round.", **shared)
        make_market_price("Crown", 800, 1500, basis="session", sessions=(2, 3), treatments=[crown])
        make_market_price("Scars", 500, None, basis="session", treatments=[scars])

        page = page("/treatments/crown/")

        assert page.rows["Per session"] == (
            "$800–$1,500 USD, 2026, 2–3 sessions 2–3 sessions together: $1,600–$4,500"
            " In the guide: Crown. Source: not stated"
        )
        assert page.rows["Whole course"] == (
            "$1,800–$3,000 USD, 2026, estimate In the guide: Both. The same price is for: Scars."
            " $2,000–$4,000 USD, 2026 In the guide: Alone. Round."
            " Source: Guide (checked 23 November 2026)"
        )
        assert [own for own, _market in stretches(page)][:3] == [(40, 35), (90, 60), (100, 100)]
        assert "All bars stand on one scale, from $0 to $4,000." in page.text

    def test_basis_without_a_price_says_not_stated(self, page):
        scars, corrective = make_treatment(slug="scars"), make_treatment(slug="corrective")
        make_market_price("Scars", 400, 900, basis="session", sessions=(2, 3), treatments=[scars])
        make_market_price("Corrective", treatments=[corrective])

        assert page("/treatments/scars/").rows["Whole course"] == "not stated"
        rows = page("/treatments/corrective/").rows
        assert rows["Per session"] == "not stated"
        assert rows["Whole course"].startswith("quoted after assessment")

    def test_package_that_disagrees_with_its_sessions_is_remarked(self, page):
        """Fact S210."""
        patch = make_treatment(slug="patch", sessions=(1, 2))
        make_market_price("Patch", 300, 600, basis="session", treatments=[patch])
        make_market_price("Small patch", 800, 1800, treatments=[patch])

        [remark] = page("/treatments/patch/").with_class("verdict")

        assert text_of(remark) == (
            "The package can cost more than the same number of single sessions."
            " Small patch: $800–$1,800. 1–2 single sessions together: $300–$1,200."
        )

    def test_share_below_prices_at_home_is_called_a_claim_without_a_source(self, page):
        smp = make_procedure(percent_below_home_min=20, percent_below_home_max=50, home_regions=["Europe"])
        make_treatment(slug="crown", procedure=smp)

        words = section(page("/treatments/crown/"), "What the market asks")

        assert "20–50 % below Europe." in words
        assert "This is a claim: no source is known to us." in words

    def test_links_lead_to_the_estimate_and_the_plan_of_the_treatment(self, page):
        make_treatment(slug="crown")

        crown = page("/treatments/crown/")

        assert crown.link("Estimate a course, check a quote") == "/prices/estimate/?treatment=crown"
        assert crown.link("Plan the stay") == "/plan/?treatment=crown"

    @pytest.mark.parametrize(
        ("clinics", "cards", "words"),
        [(1, 1, "Filter this 1 clinic"), (2, 2, "Filter these 2 clinics"), (8, 6, "Filter these 8 clinics")],
    )
    def test_first_clinics_that_offer_it_are_shown_and_lead_to_all(self, page, client, clinics, cards, words):
        crown = make_treatment(slug="crown")
        for _number in range(clinics):
            make_clinic(treatments=[crown])
        make_clinic(treatments=[crown], status="draft")
        make_clinic(treatments=[crown], publish_at=NOW + timedelta(seconds=1))

        page = page("/treatments/crown/")

        link = page.link(words)
        assert link == "/clinics/?treatment=crown"
        assert client.get(f"/api/v1{link}").json()["count"] == clinics
        assert len(page.with_class("card")) == cards

    def test_disclaimer_and_emergency_numbers_stand_on_the_page(self, page):
        make_treatment(slug="crown")
        make_disclaimer(title="Information, not advice", text="Ask.\n\nAsk again.")
        make_emergency_contact("112", name="Police", services="Police", hours="always", checked_on=TODAY)
        make_emergency_contact("119", name="Ambulance", position=1, source="A guide")

        crown = page("/treatments/crown/")

        assert "Information, not advice Ask. Ask again. Valid from 23 November 2026" in text_of(
            crown.find("main")
        )
        assert section(crown, "In an emergency") == (
            "112 Police Police, always Checked 23 November 2026"
            " 119 Ambulance Ambulance Not yet checked with an official page. Source: A guide"
        )
        assert crown.link("112") == "tel:112"

    @pytest.mark.parametrize("slug", ["nothing", "CROWN", "x" * 500])
    def test_unknown_treatment_is_not_found(self, client, slug):
        make_treatment(slug="crown")

        assert client.get(f"/treatments/{slug}/").status_code == 404


class TestPriceGuide:
    """What the market asks, and what a price depends on."""

    def test_empty_guide_says_not_stated(self, page):
        guide = page("/prices/")

        assert "No published price: not stated" in text_of(guide.find("main"))
        assert guide.find_all("table") == []

    def test_prices_per_session_come_before_whole_courses_each_in_its_order(self, page):
        make_market_price("Whole scalp", 4000, 6000, position=1, open_ended=True)
        make_market_price(
            "Crown", 800, 1500, position=2, basis="session", sessions=(2, 3), remark="Like the top"
        )
        make_market_price("Patch", 300, 600, position=1, basis="session", sessions=(1, 1), estimated=True)
        make_market_price("Scars", position=3, basis="session")

        guide = tables(page("/prices/"))

        assert guide == {
            "Per session": [
                ["Patch", "$300–$600 USD, 2026, estimate", "1", ""],
                ["Crown", "$800–$1,500 USD, 2026", "2–3", "Like the top"],
                ["Scars", "quoted after assessment USD, 2026", "not stated", ""],
            ],
            "Whole course": [["Whole scalp", "$4,000–$6,000+ USD, 2026", "not stated"]],
        }

    def test_source_that_all_rows_share_is_said_once_and_others_in_their_rows(self, page):
        shared = {"source": "Guide", "checked_on": TODAY}
        make_market_price("A", 1, 2, basis="session", **shared)
        make_market_price("B", 1, 2, basis="session", **shared)
        make_market_price("C", 1, 2, **shared)
        make_market_price("D", 1, 2, source="Letter")

        guide = page("/prices/")

        words = "Source: Guide (checked 23 November 2026)"
        assert [len(row) for row in tables(guide)["Per session"]] == [3, 3]  # no notes, no column for them
        assert [row[3] for row in tables(guide)["Whole course"]] == [words, "Source: Letter"]
        assert text_of(guide.find("main")).count(words) == 2

    def test_second_procedure_has_tables_of_its_own(self, page):
        smp, veneers = make_procedure(slug="a", name="Dots"), make_procedure(slug="b", name="Veneers")
        for procedure in (veneers, smp):
            make_market_price("Row", 1, 2, procedure=procedure)
            make_market_price("Row", 1, 2, procedure=procedure, basis="session")
            make_cost_factor(procedure=procedure)

        guide = page("/prices/")

        assert [text_of(title) for title in guide.find_all("h2", "caption")] == [
            "Dots",
            "Per session",
            "Whole course",
            "Veneers",
            "Per session",
            "Whole course",
            "What makes a price higher or lower: Dots",
            "What makes a price higher or lower: Veneers",
        ]

    def test_comparison_with_home_is_called_a_claim_without_a_source(self, page):
        smp = make_procedure(
            percent_below_home_min=20,
            percent_below_home_max=50,
            home_regions=["North America", "Western Europe"],
            home_price_note="For packages.",
        )

        words = section(page("/prices/"), "Compared with prices at home")

        assert words == (
            "20–50 % below North America, Western Europe. For packages."
            " This is a claim: no source is known to us."
        )
        smp.home_price_source = "A survey"
        smp.save()
        assert "Source: A survey" in section(page("/prices/"), "Compared with prices at home")

    def test_cost_factors_inclusions_and_tiers_stand_in_their_order(self, page):
        smp = make_procedure()
        make_cost_factor(procedure=smp, position=2, name="Sessions", text="Count.")
        make_cost_factor(procedure=smp, position=1, name="Area", text="Size.")
        make_inclusion(name="Follow-up", position=2)
        make_inclusion(name="Consultation", position=1, text="Virtual too.")
        make_tier(slug="high", name="High", rank=2)
        make_tier(slug="mid", name="Mid", rank=1, meaning="about $3,000")

        guide = page("/prices/")

        assert section(guide, "What makes a price higher or lower") == "Area Size. Sessions Count."
        assert section(guide, "What a price may include") == "Consultation: Virtual too. Follow-up"
        assert section(guide, "Price tiers") == "●○ Mid about $3,000 ●● High not stated"
        assert guide.link("High") == "/clinics/?tier=high"

    def test_change_of_a_record_changes_the_page(self, page):
        row = make_market_price("Crown", 800, 1500)
        assert "$800–$1,500" in page("/prices/").text

        row.high = 1501
        row.save()

        assert "$800–$1,501" in page("/prices/").text

    def test_bars_of_both_tables_stand_on_one_scale(self, page):
        make_market_price("Patch", 300, 600, basis="session")
        make_market_price("Whole scalp", 4000, 6000, open_ended=True)

        guide = page("/prices/")

        assert stretches(guide) == [((10, 10), None), ((133, 67), None)]
        assert "All bars stand on one scale, from $0 to $6,000." in text_of(guide.find("main"))
        assert "A plus sign, or an arrow at the end of a bar" in text_of(guide.find("main"))
