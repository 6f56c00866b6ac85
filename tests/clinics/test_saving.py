"""What becomes of a save: stored with its history, kept aside, proposed, or refused for what it lacks."""

import pytest
from django.urls import reverse

from clinics.documents import Change, document_of
from clinics.history import Occasion, write_listings
from clinics.models import Act, Clinic, ListingVersion, Proposal, RegisterId
from clinics.rights import Manner
from clinics.saving import Fate, settle
from tests.admin_forms import form_values, inline_values, send_form
from tests.desk import make_user, page_of, said, sign_in
from tests.factories import (
    make_clinic,
    make_criterion,
    make_currency,
    make_district,
    make_finding,
    make_fit_clinic,
    make_focus,
    make_price,
    make_treatment,
)
from tests.records import make_inclusion

pytestmark = pytest.mark.django_db

ADD = reverse("admin:clinics_clinic_add")


@pytest.fixture
def kim():
    return make_user("Editor", "kim")


@pytest.fixture
def lee():
    return make_user("Publisher", "lee")


def versions(clinic):
    """Return (number, act, user's name, reason) of the versions of a clinic in their order."""
    stored = ListingVersion.objects.of(clinic.pk).reverse()
    return list(stored.values_list("number", "act", "user__username", "reason"))


def meanwhile(clinic, user, **values):
    """Let somebody else save a clinic."""
    before = document_of(clinic)
    occasion = Occasion(Act.SAVED, user=user)
    write_listings([Change({**before, **values}, clinic.pk, before)], occasion=occasion)


class TestFate:
    """The rule by itself: documents are told apart by their status and their version alone."""

    DRAFT = {"status": "draft"}

    @pytest.mark.parametrize(
        ("manner", "opened", "is_proposal", "fate"),
        [
            (Manner.SAVE, 3, False, Fate.STORED),
            (Manner.SAVE, 2, False, Fate.KEPT),
            (Manner.SAVE, 3, True, Fate.PROPOSED),
            (Manner.SAVE, 2, True, Fate.PROPOSED),
            (Manner.PROPOSE, 3, False, Fate.PROPOSED),
            (Manner.PROPOSE, 2, False, Fate.PROPOSED),
        ],
    )
    def test_a_change(self, manner, opened, is_proposal, fate):
        outcome = settle(
            self.DRAFT, self.DRAFT, manner=manner, opened=opened, version=3, is_proposal=is_proposal
        )

        assert outcome.fate == fate

    def test_a_new_listing_is_stored(self):
        outcome = settle(None, self.DRAFT, manner=Manner.SAVE, opened=None, version=1, is_proposal=True)

        assert outcome.fate == Fate.STORED


class TestHistory:
    """Every save at the desk leaves a version with who and why."""

    def test_a_new_clinic_begins_its_history(self, kim):
        make_currency()
        rows = inline_values(
            "prices",
            [
                {
                    "treatment": make_treatment().pk,
                    "basis": "package",
                    "state": "priced",
                    "low": "1",
                    "high": "2",
                }
                | {"currency": "USD", "tax": "unknown", "year": "2026"}
            ],
        )

        response = send_form(
            sign_in(kim),
            ADD,
            name="Dot",
            slug="dot",
            district=make_district().pk,
            focuses=[make_focus().pk],
            reason="They asked to be listed.",
            **rows,
        )

        clinic = Clinic.objects.get()
        assert response.status_code == 302
        assert versions(clinic) == [(1, "added", "kim", "They asked to be listed.")]
        assert ListingVersion.objects.get().document == document_of(clinic)
        assert len(document_of(clinic)["prices"]) == 1

    def test_a_change_of_relations_and_inlines_alone_is_a_version(self, kim):
        clinic = make_clinic(focuses=[make_focus()])
        make_price(clinic, make_treatment(), 100, 200).inclusions.add(make_inclusion())
        make_finding(clinic, make_criterion())
        client = sign_in(kim)

        send_form(client, page_of(clinic), focuses=[make_focus().pk])
        send_form(client, page_of(clinic), **{"prices-0-inclusions": []}, reason="It costs extra.")
        send_form(client, page_of(clinic), **{"findings-0-DELETE": "on"})

        clinic.refresh_from_db()
        assert versions(clinic) == [
            (1, "found", None, ""),
            (2, "saved", "kim", ""),
            (3, "saved", "kim", "It costs extra."),
            (4, "saved", "kim", ""),
        ]
        assert clinic.version == 4

    def test_a_save_that_changes_nothing_leaves_none(self, kim):
        clinic = make_clinic()

        send_form(sign_in(kim), page_of(clinic))

        clinic.refresh_from_db()
        assert (versions(clinic), clinic.version) == ([], 1)

    def test_a_deletion_keeps_the_whole_listing(self, lee):
        clinic = make_fit_clinic()
        document = document_of(clinic)

        sign_in(lee).post(
            reverse("admin:clinics_clinic_delete", args=[clinic.pk]), {"post": "yes", "reason": " Closed.\0"}
        )

        assert versions(clinic) == [(2, "deleted", "lee", "Closed.")]
        assert ListingVersion.objects.get().document == document

    def test_several_deletions_keep_each(self, lee):
        pks = [make_clinic().pk for _ in range(3)]
        values = {"action": "delete_selected", "_selected_action": pks, "post": "yes"}

        sign_in(lee).post(reverse("admin:clinics_clinic_changelist"), values)

        assert {version.clinic_key for version in ListingVersion.objects.of_deleted()} == set(pks)


