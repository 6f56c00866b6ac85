"""An editor at work on procedures, treatments, the price guide and the currencies."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from pricing.models import Currency, MarketPrice, PriceTier, Procedure, Treatment
from tests.admin_forms import form_values, inline_values, send_form
from tests.factories import (
    make_clinic,
    make_currency,
    make_market_price,
    make_price,
    make_procedure,
    make_tier,
    make_treatment,
)
from tests.records import make_inclusion, make_risk, make_step

pytestmark = pytest.mark.django_db


def address(model, page, *arguments):
    return reverse(f"admin:pricing_{model._meta.model_name}_{page}", args=arguments)


def errors_of(response):
    """Return all that a refused page says is wrong, as one text."""
    return " ".join(str(error) for error in response.context["errors"])


class TestProcedures:
    """A procedure and the lists that belong to it are one page."""

    def test_a_procedure_is_added_with_its_lists(self, admin_client):
        figures = {
            f"{name}_{end}": number
            for name in ("sessions", "session_hours", "days_between", "healing_days", "touch_up_years")
            for end, number in (("min", "2"), ("max", "4"))
        }

        response = send_form(
            admin_client,
            address(Procedure, "add"),
            name="Dental veneers",
            slug="dental-veneers",
            home_regions="the United States\r\nwestern Europe",
            **figures,
            **inline_values(
                "steps", [{"position": "1", "title": "Consultation", "details": "Photos\r\nPlan"}]
            ),
            **inline_values(
                "care_rules",
                [{"position": "1", "phase": "after", "first_day": "0", "last_day": "3", "text": "Eat soft."}],
            ),
            **inline_values("risks", [{"position": "1", "name": "Chipping"}]),
            **inline_values("cost_factors", [{"position": "1", "name": "Material"}]),
        )

        assert response.status_code == 302, errors_of(response)
        procedure = Procedure.objects.get()
        assert procedure.home_regions == ["the United States", "western Europe"]
        assert procedure.steps.get().details == ["Photos", "Plan"]
        assert procedure.care_rules.get().last_day == 3
        assert procedure.risks.get().name == "Chipping"
        assert procedure.cost_factors.get().name == "Material"

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"sessions_min": "5"}, "The highest number of sessions is below the lowest."),
            ({"sessions_max": "100"}, "Ensure this value is less than or equal to 99."),
            ({"healing_days_max": "32768"}, "Ensure this value is less than or equal to 32767."),
            ({"position": "-1"}, "Ensure this value is greater than or equal to 0."),
            ({"risks-0-name": ""}, "This field is required."),
        ],
    )
    def test_an_editor_reads_what_is_wrong(self, admin_client, changes, sentence):
        procedure = make_procedure()
        make_risk(procedure=procedure)

        response = send_form(admin_client, address(Procedure, "change", procedure.pk), **changes)

        assert response.status_code == 200
        assert sentence in errors_of(response)

    def test_two_entries_cannot_share_a_place(self, admin_client):
        procedure = make_procedure()
        make_step(procedure=procedure, position=1)
        rows = inline_values("steps", [{"position": "1", "title": "Again"}], existing=1)

        response = send_form(admin_client, address(Procedure, "change", procedure.pk), **rows)

        assert response.status_code == 200
        assert procedure.steps.count() == 1

    def test_an_entry_moves_to_a_free_place(self, admin_client):
        procedure = make_procedure()
        first, second = (make_step(procedure=procedure, position=number) for number in (1, 2))

        send_form(admin_client, address(Procedure, "change", procedure.pk), **{"steps-0-position": "7"})

        assert list(procedure.steps.all()) == [second, first]


class TestTreatments:
    """Treatments are found by their synonyms, one a line."""

    def test_synonyms_are_typed_one_a_line(self, admin_client):
        treatment = make_treatment(name="Crown", synonyms=["vertex", "crown top"])
        page = admin_client.get(address(Treatment, "change", treatment.pk))

        send_form(
            admin_client,
            address(Treatment, "change", treatment.pk),
            synonyms="vertex\r\n\r\n 정수리 \r\n",
            sessions_min="2",
            sessions_max="3",
        )

        treatment.refresh_from_db()
        assert form_values(page)["synonyms"] == ["vertex\ncrown top"]
        assert (treatment.synonyms, treatment.sessions) == (["vertex", "정수리"], (2, 3))

    @pytest.mark.parametrize("query", ["정수리", "VERTEX", "crow"])
    def test_a_treatment_is_found_by_any_of_its_names(self, admin_client, query):
        make_treatment(name="Crown", synonyms=["vertex", "정수리"])
        make_treatment(name="Scars")

        response = admin_client.get(address(Treatment, "changelist"), {"q": query})

        assert [treatment.name for treatment in response.context["cl"].result_list] == ["Crown"]

    def test_a_priced_treatment_is_not_deleted(self, admin_client):
        treatment = make_treatment()
        make_price(make_clinic(), treatment, 100, 200)

        response = admin_client.post(address(Treatment, "delete", treatment.pk), {"post": "yes"})

        assert response.status_code == 200
        assert Treatment.objects.exists()


class TestThePriceGuide:
    """A row may cover several areas, and says what is wrong with its figures."""

    def test_a_row_is_added(self, admin_client):
        make_currency()
        procedure, crown, hairline = make_procedure(), make_treatment(), make_treatment()
        inclusion = make_inclusion()

        response = send_form(
            admin_client,
            address(MarketPrice, "add"),
            procedure=procedure.pk,
            label="Hairline and crown",
            treatments=[crown.pk, hairline.pk],
            basis="package",
            currency="USD",
            low="4000",
            high="6000",
            open_ended="on",
            inclusions=[inclusion.pk],
            year="2026",
        )

        assert response.status_code == 302, errors_of(response)
        row = MarketPrice.objects.get()
        assert (row.low, row.high, row.open_ended, row.currency_id) == (4000, 6000, True, "USD")
        assert set(row.treatments.all()) == {crown, hairline}
        assert row.inclusions.get() == inclusion

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"high": "1"}, "The highest price is below the lowest."),
            ({"high": ""}, "A price needs its lowest figure, and its highest unless it is open-ended."),
            ({"label": "Crown"}, "The price guide has this label already."),
            ({"currency": "XXX"}, "That choice is not one of the available choices."),
        ],
    )
    def test_an_editor_reads_what_is_wrong(self, admin_client, changes, sentence):
        make_market_price("Crown", 100, 200)
        row = make_market_price("Hairline", 100, 200)

        response = send_form(admin_client, address(MarketPrice, "change", row.pk), **changes)

        assert response.status_code == 200
        assert sentence in errors_of(response)


class TestCurrencies:
    """A rate has a day; a currency in use stays."""

    def test_a_rate_is_entered_with_its_day(self, admin_client):
        send_form(
            admin_client, address(Currency, "add"), code="KRW", units_per_usd="1374.25", as_of="2026-11-01"
        )

        won = Currency.objects.get()
        assert (won.units_per_usd, won.as_of) == (Decimal("1374.25"), date(2026, 11, 1))

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"code": "won"}, "Use the three capital letters of ISO 4217."),
            ({"units_per_usd": "1374.25"}, "A rate needs the day it was read."),
            ({"units_per_usd": "0", "as_of": "2026-11-01"}, "A rate must be above zero."),
            ({"code": "USD", "units_per_usd": "2", "as_of": "2026-11-01"}, "One US dollar is one US dollar."),
            ({"units_per_usd": "NaN", "as_of": "2026-11-01"}, "Enter a number."),
        ],
    )
    def test_an_editor_reads_what_is_wrong(self, admin_client, changes, sentence):
        response = send_form(admin_client, address(Currency, "add"), **({"code": "KRW"} | changes))

        assert response.status_code == 200
        assert sentence in errors_of(response)
        assert not Currency.objects.exists()

    def test_a_currency_in_use_is_not_deleted(self, admin_client):
        row = make_market_price("Crown", 100, 200)

        response = admin_client.post(address(Currency, "delete", row.currency.pk), {"post": "yes"})

        assert response.status_code == 200
        assert Currency.objects.exists()


def test_tiers_are_listed_from_the_cheapest(admin_client):
    make_tier(name="High", rank=300)
    make_tier(name="Mid", rank=200)

    response = admin_client.get(address(PriceTier, "changelist"))

    assert [tier.name for tier in response.context["cl"].result_list] == ["Mid", "High"]
