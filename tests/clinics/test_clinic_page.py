"""The page of one clinic: everything that is known, and "not stated" for everything that is not."""

from datetime import timedelta
from decimal import Decimal

import pytest

from pricing.models import TaxState
from tests.bars import stretches
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
    make_market_price,
    make_price,
    make_procedure,
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


def section(page, name):
    """Return the text of the section with a heading of this id."""
    [found] = (part for part in page.find_all("section") if attribute(part, "aria-labelledby") == name)
    return text_of(found)


class TestUnknown:
    """Of a clinic of which nothing is known."""

    def test_every_attribute_says_not_stated(self, page_of):
        make_criterion()

        page = page_of(make_clinic(district=make_district(name="Mapo")))

        assert page.rows == {
            "Price tier": "not stated",
            "Lowest course price": "no published price",
            "Languages": "not stated",
            "Verified": "0 of 1 criteria whole listing: no date of a check",
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
            "The way": "not stated",
            "Telephone": "not stated",
            "Website": "not stated",
            "Reviews elsewhere": "not stated",
            "Payment": "not stated",
            "Legal basis": "not stated",
        }

    def test_prices_evidence_and_prose_say_it_too(self, page_of):
        make_criterion(name="New needles")

        page = page_of(make_clinic())

        assert "Treatments and prices: not stated" in text_of(page.find("main"))
        assert ["New needles", "not stated Ask this (New needles)"] in cells(page, "findings")
        assert section(page, "about") == (
            "About the clinic Expertise not stated Client experience not stated"
        )
        assert section(page, "photos") == "Photos no photos yet"
        assert section(page, "hours") == "Opening hours Seoul time not stated"
        assert page.with_class("taxi") == []

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

        assert text_of(page.with_class("clinic-place")[0]) == "Seoul › Gangnam"
        assert page.rows["Price tier"] == "● High (estimated) above $4,000 What the tiers cost"
        assert page.rows["Languages"] == "English, Korean"
        assert page.rows["Verified"] == (
            "0 of 0 criteria whole listing checked 2 November 2026 (3 weeks ago), Editors"
        )
        assert page.rows["Address"] == "1 Road 도로 1"
        assert page.rows["Telephone"] == "02-555-1234"
        assert page.link("02-555-1234") == "tel:+8225551234"
        assert page.link("https://clinic.example/") == "https://clinic.example/"
        assert page.rows["Payment"] == "Visa, cash"
        assert page.rows["Monday to Friday"] == "10:00–19:00"
        assert page.rows["Saturday"] == "not stated"
        assert page.rows["Sunday"] == "closed"
        assert page.rows["Legal basis"] == (
            "Medical institution, number 123 Source: Ministry, checked 23 November 2026 (today)"
        )

    def test_number_that_cannot_be_dialled_is_shown_without_a_link(self, page_of):
        page = page_of(make_clinic(phone="ask at the desk"))

        assert page.rows["Telephone"] == "ask at the desk"
        assert "tel:" not in page.text

    def test_links_to_other_sites_are_not_recommended_to_search_engines(self, page_of):
        page = page_of(make_clinic(website="https://a.example/", review_places=["https://b.example/"]))

        outside = [link for link in page.find_all("a") if attribute(link, "href").startswith("http")]
        maps, others = ["noopener noreferrer external"] * 3, ["nofollow noopener"] * 2
        assert [attribute(link, "rel") for link in outside] == [*maps, *others]

    def test_place_with_reviews_is_named_by_its_host(self, page_of):
        places = ["https://www.maps.example/?cid=1", "https://naver.example/abc"]

        page = page_of(make_clinic(review_places=places))

        assert page.rows["Reviews elsewhere"] == "maps.example naver.example"
        assert [page.link(host) for host in ("maps.example", "naver.example")] == places

    @pytest.mark.parametrize("others", [0, 1])
    def test_jump_list_leads_to_every_section(self, page_of, others):
        district = make_district()
        make_criterion()
        for _number in range(others):
            make_clinic(district=district)

        page = page_of(make_clinic(district=district))

        [jumps] = page.with_class("contents")
        hrefs = {attribute(link, "href") for link in walk(jumps) if link.name == "a"}
        headings = [attribute(heading, "id") for heading in page.find_all("h2")]
        assert hrefs == {f"#{name}" for name in headings if name}
        assert ("#similar" in hrefs) is bool(others)

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

    def test_check_of_an_answer_is_told_from_the_check_of_the_whole_listing(self, page_of):
        clinic = make_clinic()
        make_finding(clinic, make_criterion(), checked_on=TODAY - 21 * DAY)

        assert page_of(clinic).rows["Verified"] == (
            "1 of 1 criteria latest answer 2 November 2026 (3 weeks ago) whole listing: no date of a check"
        )

    def test_tier_leads_to_what_tiers_cost(self, page_of):
        page = page_of(make_clinic(price_tier=make_tier()))

        assert page.link("What the tiers cost") == "/prices/#tiers"


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
        assert course == "$4,000–$6,000+ package, USD, 2026"
        assert session == (
            "$800–$1,500 USD, estimate, 2026, 2–3 sessions, tax not included no market price"
            " Includes: Visit, Aftercare On weekdays Source: Their list, checked 23 November 2026 (today)"
        )
        assert package == (
            "$4,000–$6,000+ USD, 2026, tax not stated no market price Source: not stated, no date of a check"
        )

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

        assert course == "quoted after assessment"
        assert package.startswith("quoted after assessment USD, 2026")

    def test_price_in_another_currency_is_shown_as_quoted(self, page_of):
        make_currency("KRW", units_per_usd=Decimal("1385.5"))
        clinic = make_clinic()
        make_price(clinic, make_treatment(), 2_500_000, 3_000_001, currency="KRW")

        [[_treatment, course, _session, package]] = cells(page_of(clinic), "prices")

        assert course == (
            "about $1,804–$2,166 package, USD, 2026, converted from KRW at the rate of 23 November 2026"
        )
        assert package.startswith(
            "KRW 2,500,000–KRW 3,000,001 KRW, 2026, tax not stated about $1,804–$2,166 no market price"
        )

    def test_package_stands_beside_the_package_of_the_market_on_one_scale(self, page_of):
        clinic, crown = make_clinic(), make_treatment(name="Crown")
        make_market_price("Crown", 2000, 4000, treatments=[crown])
        make_price(clinic, crown, 1600, 2000)

        page = page_of(clinic)

        assert "market, package: $2,000–$4,000" in cells(page, "prices")[0][3]
        assert stretches(page) == [((80, 20), (100, 100))]
        assert "Bars of whole courses: from $0 to $4,000." in page.text
        assert page.rows["Lowest course price"] == "$1,600–$2,000 Crown, package, USD, 2026"

    def test_clinic_that_prices_sessions_is_set_against_sessions(self, page_of):
        clinic, patch = make_clinic(), make_treatment(name="Patch", sessions=(1, 2))
        make_market_price("Patch, a session", 300, 600, treatments=[patch], basis="session")
        make_market_price("Patch", 800, 1800, treatments=[patch])
        make_price(clinic, patch, 310, 370, basis="session")

        page = page_of(clinic)

        [[_treatment, course, session, package]] = cells(page, "prices")
        assert course == (
            "$310–$740 1–2 sessions together, USD, 2026 market, 1–2 sessions together: $300–$1,200"
        )
        assert "market: $300–$600" in session
        assert package == "not stated"
        # $300 on the scale of courses, which ends at $1,200, and on that of sessions, which ends at $600.
        assert [market for _own, market in stretches(page)] == [(50, 150), (100, 100)]
        assert "Bars of whole courses: from $0 to $1,200." in page.text
        assert "Bars of one session: from $0 to $600." in page.text
        assert page.rows["Lowest course price"] == "$310–$740 Patch, 1–2 sessions together, USD, 2026"

    def test_package_that_disagrees_with_its_sessions_is_remarked(self, page_of):
        clinic, scalp = make_clinic(), make_treatment(name="Full scalp", sessions=(3, 5))
        make_price(clinic, scalp, 1500, 2500, basis="session", open_ended=True)
        make_price(clinic, scalp, 4000, 6000, open_ended=True)

        [remark] = page_of(clinic).with_class("verdict")

        assert text_of(remark) == (
            "Full scalp: The package can cost less than the same number of single sessions."
            " Package: $4,000–$6,000+. 3–5 single sessions together: $4,500–$12,500+."
        )

    @pytest.mark.parametrize(("low", "warnings"), [(1499, 1), (1500, 0)])
    def test_price_below_three_quarters_of_the_market_is_warned_of(self, page_of, low, warnings):
        clinic, crown = make_clinic(), make_treatment(name="Crown")
        make_market_price("Crown", 2000, 3500, treatments=[crown])
        make_price(clinic, crown, low, 3000)

        found = page_of(clinic).with_class("notice")

        assert len(found) == warnings
        for notice in found:
            assert "starts at $1,499, far below the market range of $2,000–$3,500 (package)" in text_of(
                notice
            )

    @pytest.mark.parametrize(("low", "warnings"), [(224, 1), (225, 0)])
    def test_sum_of_sessions_is_far_below_only_by_the_sum_of_the_market(self, page_of, low, warnings):
        clinic, patch = make_clinic(), make_treatment(sessions=(1, 2))
        make_market_price("Patch, a session", 300, 600, treatments=[patch], basis="session")
        make_market_price("Patch", 800, 1800, treatments=[patch])
        make_price(clinic, patch, low, 600, basis="session")

        assert len(page_of(clinic).with_class("notice")) == warnings

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
        assert page.rows["Verified"].startswith("1 of 1 criteria")
        assert page.with_class("expired") == []

    def test_expired_finding_is_weaker_and_no_longer_counts(self, page_of):
        clinic = make_clinic()
        make_finding(clinic, make_criterion(), checked_on=TODAY - 9 * DAY, expires_on=TODAY - DAY)

        page = page_of(clinic)

        assert "yes, expired" in text_of(page.with_class("expired")[0])
        assert page.rows["Verified"].startswith("0 of 1 criteria")

    def test_finding_without_evidence_or_day_says_so(self, page_of):
        clinic = make_clinic()
        make_finding(clinic, make_criterion(name="Needles"), "no", checked_on=None)

        assert cells(page_of(clinic), "findings")[1] == ["Needles", "no", "not stated", "not stated"]

    def test_each_open_criterion_becomes_a_question_in_both_languages(self, page_of):
        clinic = make_clinic()
        make_finding(clinic, make_criterion(question="Known?"))
        make_criterion(question="New needles?", question_ko="새 바늘?")
        make_criterion(question="Only English?")
        make_criterion(name="Clean room", question="")

        [questions] = page_of(clinic).with_class("questions")

        asked = [text_of(item) for item in walk(questions) if item.name == "li"]
        assert asked == [
            "New needles? 새 바늘?",
            "Only English?",
            "Clean room: is it so, and what shows it?",
        ]

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

    @pytest.mark.parametrize("slug", ["nobody", "x" * 500, "DOTS"])
    def test_unknown_clinic_is_not_found(self, client, slug):
        make_clinic(slug="dots")

        assert client.get(f"/clinics/{slug}/").status_code == 404

    def test_text_that_wants_to_be_html_stays_text(self, page_of):
        texts = ("focus_summary", "description", "expertise", "access", "address", "opening_hours")
        clinic = make_clinic(name=HOSTILE, phone=HOSTILE, **dict.fromkeys(texts, HOSTILE))

        page = page_of(clinic)

        assert all(attribute(script, "src", "").startswith("/static/js/") for script in page.scripts)
        assert "<b>'O" not in page.text
        assert text_of(page.find("h1")) == " ".join(HOSTILE.split())
        for row in ("Primary focus", "The way", "Address", "Telephone"):
            assert page.rows[row] == " ".join(HOSTILE.split())


