"""The editors' work lists: what is on each, in which order, and that each row leads to its field."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clinics.completeness import Completeness
from clinics.desk import WORK_LISTS, read_counts
from clinics.desk.gaps import read_completeness
from clinics.desk.promises import promises_in
from clinics.documents import document_of
from clinics.korea import SEOUL
from clinics.models import Clinic, Finding, LinkCheck, Proposal
from tests.crowd import make_crowd, make_crowd_unnoticed
from tests.factories import (
    NOW,
    TODAY,
    make_clinic,
    make_criterion,
    make_district,
    make_focus,
    make_language,
    make_market_price,
    make_price,
    make_tier,
    make_treatment,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def tasks(slug):
    """Return (name, why, anchor) of the tasks of a work list."""
    [work_list] = [each for each in WORK_LISTS if each.slug == slug]
    return [(task.name, task.why, task.anchor) for task in work_list.read(at=NOW)]


def test_reviews_are_due_on_their_day_the_longest_due_first():
    make_clinic(name="Tomorrow", review_due_on=TODAY + timedelta(days=1))
    make_clinic(name="Today", review_due_on=TODAY)
    make_clinic(name="Long ago", review_due_on=date(2025, 1, 2))
    make_clinic(name="Archived", review_due_on=TODAY, status="archived")
    make_clinic(name="Example", review_due_on=TODAY, is_example=True)

    assert tasks("reviews") == [
        ("Long ago", "due on 2 January 2025", "id_review_due_on"),
        ("Today", "due on 23 November 2026", "id_review_due_on"),
    ]


def test_day_begins_in_seoul():
    make_clinic(name="Due", review_due_on=TODAY)
    [reviews] = [each for each in WORK_LISTS if each.slug == "reviews"]

    evening_before = datetime(2026, 11, 22, 23, 59, tzinfo=SEOUL)
    assert reviews.read(at=evening_before) == []
    assert len(reviews.read(at=evening_before + timedelta(minutes=1))) == 1


def test_old_price_leads_to_its_row_on_the_page():
    crown = make_treatment(name="Crown", position=1)
    scar = make_treatment(name="Scar", position=2)
    clinic = make_clinic(name="Clinic")
    make_price(clinic, crown, 100, 200, basis="session", checked_on=TODAY)
    make_price(clinic, crown, 900, 1000, checked_on=TODAY - timedelta(days=366))
    make_price(clinic, scar, 100, 200, checked_on=TODAY - timedelta(days=365))
    other = make_clinic(name="Other")
    make_price(other, scar, 100, 200)

    assert tasks("old-prices") == [
        ("Clinic", "Crown, whole course: checked 12 months ago", "prices-0"),
        ("Other", "Scar, whole course: checked on no known day", "prices-0"),
    ]


def test_findings_that_expire_within_thirty_days_come_after_those_that_have():
    clinic = make_clinic(name="Clinic")
    for position, days in enumerate((None, 30, -1, 31), start=1):
        Finding.objects.create(
            clinic=clinic,
            criterion=make_criterion(name=f"Criterion {position}", position=position),
            answer="yes",
            expires_on=None if days is None else TODAY + timedelta(days=days),
        )

    assert tasks("findings") == [
        ("Clinic", "Criterion 3: expired on 22 November 2026", "findings-2"),
        ("Clinic", "Criterion 2: expires on 23 December 2026", "findings-1"),
    ]


def test_published_listing_that_nobody_verified_is_named():
    make_clinic(name="Never")
    make_clinic(name="Draft", status="draft")
    make_clinic(name="Verified", verified_on=TODAY)

    assert tasks("unverified") == [("Never", "no day of a check", "id_verified_on")]


def test_least_complete_listing_comes_first_with_its_score():
    make_clinic(name="Bare")
    make_clinic(name="Fuller", focuses=[make_focus()], languages=[make_language()])

    bare, fuller = tasks("incomplete")

    assert bare == (
        "Bare",
        "0 of 100. Choose what the clinic is known for. Choose the treatments that it offers. Describe the"
        " clinic in a few sentences. And 14 more.",
        "id_focuses",
    )
    assert fuller[0] == "Fuller"
    assert fuller[1].startswith("11 of 100. Choose the treatments that it offers.")
    assert fuller[2] == "id_treatments"


def test_completeness_is_that_of_the_whole_document():
    """The desk reads many listings at once, the page of a listing reads its document."""
    make_crowd(5)
    clinic = make_clinic(
        latitude=0, longitude=0, legal_basis="medical", legal_source="x", legal_checked_on=TODAY
    )
    make_price(clinic, make_treatment())
    make_clinic(is_example=True)

    read = {pk: completeness for pk, _name, completeness in read_completeness(Clinic.objects.all())}

    assert len(read) == 7
    for pk, completeness in read.items():
        assert completeness == Completeness.of(document_of(Clinic.objects.get(pk=pk)))


class TestContradictions:
    """Facts S210-S215 and S254, for one clinic."""

    @pytest.fixture
    def crown(self):
        crown = make_treatment(name="Crown", sessions=(2, 3))
        make_market_price("Crown", 2000, 4000, treatments=[crown])
        return crown

    def test_package_that_disagrees_with_its_sessions(self, crown):
        clinic = make_clinic(name="Clinic")
        make_price(clinic, crown, 800, 900, basis="session")
        make_price(clinic, crown, 2000, 3500)

        [(name, why, anchor)] = tasks("contradictions")

        assert (name, anchor) == ("Clinic", "prices-0")  # packages stand before sessions
        assert why == "Crown: The package can cost more than the same number of single sessions."

    @pytest.mark.parametrize(
        ("low", "high", "sentence"),
        [
            (1499, 1600, "Crown: $1,499–$1,600 starts far below the market, $2,000–$4,000."),
            (5334, 6000, "Crown: $5,334–$6,000 lies far above the market, $2,000–$4,000."),
        ],
    )
    def test_price_far_from_the_market(self, crown, low, high, sentence):
        make_price(make_clinic(), crown, low, high)

        assert [why for _name, why, _anchor in tasks("contradictions")] == [sentence]

    @pytest.mark.parametrize(("low", "high"), [(1500, 1600), (5333, 6000), (2000, 4000)])
    def test_price_near_the_market_is_none(self, crown, low, high):
        make_price(make_clinic(), crown, low, high)

        assert tasks("contradictions") == []

    def test_sessions_are_set_against_the_sessions_of_the_market(self):
        patch = make_treatment(name="Patch", sessions=(1, 2))
        make_market_price("Patch, a session", 300, 600, treatments=[patch], basis="session")
        make_market_price("Patch", 800, 1800, treatments=[patch])
        make_price(make_clinic(name="Usual"), patch, 310, 370, basis="session")
        make_price(make_clinic(name="Cheap"), patch, 200, 370, basis="session")

        assert [name for name, _why, _anchor in tasks("contradictions")] == ["Cheap"]

    def test_tier_two_steps_from_what_the_prices_speak_for(self, crown):
        tiers = [make_tier(name=name, rank=rank) for rank, name in enumerate(("Low", "Mid", "High"), start=1)]
        for tier in tiers:
            make_price(make_clinic(name=f"Says {tier.name}", price_tier=tier), crown, 3600, 4000)

        assert tasks("contradictions") == [
            ("Says Low", "The price tier is Low, the prices speak for High.", "id_price_tier")
        ]


def test_possible_duplicates_name_the_other_and_the_reason():
    make_clinic(slug="one", name="Spring Clinic", phone="02-555-1234")
    make_clinic(slug="two", name="Spring", phone="02 555 1234")
    make_clinic(slug="three", name="Spring", status="archived")

    assert tasks("duplicates") == [
        ("Spring Clinic", "perhaps the same as Spring (two): same name, same phone number", "id_name")
    ]


def test_same_name_a_few_steps_apart_is_found_across_the_border_of_districts():
    root = make_district(slug="root")
    for slug, longitude, is_approximate in (
        ("west", "127.0000", False),
        ("east", "127.0010", False),
        ("rough", "127.0011", True),
        ("far", "127.0100", False),
    ):
        make_clinic(
            slug=slug,
            name="Spring",
            district=make_district(slug=f"in-{slug}", parent=root),
            latitude="37.5",
            longitude=longitude,
            point_approximate=is_approximate,
        )

    assert [why for _name, why, _anchor in tasks("duplicates")] == [
        "perhaps the same as Spring (west): same name, 88 m apart"
    ]


def test_broken_links_lead_to_the_field_that_holds_them():
    clinic = make_clinic(
        name="Clinic",
        website="https://gone.example",
        review_places=["https://slow.example", "https://once.example"],
    )
    for url, problem, is_gone, failures in (
        ("https://gone.example", "the server answers 404", True, 1),
        ("https://slow.example", "it does not answer", False, 2),
        ("https://once.example", "it does not answer", False, 1),
        ("https://corrected.example", "the server answers 404", True, 1),
    ):
        LinkCheck.objects.create(
            clinic=clinic, url=url, checked_at=NOW, problem=problem, is_gone=is_gone, failures=failures
        )

    assert tasks("links") == [
        ("Clinic", "https://gone.example: the server answers 404 (23 November 2026)", "id_website"),
        ("Clinic", "https://slow.example: it does not answer (23 November 2026)", "id_review_places"),
    ]


def test_place_that_is_unknown_or_rough_is_work():
    make_clinic(name="A")
    make_clinic(name="B", latitude="37.5", longitude="127", point_approximate=True)
    make_clinic(name="C", latitude="37.5", longitude="127")

    assert [why for _name, why, _anchor in tasks("places")] == [
        "no point on the map",
        "the point shows only the district",
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The best clinic in Seoul, with guaranteed results.", ["best", "guaranteed"]),
        ("World-class. WORLD CLASS!", ["World-class", "WORLD CLASS"]),
        ("국내 최고의 전문가, 부작용 없는 시술", ["최고", "부작용 없"]),
        ("100% natural, no pain", ["100%", "no pain"]),
        ("It is asbestos-free; the bestiary; misleading; Kuala leadingham", []),
        ("Ask which result is realistic. Sessions last two hours.", []),
    ],
)
def test_words_that_promise_too_much_are_found(text, words):
    """Fact S266."""
    assert promises_in(text) == words


def test_promise_leads_to_its_field():
    make_clinic(name="Clinic", technology="The most advanced machines")

    assert tasks("promises") == [("Clinic", "technology says “most advanced”", "id_technology")]


def test_claims_and_rows_without_a_source_are_named():
    """Fact S263."""
    make_market_price("Sourced", 1, 2, source="Price guide", checked_on=TODAY)
    make_market_price("Undated", 1, 2, source="Price guide")
    make_market_price("Bare", 1, 2)

    assert sorted(tasks("unsourced")) == [
        ("Bare", "no source", "id_source"),
        ("Undated", "no day of a check", "id_checked_on"),
    ]


def test_proposals_wait_and_approved_ones_have_their_day():
    clinic = make_clinic(name="Clinic")
    for state, due_at in (("open", None), ("approved", NOW + timedelta(hours=2)), ("declined", None)):
        Proposal.objects.create(
            clinic_key=clinic.pk,
            name="Clinic",
            base_number=1,
            document=document_of(clinic),
            note="New phone",
            proposed_at=NOW - timedelta(days=3),
            state=state,
            due_at=due_at,
        )

    assert tasks("proposals") == [("Clinic", "proposed 3 days ago: New phone", "content-start")]
    assert tasks("scheduled") == [
        ("Clinic", "changes on 23 November 2026, 14:00, as proposed", "content-start")
    ]


def test_drafts_wait_and_what_is_scheduled_comes_in_its_order():
    make_clinic(name="Draft", status="draft", publish_at=NOW + timedelta(days=1))
    make_clinic(name="Going", unpublish_at=NOW + timedelta(hours=3))
    make_clinic(name="Coming", publish_at=NOW + timedelta(hours=1))
    make_clinic(name="There", publish_at=NOW - timedelta(hours=1))

    assert tasks("drafts") == [("Draft", "draft", "id_status")]
    assert tasks("scheduled") == [
        ("Coming", "appears on 23 November 2026, 13:00", "id_publish_at_0"),
        ("Going", "disappears on 23 November 2026, 15:00", "id_unpublish_at_0"),
    ]


def test_counts_take_as_many_queries_for_a_thousand_listings_as_for_one():
    make_market_price("Market", 2000, 4000)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            counts = read_counts(at=NOW)
        assert [work_list for work_list, _count in counts] == list(WORK_LISTS)
        return len(captured)

    make_crowd_unnoticed(1_000)
    many = queries()
    Clinic.objects.exclude(slug="clinic-0000").delete()

    assert queries() == many
    assert many <= 40


class TestPages:
    """The desk in the admin."""

    def test_front_page_numbers_the_lists_and_each_leads_to_its_rows(self, admin_client):
        make_clinic(name="Due", review_due_on=TODAY)

        front = admin_client.get("/admin/").content.decode()
        page = admin_client.get("/admin/clinics/clinic/desk/reviews/").content.decode()

        assert "Overdue for review" in front
        clinic = Clinic.objects.get()
        assert f'href="/admin/clinics/clinic/{clinic.pk}/change/#id_review_due_on">Due</a>' in page

    @pytest.mark.parametrize("slug", [work_list.slug for work_list in WORK_LISTS])
    def test_every_list_opens_when_empty_and_when_long(self, admin_client, slug):
        address = f"/admin/clinics/clinic/desk/{slug}/"
        assert "Nothing to do here." in admin_client.get(address).content.decode()
        make_crowd(60)

        assert admin_client.get(address, {"page": "999"}).status_code == 200

    def test_unknown_list_is_not_found_and_strangers_see_none(self, admin_client, client, django_user_model):
        assert admin_client.get("/admin/clinics/clinic/desk/nothing/").status_code == 404
        client.force_login(django_user_model.objects.create_user("new", is_staff=True))

        assert client.get("/admin/clinics/clinic/desk/reviews/").status_code == 403
        assert "Overdue for review" not in client.get("/admin/").content.decode()


def test_page_of_a_listing_says_what_its_prices_speak_for(admin_client):
    for rank, name in enumerate(("Low", "Mid", "High"), start=1):
        make_tier(name=name, rank=rank)
    crown = make_treatment(name="Crown")
    make_market_price("Crown", 2000, 4000, treatments=[crown])
    clinic = make_clinic()
    make_price(clinic, crown, 3600, 4000)

    page = admin_client.get(f"/admin/clinics/clinic/{clinic.pk}/change/").content.decode()

    assert "The prices speak for the tier High." in page
    assert '<th scope="row">Crown</th><td>$3,600–$4,000 (package)</td><td>$2,000–$4,000</td>' in page
