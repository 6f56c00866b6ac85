"""The pages of the history at the desk: read by whoever sees listings, restored by Publishers."""

import pytest
from django.urls import reverse

from clinics.documents import Change, document_of
from clinics.history import Occasion, delete_listings, write_listings
from clinics.models import Act, Clinic, ListingVersion
from tests.admin_forms import Page, send_form
from tests.clinics.tables import exported, make_whole_clinic
from tests.desk import make_user, page_of, said, sign_in
from tests.factories import make_clinic, make_focus

pytestmark = pytest.mark.django_db

DELETED = reverse("admin:clinics_clinic_deleted")


@pytest.fixture
def publisher():
    return sign_in(make_user("Publisher"))


def save(clinic, *, user=None, reason="", **values):
    before = document_of(clinic)
    occasion = Occasion(Act.SAVED, user=user, reason=reason)
    write_listings([Change({**before, **values}, clinic.pk, before)], occasion=occasion)


def history_of(clinic):
    return reverse("admin:clinics_clinic_history", args=[clinic.pk])


def version_of(clinic, number):
    return reverse("admin:clinics_clinic_version", args=[clinic.pk, number])


def test_the_history_says_who_when_what_and_why(publisher):
    clinic = make_clinic(name="Dot", focuses=[make_focus(name="Density")])
    kim = make_user("Editor", "kim")
    save(clinic, user=kim, reason="<b>They</b> moved.", name="Dots", focuses=[])

    page = publisher.get(history_of(clinic)).content.decode()

    assert "Version 2: saved" in page
    assert "by kim" in page
    assert "<q>&lt;b&gt;They&lt;/b&gt; moved.</q>" in page
    assert "<td>Dot</td><td>Dots</td>" in page
    assert "<del>Density</del>" in page
    assert "Version 1: noted as it stood" in page


def test_a_listing_that_never_changed_says_so(publisher):
    page = publisher.get(history_of(make_clinic())).content.decode()

    assert "the history begins with the next change" in page


def test_a_long_history_has_pages(publisher):
    clinic = make_clinic()
    for number in range(24):
        save(clinic, phone=str(number))

    first, second = publisher.get(history_of(clinic)), publisher.get(history_of(clinic), {"p": 2})

    assert [entry.version.number for entry in first.context["entries"]] == list(range(25, 5, -1))
    assert [entry.version.number for entry in second.context["entries"]] == [5, 4, 3, 2, 1]
    assert 'href="?p=2"' in first.content.decode()
    assert publisher.get(history_of(clinic), {"p": "x"}).status_code == 200


def test_a_version_is_restored_with_one_confirmation(publisher):
    clinic = make_whole_clinic()
    save(clinic, name="Other", prices=[], focuses=[], findings=[])
    page = publisher.get(version_of(clinic, 1)).content.decode()

    response = send_form(publisher, version_of(clinic, 1), reason="It was right.")

    assert "<td>Other</td><td>Whole Clinic</td>" in page
    assert response.url == page_of(clinic)
    assert said(response) == ["“Whole Clinic” is as it was in version 1."]
    restored = ListingVersion.objects.of(clinic.pk).first()
    assert restored.document == ListingVersion.objects.get(number=1).document
    assert (restored.act, restored.user.username, restored.reason) == (
        "restored",
        "publisher",
        "It was right.",
    )


def test_a_deleted_listing_is_found_and_restored(publisher):
    clinic = make_whole_clinic()
    before = exported()
    delete_listings([clinic.pk], occasion=Occasion(Act.DELETED, reason="Closed."))

    listed = publisher.get(DELETED).content.decode()
    history = publisher.get(history_of(clinic)).content.decode()
    send_form(publisher, version_of(clinic, 2))

    assert "Whole Clinic" in listed
    assert "Closed." in listed
    assert "This listing was deleted." in history
    assert exported() == before
    assert "No listing was deleted." in publisher.get(DELETED).content.decode()


def test_what_cannot_be_restored_is_said(publisher):
    clinic = make_clinic(slug="dot")
    delete_listings([clinic.pk], occasion=Occasion(Act.DELETED))
    make_clinic(slug="dot", name="Other")

    page = publisher.get(version_of(clinic, 2))
    answer = publisher.post(version_of(clinic, 2), {"seen": ""})

    for response in (page, answer):
        assert "belongs to another listing now: Other." in response.content.decode()
    assert "Restore this version" not in page.content.decode()
    assert not Clinic.objects.filter(pk=clinic.pk).exists()


def test_words_that_are_gone_are_named_before_and_after(publisher):
    clinic = make_clinic(focuses=[make_focus(slug="scars")])
    save(clinic, focuses=[], phone="1")
    clinic.focuses.model.objects.all().delete()

    page = publisher.get(version_of(clinic, 1)).content.decode()
    response = send_form(publisher, version_of(clinic, 1))

    assert "<li>Focuses: scars</li>" in page
    assert said(response)[-1] == "Left out, for these words are gone: Focuses: scars."


def test_a_save_in_between_is_looked_at_first(publisher):
    clinic = make_clinic(name="One")
    save(clinic, name="Two")
    save(clinic, name="Three")

    answer = publisher.post(version_of(clinic, 1), {"seen": "2"})

    assert "Somebody changed this listing meanwhile." in answer.content.decode()
    assert Clinic.objects.get().name == "Three"


@pytest.mark.parametrize("role", ["Contributor", "Editor"])
def test_others_compare_and_do_not_restore(role):
    clinic = make_clinic(name="One")
    save(clinic, name="Two")
    client = sign_in(make_user(role))

    page = client.get(version_of(clinic, 1))

    assert page.status_code == 200
    assert "Restore this version" not in page.content.decode()
    assert client.post(version_of(clinic, 1), {"seen": "2"}).status_code == 403
    assert client.get(DELETED).status_code == 403
    assert Clinic.objects.get().name == "Two"


@pytest.mark.parametrize("key", ["0", "999", "x", "99999999999999999999999"])
def test_a_listing_that_never_was_has_no_history(publisher, key):
    assert publisher.get(f"/admin/clinics/clinic/{key}/history/").status_code == 404
    assert publisher.get(f"/admin/clinics/clinic/{key}/history/1/").status_code in {302, 404}


def test_the_pages_have_no_inline_script_or_style(publisher):
    clinic = make_whole_clinic()
    save(clinic, name="Other", prices=[])
    gone = make_clinic()
    delete_listings([gone.pk], occasion=Occasion(Act.DELETED))

    for address in (
        history_of(clinic),
        version_of(clinic, 1),
        DELETED,
        history_of(gone),
        version_of(gone, 2),
    ):
        response = publisher.get(address)
        assert Page(response).inline == [], address


def test_many_versions_take_as_many_statements_as_one(publisher, django_assert_max_num_queries):
    clinic = make_whole_clinic()
    save(clinic, phone="1", focuses=[], prices=[], findings=[])
    publisher.get(history_of(clinic))
    with django_assert_max_num_queries(20) as few:
        publisher.get(history_of(clinic))
    for number in range(19):
        save(clinic, phone=f"02-{number}")

    with django_assert_max_num_queries(20) as many:
        publisher.get(history_of(clinic))

    assert len(many) == len(few)