class TestWay:
    """Getting there: the taxi card, stations of the district, links to maps."""

    def test_taxi_card_speaks_korean(self, page_of):
        page = page_of(make_clinic(name="Dots", name_ko="도트", address_ko="서울 강남구 도산대로 1"))

        [card] = page.with_class("taxi")
        assert text_of(card) == (
            "Show this to a taxi driver 기사님, 아래 주소로 가 주세요. 서울 강남구 도산대로 1 도트"
            " It says: “Please take me to the address below.”"
        )
        assert '<blockquote lang="ko">' in page.text

    def test_stations_are_named_as_those_of_the_district(self, page_of):
        mapo = make_district(name="Mapo", nearest_stations=["Gongdeok (Line 5)"])

        page = page_of(make_clinic(district=mapo))

        assert page.rows["Stations of the district, Mapo"] == (
            "Gongdeok (Line 5) Ask the clinic which one is nearest."
        )
        told = page_of(make_clinic(district=mapo, access="Exit 3"))
        assert "Stations of the district, Mapo" not in told.rows

    def test_example_is_not_looked_for_on_a_map(self, page_of):
        mapo = make_district(name="Mapo", name_ko="마포구")

        page = page_of(make_clinic(name="Dots", district=mapo, is_example=True))

        assert "The district on a map:" in section(page, "place")
        assert page.link("Naver Map").endswith("/%EB%A7%88%ED%8F%AC%EA%B5%AC")


