"""The page of one clinic: everything that is known, and "not stated" for everything that is not."""

from datetime import timedelta
from decimal import Decimal

import pytest

from pricing.models import TaxState
from tests.factories import (
    NOW,
    TODAY,
    make_clinic,
    make_criterion,
    make_currency,
    make_disclaimer,
    make_district,
    make_factor,
    make_finding,
    make_language,
    make_price,
    make_tier,
    make_treatment,
)
from tests.html import attribute, read, text_of, walk
from tests.odd_records import HOSTILE
from tests.records import make_inclusion

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

DAY = timedelta(days=1)


@pytest.fixture
def page_of(client):
    """Return a function from a clinic to its Page."""
    return lambda clinic: read(client.get(clinic.get_absolute_url()))


def cells(page, class_name):
    """Return the rows of the body of a table as lists of texts."""
    [table] = page.with_class(class_name)
    rows = [row for body in walk(table) if body.name == "tbody" for row in body.children if row != "\n"]
    return [
        [text_of(cell) for cell in row.children if hasattr(cell, "name")]
        for row in rows
        if hasattr(row, "name")
    ]


class TestUnknown:
    """Of a clinic of which nothing is known."""

    def test_every_attribute_says_not_stated(self, page_of):
        make_criterion()

        page = page_of(make_clinic(district=make_district(name="Mapo")))

        assert page.rows == {
            "District": "Mapo",
            "Price tier": "not stated",
            "Languages": "not stated",
            "Verified": "0 of 1 criteria",
            "Listing last checked": "not stated",
            "Primary focus": "not stated",
            "Target clients": "not stated",
            "Artistic style": "not stated",
            "Technology": "not stated",
            "International service": "not stated",
            "Price point": "not stated",
            "Key differentiator": "not stated",
            "Known for": "not stated",
            "Helps with": "not stated",
            "Services": "not stated",
            "Address": "not stated",
            "Getting there": "not stated",
            "Opening hours (Seoul time)": "not stated",
            "Telephone": "not stated",
            "Website": "not stated",
            "Reviews elsewhere": "not stated",
            "Payment": "not stated",
            "Legal basis": "Not stated",
        }

    def test_prices_evidence_and_prose_say_it_too(self, page_of):
        make_criterion(name="New needles")

        page = page_of(make_clinic())

        assert "Treatments and prices: not stated" in text_of(page.find("main"))
        assert ["New needles", "not stated"] in cells(page, "findings")
        about = next(
            section for section in page.find_all("section") if "About the clinic" in text_of(section)
        )
        assert text_of(about) == "About the clinic Expertise not stated Client experience not stated"

    def test_directory_without_criteria_has_no_table_of_them(self, page_of):
        page = page_of(make_clinic())

        assert page.with_class("findings") == []
        assert "What is verified not stated" in text_of(page.find("main"))


class TestKnown:
    """Of a clinic of which much is known."""

    def test_facts_are_said_with_their_dates_and_sources(self, page_of):
        clinic = make_clinic(
            district=make_district(name="Gangnam", parent=make_district(name="Seoul")),
            languages=[make_language(name="English", position=1), make_language(name="Korean", position=2)],
            price_tier=make_tier(name="High", meaning="above $4,000"),
            verified_on=TODAY - 21 * DAY,
            verified_by="Editors",
            address="1 Road",
            address_ko="도로 1",
            phone="02-555-1234",
            website="https://clinic.example/",
            payment_methods=["Visa", "cash"],
            legal_basis="medical",
            legal_number="123",
            legal_source="Ministry",
            legal_checked_on=TODAY,
            opening_hours="Mo-Fr 10:00-19:00\nSu closed",
        )

        page = page_of(clinic)

        assert page.rows["District"] == "Seoul › Gangnam"
        assert page.rows["Price tier"] == "High (estimated): above $4,000"
        assert page.rows["Languages"] == "English, Korean"
        assert page.rows["Listing last checked"] == "2 November 2026 (3 weeks ago), Editors"
        assert page.rows["Address"] == "1 Road 도로 1"
        assert page.rows["Telephone"] == "02-555-1234"
        assert page.link("02-555-1234") == "tel:+8225551234"
        assert page.link("https://clinic.example/") == "https://clinic.example/"
        assert page.rows["Payment"] == "Visa, cash"
        assert page.rows["Opening hours (Seoul time)"] == "Mo-Fr 10:00-19:00 Su closed"
        assert page.rows["Legal basis"] == (
            "Medical institution, number 123, Ministry, checked 23 November 2026"
        )

    def test_number_that_cannot_be_dialled_is_shown_without_a_link(self, page_of):
        page = page_of(make_clinic(phone="ask at the desk"))

        assert page.rows["Telephone"] == "ask at the desk"
        assert "tel:" not in page.text

    def test_links_to_other_sites_are_not_recommended_to_search_engines(self, page_of):
        page = page_of(make_clinic(website="https://a.example/", review_places=["https://b.example/"]))

        outside = [link for link in page.find_all("a") if attribute(link, "href").startswith("http")]
        assert [attribute(link, "rel") for link in outside] == ["nofollow noopener"] * 2

    def test_both_names_are_shown_in_their_scripts(self, page_of):
        page = page_of(make_clinic(name="Dot House", name_ko="도트하우스"))

        assert text_of(page.find("h1")) == "Dot House 도트하우스"
        assert '<span lang="ko">도트하우스</span>' in page.text
        assert "Dot House (도트하우스)" in page.meta("description")

    def test_name_in_one_language_is_said_once(self, page_of):
        assert text_of(page_of(make_clinic(name="도트", name_ko="도트")).find("h1")) == "도트"

    def test_paragraphs_stay_paragraphs(self, page_of):
        page = page_of(make_clinic(expertise="One.\n\nTwo."))

        assert "<p>One.</p>" in page.text
        assert "<p>Two.</p>" in page.text

    def test_disclaimer_stands_on_the_page(self, page_of):
        make_disclaimer(title="Information, not advice")

        assert "Information, not advice" in page_of(make_clinic()).text


