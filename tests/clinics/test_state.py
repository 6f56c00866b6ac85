"""What a visitor chose, in words and as addresses."""

import pytest
from django.http import QueryDict

from clinics.filters import ApiClinicFilter
from clinics.listing import Listing
from clinics.models import District
from clinics.state import State, clinics_in_words, count_in_words, left_out_in_words, lowered, printable
from pricing.budget import Bucket
from tests.factories import (
    NOW,
    make_clinic,
    make_concern,
    make_criterion,
    make_currency,
    make_district,
    make_focus,
    make_language,
    make_price,
    make_service,
    make_tier,
    make_treatment,
)

pytestmark = pytest.mark.django_db

EVERYTHING = (
    "q=dot&district=gangnam&district=cheongdam&focus=scar-camouflage&concern=thinning&treatment=crown"
    "&language=korean&service=coordinator&tier=high&verified=needles&budget=3000&unpriced=include&sort=price"
    "&currency=KRW"
)


def make_choices():
    """Create one choice or two of every vocabulary."""
    make_currency("KRW", units_per_usd=1385)
    gangnam = make_district(slug="gangnam", name="Gangnam")
    make_district(slug="cheongdam", name="Cheongdam-dong", parent=gangnam)
    make_focus(slug="scar-camouflage", name="Scar camouflage", position=1)
    make_focus(slug="density", name="Density", position=2)
    make_concern(slug="thinning", name="General thinning")
    make_treatment(slug="crown", name="Crown")
    make_language(slug="korean", name="Korean")
    make_service(slug="coordinator", name="Coordinator")
    make_tier(slug="high", name="High")
    make_criterion(slug="needles", name="New needles", position=1)
    make_criterion(slug="smp-training", name="SMP training", position=2)


@pytest.fixture
def state():
    """Return a function from a query string to the State of its listing, with a choice of everything."""
    make_choices()

    def read(query):
        return State(Listing(QueryDict(query), at=NOW, filter_class=ApiClinicFilter).filter)

    return read


class TestSentence:
    """The whole state in words."""

    def test_nothing_chosen_is_all_clinics(self, state):
        assert state("").sentence == "All clinics"

    def test_order_currency_and_page_narrow_nothing(self, state):
        assert state("sort=price&currency=KRW&page=2&page_size=5&utm_source=x").sentence == "All clinics"

    def test_districts_focus_and_tier_read_as_one_sentence(self, state):
        make_district(slug="mapo", name="Mapo")
        query = "tier=high&focus=scar-camouflage&district=mapo&district=cheongdam"

        assert state(query).sentence == (
            "Clinics in Mapo or Cheongdam-dong, for scar camouflage, price tier high"
        )

    @pytest.mark.parametrize(
        ("districts", "places"),
        [
            ("gangnam cheongdam", "Gangnam (including Cheongdam-dong)"),
            ("cheongdam gangnam mapo", "Gangnam (including Cheongdam-dong) or Mapo"),
            ("garosu gangnam cheongdam", "Gangnam (including Garosu-gil and Cheongdam-dong)"),
            ("garosu cheongdam", "Garosu-gil or Cheongdam-dong"),
            ("lane gangnam cheongdam", "Gangnam (including Lane and Cheongdam-dong)"),
        ],
    )
    def test_district_inside_another_chosen_one_is_named_as_a_part_of_it(self, state, districts, places):
        make_district(slug="mapo", name="Mapo")
        make_district(slug="garosu", name="Garosu-gil", parent=District.objects.get(slug="gangnam"))
        make_district(slug="lane", name="Lane", parent=District.objects.get(slug="cheongdam"))

        query = "&".join(f"district={slug}" for slug in districts.split())
        assert state(query).sentence == f"Clinics in {places}"

    @pytest.mark.parametrize(
        ("query", "sentence"),
        [
            ("q=Dot+Clinic", "Clinics matching “Dot Clinic”"),
            ("district=gangnam", "Clinics in Gangnam"),
            ("focus=scar-camouflage&focus=density", "Clinics for scar camouflage or density"),
            ("concern=thinning", "Clinics helping with general thinning"),
            ("treatment=crown", "Clinics offering crown"),
            ("language=korean", "Clinics speaking Korean"),
            ("service=coordinator", "Clinics with coordinator"),
            ("tier=high", "Clinics of price tier high"),
            ("tier=high&verified=needles", "Clinics of price tier high, verified for new needles"),
            ("verified=needles&verified=smp-training", "Clinics verified for new needles and SMP training"),
            ("budget=3000", "Clinics up to $3,000 for the whole course"),
            (
                "budget=3000&unpriced=include",
                "Clinics up to $3,000 for the whole course, also without a published price",
            ),
            ("unpriced=include", "All clinics"),
            ("q=+%09%E3%80%80", "All clinics"),
        ],
    )
    def test_each_choice_has_its_words(self, state, query, sentence):
        assert state(query).sentence == sentence

    def test_three_choices_are_joined_by_commas_and_one_or(self, state):
        for name in ("Mapo", "Jung"):
            make_district(slug=name.lower(), name=name)

        assert state("district=jung&district=mapo&district=cheongdam").sentence == (
            "Clinics in Jung, Mapo or Cheongdam-dong"
        )

    def test_everything_at_once_is_still_one_sentence(self, state):
        assert state(EVERYTHING).sentence == (
            "Clinics matching “dot”, in Gangnam (including Cheongdam-dong), for scar camouflage, helping with"
            " general thinning, offering crown, speaking Korean, with coordinator, price tier high, "
            "verified for new needles, up to $3,000 for the whole course, also without a published price"
        )

    def test_percent_signs_and_braces_of_a_visitor_stay_what_they_are(self, state):
        assert state("q=100%25+%25(x)s+{y}").sentence == "Clinics matching “100% %(x)s {y}”"

    def test_characters_that_no_page_may_hold_are_made_visible(self, state):
        assert state("q=a%01b%EF%BF%BE").sentence == "Clinics matching “a\ufffdb\ufffd”"

    @pytest.mark.parametrize(
        ("label", "inside"),
        [
            ("Scar camouflage", "scar camouflage"),
            ("SMP training", "SMP training"),
            ("English-speaking coordinator", "English-speaking coordinator"),
            ("Korean food", "Korean food"),
            ("", ""),
            ("X", "X"),
        ],
    )
    def test_name_is_lowered_inside_a_sentence_unless_it_begins_with_a_name(self, label, inside):
        assert lowered(label) == inside