class TestHours:
    """Opening hours for people and for the script."""

    def test_days_that_differ_and_holidays_are_told(self, page_of):
        clinic = make_clinic(opening_hours="Mo-Sa 10:00-19:00; 2026-12-01 closed; 2026-11-01 closed")

        page = page_of(clinic)

        assert page.rows["Tuesday, 1 December 2026"] == "closed"
        assert "1 November" not in section(page, "hours")
        [line] = page.with_class("open-now")
        assert '"special":{"2026-12-01":[]}' in attribute(line, "data-hours")
        assert "/static/js/open_now.js" in [attribute(script, "src") for script in page.scripts]

    def test_hours_that_cannot_be_read_are_shown_as_given(self, page_of):
        page = page_of(make_clinic(opening_hours="ask"))

        assert section(page, "hours") == "Opening hours Seoul time ask"
        assert "open_now" not in page.text


class TestSheet:
    """The questions on a sheet of their own."""

    @pytest.fixture
    def sheet_of(self, client):
        return lambda clinic: read(client.get(f"{clinic.get_absolute_url()}questions/"))

    def test_sheet_asks_what_the_page_asks(self, page_of, sheet_of, settings):
        settings.SITE_URL = "https://atlas.example"
        clinic = make_clinic(slug="dots", name="Dots", name_ko="도트")
        make_criterion(question="New needles?", question_ko="새 바늘?")
        make_finding(clinic, make_criterion(question="License?"), expires_on=TODAY, checked_on=None)
        make_finding(clinic, make_criterion(question="Room?"), expires_on=TODAY - DAY, checked_on=None)

        page = sheet_of(clinic)

        [questions] = page.with_class("sheet-questions")
        asked = [text_of(item) for item in walk(questions) if item.name == "li"]
        assert asked == ["New needles? 새 바늘?", "Room?"]
        assert "Printed from https://atlas.example/clinics/dots/, 23 November 2026" in text_of(
            page.find("main")
        )
        assert page.meta("robots") == "noindex, follow"
        assert page.canonical == "https://atlas.example/clinics/dots/"
        assert page_of(clinic).link("Print them in English and Korean") == "/clinics/dots/questions/"

    def test_criteria_of_another_procedure_are_not_asked(self, sheet_of):
        make_criterion(question="Which enamel?", procedure=make_procedure(slug="veneers"))
        crown = make_treatment(procedure=make_procedure(slug="smp"))

        page = sheet_of(make_clinic(treatments=[crown]))

        assert "Which enamel?" not in page.text

    def test_sheet_without_questions_says_so(self, sheet_of):
        assert "Nothing is open" in text_of(sheet_of(make_clinic()).find("main"))

    @pytest.mark.parametrize("values", [{"status": "draft"}, {"unpublish_at": NOW}])
    def test_clinic_that_is_not_public_has_no_sheet(self, client, values):
        clinic = make_clinic(**values)

        assert client.get(f"{clinic.get_absolute_url()}questions/").status_code == 404
