"""One step away: which changes are offered, and that each gives exactly what it promises."""

import re
from decimal import Decimal
from html import unescape

import pytest
from django.http import QueryDict
from hypothesis import given, seed

from clinics.listing import Listing
from clinics.models import Clinic
from clinics.relaxing import MOST, Relaxation, neighbors, next_budget, read_relaxations, smallest
from clinics.state import State
from clinics.vocabulary import read_districts
from tests.clinics import catalogues
from tests.clinics.test_filter_contract import (
    PAGE,
    SEED,
    address_of,
    built,
    count_on_page,
    examples,
    get,
    without,
)
from tests.factories import (
    NOW,
    make_clinic,
    make_criterion,
    make_district,
    make_finding,
    make_focus,
    make_price,
    make_service,
    make_tier,
    make_treatment,
)

LINK = re.compile(r'<li><a rel="nofollow" href="([^"]*)">([^<]*): ([\d,]+) clinics?</a></li>')


def change(words, parameter, count):
    return Relaxation(words, {parameter: []}, count)


class TestChoice:
    """Which of the possible changes are worth a link."""

    @pytest.mark.parametrize(
        ("steps", "withouts", "found", "chosen"),
        [
            ([], [], 0, []),
            ([("also", "district", 2)], [("no tier", "tier", 4)], 1, ["also", "no tier"]),
            ([], [("no tier", "tier", 9), ("no focus", "focus", 4)], 1, ["no focus", "no tier"]),
            ([("also", "district", 1)], [("no tier", "tier", 1)], 1, []),
            ([("all of it", "district", 5)], [("no district", "district", 5)], 1, ["all of it"]),
            ([("all of it", "district", 5)], [("no tier", "tier", 5)], 1, ["all of it", "no tier"]),
        ],
    )
    def test_changes_that_give_more_come_first_where_they_keep_most(self, steps, withouts, found, chosen):
        offered = smallest(
            [change(*step) for step in steps], [change(*without) for without in withouts], found=found
        )

        assert [relaxation.words for relaxation in offered] == chosen

    def test_they_are_few(self):
        many = [change(f"change {number}", "tier", number) for number in range(1, 40)]

        assert len(smallest(many, many, found=0)) == MOST

    @pytest.mark.parametrize(
        ("lows", "budget"),
        [
            ([], None),
            ([0], 0),
            ([7], 7),
            ([99, 5000], 99),
            ([101], 110),
            ([3412, 9000], 3500),
            ([3500], 3500),
            ([12_001], 13_000),
            ([999_999_999], 999_999_999),
            ([1_000_000_000], None),
            ([995_000_001], 999_999_999),
        ],
    )
    def test_next_budget_is_a_round_one_that_reaches_a_course(self, lows, budget):
        assert next_budget(min(lows, default=None)) == budget


@pytest.mark.django_db
class TestNeighbors:
    """Which districts lie beside the chosen ones."""

    @pytest.fixture(autouse=True)
    def places(self):
        """Two cities; in the first three districts, the nearer one with a quarter inside."""
        first = make_district(slug="first")
        make_district(slug="second", parent=None)
        for slug, latitude in (("home", 37), ("near", 38), ("far", 50)):
            make_district(slug=slug, parent=first, latitude=Decimal(latitude), longitude=Decimal(127))
        unplaced = make_district(slug="unplaced", parent=first)
        assert unplaced.latitude is None
        for slug, parent in (("near-quarter", "near"), ("home-east", "home"), ("home-west", "home")):
            make_district(slug=slug, parent=type(first).objects.get(slug=parent))

    def names(self, *chosen, empty=()):
        districts = read_districts()
        counts = {slug: 0 if slug in empty else 1 for slug in districts.by_slug}
        found = neighbors([districts.by_slug[slug] for slug in chosen], districts, counts)
        return [district.slug for district in found]

    @pytest.mark.parametrize(
        ("chosen", "empty", "beside"),
        [
            (["home"], (), ["near", "far", "unplaced", "second"]),
            (["home"], ("near", "second"), ["far", "unplaced"]),
            (["first"], (), ["second"]),
            (["home-east"], (), ["home-west", "far", "near", "unplaced", "second"]),
            (["home", "near"], (), ["far", "unplaced", "second"]),
            (["home", "home-east"], (), ["near", "far", "unplaced", "second"]),
        ],
    )
    def test_those_in_the_same_district_come_first_then_the_nearest(self, chosen, empty, beside):
        assert self.names(*chosen, empty=empty) == beside