class TestPrices:
    """The table of prices: a row for each treatment, with basis, currency, year, source and age."""

    def test_session_and_package_stand_beside_the_whole_course(self, page_of):
        clinic, crown = make_clinic(), make_treatment(name="Crown")
        price = make_price(
            clinic,
            crown,
            800,
            1500,
            basis="session",
            sessions=(2, 3),
            source="Their list",
            checked_on=TODAY,
            tax=TaxState.EXCLUDED,
            estimated=True,
            remark="On weekdays",
        )
        price.inclusions.add(
            make_inclusion(name="Aftercare", position=2), make_inclusion(name="Visit", position=1)
        )
        make_price(clinic, crown, 4000, 6000, open_ended=True)

        [[treatment, course, session, package]] = cells(page_of(clinic), "prices")

        assert treatment == "Crown"
        assert course == "$4,000–$6,000+ USD, 2026"
        assert session == (
            "$800–$1,500 USD, estimate, 2026, 2–3 sessions, tax not included Includes: Visit, Aftercare"
            " On weekdays Source: Their list, checked 23 November 2026"
        )
        assert package == "$4,000–$6,000+ USD, 2026, tax not stated Source: not stated"

    def test_one_session_is_said_in_the_singular(self, page_of):
        clinic = make_clinic()
        make_price(clinic, make_treatment(), 1, 2, basis="session", sessions=(1, 1))

        assert "1 session, tax" in cells(page_of(clinic), "prices")[0][2]

    def test_treatment_without_any_price_is_not_stated(self, page_of):
        clinic = make_clinic(treatments=[make_treatment(name="Crown")])

        assert cells(page_of(clinic), "prices") == [
            ["Crown", "no published price", "not stated", "not stated"]
        ]

    def test_price_on_assessment_says_so_and_is_never_zero(self, page_of):
        clinic = make_clinic()
        make_price(clinic, make_treatment())

        [[_treatment, course, _session, package]] = cells(page_of(clinic), "prices")

        assert course == "no published price"
        assert package.startswith("quoted after assessment USD, 2026")

    def test_price_in_another_currency_is_shown_as_quoted(self, page_of):
        make_currency("KRW", units_per_usd=Decimal("1385.5"))
        clinic = make_clinic()
        make_price(clinic, make_treatment(), 2_500_000, 3_000_001, currency="KRW")

        [[_treatment, course, _session, package]] = cells(page_of(clinic), "prices")

        assert course == ("about $1,804–$2,166 USD, 2026, converted from KRW at the rate of 23 November 2026")
        assert package.startswith("KRW 2,500,000–KRW 3,000,001 KRW, 2026")

    def test_treatment_leads_to_its_page(self, page_of):
        clinic = make_clinic(treatments=[make_treatment(name="Crown", slug="crown")])

        assert page_of(clinic).link("Crown") == "/treatments/crown/"


