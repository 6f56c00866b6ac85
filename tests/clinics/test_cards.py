"""What a card of the listing says about a clinic."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.http import QueryDict

from clinics.cards import grouped_by_bucket, read_cards, scale_in_words
from clinics.listing import Listing
from pricing.bars import Stretch
from pricing.budget import Bucket
from pricing.money import Span
from tests.factories import (
    NOW,
    TODAY,
    make_clinic,
    make_criterion,
    make_currency,
    make_district,
    make_finding,
    make_focus,
    make_market_price,
    make_price,
    make_procedure,
    make_tier,
    make_treatment,
)

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def cards(query=""):
    return read_cards(Listing(QueryDict(query), at=NOW))


def card(query=""):
    """Return the only card of a listing."""
    [only] = cards(query)
    return only


class TestPrice:
    """The course that a card shows, and what it is in another currency."""

    def test_card_names_the_treatment_of_its_course(self):
        make_price(make_clinic(), make_treatment(slug="crown", name="Crown"), 1800, 3000)

        assert (card().treatment, str(card().result.course.price)) == ("Crown", "$1,800–$3,000")

    def test_chosen_treatment_is_the_one_that_is_priced(self):
        clinic = make_clinic()
        make_price(clinic, make_treatment(slug="crown", name="Crown"), 100, 200)
        make_price(clinic, make_treatment(slug="scars", name="Scars"), 300, 400)

        assert card().treatment == "Crown"
        assert card("treatment=scars").treatment == "Scars"

    def test_course_is_the_one_that_decides_the_bucket(self):
        clinic = make_clinic()
        make_price(clinic, make_treatment(slug="open", name="Open"), 100, None)
        make_price(clinic, make_treatment(slug="closed", name="Closed"), 200, 300)

        assert card().treatment == "Open"
        assert card("budget=300").treatment == "Closed"

    @pytest.mark.parametrize("priced", [False, True])
    def test_clinic_without_a_figure_has_no_course(self, priced):
        clinic = make_clinic()
        if priced:
            make_price(clinic, make_treatment())

        assert (card().result.course, card().treatment, card().converted) == (None, "", "")

    @pytest.mark.parametrize(
        ("low", "high", "values", "converted"),
        [
            (100, 200, {}, "about KRW\N{NO-BREAK SPACE}139,000–KRW\N{NO-BREAK SPACE}277,000"),
            (1, 1, {}, "about KRW\N{NO-BREAK SPACE}1,390"),
            (100, None, {}, "from about KRW\N{NO-BREAK SPACE}139,000"),
            (
                100,
                200,
                {"open_ended": True},
                "about KRW\N{NO-BREAK SPACE}139,000–KRW\N{NO-BREAK SPACE}277,000+",
            ),
        ],
    )
    def test_price_is_shown_in_a_chosen_currency_to_three_digits_with_the_day_of_the_rate(
        self, low, high, values, converted
    ):
        make_currency("KRW", units_per_usd=Decimal("1385.5"))
        make_price(make_clinic(), make_treatment(), low, high, **values)

        assert card("currency=KRW").converted == f"{converted}, at the rate of 23 November 2026"

    @pytest.mark.parametrize("query", ["", "currency=USD", "currency=EUR", "currency=XXX", "currency="])
    def test_price_is_not_converted_without_a_currency_that_has_a_rate(self, query):
        make_currency("EUR", units_per_usd=None, as_of=None)
        make_price(make_clinic(), make_treatment(), 100, 200)

        assert card(query).converted == ""


class TestBar:
    """The course beside the market, on one scale for all cards."""

    def test_course_is_drawn_beside_what_the_market_asks_for_it(self):
        crown = make_treatment(slug="crown")
        make_market_price("Crown", 500, 1000, treatments=[crown])
        make_price(make_clinic(), crown, 250, 750)

        assert card().market == Span(500, 1000)
        assert (card().bar.own, card().bar.market) == (Stretch(50, 100, False), Stretch(100, 100, False))

    def test_sum_of_sessions_says_so_and_is_drawn_beside_the_sum_of_the_market(self):
        patch = make_treatment(slug="patch", sessions=(1, 2))
        make_market_price("Patch, a session", 300, 600, treatments=[patch], basis="session")
        make_market_price("Patch", 800, 1800, treatments=[patch])
        make_price(make_clinic(), patch, 310, 370, basis="session")

        assert card().result.course.basis_in_words == "1–2 sessions together"
        assert card().market == Span(300, 1200)

    @pytest.mark.parametrize(
        ("own", "words"), [((5, 5), "5 sessions together"), ((1, 1), "1 session"), ((None, None), "2–4")]
    )
    def test_sessions_that_are_counted_are_those_of_the_price_else_the_usual_ones(self, own, words):
        make_price(make_clinic(), make_treatment(), 100, 200, basis="session", sessions=own)

        assert card().result.course.basis_in_words.startswith(words)

    def test_all_cards_share_one_scale_that_the_legend_names(self):
        crown, scars = make_treatment(slug="crown"), make_treatment(slug="scars")
        make_market_price("Crown", 500, 1000, treatments=[crown])
        make_price(make_clinic(name="A"), crown, 1000, 1000)
        make_price(make_clinic(name="B"), scars, 1000, 2000)
        make_price(make_clinic(name="C"), scars, 2000, None)
        make_clinic(name="D")

        a, b, c, d = cards()

        assert [card.bar.own.start for card in (a, b, c)] == [100, 100, 196]
        assert (a.market, b.market, d.bar) == (Span(500, 1000), None, None)
        assert scale_in_words([a, b, c, d]) == "$2,000"

    def test_without_prices_there_is_no_scale(self):
        make_clinic()
        make_price(make_clinic(), make_treatment(), 0, 0)

        assert scale_in_words(cards()) == ""

    def test_tier_is_marked_among_all_tiers(self):
        make_tier(rank=1)
        make_clinic(price_tier=make_tier(rank=2))
        make_tier(rank=3)

        assert card().mark == "●●○"


class TestPlaces:
    """Where a clinic stands, without what goes without saying."""

    def test_city_that_all_districts_lie_in_is_not_repeated_on_every_card(self):
        seoul = make_district(slug="seoul")
        gangnam = make_district(slug="gangnam", parent=seoul)
        make_clinic(name="A", district=gangnam)
        make_clinic(name="B", district=seoul)

        assert [card.places for card in cards()] == [[gangnam], [seoul]]

    def test_of_several_cities_each_is_said(self):
        seoul, busan = make_district(slug="seoul"), make_district(slug="busan")
        gangnam = make_district(slug="gangnam", parent=seoul)
        make_clinic(name="A", district=gangnam)
        make_clinic(name="B", district=busan)

        assert [card.places for card in cards()] == [[seoul, gangnam], [busan]]


class TestEvidence:
    """How much is verified, and when the listing was last checked."""

    def test_only_a_yes_that_still_holds_is_counted(self):
        criteria = [make_criterion() for _number in range(5)]
        clinic = make_clinic()
        make_finding(clinic, criteria[0])
        make_finding(clinic, criteria[1], expires_on=TODAY)
        make_finding(clinic, criteria[2], checked_on=TODAY - 9 * DAY, expires_on=TODAY - DAY)
        make_finding(clinic, criteria[3], "no")
        make_finding(clinic, criteria[4], "unknown")

        assert (card().result.facts.verified, card().result.facts.criteria) == (2, 5)

    def test_findings_of_other_clinics_are_not_counted(self):
        criterion = make_criterion()
        make_clinic(name="A")
        make_finding(make_clinic(name="B"), criterion)

        assert [(card.clinic.name, card.result.facts.verified) for card in cards()] == [("A", 0), ("B", 1)]

    def test_age_of_the_last_check_is_said_on_the_day_in_seoul(self):
        make_clinic(verified_on=TODAY - 21 * DAY)

        assert card().age == "3 weeks ago"

    def test_clinic_that_nobody_checked_has_no_age(self):
        make_clinic(verified_on=None)

        assert card().age == ""


def test_cards_come_in_the_order_of_the_listing_with_their_places_and_focuses():
    seoul = make_district(slug="seoul")
    gangnam = make_district(slug="gangnam", parent=seoul)
    second, first = make_focus(position=2), make_focus(position=1)
    make_clinic(name="B", district=gangnam, focuses=[second, first])
    make_clinic(name="A", district=seoul)

    a, b = cards()

    assert [a.clinic.name, b.clinic.name] == ["A", "B"]
    assert b.result.district_path == [seoul, gangnam]
    assert b.result.district == gangnam
    assert b.result.relations["focus"] == [first, second]
    assert a.result.relations["focus"] == []


def test_criteria_are_those_of_what_the_clinic_offers():
    smp, veneers = make_procedure(), make_procedure()
    needles, _pigment = make_criterion(procedure=smp), make_criterion(procedure=smp)
    make_criterion(procedure=veneers)
    scalp = make_clinic(name="Scalp", treatments=[make_treatment(procedure=smp)])
    make_clinic(name="Teeth", treatments=[make_treatment(procedure=veneers)])
    make_clinic(name="Unknown")
    make_finding(make_clinic(name="Found"), needles)
    make_finding(scalp, needles)

    assert [
        (card.clinic.name, card.result.facts.verified, card.result.facts.criteria) for card in cards()
    ] == [
        ("Found", 1, 2),
        ("Scalp", 1, 2),
        ("Teeth", 0, 1),
        ("Unknown", 0, 3),
    ]


def test_cards_are_grouped_by_bucket_in_their_order():
    crown = make_treatment()
    make_price(make_clinic(name="Open"), crown, 100, None)
    make_price(make_clinic(name="Fits"), crown, 100, 500)
    make_price(make_clinic(name="Too dear"), crown, 501, 502)
    make_clinic(name="Silent")

    def groups(query):
        return [
            (bucket, [card.clinic.name for card in group])
            for bucket, group in grouped_by_bucket(cards(query))
        ]

    assert groups("") == [(None, ["Fits", "Open", "Silent", "Too dear"])]
    assert groups("budget=500") == [(Bucket.FITS, ["Fits"]), (Bucket.MAY_FIT, ["Open"])]
    assert groups("budget=500&unpriced=include") == [
        (Bucket.FITS, ["Fits"]),
        (Bucket.MAY_FIT, ["Open"]),
        (Bucket.UNPRICED, ["Silent"]),
    ]
    assert groups("budget=0") == []


@pytest.mark.parametrize(("index", "queries"), [(True, 0), (False, 11)])
def test_cards_need_the_same_queries_however_many_there_are(
    index, queries, settings, django_assert_num_queries
):
    settings.CLINIC_INDEX = index
    crown = make_treatment()
    make_price(make_clinic(), crown, 100, 200)
    listing = Listing(QueryDict(""), at=NOW)
    with django_assert_num_queries(queries):
        read_cards(listing)

    for _number in range(5):
        make_price(make_clinic(focuses=[make_focus()]), crown, 100, 200)
    listing = Listing(QueryDict(""), at=NOW)
    with django_assert_num_queries(queries):
        read_cards(listing)