class TestQuery:
    """Query strings have one order and forget the page."""

    def test_parameters_stand_in_one_order_whatever_order_they_came_in(self, state):
        parts = EVERYTHING.split("&")
        backward = "&".join(part for part in reversed(parts) if not part.startswith("district="))

        again = state(f"{backward}&district=gangnam&district=cheongdam").query()

        assert again == EVERYTHING

    @pytest.mark.parametrize("change", [{}, {"sort": ["name"]}, {"tier": []}])
    def test_page_is_forgotten_with_any_change(self, state, change):
        assert "page" not in QueryDict(state("page=3&tier=high").query(**change))

    def test_page_is_named_when_it_is_asked_for(self, state):
        assert state("tier=high&page=3").query(page=["4"]) == "tier=high&page=4"

    def test_results_a_page_are_kept(self, state):
        assert state("page_size=5&tier=high&page=2").query(page=["3"]) == "tier=high&page_size=5&page=3"

    def test_what_was_not_understood_is_left_out(self, state):
        assert state("tier=nope&sort=x&budget=y&currency=z&utm_source=a&page=q").query() == ""

    def test_repeated_values_stand_once(self, state):
        assert state("tier=high&tier=high").query() == "tier=high"

    def test_budget_keeps_its_value_in_one_spelling(self, state):
        assert state("budget=$3,000").query() == "budget=3000"
        assert state("budget=0").query() == "budget=0"

    def test_unpriced_says_nothing_without_a_budget(self, state):
        assert state("unpriced=include").query() == ""
        assert state("unpriced=include&budget=5").query(budget=[]) == ""

    def test_query_read_again_is_the_same_query(self, state):
        assert state(EVERYTHING).query() == EVERYTHING

    def test_signs_of_an_address_are_escaped(self, state):
        assert state("q=a%26tier%3Dhigh%23%2B%EA%B0%95").query() == "q=a%26tier%3Dhigh%23%2B%EA%B0%95"


def chips_of(state):
    """Return the chips of all groups."""
    return [chip for group in state.chip_groups for chip in group.chips]


def test_names_of_languages_keep_their_capitals_and_tiers_have_none(state):
    make_language(slug="english", name="English")
    make_service(slug="english-coordinator", name="English-speaking coordinator")
    make_tier(slug="mid-high", name="Mid-High")

    sentence = state("service=english-coordinator&tier=mid-high").sentence

    assert sentence == "Clinics with English-speaking coordinator, price tier mid-high"