class TestEvidence:
    """Findings with evidence, source and date; expired ones are named, open ones become questions."""

    def test_finding_stands_under_its_factor(self, page_of):
        hygiene = make_factor(name="Hygiene")
        clinic = make_clinic()
        make_finding(
            clinic,
            make_criterion(name="Needles", factor=hygiene),
            evidence="A sealed package.",
            source="Visit",
            checked_on=TODAY - DAY,
            expires_on=TODAY + 365 * DAY,
        )

        page = page_of(clinic)

        assert cells(page, "findings") == [
            ["Hygiene"],
            [
                "Needles",
                "yes",
                "A sealed package. Visit",
                "22 November 2026 (1 day ago) counts until 23 November 2027",
            ],
        ]
        assert page.rows["Verified"] == "1 of 1 criteria"
        assert page.with_class("expired") == []

    def test_expired_finding_is_weaker_and_no_longer_counts(self, page_of):
        clinic = make_clinic()
        make_finding(clinic, make_criterion(), checked_on=TODAY - 9 * DAY, expires_on=TODAY - DAY)

        page = page_of(clinic)

        assert "yes, expired" in text_of(page.with_class("expired")[0])
        assert page.rows["Verified"] == "0 of 1 criteria"

    def test_finding_without_evidence_or_day_says_so(self, page_of):
        clinic = make_clinic()
        make_finding(clinic, make_criterion(name="Needles"), "no", checked_on=None)

        assert cells(page_of(clinic), "findings")[1] == ["Needles", "no", "not stated", "not stated"]

    def test_each_open_criterion_becomes_a_question_in_both_languages(self, page_of):
        clinic = make_clinic()
        make_finding(clinic, make_criterion(question="Known?"))
        make_criterion(question="New needles?", question_ko="새 바늘?")
        make_criterion(question="Only English?")
        make_criterion(question="")

        [questions] = page_of(clinic).with_class("questions")

        asked = [text_of(item) for item in walk(questions) if item.name == "li"]
        assert asked == ["New needles? 새 바늘?", "Only English?"]

    def test_nothing_open_asks_nothing(self, page_of):
        clinic = make_clinic()
        make_finding(clinic, make_criterion(question="Known?"))

        assert page_of(clinic).with_class("questions") == []


class TestPlace:
    """Who sees the page, and where it stands."""

    def test_example_is_labelled_and_kept_out_of_search_engines(self, page_of):
        page = page_of(make_clinic(is_example=True))

        assert "This is an example listing." in text_of(page.with_class("notice")[0])
        assert page.meta("robots") == "noindex, follow"
        assert page.meta("description").startswith("Example listing, not a real clinic.")

    def test_real_clinic_is_neither(self, page_of, settings):
        settings.SITE_URL = "https://atlas.example"

        page = page_of(make_clinic(slug="dots", name="Dots", district=make_district(name="Mapo")))

        assert page.with_class("notice") == []
        assert page.meta("robots") is None
        assert page.canonical == "https://atlas.example/clinics/dots/"
        assert page.title == "Dots, Mapo – Clinic Atlas"

    def test_breadcrumbs_lead_through_the_districts(self, page_of):
        gangnam = make_district(
            slug="gangnam", name="Gangnam", parent=make_district(slug="seoul", name="Seoul")
        )

        [trail] = page_of(make_clinic(name="Dots", district=gangnam)).with_class("breadcrumbs")

        steps = [(text_of(link), attribute(link, "href")) for link in walk(trail) if link.name == "a"]
        assert steps == [
            ("Home", "/"),
            ("Clinics", "/clinics/"),
            ("Seoul", "/districts/seoul/"),
            ("Gangnam", "/districts/gangnam/"),
        ]

    @pytest.mark.parametrize(
        "values",
        [
            {"status": "draft"},
            {"status": "archived"},
            {"publish_at": NOW + DAY},
            {"unpublish_at": NOW},
        ],
    )
    def test_clinic_that_is_not_public_now_is_not_found(self, client, values):
        clinic = make_clinic(**values)

        assert client.get(clinic.get_absolute_url()).status_code == 404

    @pytest.mark.parametrize("slug", ["nobody", "x" * 500, "DOTS", "feed"])
    def test_unknown_clinic_is_not_found(self, client, slug):
        make_clinic(slug="dots")

        assert client.get(f"/clinics/{slug}/").status_code == 404

    def test_text_that_wants_to_be_html_stays_text(self, page_of):
        texts = ("focus_summary", "description", "expertise", "access", "address", "opening_hours")
        clinic = make_clinic(name=HOSTILE, phone=HOSTILE, **dict.fromkeys(texts, HOSTILE))

        page = page_of(clinic)

        assert all(
            attribute(script, "src", "").startswith("/static/js/") for script in page.find_all("script")
        )
        assert "<b>'O" not in page.text
        assert text_of(page.find("h1")) == " ".join(HOSTILE.split())
        for row in ("Primary focus", "Getting there", "Address", "Telephone"):
            assert page.rows[row] == " ".join(HOSTILE.split())