class TestPublishing:
    """What a page must have is asked when somebody publishes it at the desk, and only then."""

    def test_what_is_missing_is_listed_with_links_to_the_fields_and_nothing_is_saved(self, lee):
        clinic = make_clinic(name="Old", status="draft", focuses=[make_focus()])

        response = send_form(sign_in(lee), page_of(clinic), status="published", name="New")

        page = response.content.decode()
        assert response.status_code == 200
        assert '<a href="#id_treatments">Choose the treatments that it offers.</a>' in page
        assert '<a href="#id_phone">Give a way to reach it: telephone or website.</a>' in page
        assert "#id_focuses" not in page
        assert "Not published: what is missing is listed above." in page
        assert 'value="New"' in page
        clinic.refresh_from_db()
        assert (clinic.name, clinic.status, clinic.version) == ("Old", "draft", 1)

    def test_the_button_publishes_and_leads_to_the_page(self, lee):
        clinic = make_fit_clinic(slug="dot", status="draft")

        response = send_form(sign_in(lee), page_of(clinic), _publish="Save and publish")

        assert Clinic.objects.get().status == "published"
        assert '<a href="/clinics/dot/">See its page</a>' in said(response)[0]
        assert response.url == reverse("admin:clinics_clinic_changelist")

    def test_a_new_clinic_is_published_in_one_go_or_not_added(self, lee):
        values = {"name": "Dot", "slug": "dot", "district": make_district().pk, "_publish": "1"}
        whole = {
            "focuses": [make_focus().pk],
            "treatments": [make_treatment().pk],
            "description": "Quiet.",
            "website": "https://dot.example",
            "address_ko": "서울 강남구 1",
        }

        refused = send_form(sign_in(lee), ADD, **values)
        assert (refused.status_code, Clinic.objects.count()) == (200, 0)
        send_form(sign_in(lee), ADD, **values, **whole)

        assert Clinic.objects.get().status == "published"

    def test_a_published_listing_that_lacks_something_can_be_changed(self, lee):
        clinic = make_clinic(status="published")

        response = send_form(sign_in(lee), page_of(clinic), name="New")

        assert response.status_code == 302
        assert Clinic.objects.get().name == "New"

    def test_the_page_says_what_is_missing_before_anybody_asks(self, kim):
        clinic = make_clinic(status="draft")

        page = sign_in(kim).get(page_of(clinic)).content.decode()

        assert "5 things needed before it is published" in page
        assert '<a href="#prices-group">Add a price' in page

    def test_an_editor_sees_the_publication_and_cannot_change_it(self, kim):
        clinic = make_fit_clinic(status="draft")
        client = sign_in(kim)

        page = client.get(page_of(clinic))
        send_form(client, page_of(clinic), status="published", _publish="1", publish_at_0="2026-01-01")

        clinic.refresh_from_db()
        assert (clinic.status, clinic.publish_at) == ("draft", None)
        assert "field-status" in page.content.decode()
        assert not {"status", "publish_at_0", "_publish"} & set(form_values(page))