class TestChips:
    """One chip for each chosen value, a way out of each group, and a way out of all."""

    def test_nothing_chosen_has_no_chips(self, state):
        nothing = state("sort=price&unpriced=include&page=2&tier=nope")

        assert nothing.chip_groups == []
        assert not nothing.is_filtered

    def test_each_value_has_a_chip_that_takes_away_that_value_alone(self, state):
        [districts, tiers] = state(
            "tier=high&district=cheongdam&district=gangnam&sort=price&page=2"
        ).chip_groups

        assert [(chip.label, chip.query) for chip in districts.chips] == [
            ("Cheongdam-dong", "district=gangnam&tier=high&sort=price"),
            ("Gangnam", "district=cheongdam&tier=high&sort=price"),
        ]
        assert [(chip.group, chip.label, chip.query) for chip in tiers.chips] == [
            ("Price tier", "High", "district=cheongdam&district=gangnam&sort=price")
        ]

    def test_group_is_cleared_as_a_whole(self, state):
        [districts, tiers] = state("tier=high&district=cheongdam&district=gangnam&page=2").chip_groups

        assert (districts.label, districts.query) == ("District", "tier=high")
        assert (tiers.label, tiers.query) == ("Price tier", "district=cheongdam&district=gangnam")

    def test_groups_stand_in_the_order_of_the_parameters(self, state):
        assert [chip.label for chip in chips_of(state(EVERYTHING))] == [
            "“dot”",
            "Gangnam",
            "Cheongdam-dong",
            "Scar camouflage",
            "General thinning",
            "Crown",
            "Korean",
            "Coordinator",
            "High",
            "New needles",
            "Up to $3,000",
            "Also without a published price",
        ]

    def test_beyond_twenty_values_are_counted_and_their_groups_still_cleared(self, state):
        concerns = [make_concern().slug for _number in range(30)]
        many = state("tier=high&district=gangnam&" + "&".join(f"concern={slug}" for slug in concerns))

        assert len(chips_of(many)) == 20
        assert (many.chosen_count, many.without_chip) == (32, 12)
        assert [(group.label, group.count, len(group.chips)) for group in many.chip_groups] == [
            ("District", 1, 1),
            ("Concern", 30, 19),
            ("Price tier", 1, 0),
        ]
        assert many.chip_groups[1].query == "district=gangnam&tier=high"

    def test_clearing_all_keeps_order_and_currency(self, state):
        assert state(f"{EVERYTHING}&page=1").cleared == "sort=price&currency=KRW"

    def test_taking_the_budget_away_takes_the_unpriced_along(self, state):
        budget, unpriced = state("budget=3000&unpriced=include&tier=high").chip_groups[1:]

        assert budget.chips[0].query == "tier=high"
        assert unpriced.chips[0].query == "tier=high&budget=3000"

    def test_way_back_from_any_state_ends(self, state):
        queries = [EVERYTHING]
        while queries[-1]:
            chips = chips_of(state(queries[-1]))
            queries.append(chips[0].query if chips else "")

        assert len(queries) == len(chips_of(state(EVERYTHING))) + 1


class TestWords:
    """Numbers and signs on the page."""

    @pytest.mark.parametrize(
        ("count", "words"), [(0, "0 clinics"), (1, "1 clinic"), (2, "2 clinics"), (1494, "1,494 clinics")]
    )
    def test_number_of_clinics_is_said_in_words(self, count, words):
        assert clinics_in_words(count) == words

    @pytest.mark.parametrize(
        ("number", "query", "words"),
        [
            (0, "", "0 clinics"),
            (1, "", "1 clinic"),
            (3, "sort=price", "All 3 clinics"),
            (3, "q=clinic", "3 clinics"),
        ],
    )
    def test_unfiltered_listing_says_that_these_are_all(self, number, query, words):
        for _number in range(number):
            make_clinic(name="Clinic")
        listing = Listing(QueryDict(query), at=NOW)

        assert count_in_words(listing, State(listing.filter)) == words

    def test_clinics_that_a_budget_leaves_out_are_counted(self):
        crown = make_treatment()
        for low in (100, 900, 901, 902):
            make_price(make_clinic(), crown, low, low)
        make_clinic()

        def words(query):
            return left_out_in_words(Listing(QueryDict(query), at=NOW))

        assert words("") == []
        assert words("budget=500") == [
            "3 over your budget",
            "1 without a published price, not shown",
        ]
        assert words("budget=500&unpriced=include") == ["3 over your budget"]

    def test_buckets_have_names(self):
        assert [str(bucket.label) for bucket in Bucket] == [
            "fits your budget",
            "may fit, depending on your assessment",
            "over your budget",
            "no published price",
        ]

    @pytest.mark.parametrize(
        "mark", ["\0", "\x01", "\t", "\n", "\x7f", "\x85", "\ufdd0", "\ufffe", "\U0010ffff"]
    )
    def test_mark_that_html_forbids_becomes_visible(self, mark):
        assert printable(f"a{mark}b") == "a\ufffdb"

    @pytest.mark.parametrize("text", ["", "Élan 강남 😀", "<b>&", "\u200b", "\ue000"])
    def test_other_text_stays_as_it_is(self, text):
        assert printable(text) == text
