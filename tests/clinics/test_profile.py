"""What a clinic's own page says: the seven rows of the comparison, prices, evidence and open questions."""

from datetime import timedelta
from decimal import Decimal

import pytest

from clinics.models import Clinic
from clinics.profile import Profile
from clinics.vocabulary import read_districts
from pricing.money import Span
from tests.factories import (
    TODAY,
    make_clinic,
    make_concern,
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


def profile_of(clinic):
    """Return the profile of a clinic as it is read for its page."""
    return Profile(Clinic.objects.get(pk=clinic.pk), today=TODAY, districts=read_districts())


class TestHead:
    """The sentence and the facts at the top."""

    def test_summary_names_what_the_clinic_is_known_for(self):
        mapo = make_district(name="Mapo")
        names = ("Scar camouflage", "SMP", "Density")
        focuses = [make_focus(name=name, position=place) for place, name in enumerate(names)]

        one = profile_of(make_clinic(district=mapo, focuses=focuses[:1])).summary
        three = profile_of(make_clinic(district=mapo, focuses=focuses)).summary

        assert one == "A clinic in Mapo, known for scar camouflage."
        assert three == "A clinic in Mapo, known for scar camouflage, SMP and density."

    def test_summary_says_what_is_left_when_no_focus_is_known(self):
        mapo = make_district(name="Mapo")

        assert profile_of(make_clinic(district=mapo)).summary == (
            "A clinic in Mapo. What it is known for is not stated."
        )
        assert profile_of(make_clinic(district=mapo, focus_summary="Scars")).summary == (
            "A clinic in Mapo. Primary focus: Scars."
        )

    def test_tier_is_marked_among_all(self):
        tiers = [make_tier(rank=rank) for rank in (10, 20, 30)]

        assert profile_of(make_clinic(price_tier=tiers[1])).tier_mark == "●●○"
        assert profile_of(make_clinic()).tier_mark == ""

    def test_deciding_course_is_the_one_of_the_listing(self):
        clinic = make_clinic()
        make_price(clinic, make_treatment(name="Scalp", position=1), 4000, 6000)
        make_price(clinic, make_treatment(name="Crown", position=2), 1000, 2000)

        assert profile_of(clinic).deciding.treatment.name == "Crown"
        assert profile_of(make_clinic()).deciding is None


class TestAtAGlance:
    """The seven rows of the comparison."""

    def test_rows_stand_in_the_order_of_the_comparison(self):
        clinic = make_clinic(
            focus_summary="Scars",
            target_clients="Post-transplant scars",
            artistic_style="Clinical precision",
            technology="Latest pigments",
            service_grade="strong",
            service_note="Medical integration",
            price_tier=make_tier(name="Mid-High"),
            differentiator="Corrective work",
        )

        assert profile_of(clinic).at_a_glance == [
            ("Primary focus", "Scars"),
            ("Target clients", "Post-transplant scars"),
            ("Artistic style", "Clinical precision"),
            ("Technology", "Latest pigments"),
            ("International service", "Strong (Medical integration)"),
            ("Price point", "Mid-High (estimated)"),
            ("Key differentiator", "Corrective work"),
        ]

    def test_nothing_known_gives_seven_empty_rows(self):
        assert [text for _label, text in profile_of(make_clinic()).at_a_glance] == [""] * 7

    @pytest.mark.parametrize(
        ("grade", "note", "text"),
        [("good", "", "Good"), ("", "Private", "Private"), ("excellent", "Virtual", "Excellent (Virtual)")],
    )
    def test_service_is_a_grade_a_note_or_both(self, grade, note, text):
        rows = dict(profile_of(make_clinic(service_grade=grade, service_note=note)).at_a_glance)

        assert rows["International service"] == text

    def test_tier_that_is_no_estimate_is_not_called_one(self):
        clinic = make_clinic(price_tier=make_tier(name="High"), tier_estimated=False)

        assert dict(profile_of(clinic).at_a_glance)["Price point"] == "High"


class TestTerms:
    """What a clinic is known for, helps with, speaks and serves."""

    def test_terms_are_named_in_their_order(self):
        clinic = make_clinic(
            focuses=[make_focus(name="B", position=2), make_focus(name="A", position=10)],
            concerns=[make_concern(name="Thinning")],
            languages=[make_language(name="Korean", position=1), make_language(name="English", position=1)],
            services=[make_service(name="Coordinator")],
        )

        assert profile_of(clinic).terms == {
            "focuses": ["B", "A"],
            "concerns": ["Thinning"],
            "languages": ["English", "Korean"],
            "services": ["Coordinator"],
        }

    def test_nothing_stated_gives_empty_lists(self):
        assert set(map(tuple, profile_of(make_clinic()).terms.values())) == {()}

    def test_path_runs_from_the_root_to_the_clinics_district(self):
        seoul = make_district()
        gangnam = make_district(parent=seoul)

        assert profile_of(make_clinic(district=gangnam)).district_path == [seoul, gangnam]


class TestPrices:
    """A row for each treatment that the clinic offers."""

    def test_rows_stand_in_the_order_of_the_treatments_priced_or_not(self):
        clinic = make_clinic()
        make_price(clinic, make_treatment(name="Second", position=2), 100, 200)
        clinic.treatments.add(make_treatment(name="First", position=1))

        first, second = profile_of(clinic).prices

        assert (first.treatment.name, first.session, first.package, first.course) == (
            "First",
            None,
            None,
            None,
        )
        assert (second.treatment.name, second.session, second.course) == ("Second", None, Span(100, 200))
        assert second.package.dollars == Span(100, 200)

    def test_session_and_package_stand_side_by_side_and_the_package_makes_the_course(self):
        clinic, crown = make_clinic(), make_treatment(sessions=(2, 3))
        make_price(clinic, crown, 800, 1500, basis="session")
        make_price(clinic, crown, 1800, 3000)

        [row] = profile_of(clinic).prices

        assert (row.session.dollars, row.package.dollars) == (Span(800, 1500), Span(1800, 3000))
        assert (row.course, row.is_sum) == (Span(1800, 3000), False)

    @pytest.mark.parametrize(
        ("own", "treatments", "course"),
        [
            ((5, 5), (3, 4), Span(500, 500)),
            ((None, None), (3, 4), Span(300, 400)),
            ((None, None), (None, None), Span(200, 400)),
        ],
    )
    def test_sessions_are_the_prices_else_the_treatments_else_the_procedures(self, own, treatments, course):
        clinic = make_clinic()
        make_price(clinic, make_treatment(sessions=treatments), 100, 100, basis="session", sessions=own)

        assert profile_of(clinic).prices[0].course == course

    def test_price_on_assessment_is_a_price_without_a_course(self):
        clinic = make_clinic()
        make_price(clinic, make_treatment())

        [row] = profile_of(clinic).prices

        assert row.package is not None
        assert row.course is None

    def test_price_in_another_currency_is_converted_where_there_is_a_rate(self):
        make_currency("KRW", units_per_usd=Decimal("1385.5"))
        make_currency("EUR", units_per_usd=None, as_of=None)
        clinic = make_clinic()
        make_price(clinic, make_treatment(position=1), 2_500_000, 3_000_001, currency="KRW")
        make_price(clinic, make_treatment(position=2), 100, 200, currency="EUR")

        won, euro = profile_of(clinic).prices

        assert won.course == Span(1804, 2166)
        assert euro.course is None

    def test_page_and_listing_agree_on_every_course(self):
        make_currency("KRW", units_per_usd=Decimal("1385.5"))
        clinic = make_clinic()
        for place, values in enumerate(
            [
                {"basis": "session"},
                {"currency": "KRW"},
                {"open_ended": True},
                {"basis": "session", "sessions": (5, 9)},
            ]
        ):
            make_price(clinic, make_treatment(position=place), 1000, 2000, **values)

        on_page = {row.treatment.slug: row.course for row in profile_of(clinic).prices}
        in_listing = {
            price.treatment.slug: Span(price.course_low, price.course_high, price.open_ended)
            for price in clinic.prices.courses().select_related("treatment")
        }

        assert on_page == in_listing
        assert len(on_page) == 4


class TestEvidence:
    """Each criterion under its factor, with what is known about it."""

    def test_only_criteria_of_what_the_clinic_offers_are_asked(self):
        smp, veneers = make_procedure(), make_procedure()
        make_criterion(procedure=smp)
        make_criterion(procedure=veneers)
        make_criterion(procedure=veneers)

        assert profile_of(make_clinic(treatments=[make_treatment(procedure=smp)])).criteria == 1
        assert profile_of(make_clinic(treatments=[make_treatment(procedure=veneers)])).criteria == 2
        assert profile_of(make_clinic()).criteria == 3

    def test_criteria_stand_under_their_factors_in_order(self):
        late, early = make_factor(name="Late", position=2), make_factor(name="Early", position=1)
        make_criterion(name="C", factor=late, position=1)
        make_criterion(name="B", factor=early, position=2)
        make_criterion(name="A", factor=early, position=1)

        groups = profile_of(make_clinic()).factors

        assert [(group.factor.name, [row.criterion.name for row in group.evidence]) for group in groups] == [
            ("Early", ["A", "B"]),
            ("Late", ["C"]),
        ]

    @pytest.mark.parametrize(
        ("answer", "expires_on", "words", "is_open"),
        [
            ("yes", None, "yes", False),
            ("yes", TODAY, "yes", False),
            ("yes", TODAY - DAY, "yes, expired", True),
            ("no", None, "no", False),
            ("no", TODAY - DAY, "no, expired", True),
            ("unknown", None, "not stated", True),
            ("unknown", TODAY - DAY, "not stated", True),
        ],
    )
    def test_answer_is_said_in_words_and_stays_open_while_it_is_unknown_or_expired(
        self, answer, expires_on, words, is_open
    ):
        clinic = make_clinic()
        make_finding(clinic, make_criterion(), answer, checked_on=TODAY - 21 * DAY, expires_on=expires_on)

        [[row]] = (group.evidence for group in profile_of(clinic).factors)

        assert (row.answer, row.is_open, row.age) == (words, is_open, "3 weeks ago")

    def test_criterion_without_a_finding_is_not_stated_and_open(self):
        make_criterion()

        [[row]] = (group.evidence for group in profile_of(make_clinic()).factors)

        assert (row.finding, row.answer, row.is_open, row.holds, row.age) == (
            None,
            "not stated",
            True,
            False,
            "",
        )

    def test_finding_without_a_day_has_no_age(self):
        clinic = make_clinic()
        make_finding(clinic, make_criterion(), checked_on=None)

        [[row]] = (group.evidence for group in profile_of(clinic).factors)

        assert row.age == ""

    def test_verified_counts_the_yes_that_still_hold_of_all_criteria(self):
        clinic = make_clinic()
        make_finding(clinic, make_criterion(position=1))
        make_finding(clinic, make_criterion(position=2), "no")
        make_finding(clinic, make_criterion(position=3), checked_on=None, expires_on=TODAY - DAY)
        make_criterion(position=4)

        profile = profile_of(clinic)

        assert (profile.verified, profile.criteria) == (1, 4)

    def test_latest_answer_is_the_last_day_on_which_one_that_still_counts_was_checked(self):
        clinic = make_clinic()
        assert profile_of(clinic).latest_answer is None

        make_finding(clinic, make_criterion(), checked_on=TODAY - 9 * DAY)
        make_finding(clinic, make_criterion(), "no", checked_on=TODAY - 5 * DAY)
        make_finding(clinic, make_criterion(), checked_on=TODAY - 2 * DAY, expires_on=TODAY - DAY)
        make_finding(clinic, make_criterion(), "unknown", checked_on=TODAY)
        make_finding(clinic, make_criterion(), checked_on=None)

        assert profile_of(clinic).latest_answer == TODAY - 5 * DAY

    def test_questions_are_asked_about_what_is_open_in_order(self):
        clinic = make_clinic()
        known, unknown, missing = (make_criterion(position=position) for position in (2, 3, 1))
        make_finding(clinic, known)
        make_finding(clinic, unknown, "unknown")

        assert [row.criterion for row in profile_of(clinic).questions] == [missing, unknown]

    @pytest.mark.parametrize(("verified_on", "age"), [(None, ""), (TODAY - DAY, "1 day ago")])
    def test_age_of_the_last_check_is_said_in_words(self, verified_on, age):
        assert profile_of(make_clinic(verified_on=verified_on)).verified_age == age


def test_profile_needs_the_same_queries_however_much_is_known(django_assert_num_queries):
    clinic, crown = make_clinic(), make_treatment()
    make_market_price("Crown", 100, 200, treatments=[crown])
    make_price(clinic, crown, 100, 200)
    bare = Clinic.objects.select_related("district", "price_tier").get(pk=clinic.pk)
    districts = read_districts()
    with django_assert_num_queries(6):
        Profile(bare, today=TODAY, districts=districts)

    for _number in range(5):
        make_price(clinic, make_treatment(), 100, 200)
        make_finding(clinic, make_criterion())
        clinic.focuses.add(make_focus())
    full = Clinic.objects.select_related("district", "price_tier").get(pk=clinic.pk)
    with django_assert_num_queries(6):
        Profile(full, today=TODAY, districts=districts)
