"""A Publisher changes many clinics at once: chooses, answers, looks, applies, and takes it back."""

from datetime import date

import pytest
from django.urls import reverse

from clinics.bulk import pack_seen, unpack_seen
from clinics.documents import Change, document_of
from clinics.history import Occasion, write_listings
from clinics.models import Act, BulkAct, Clinic, ListingVersion
from tests.admin_forms import Page, form_values
from tests.clinics.tables import exported
from tests.desk import (
    CLINICS,
    ROLES,
    act_on,
    begin_act,
    hidden_values,
    look_at_act,
    make_user,
    said,
    sign_in,
)
from tests.factories import (
    TODAY,
    make_clinic,
    make_district,
    make_fit_clinic,
    make_price,
    make_treatment,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

ACTIONS = {
    "publish": "publish",
    "make_drafts": "drafts",
    "archive": "archive",
    "mark_verified": "verified",
    "set_district": "district",
    "adjust_prices": "prices",
}
MANY = 1_000


@pytest.fixture
def client():
    return sign_in(make_user("Publisher"))


def keys():
    return list(Clinic.objects.order_by("pk").values_list("pk", flat=True))


def answers_of(kind):
    return {"district": {"district": "new"}, "prices": {"percent": "5"}}.get(kind, {})


def page_of_act(kind):
    return reverse("admin:clinics_clinic_bulk", args=[kind])


def make_many(number):
    """Create drafts that are fit to be published, each with a price."""
    clinic = make_fit_clinic(status="draft")
    make_price(clinic, clinic.treatments.get(), 100, 200)
    copies = [Change({**document_of(clinic), "slug": f"copy-{place}"}) for place in range(number - 1)]
    write_listings(copies, occasion=Occasion(Act.ADDED))


def save(clinic, **values):
    before = document_of(clinic)
    write_listings([Change({**before, **values}, clinic.pk, before)], occasion=Occasion(Act.SAVED))


class TestPublishing:
    def test_what_is_fit_is_published_and_the_rest_is_named_before_it_is_done(self, client):
        fit, bare = make_fit_clinic(name="Fit", status="draft"), make_clinic(name="Bare", status="draft")
        other = make_fit_clinic(name="Other", status="draft")

        page = begin_act(client, "publish", [fit.pk, bare.pk])

        content = page.content.decode()
        assert "1 clinic would change." in content
        assert "1 is left out, see below." in content
        assert "Choose what the clinic is known for." in content
        assert set(Clinic.objects.values_list("status", flat=True)) == {"draft"}

        response = client.post(page_of_act("publish"), hidden_values(page) | {"_apply": "1"})

        link = reverse("admin:clinics_bulkact_change", args=[BulkAct.objects.get().pk])
        assert said(response) == [
            f'Published: 1 clinic. <a href="{link}">See what was changed, or take it back</a>',
            "1 clinic was left out.",
        ]
        stands = dict(Clinic.objects.values_list("name", "status"))
        assert stands == {"Fit": "published", "Bare": "draft", "Other": "draft"}
        assert not ListingVersion.objects.filter(clinic_key=other.pk).exists()

    @pytest.mark.parametrize(
        ("action", "kind", "status"), [("archive", "archive", "archived"), ("make_drafts", "drafts", "draft")]
    )
    def test_what_was_published_is_archived_or_a_draft_again(self, client, action, kind, status):
        make_clinic()
        make_clinic()

        act_on(client, action, keys(), kind=kind, reason="The lists  were\nold.")

        assert set(Clinic.objects.values_list("status", flat=True)) == {status}
        assert {
            version.reason.partition(". ")[2] for version in ListingVersion.objects.filter(act="bulk")
        } == {"The lists were old."}


class TestVerified:
    def test_today_and_the_editor_are_suggested_and_noted(self, client):
        clinic = make_clinic()

        page = begin_act(client, "mark_verified", keys())
        client.post(page_of_act("verified"), hidden_values(page) | {"_apply": "1"})

        clinic.refresh_from_db()
        assert form_values(page)["on"] == ["2026-11-23"]
        assert (clinic.verified_on, clinic.verified_by, clinic.review_due_on) == (TODAY, "publisher", None)

    def test_another_day_name_and_the_next_review_are_taken(self, client):
        clinic = make_clinic()

        act_on(
            client,
            "mark_verified",
            keys(),
            kind="verified",
            on="2026-11-20",
            by="Kim",
            review_due_on="2027-05-20",
        )

        clinic.refresh_from_db()
        assert (clinic.verified_on, clinic.verified_by) == (date(2026, 11, 20), "Kim")
        assert clinic.review_due_on == date(2027, 5, 20)

    @pytest.mark.parametrize(
        ("answers", "sentence"),
        [
            ({"on": "2026-11-24"}, "This day has not come yet."),
            ({"on": "yesterday"}, "Enter a valid date."),
            ({"by": ""}, "This field is required."),
            ({"by": "a\0b"}, "Null characters are not allowed."),
            ({"by": "x" * 121}, "Ensure this value has at most 120 characters"),
            ({"review_due_on": "2026-11-23"}, "The next review lies in the future."),
        ],
    )
    def test_other_answers_are_refused_in_words(self, client, answers, sentence):
        make_clinic()

        page = look_at_act(client, "mark_verified", keys(), kind="verified", **answers)

        assert sentence in page.content.decode()
        assert "_apply" not in page.content.decode()


class TestDistrict:
    def test_the_tree_is_offered_and_the_clinics_move(self, client):
        seoul = make_district(slug="seoul", name="Seoul")
        make_district(slug="gangnam", name="Gangnam", parent=seoul)
        make_clinic(district=seoul)

        page = begin_act(client, "set_district", keys())
        act_on(client, "set_district", keys(), kind="district", district="gangnam")

        assert '<option value="gangnam">– Gangnam</option>' in page.content.decode()
        assert Clinic.objects.get().district.slug == "gangnam"

    @pytest.mark.parametrize("district", ["", "atlantis"])
    def test_no_district_and_an_unknown_one_are_refused(self, client, district):
        make_clinic()

        page = look_at_act(client, "set_district", keys(), kind="district", district=district)

        assert page.status_code == 200
        assert "errorlist" in page.content.decode()


class TestPrices:
    @pytest.fixture
    def clinic(self):
        clinic = make_clinic()
        crown, scars = make_treatment(slug="crown", name="Crown"), make_treatment(slug="scars", name="Scars")
        make_price(clinic, crown, 1500, 2500, basis="session")
        make_price(clinic, crown, 4000, 6000, basis="package", checked_on=date(2026, 1, 1))
        make_price(clinic, scars, basis="package")
        return clinic

    def figures(self, clinic):
        return {(price["treatment"], price["basis"]): price["low"] for price in document_of(clinic)["prices"]}

    def test_they_are_raised_as_was_shown(self, client, clinic):
        page = look_at_act(client, "adjust_prices", keys(), kind="prices", percent="10")
        client.post(page_of_act("prices"), hidden_values(page) | {"_apply": "1"})

        assert "Prices raised by 10 %: all treatments; per session, whole course" in page.content.decode()
        assert "<del>1,500</del>" in page.content.decode()
        assert self.figures(clinic) == {
            ("crown", "session"): 1650,
            ("crown", "package"): 4400,
            ("scars", "package"): None,
        }

    def test_only_what_was_chosen_is_lowered_and_counts_as_checked(self, client, clinic):
        act_on(
            client,
            "adjust_prices",
            keys(),
            kind="prices",
            direction="lower",
            percent="12.5",
            bases=["package"],
            treatments=["crown", "scars"],
            checked_on="2026-11-23",
        )

        assert self.figures(clinic)["crown", "session"] == 1500
        package = clinic.prices.get(treatment__slug="crown", basis="package")
        assert (package.low, package.high, package.checked_on) == (3500, 5250, TODAY)
        assert clinic.prices.get(treatment__slug="scars").checked_on is None

    def test_several_bases_and_treatments_reach_the_last_step(self, client, clinic):
        page = look_at_act(
            client, "adjust_prices", keys(), kind="prices", percent="10", treatments=["crown", "scars"]
        )

        hidden = hidden_values(page)
        assert (hidden["bases"], hidden["treatments"]) == (["session", "package"], ["crown", "scars"])

    @pytest.mark.parametrize(
        ("answers", "sentence"),
        [
            ({"percent": "-5"}, "Give a number above 0"),
            ({"percent": "0"}, "Give a number above 0"),
            ({"percent": "100.01"}, "Prices are raised by at most 100 percent."),
            ({"percent": "90.01", "direction": "lower"}, "Prices are lowered by at most 90 percent."),
            ({"percent": "1e9"}, "Ensure that there are no more than"),
            ({"percent": "NaN"}, "Enter a number."),
            ({"percent": "Infinity"}, "Enter a number."),
            ({"percent": "1.005"}, "Ensure that there are no more than 2 decimal places."),
            ({"percent": ""}, "This field is required."),
            ({"percent": "5", "direction": "sideways"}, "Select a valid choice."),
            ({"percent": "5", "bases": []}, "This field is required."),
            ({"percent": "5", "treatments": ["atlantis"]}, "Select a valid choice."),
            ({"percent": "5", "checked_on": "2026-11-24"}, "This day has not come yet."),
        ],
    )
    def test_other_answers_are_refused_in_words(self, client, clinic, answers, sentence):
        page = look_at_act(client, "adjust_prices", keys(), kind="prices", **answers)

        assert sentence in page.content.decode()
        assert self.figures(clinic)["crown", "session"] == 1500


class TestWhatMayHappenInBetween:
    @pytest.mark.parametrize(("action", "kind"), ACTIONS.items())
    def test_a_listing_that_somebody_changed_stops_it_and_the_page_tells_the_present_effect(
        self, client, action, kind
    ):
        make_district(slug="old", position=1)
        make_district(slug="new", position=2)
        clinic = make_fit_clinic(name="Dot House", status="draft" if kind == "publish" else "published")
        make_price(clinic, clinic.treatments.get(), 100, 200)
        looked_at = look_at_act(client, action, keys(), kind=kind, **answers_of(kind))
        save(clinic, phone="02-9")
        before = exported()

        page = client.post(page_of_act(kind), hidden_values(looked_at) | {"_apply": "1"})

        content = page.content.decode()
        assert "somebody changed these listings after you looked: Dot House." in content
        assert exported() == before
        assert unpack_seen(hidden_values(page)["selection"][0]) == {clinic.pk: 2}
        response = client.post(page_of_act(kind), hidden_values(page) | {"_apply": "1"})
        assert response.status_code == 302
        assert exported() != before

    def test_answers_that_are_changed_on_the_page_are_shown_before_they_count(self, client):
        make_district(slug="old", position=1)
        make_district(slug="new", name="New", position=2)
        make_district(slug="newer", name="Newer", position=3)
        make_clinic()
        looked_at = look_at_act(client, "set_district", keys(), kind="district", district="new")

        page = client.post(page_of_act("district"), form_values(looked_at) | {"district": "newer"})

        assert "Moved to Newer" in page.content.decode()
        assert hidden_values(page)["district"] == ["newer"]
        assert Clinic.objects.get().district.slug == "old"

    @pytest.mark.parametrize("selection", ["", "x", "é", "eJw=", "a" * 100_000])
    def test_a_selection_that_is_none_leads_back_with_a_sentence(self, client, selection):
        make_clinic()

        response = client.post(
            page_of_act("archive"), {"selection": selection, "_apply": "1", "back": "q=dot"}
        )

        assert response.headers["Location"] == f"{CLINICS}?q=dot"
        assert said(response) == ["The selection did not arrive whole: choose the clinics again."]
        assert Clinic.objects.get().status == "published"

    def test_too_many_are_refused_with_a_sentence(self, client):
        selection = pack_seen(dict.fromkeys(range(1, 20_002), 1))

        response = client.post(page_of_act("archive"), {"selection": selection, "_apply": "1"})

        assert said(response) == [
            "At most 20,000 clinics are changed at once: narrow the list first."
        ] or said(response) == ["At most 20000 clinics are changed at once: narrow the list first."]

    def test_an_address_without_a_selection_leads_to_the_list(self, client):
        response = client.get(page_of_act("archive"))

        assert response.headers["Location"] == CLINICS

    def test_an_act_that_does_not_exist_is_not_found(self, client):
        assert client.post(page_of_act("explode")).status_code == 404

    def test_back_leads_nowhere_else(self, client):
        make_clinic()
        page = begin_act(client, "archive", keys())

        response = client.post(
            page_of_act("archive"),
            hidden_values(page) | {"_apply": "1", "back": "//evil.example/?status=draft#x\r\ny"},
        )

        assert response.headers["Location"].startswith(f"{CLINICS}?")
        assert "\n" not in response.headers["Location"]


class TestTheWholeList:
    def test_all_pages_of_a_filtered_list_are_chosen(self, client):
        for place in range(60):
            make_clinic(name=f"Dot {place}")
        other = make_clinic(name="Other")
        address = f"{CLINICS}?q=dot"
        chosen = {"action": "archive", "_selected_action": keys()[:1], "select_across": "1"}

        page = client.post(address, chosen)
        response = client.post(page_of_act("archive"), hidden_values(page) | {"_apply": "1"})

        assert "60 clinics are chosen." in page.content.decode()
        assert response.headers["Location"] == f"{CLINICS}?q=dot"
        assert Clinic.objects.filter(status="archived").count() == 60
        other.refresh_from_db()
        assert other.status == "published"

    def test_a_thousand_cost_few_more_statements_and_the_page_stays_small(
        self, client, django_assert_max_num_queries
    ):
        make_district(slug="old", position=1)
        make_district(slug="new", position=2)
        kinds = {action: ACTIONS[action] for action in ("publish", "set_district", "adjust_prices")}
        make_many(1)
        one = {}
        for action, kind in kinds.items():
            with django_assert_max_num_queries(60) as one[action]:
                look_at_act(client, action, keys(), kind=kind, **answers_of(kind))
        Clinic.objects.all().delete()
        make_many(MANY)

        for action, kind in kinds.items():
            with django_assert_max_num_queries(100) as many:
                page = client.post(
                    page_of_act(kind),
                    form_values(begin_act(client, action, keys()[:1], select_across="1")) | answers_of(kind),
                )

            # Two chunks of five hundred, looked at twice.
            assert len(many) - len(one[action]) <= 2 * 16, action
            assert len(page.content) < 60_000, action
            assert "1,000 clinics would change." in page.content.decode(), action


class TestTakingBack:
    def test_an_act_is_told_and_taken_back(self, client):
        clinic = make_clinic(name="Dot House")
        before = exported()
        act_on(client, "archive", keys(), kind="archive", reason="They closed.")
        address = reverse("admin:clinics_bulkact_change", args=[BulkAct.objects.get().pk])

        page = client.get(address).content.decode()
        response = client.post(address)

        assert "They closed." in page
        assert "<del>published</del>" in page
        assert reverse("admin:clinics_clinic_history", args=[clinic.pk]) in page
        assert said(response)[-1] == "Taken back: 1 clinic is as it was."
        assert exported() == before
        after = client.get(address).content.decode()
        assert "Take this change back" not in after
        assert "Taken back" in after

    def test_listings_that_changed_since_are_named(self, client):
        clinic = make_clinic(name="Dot House")
        act_on(client, "archive", keys(), kind="archive")
        save(clinic, phone="02-9")

        response = client.post(reverse("admin:clinics_bulkact_change", args=[BulkAct.objects.get().pk]))

        assert said(response)[-2:] == [
            "Taken back: 0 clinics are as they were.",
            "These stay as they are, for they were changed since: Dot House.",
        ]

    def test_it_is_taken_back_once(self, client):
        make_clinic()
        act_on(client, "archive", keys(), kind="archive")
        address = reverse("admin:clinics_bulkact_change", args=[BulkAct.objects.get().pk])
        client.post(address)

        page = client.post(address)

        assert "This was taken back already." in page.content.decode()

    def test_the_acts_are_listed_the_latest_first(self, client, django_assert_max_num_queries):
        make_clinic()
        act_on(client, "archive", keys(), kind="archive")
        act_on(client, "make_drafts", keys(), kind="drafts")

        with django_assert_max_num_queries(10):
            page = client.get(reverse("admin:clinics_bulkact_changelist"))

        assert [record.title for record in page.context["cl"].result_list] == [
            "Turned into drafts",
            "Archived",
        ]

    def test_an_act_of_many_listings_is_told_page_by_page_in_few_statements(
        self, client, django_assert_max_num_queries
    ):
        make_many(120)
        act_on(client, "publish", keys()[:1], kind="publish")
        page = begin_act(client, "archive", keys()[:1], select_across="1")
        client.post(page_of_act("archive"), hidden_values(page) | {"_apply": "1"})
        address = reverse("admin:clinics_bulkact_change", args=[BulkAct.objects.latest("pk").pk])

        with django_assert_max_num_queries(25):
            last = client.get(address, {"p": 3})

        assert "Page 3 of 3" in last.content.decode()
        assert len(last.context["entries"]) == 20

    @pytest.mark.parametrize("key", ["0", "999", "x", "9" * 30])
    def test_an_act_that_is_not_there_is_not_found(self, client, key):
        assert client.get(f"/admin/clinics/bulkact/{key}/change/").status_code == 404


class TestWhoMay:
    @pytest.mark.parametrize("role", ROLES)
    @pytest.mark.parametrize(("action", "kind"), ACTIONS.items())
    def test_acts_are_for_publishers(self, role, action, kind):
        make_district(slug="old", position=1)
        make_district(slug="new", position=2)
        clinic = make_fit_clinic(status="draft" if kind == "publish" else "published")
        make_price(clinic, clinic.treatments.get(), 100, 200)
        client, before = sign_in(make_user(role)), exported()
        selection = {"selection": pack_seen({clinic.pk: 1}), "direction": "raise", "bases": ["package"]}
        answers = {"on": "2026-11-23", "by": "Kim", **answers_of(kind)}

        offered = f'value="{action}"' in client.get(CLINICS).content.decode()
        chosen = begin_act(client, action, keys())
        response = client.post(page_of_act(kind), {**selection, **answers, "_apply": "1"})

        is_allowed = role in {"Publisher", "Administrator"}
        assert offered is is_allowed
        assert ("_apply" in chosen.content.decode() or "form" in chosen.context) is is_allowed
        assert response.status_code == (302 if is_allowed else 403)
        assert (exported() != before) is is_allowed

    @pytest.mark.parametrize("role", ROLES)
    def test_what_was_done_is_told_and_taken_back_by_publishers(self, role):
        make_clinic()
        act_on(sign_in(make_user("Publisher", "kim")), "archive", keys(), kind="archive")
        client, record = sign_in(make_user(role)), BulkAct.objects.get()
        address = reverse("admin:clinics_bulkact_change", args=[record.pk])

        answers = [
            client.get(reverse("admin:clinics_bulkact_changelist")).status_code,
            client.get(address).status_code,
            client.get(reverse("admin:clinics_bulkact_history", args=[record.pk])).status_code,
            client.post(address).status_code,
            client.get(reverse("admin:clinics_bulkact_delete", args=[record.pk])).status_code,
            client.get(reverse("admin:clinics_bulkact_add")).status_code,
        ]

        is_allowed = role in {"Publisher", "Administrator"}
        assert answers == ([200, 200, 302, 302, 403, 403] if is_allowed else [403] * 6)
        assert Clinic.objects.get().status == ("published" if is_allowed else "archived")

    def test_who_may_not_publish_marks_verified_and_takes_no_publication_back(self, django_user_model):
        make_clinic()
        act_on(sign_in(make_user("Publisher")), "archive", keys(), kind="archive")
        record = BulkAct.objects.get()
        clerk = make_user("Contributor", "clerk")
        clerk.user_permissions.add(*bulk_permissions())
        client = sign_in(clerk)

        refused = client.post(page_of_act("publish"), {"selection": pack_seen({keys()[0]: 2}), "_apply": "1"})
        back = client.post(reverse("admin:clinics_bulkact_change", args=[record.pk]))
        done = act_on(client, "mark_verified", keys(), kind="verified")

        assert (refused.status_code, back.status_code, done.status_code) == (403, 403, 302)
        assert Clinic.objects.get().verified_by == "clerk"


def bulk_permissions():
    permissions = make_user("Publisher", "other").groups.get().permissions
    return permissions.filter(codename="bulk_clinic")


@pytest.mark.parametrize(("action", "kind"), ACTIONS.items())
def test_pages_hold_no_script_and_no_style_of_their_own(client, action, kind):
    make_district(slug="new")
    clinic = make_fit_clinic(name='<script>alert("x")</script>', status="draft")
    make_price(clinic, clinic.treatments.get(), 100, 200)

    page = look_at_act(client, action, keys(), kind=kind, **answers_of(kind))

    assert Page(page).inline == []
    assert "default-src 'self'" in page.headers["Content-Security-Policy"]
    assert "<script>alert" not in page.content.decode()
