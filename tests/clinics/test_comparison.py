"""The rows of the comparison: their order, what differs, what is the same, what only one clinic has."""

from datetime import timedelta
from decimal import Decimal

import pytest

from clinics.comparison import Comparison
from clinics.models import Clinic
from pricing.bars import Stretch
from tests.factories import (
    TODAY,
    make_clinic,
    make_criterion,
    make_currency,
    make_district,
    make_factor,
    make_finding,
    make_focus,
    make_language,
    make_market_price,
    make_price,
    make_procedure,
    make_service,
    make_tier,
    make_treatment,
)

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def compare(*clinics):
    """Return the Comparison of clinics as their page reads it."""
    stored = Clinic.objects.select_related("district", "price_tier")
    return Comparison([stored.get(pk=clinic.pk) for clinic in clinics], today=TODAY)


def different(*clinics):
    """Return label -> texts of the rows in which clinics differ."""
    return {row.label: [cell.text for cell in row.cells] for row in compare(*clinics).different}


def same(*clinics):
    """Return label -> text of the rows in which clinics say the same."""
    return {row.label: row.cells[0].text for row in compare(*clinics).same}


def row_of(label, *clinics):
    [row] = [row for row in compare(*clinics).different if row.label == label]
    return row


class TestRows:
    """Which rows there are, and where."""

    def test_rows_that_differ_stand_in_the_order_of_the_brief(self):
        crown = make_treatment(name="Crown")
        make_criterion(name="Clean room")
        full = make_clinic(
            focus_summary="Scars",
            target_clients="Men",
            artistic_style="Exact",
            technology="Machines",
            service_grade="good",
            service_note="Private",
            price_tier=make_tier(name="High"),
            differentiator="Finesse",
            district=make_district(name="Mapo"),
            focuses=[make_focus()],
            languages=[make_language()],
            services=[make_service()],
            legal_basis="medical",
            verified_on=TODAY,
        )
        make_price(full, crown, 100, 200)
        make_finding(full, make_criterion(name="Sterile"))
        bare = make_clinic(district=make_district(name="Jung"))

        assert list(different(full, bare)) == [
            "Primary focus",
            "Target clients",
            "Artistic style",
            "Technology",
            "International service",
            "Price point",
            "Key differentiator",
            "District",
            "Known for",
            "Crown",
            "Languages",
            "Services",
            "Verified",
            "Sterile",
            "Legal basis",
            "Whole listing checked",
        ]
        assert same(full, bare) == {"Criteria: not stated": "Clean room"}

    def test_clinics_of_which_nothing_is_known_differ_in_nothing(self):
        district = make_district(name="Mapo")
        make_criterion(name="Sterile")

        one, other = make_clinic(district=district), make_clinic(district=district)

        assert different(one, other) == {}
        assert same(one, other) == {
            "Primary focus": "",
            "Target clients": "",
            "Artistic style": "",
            "Technology": "",
            "International service": "",
            "Price point": "",
            "Key differentiator": "",
            "District": "Mapo",
            "Known for": "",
            "Languages": "",
            "Services": "",
            "Verified": "0 of 1 criteria",
            "Legal basis": "",
            "Whole listing checked": "",
            "Criteria: not stated": "Sterile",
        }

    def test_what_is_not_stated_differs_from_what_is(self):
        assert different(make_clinic(technology="Machines"), make_clinic())["Technology"] == ["Machines", ""]

    def test_lists_stand_in_the_order_of_their_vocabulary(self):
        korean, english = make_language(name="Korean", position=2), make_language(name="English", position=1)

        rows = different(make_clinic(languages=[korean, english]), make_clinic(languages=[korean]))

        assert rows["Languages"] == ["English, Korean", "Korean"]

    def test_district_is_a_path_from_the_root(self):
        seoul = make_district(name="Seoul")
        gangnam = make_district(name="Gangnam", parent=seoul)

        row = row_of("District", make_clinic(district=gangnam), make_clinic(district=seoul))

        assert [cell.text for cell in row.cells] == ["Seoul › Gangnam", "Seoul"]
        assert row.cells[0].path == (seoul, gangnam)

    def test_legal_basis_has_its_number_source_and_date(self):
        clinic = make_clinic(
            legal_basis="tattooist", legal_number="7", legal_source="Register", legal_checked_on=TODAY
        )

        cell, empty = row_of("Legal basis", clinic, make_clinic()).cells

        assert (cell.text, cell.detail) == (
            "Licensed tattooist",
            "number 7, Register, checked 23 November 2026",
        )
        assert (empty.text, empty.detail) == ("", "")

    def test_last_check_has_its_age(self):
        cell, _empty = row_of(
            "Whole listing checked", make_clinic(verified_on=TODAY - 3 * DAY), make_clinic()
        ).cells

        assert (cell.text, cell.detail) == ("20 November 2026", "3 days ago")