class TestStalePages:
    """A page left open never writes over a colleague's save, and nothing that was typed is lost."""

    def stale(self, user, clinic, other, *, theirs, **mine):
        """Open a page, let somebody else save, and send the page with changes."""
        client = sign_in(user)
        values = form_values(client.get(page_of(clinic)))
        meanwhile(clinic, other, **theirs)
        return client, client.post(page_of(clinic), {**values, **mine})

    def kept(self, response):
        """Return the proposal that a save became, and check that the answer leads to it."""
        [proposal] = Proposal.objects.all()
        assert response.url == reverse("admin:clinics_proposal_change", args=[proposal.pk])
        return proposal

    def test_a_late_save_is_kept_and_both_versions_are_shown(self, kim, lee):
        clinic = make_clinic(name="Dot", phone="0")

        client, response = self.stale(
            kim, clinic, lee, theirs={"phone": "1", "name": "Dots"}, phone="2", website="https://dot.example"
        )

        proposal = self.kept(response)
        assert (proposal.state, proposal.proposed_by, proposal.base_number) == ("kept", kim, 1)
        assert document_of(clinic)["phone"] == "1"
        page = client.get(response.url)
        choices = {choice.label: choice for choice in page.context["choices"]}
        sides = {
            label: [(option.side, option.lines, option.is_chosen) for option in choice.options]
            for label, choice in choices.items()
        }
        assert sides == {
            "Name": [("theirs", ["Dots"], True), ("mine", ["Dot"], False)],
            "Phone": [("theirs", ["1"], False), ("mine", ["2"], False)],
            "Website": [("theirs", ["not stated"], False), ("mine", ["https://dot.example"], True)],
        }
        assert (choices["Phone"].is_conflict, choices["Phone"].before) == (True, ["0"])

    def test_the_editor_takes_over_fields_and_saves_again(self, kim, lee):
        clinic = make_clinic(name="Dot", phone="0")
        client, response = self.stale(
            kim, clinic, lee, theirs={"phone": "1", "name": "Dots"}, phone="2", website="https://dot.example"
        )

        saved = send_form(client, response.url, **{"choice:phone": "mine", "_apply": "1"})

        assert saved.url == page_of(clinic)
        document = document_of(clinic)
        assert (document["name"], document["phone"], document["website"]) == (
            "Dots",
            "2",
            "https://dot.example",
        )
        assert versions(clinic)[1:] == [(2, "saved", "lee", ""), (3, "saved", "kim", "")]
        assert Proposal.objects.get().state == "applied"

    def test_without_a_choice_nothing_is_saved(self, kim, lee):
        clinic = make_clinic(phone="0")
        client, response = self.stale(kim, clinic, lee, theirs={"phone": "1"}, phone="2")

        again = send_form(client, response.url, _apply="1")

        assert "Choose one of the two" in again.content.decode()
        assert (document_of(clinic)["phone"], Proposal.objects.get().state) == ("1", "kept")

    def test_a_third_save_in_between_is_looked_at_too(self, kim, lee):
        clinic = make_clinic(phone="0")
        client, response = self.stale(kim, clinic, lee, theirs={"phone": "1"}, phone="2")
        values = form_values(client.get(response.url)) | {"choice:phone": "mine", "_apply": "1"}
        meanwhile(clinic, lee, name="Third")

        again = client.post(response.url, values)

        assert "Somebody changed this listing meanwhile." in again.content.decode()
        assert document_of(clinic)["phone"] == "1"
        assert send_form(client, response.url, **{"choice:phone": "mine", "_apply": "1"}).status_code == 302
        assert (document_of(clinic)["phone"], document_of(clinic)["name"]) == ("2", "Third")

    def test_a_late_save_can_be_given_up(self, kim, lee):
        clinic = make_clinic(phone="0")
        client, response = self.stale(kim, clinic, lee, theirs={"phone": "1"}, phone="2")

        send_form(client, response.url, _withdraw="1")

        assert (document_of(clinic)["phone"], Proposal.objects.get().state) == ("1", "withdrawn")

    def test_prices_of_both_meet(self, kim, lee):
        clinic = make_clinic()
        crown, scars = make_treatment(slug="crown"), make_treatment(slug="scars")
        make_price(clinic, crown, 100, 200)
        make_price(clinic, scars, 300, 400)
        prices = document_of(clinic)["prices"]

        client, response = self.stale(
            kim, clinic, lee, theirs={"prices": prices[:1]}, **{"prices-0-high": "250", "name": "New"}
        )
        send_form(client, response.url, _apply="1")

        document = document_of(clinic)
        assert [(price["treatment"], price["high"]) for price in document["prices"]] == [("crown", 250)]
        assert document["name"] == "New"

    def test_a_price_that_was_deleted_meanwhile_can_be_kept(self, kim, lee):
        clinic = make_clinic()
        make_price(clinic, make_treatment(slug="crown"), 100, 200)

        client, response = self.stale(kim, clinic, lee, theirs={"prices": []}, **{"prices-0-high": "250"})
        page = client.get(response.url)
        send_form(client, response.url, **{"choice:prices:crown:package": "mine", "_apply": "1"})

        [choice] = page.context["choices"]
        assert choice.is_conflict
        assert choice.options[0].lines == ["not there"]
        assert [price["high"] for price in document_of(clinic)["prices"]] == [250]

    def test_a_price_that_both_added_is_one_price(self, kim, lee):
        clinic, crown = make_clinic(), make_treatment(slug="crown")
        make_currency()
        theirs = make_clinic(slug="other")
        make_price(theirs, crown, 100, 200)
        added = {"treatment": crown.pk, "basis": "package", "state": "priced", "low": "100", "high": "900"}
        rows = inline_values("prices", [added | {"currency": "USD", "tax": "unknown", "year": "2026"}])
        entry = document_of(theirs)["prices"]

        client, response = self.stale(
            kim, clinic, lee, theirs={"prices": entry, "treatments": ["crown"]}, **rows
        )

        [choice] = [one for one in client.get(response.url).context["choices"] if one.is_conflict]
        assert choice.label == f"Price: {crown}, whole course"
        assert [option.lines for option in choice.options] == [["High: 200"], ["High: 900"]]

    def test_findings_and_numbers_of_both_meet(self, kim, lee):
        clinic, criterion = make_clinic(), make_criterion(slug="license")
        make_finding(clinic, criterion)
        RegisterId.objects.create(clinic=clinic, source="seoul", identifier="7")

        client, response = self.stale(
            kim,
            clinic,
            lee,
            theirs={"findings": [], "register_ids": {"seoul": "8"}},
            name="New",
        )
        send_form(client, response.url, _apply="1")

        document = document_of(clinic)
        assert (document["name"], document["findings"], document["register_ids"]) == (
            "New",
            [],
            {"seoul": "8"},
        )

    def test_who_changed_nothing_is_told_so(self, kim, lee):
        clinic = make_clinic(phone="0")

        _client, response = self.stale(kim, clinic, lee, theirs={"phone": "1"})

        assert response.url == page_of(clinic)
        assert said(response) == [
            "Somebody saved this listing after you opened it, and you changed nothing in it."
        ]
        assert not Proposal.objects.exists()

    def test_what_cannot_be_stored_is_said_and_kept(self, kim, lee):
        clinic = make_clinic(slug="dot", phone="0")
        client, response = self.stale(kim, clinic, lee, theirs={"phone": "1"}, slug="taken")
        make_clinic(slug="taken", name="Other")

        again = send_form(client, response.url, _apply="1")

        assert "The address “taken” belongs to another listing now: Other." in again.content.decode()
        assert Proposal.objects.get().state == "kept"

    def test_a_page_with_a_mistake_keeps_its_version(self, kim, lee):
        clinic = make_clinic(phone="0")
        client, refused = self.stale(kim, clinic, lee, theirs={"phone": "1"}, phone="2", website="no address")
        assert refused.status_code == 200

        response = client.post(page_of(clinic), form_values(refused) | {"website": ""})

        assert self.kept(response).base_number == 1

    @pytest.mark.parametrize("sent", ["", "x", "-1", "0", "99999999999"])
    def test_a_page_without_its_version_is_refused(self, kim, sent):
        clinic = make_clinic(name="Old")

        response = send_form(sign_in(kim), page_of(clinic), name="New", opened_version=sent)

        assert response.status_code == 200
        assert Clinic.objects.get().name == "Old"

    def test_a_version_that_never_was_leaves_everything_to_choose(self, kim):
        clinic = make_clinic(name="Old", phone="0")
        client = sign_in(kim)

        response = send_form(client, page_of(clinic), name="New", opened_version="77")

        choices = client.get(self.kept(response) and response.url).context["choices"]
        assert [(choice.label, choice.is_conflict) for choice in choices] == [("Name", True)]
        assert Clinic.objects.get().name == "Old"
