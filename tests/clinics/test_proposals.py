"""Proposals: what a contributor changes on a published listing waits, is told beside it, and decided."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from clinics.documents import Change, document_of
from clinics.history import Occasion, delete_listings, write_listings
from clinics.history.merging import Side, Undecided
from clinics.models import Act, Clinic, Focus, ListingVersion, Proposal
from clinics.proposals import Decision, Unfit, apply_proposal, propose
from tests.admin_forms import form_values, send_form
from tests.desk import make_user, page_of, said, sign_in
from tests.factories import (
    NOW,
    make_clinic,
    make_district,
    make_fit_clinic,
    make_focus,
    make_price,
    make_treatment,
)

pytestmark = pytest.mark.django_db

LIST = reverse("admin:clinics_proposal_changelist")
DAY = timedelta(days=1)


@pytest.fixture
def ann():
    return make_user("Contributor", "ann")


@pytest.fixture
def lee():
    return make_user("Publisher", "lee")


@pytest.fixture
def clinic():
    return make_fit_clinic(name="Dot", phone="0")


def address(proposal):
    return reverse("admin:clinics_proposal_change", args=[proposal.pk])


def save(clinic, **values):
    before = document_of(clinic)
    write_listings([Change({**before, **values}, clinic.pk, before)], occasion=Occasion(Act.SAVED))


def make_proposal_of(clinic, user, *, due_at=None, note="", **values):
    """Propose other values for a clinic, from its present version."""
    clinic.refresh_from_db()
    document = {**document_of(clinic), **values}
    return propose(
        clinic.pk, document, base_number=clinic.version, user=user, at=NOW, note=note, due_at=due_at
    )


def newest(clinic):
    return ListingVersion.objects.of(clinic.pk).first()


class TestProposing:
    """A contributor works on the same page, and visitors see nothing of it until somebody approves."""

    def test_a_change_of_a_published_listing_becomes_a_proposal(self, clinic, ann):
        make_price(clinic, make_treatment(slug="crown"), 100, 200)
        before = document_of(clinic)

        response = send_form(
            sign_in(ann),
            page_of(clinic),
            phone="1",
            reason="They moved.",
            _propose="1",
            **{"prices-0-high": "300"},
        )

        proposal = Proposal.objects.get()
        assert response.url == address(proposal)
        assert said(response) == ["Your proposal for “Dot” waits for a decision."]
        assert document_of(clinic) == before
        assert (proposal.state, proposal.proposed_by, proposal.note) == ("open", ann, "They moved.")
        labels = [choice.label for choice in Decision.about(proposal).choices()]
        assert labels == ["Phone", "Price: " + str(clinic.prices.get().treatment) + ", whole course"]

    def test_the_plain_button_proposes_too(self, clinic, ann):
        send_form(sign_in(ann), page_of(clinic), phone="1", _save="1")

        assert Proposal.objects.get().document["phone"] == "1"
        assert document_of(clinic)["phone"] == "0"

    def test_an_editor_may_propose_for_a_day(self, clinic):
        client = sign_in(make_user("Editor", "kim"))
        day = {"due_at_0": "2026-12-01", "due_at_1": "09:00:00"}

        send_form(client, page_of(clinic), phone="1", _propose="1", **day)

        proposal = Proposal.objects.get()
        assert proposal.due_at.isoformat() == "2026-12-01T00:00:00+00:00"
        assert document_of(clinic)["phone"] == "0"

    def test_own_drafts_are_saved_at_once_and_those_of_others_are_looked_at(self, ann):
        own = make_clinic(name="Own", status="draft", created_by=ann)
        other = make_clinic(name="Other", status="draft")
        archived = make_clinic(name="Archived", status="archived", created_by=ann)
        client = sign_in(ann)

        send_form(client, page_of(own), name="New")

        assert Clinic.objects.get(pk=own.pk).name == "New"
        for clinic in (other, archived):
            page = client.get(page_of(clinic))
            assert page.status_code == 200
            assert not {"name", "_save", "opened_version"} & set(form_values(page))
            assert client.post(page_of(clinic), {"name": "New"}).status_code == 403

    def test_what_waits_is_told_on_the_page_of_the_listing(self, clinic, ann, lee):
        make_proposal_of(clinic, ann, phone="1", note="They moved.")

        page = sign_in(lee).get(page_of(clinic)).content.decode()
        others = sign_in(make_user("Contributor", "eve")).get(page_of(clinic)).content.decode()

        assert "Proposal by ann of 23 November 2026, 12:00" in page
        assert "They moved." in page
        assert "Proposal by ann" not in others

    def test_a_listing_that_was_never_saved_since_is_noted_as_it_stands(self, clinic, ann):
        make_proposal_of(clinic, ann, phone="1")

        assert (newest(clinic).number, newest(clinic).act) == (1, "found")


class TestDeciding:
    """A Publisher sees the difference and approves or declines it."""

    def test_approving_applies_it_in_the_name_of_its_author(self, clinic, ann, lee):
        proposal = make_proposal_of(clinic, ann, phone="1", note="They moved.")

        response = send_form(sign_in(lee), address(proposal), _apply="1", decision="Right.")

        proposal.refresh_from_db()
        version = newest(clinic)
        assert response.url == page_of(clinic)
        assert document_of(clinic)["phone"] == "1"
        assert (version.number, version.act, version.user) == (2, "proposed", ann)
        assert version.reason == "They moved. (approved by lee)"
        assert (proposal.state, proposal.decided_by, proposal.decision) == ("applied", lee, "Right.")

    def test_a_part_of_it_can_be_left_as_it_is(self, clinic, ann, lee):
        proposal = make_proposal_of(clinic, ann, phone="1", website="https://dot.example")

        send_form(sign_in(lee), address(proposal), **{"choice:phone": "theirs", "_apply": "1"})

        document = document_of(clinic)
        assert (document["phone"], document["website"]) == ("0", "https://dot.example")

    def test_declining_changes_nothing_but_the_proposal(self, clinic, ann, lee):
        proposal = make_proposal_of(clinic, ann, phone="1")
        before = document_of(clinic)

        send_form(sign_in(lee), address(proposal), _decline="1", decision="No proof.")

        proposal.refresh_from_db()
        page = sign_in(ann).get(address(proposal)).content.decode()
        assert (proposal.state, document_of(clinic)) == ("declined", before)
        assert "declined" in page
        assert "No proof." in page

    def test_its_author_withdraws_it(self, clinic, ann):
        proposal = make_proposal_of(clinic, ann, phone="1")

        send_form(sign_in(ann), address(proposal), _withdraw="1")

        assert Proposal.objects.get().state == "withdrawn"

    @pytest.mark.parametrize("button", ["_apply", "_decline", "_withdraw", "_else"])
    def test_who_may_not_decide_cannot(self, clinic, ann, button):
        proposal = make_proposal_of(clinic, ann, phone="1")
        kim = sign_in(make_user("Editor", "kim"))
        values = {"seen": "1", button: "1"}

        assert kim.post(address(proposal), values).status_code == 403
        if button != "_withdraw":
            assert sign_in(ann).post(address(proposal), values).status_code == 403
        assert (Proposal.objects.get().state, document_of(clinic)["phone"]) == ("open", "0")

    def test_nobody_sees_the_proposals_of_others_but_who_decides(self, clinic, ann, lee):
        proposal = make_proposal_of(clinic, ann, phone="1")
        kim = sign_in(make_user("Editor", "kim"))

        assert kim.get(address(proposal)).status_code == 403
        assert not kim.get(LIST).context["cl"].result_list
        assert list(sign_in(ann).get(LIST).context["cl"].result_list) == [proposal]
        assert list(sign_in(lee).get(LIST).context["cl"].result_list) == [proposal]

    def test_nobody_decides_twice(self, clinic, ann, lee):
        proposal = make_proposal_of(clinic, ann, phone="1")
        client = sign_in(lee)
        values = form_values(client.get(address(proposal)))
        client.post(address(proposal), values | {"_decline": "1"})

        assert client.post(address(proposal), values | {"_decline": "1"}).status_code == 403
        with pytest.raises(Unfit, match="Somebody decided about this proposal already"):
            apply_proposal(proposal, user=lee, at=NOW, seen_number=1)

    @pytest.mark.parametrize("key", ["0", "99999", "x", "%00", "1%2F2", "99999999999999999999999"])
    def test_a_proposal_that_is_not_there_is_not_found(self, lee, key):
        response = sign_in(lee).get(f"/admin/clinics/proposal/{key}/change/")

        assert response.status_code in {400, 404}


class TestMovedOn:
    """A proposal whose listing changed since is merged field by field, or shows the conflict."""

    def test_other_fields_are_merged(self, clinic, ann, lee):
        proposal = make_proposal_of(clinic, ann, phone="1")
        save(clinic, name="Dots")

        send_form(sign_in(lee), address(proposal), _apply="1")

        document = document_of(clinic)
        assert (document["phone"], document["name"]) == ("1", "Dots")

    def test_the_same_field_is_a_conflict(self, clinic, ann, lee):
        proposal = make_proposal_of(clinic, ann, phone="1")
        save(clinic, phone="2")
        client = sign_in(lee)

        page = client.get(address(proposal))
        refused = send_form(client, address(proposal), _apply="1")

        assert "changed by both" in page.content.decode()
        assert "Choose one of the two" in refused.content.decode()
        assert document_of(clinic)["phone"] == "2"
        send_form(client, address(proposal), **{"choice:phone": "mine", "_apply": "1"})
        assert document_of(clinic)["phone"] == "1"

    def test_what_is_already_so_leaves_no_version(self, clinic, ann, lee):
        proposal = make_proposal_of(clinic, ann, phone="1")
        save(clinic, phone="1")

        send_form(sign_in(lee), address(proposal), _apply="1")

        assert (Proposal.objects.get().state, newest(clinic).number) == ("applied", 2)

    def test_words_that_are_gone_are_named(self, clinic, ann, lee):
        scars = make_focus(slug="scars")
        proposal = make_proposal_of(clinic, ann, focuses=[scars.slug, *document_of(clinic)["focuses"]])
        Focus.objects.filter(slug="scars").delete()

        page = sign_in(lee).get(address(proposal)).content.decode()

        assert "Focuses: scars" in page

    def test_a_deleted_listing_is_restored_first(self, clinic, ann, lee):
        proposal = make_proposal_of(clinic, ann, phone="1")
        delete_listings([clinic.pk], occasion=Occasion(Act.DELETED))

        page = sign_in(lee).get(address(proposal))

        assert "The listing was deleted. Restore it first." in page.content.decode()
        assert "_apply" not in page.content.decode()
        with pytest.raises(Unfit):
            apply_proposal(proposal, user=lee, at=NOW, seen_number=None)

    def test_what_would_break_a_rule_is_not_applied(self, clinic, ann, lee):
        proposal = make_proposal_of(clinic, ann, publish_at="2026-12-02T00:00:00Z")
        save(clinic, unpublish_at="2026-12-01T00:00:00Z")

        refused = send_form(sign_in(lee), address(proposal), _apply="1")

        assert "A clinic cannot be taken down before it is published." in refused.content.decode()
        assert Proposal.objects.get().state == "open"


@pytest.mark.usefixtures("clock")
class TestDays:
    """A proposal may have a day: approved now, applied by the command when the day has come."""

    def applied(self, *, at):
        """Return the lines of the command at a moment."""
        out = StringIO()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("django.utils.timezone.now", lambda: at)
            call_command("apply_due", stdout=out)
        return out.getvalue().splitlines()

    def approved(self, clinic, ann, lee, **values):
        proposal = make_proposal_of(clinic, ann, due_at=NOW + DAY, **values)
        send_form(sign_in(lee), address(proposal), _apply="1")
        return Proposal.objects.get(pk=proposal.pk)

    def test_it_is_applied_when_its_day_has_come_and_not_before(self, clinic, ann, lee):
        proposal = self.approved(clinic, ann, lee, phone="1")
        assert (proposal.state, document_of(clinic)["phone"]) == ("approved", "0")

        assert self.applied(at=NOW + DAY - timedelta(seconds=1)) == []
        assert self.applied(at=NOW + DAY) == [f"applied: proposal {proposal.pk}, Dot"]
        assert self.applied(at=NOW + 2 * DAY) == []

        assert (document_of(clinic)["phone"], newest(clinic).user) == ("1", ann)

    def test_one_that_nobody_approved_waits(self, clinic, ann):
        make_proposal_of(clinic, ann, due_at=NOW - DAY, phone="1")

        assert self.applied(at=NOW) == []

    def test_a_day_that_has_passed_is_at_once(self, clinic, ann, lee):
        proposal = make_proposal_of(clinic, ann, due_at=NOW - DAY, phone="1")

        send_form(sign_in(lee), address(proposal), _apply="1")

        assert document_of(clinic)["phone"] == "1"

    def test_the_choices_of_whoever_approved_hold(self, clinic, ann, lee):
        proposal = make_proposal_of(clinic, ann, due_at=NOW + DAY, phone="1", name="Dots")
        save(clinic, phone="2")

        send_form(sign_in(lee), address(proposal), **{"choice:phone": "theirs", "_apply": "1"})
        self.applied(at=NOW + DAY)

        document = document_of(clinic)
        assert (document["phone"], document["name"]) == ("2", "Dots")

    def test_a_conflict_that_came_later_is_reported_and_stays_to_be_decided(self, clinic, ann, lee):
        proposal = self.approved(clinic, ann, lee, phone="1")
        other = make_fit_clinic(name="Line", phone="0")
        self.approved(other, ann, lee, phone="3")
        save(clinic, phone="2")

        lines = self.applied(at=NOW + DAY)

        assert lines == [
            f"not applied: proposal {proposal.pk}, Dot. Somebody changed the same fields meanwhile."
            " Decide about it in the admin.",
            f"applied: proposal {proposal.pk + 1}, Line",
        ]
        assert document_of(clinic)["phone"] == "2"
        send_form(sign_in(lee), address(proposal), **{"choice:phone": "mine", "_apply": "1"})
        assert self.applied(at=NOW + DAY)[0].startswith(f"applied: proposal {proposal.pk}")

    def test_one_whose_listing_is_gone_is_reported(self, clinic, ann, lee):
        proposal = self.approved(clinic, ann, lee, phone="1")
        delete_listings([clinic.pk], occasion=Occasion(Act.DELETED))

        assert self.applied(at=NOW + DAY) == [
            f"not applied: proposal {proposal.pk}, Dot. The listing was deleted."
        ]


def test_applying_needs_a_side_for_every_conflict(clinic, ann, lee):
    proposal = make_proposal_of(clinic, ann, phone="1")
    save(clinic, phone="2")

    with pytest.raises(Undecided):
        apply_proposal(proposal, user=lee, at=NOW, seen_number=2)

    apply_proposal(proposal, user=lee, at=NOW, seen_number=2, choices={"phone": Side.MINE})
    assert document_of(clinic)["phone"] == "1"


def test_a_proposal_takes_as_many_statements_however_much_it_changes(
    clinic, ann, lee, django_assert_max_num_queries
):
    few_changes = make_proposal_of(clinic, ann, phone="1", focuses=[])
    values = {
        "name": "Dots",
        "website": "https://dot.example",
        "access": "Exit 3",
        "district": make_district().slug,
    }
    many_changes = make_proposal_of(clinic, ann, phone="1", focuses=[], **values)
    client = sign_in(lee)
    client.get(address(few_changes))
    with django_assert_max_num_queries(40) as few:
        client.get(address(few_changes))

    with django_assert_max_num_queries(40) as many:
        client.get(address(many_changes))

    assert len(many) <= len(few) + 1  # the names of the districts