class TestPrices:
    """The course of each treatment that any of the clinics offers."""

    @pytest.fixture
    def crown(self):
        return make_treatment(name="Crown", sessions=(2, 3))

    def cells(self, crown, *clinics):
        return [(cell.text, cell.detail) for cell in row_of(crown.name, *clinics).cells]

    def test_package_comes_before_the_sessions_together(self, crown):
        package, sessions, both = make_clinic(), make_clinic(), make_clinic()
        make_price(package, crown, 1800, 3000, estimated=True)
        make_price(sessions, crown, 800, 1500, basis="session")
        make_price(both, crown, 900, 900, basis="session", sessions=(4, 4))
        make_price(both, crown, 4000, 6000, open_ended=True)

        assert self.cells(crown, package, sessions, both) == [
            ("$1,800–$3,000", "package, estimate, 2026"),
            ("$1,600–$4,500", "2–3 sessions together, 2026"),
            ("$4,000–$6,000+", "package, 2026"),
        ]

    def test_price_of_its_own_sessions_counts_them(self, crown):
        own = make_clinic()
        make_price(own, crown, 900, None, basis="session", sessions=(4, 4))

        assert self.cells(crown, own, make_clinic())[0] == ("from $3,600", "4 sessions together, 2026")

    def test_package_on_assessment_gives_way_to_priced_sessions(self, crown):
        clinic, other = make_clinic(), make_clinic()
        for owner in (clinic, other):
            make_price(owner, crown)
        make_price(clinic, crown, 500, 600, basis="session")

        assert self.cells(crown, clinic, other) == [
            ("$1,000–$1,800", "2–3 sessions together, 2026"),
            ("quoted after assessment", "package, 2026"),
        ]

    def test_what_is_not_offered_differs_from_what_has_no_price(self, crown):
        priced = make_clinic()
        make_price(priced, crown, 1000, 2000)

        assert self.cells(crown, make_clinic(treatments=[crown]), make_clinic(), priced)[:2] == [
            ("no published price", ""),
            ("not listed", ""),
        ]

    def test_treatment_that_nobody_prices_is_folded(self, crown):
        listed, other = make_clinic(treatments=[crown]), make_clinic()

        assert same(listed, other)["Crown"] == "no published price"
        assert "Crown" not in [row.label for row in compare(listed, other).different]

    def test_other_currency_is_converted_and_named(self, crown):
        make_currency("KRW", units_per_usd=Decimal(1000), decimals=0)
        make_currency("EUR", units_per_usd=None, as_of=None)
        won, euro = make_clinic(), make_clinic()
        make_price(won, crown, 1_000_500, 2_000_000, currency="KRW")
        make_price(euro, crown, 100, 200, currency="EUR", basis="session")

        assert self.cells(crown, won, euro) == [
            ("about $1,000–$2,000", "package, 2026, converted from KRW at the rate of 23 November 2026"),
            ("EUR\N{NO-BREAK SPACE}100–EUR\N{NO-BREAK SPACE}200", "per session, 2026, quoted in EUR"),
        ]

    def test_bars_of_all_treatments_share_one_scale_with_the_market(self, crown):
        patch = make_treatment(name="Patch")
        make_market_price("Crown", 1000, 4000, treatments=[crown])
        one, other = make_clinic(), make_clinic()
        make_price(one, crown, 1000, 2000)
        make_price(other, patch, 400, 800)

        crown_row, patch_row = row_of("Crown", one, other), row_of("Patch", one, other)

        assert crown_row.note == "market: package $1,000–$4,000"
        assert crown_row.cells[0].bar.own == Stretch(50, 50, is_open=False)
        assert crown_row.cells[0].bar.market == Stretch(50, 150, is_open=False)
        assert patch_row.note == ""
        assert patch_row.cells[1].bar.own == Stretch(20, 20, is_open=False)
        assert patch_row.cells[1].bar.market is None
        assert compare(one, other).has_bars

    def test_each_price_is_set_against_the_market_on_its_own_basis(self):
        patch = make_treatment(name="Patch", sessions=(1, 2))
        make_market_price("Patch, a session", 300, 600, treatments=[patch], basis="session")
        make_market_price("Patch", 800, 1800, treatments=[patch])
        sessions, package = make_clinic(), make_clinic()
        make_price(sessions, patch, 450, 450, basis="session")
        make_price(package, patch, 900, 1800)

        row = row_of("Patch", sessions, package)

        assert row.note == "market: 1–2 sessions $300–$1,200; package $800–$1,800"
        assert [cell.bar.market.start for cell in row.cells] == [33, 89]
        assert [cell.detail for cell in row.cells] == ["1–2 sessions together, 2026", "package, 2026"]

    def test_equal_prices_are_folded(self, crown):
        one, other = make_clinic(), make_clinic()
        for clinic in (one, other):
            make_price(clinic, crown, 1000, 2000)

        assert same(one, other)["Crown"] == "$1,000–$2,000"
        assert not compare(one, other).has_bars