@pytest.mark.django_db
class TestOffers:
    """What a listing offers, in words."""

    @pytest.fixture(autouse=True)
    def clinics(self):
        """Mid and high clinics in Gangnam and Mapo, with prices from 1,000 to 3,412 dollars and none."""
        seoul = make_district(slug="seoul", name="Seoul")
        gangnam = make_district(slug="gangnam", name="Gangnam", parent=seoul)
        mapo = make_district(slug="mapo", name="Mapo", parent=seoul)
        density = make_focus(slug="density", name="Density")
        low, mid, high = (make_tier(slug=slug, name=slug.capitalize()) for slug in ("low", "mid", "high"))
        crown, scars = make_treatment(slug="crown"), make_treatment(slug="scars")
        one = make_clinic(name="One", district=gangnam, focuses=[density], price_tier=mid)
        two = make_clinic(name="Two", district=gangnam, focuses=[density], price_tier=high)
        three = make_clinic(name="Three", district=mapo, focuses=[density], price_tier=low)
        make_clinic(name="Four", district=mapo)
        make_price(one, crown, 1000, 1200)
        make_price(two, crown, 3412, 4000)
        make_price(two, scars, 800, 900)
        make_price(three, scars, 3000, 3000)
        needles = make_criterion(slug="needles", name="Needles")
        licence = make_criterion(slug="license", name="License")
        for clinic in (one, two, three):
            make_finding(clinic, needles)
        make_finding(one, licence)

    @pytest.mark.parametrize(
        ("query", "offers"),
        [
            ("", []),
            ("sort=price", []),
            ("district=gangnam", ["Also in Mapo: 4"]),
            ("district=gangnam&tier=mid", ["Also of price tier high: 2"]),
            (
                "district=mapo&tier=high",
                ["Also in Gangnam: 1", "Also of price tier low: 1", "Without price tier: 2"],
            ),
            ("tier=mid", ["Also of price tier low: 2", "Without price tier: 4"]),
            ("q=one", ["Without the search words: 4"]),
            ("q=zzz&district=gangnam", ["Without the search words: 2"]),
            ("q=zzz&tier=mid", ["Without the search words: 1"]),
            ("treatment=crown", ["Without treatment: 4"]),
            (
                "treatment=crown&budget=2000",
                [
                    "With a budget of $3,500: 2",
                    "Without treatment: 2",
                ],
            ),
            (
                "budget=950",
                [
                    "Including clinics without a published price: 2",
                    "With a budget of $1,000: 2",
                    "Without budget: 4",
                ],
            ),
            ("budget=950&unpriced=include", ["With a budget of $1,000: 3", "Without budget: 4"]),
            (
                "verified=needles&verified=license",
                ["Without “License”: 3", "Without anything verified: 4"],
            ),
            ("focus=density", ["Without “known for”: 4"]),
        ],
    )
    def test_smallest_changes_are_offered_with_what_they_give(self, query, offers):
        listing = Listing(QueryDict(query), at=NOW)

        found = read_relaxations(listing, State(listing.filter))

        for offer in offers:
            assert offer in [f"{relaxation.words}: {relaxation.count}" for relaxation in found]
        assert len(found) >= len(offers)
        assert bool(found) is bool(offers)

    def test_only_the_last_page_offers_them(self):
        for _number in range(30):
            make_clinic(focuses=[make_focus()], name="Another")
        pages = [Listing(QueryDict(f"q=another&page={page}"), at=NOW) for page in (1, 2)]

        assert [bool(read_relaxations(page, State(page.filter))) for page in pages] == [False, True]

    def test_links_stand_below_the_results_and_give_what_they_promise(self, client):
        text = client.get("/clinics/?district=gangnam&tier=mid&budget=900").text

        links = LINK.findall(text)
        assert len(links) >= 2
        assert text.index("No clinics match all of this") < text.index('class="near-misses"')
        for href, _words, promised in links:
            assert count_on_page(client.get(unescape(href))) == int(promised)

    @pytest.mark.parametrize(
        ("query", "words"),
        [
            ("district=gangnam&tier=mid&budget=900", "One change gives some: choose it below"),
            ("q=zzz&tier=mid&service=nobody-provides-it", "No single change gives any: take two"),
        ],
    )
    def test_empty_listing_says_what_helps(self, client, query, words):
        make_service(slug="nobody-provides-it")

        text = client.get(f"/clinics/?{query}").text

        assert words in text
        assert bool(LINK.findall(text)) is words.startswith("One")

    def test_directory_without_clinics_promises_nothing(self, client):
        Clinic.objects.all().delete()

        assert "There are no clinics yet." in client.get("/clinics/").text

    def test_unfiltered_listing_offers_nothing(self, client):
        assert "near-misses" not in client.get("/clinics/").text


@pytest.mark.django_db
@seed(SEED + 7)
@examples(60)
@given(catalogues.situations(most_queries=2))
def test_every_promised_number_is_what_following_the_link_gives(situation):
    catalogue, queries = situation
    with built(catalogue):
        for query in queries:
            response = get(address_of(PAGE, without(query, "page", "page_size")))
            found = count_on_page(response)
            for href, words, promised in LINK.findall(response.text):
                given = count_on_page(get(unescape(href)))
                assert given == int(promised.replace(",", "")), words
                assert given > found, words