class TestEvidence:
    """What is verified."""

    def test_criteria_show_where_answers_differ_and_fold_where_they_agree(self):
        sterile, clean, trained, open_one = (
            make_criterion(name=name) for name in ("Sterile", "Clean", "Trained", "Reviews")
        )
        one, other = make_clinic(), make_clinic()
        make_finding(one, sterile, checked_on=TODAY - DAY)
        make_finding(other, sterile, "no")
        for clinic, day in ((one, TODAY), (other, TODAY - 9 * DAY)):
            make_finding(clinic, clean, checked_on=day)
        make_finding(one, trained, expires_on=TODAY)
        make_finding(other, trained, expires_on=TODAY - DAY, checked_on=TODAY - 2 * DAY)
        make_finding(one, open_one, "unknown")

        rows = different(one, other)
        assert rows["Verified"] == ["3 of 4 criteria", "1 of 4 criteria"]
        assert rows["Sterile"] == ["yes", "no"]
        assert rows["Trained"] == ["yes", "yes, expired"]
        assert "Clean" not in rows
        assert same(one, other) | {"Criteria: yes": "Clean", "Criteria: not stated": "Reviews"} == same(
            one, other
        )
        first, second = row_of("Trained", one, other).cells
        assert (first.detail, first.is_weak) == ("23 November 2026", False)
        assert (second.detail, second.is_weak) == ("21 November 2026", True)

    def test_criterion_of_another_procedure_does_not_apply(self):
        smp, veneers = make_procedure(name="SMP"), make_procedure(name="Veneers")
        factor = make_factor()
        make_criterion(name="Needles", procedure=smp, factor=factor)
        make_criterion(name="Glue", procedure=veneers, factor=factor)
        one = make_clinic(treatments=[make_treatment(procedure=smp)])
        other = make_clinic(treatments=[make_treatment(procedure=veneers)])

        rows = different(one, other)

        assert rows["Needles"] == ["", "does not apply"]
        assert rows["Glue"] == ["does not apply", ""]
        assert same(one, other)["Verified"] == "0 of 1 criteria"


class TestDistinctions:
    """What only one of them has."""

    def test_every_clinic_has_a_sentence(self):
        scars, density = make_focus(name="Scars"), make_focus(name="Density")
        korean = make_language(name="Korean")
        crown = make_treatment(name="Crown")
        sterile = make_criterion(name="Sterile equipment")
        first = make_clinic(focuses=[scars, density], languages=[korean])
        second = make_clinic(focuses=[density], languages=[korean])
        third = make_clinic(services=[make_service(name="Translation")])
        make_price(third, crown, 1, 2)
        make_finding(third, sterile)
        make_finding(second, sterile, checked_on=TODAY - 2 * DAY, expires_on=TODAY - DAY)

        sentences = [sentence for _clinic, sentence in compare(first, second, third).distinctions]

        assert sentences == [
            "Only this clinic is known for scars.",
            "Nothing in the records sets it apart here.",
            "Only this clinic offers crown; provides translation; is verified for sterile equipment.",
        ]

    def test_records_of_the_same_name_are_told_apart(self):
        one, other = make_treatment(name="Crown"), make_treatment(name="Crown")

        comparison = compare(make_clinic(treatments=[one]), make_clinic(treatments=[other]))

        assert {sentence for _clinic, sentence in comparison.distinctions} == {
            "Only this clinic offers crown."
        }
