"""A Publisher merges words and listings: what would change is seen first; nothing in use is deleted."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from clinics.bulk import pack_seen
from clinics.documents import Change, document_of
from clinics.history import Occasion, write_listings
from clinics.models import Act, BulkAct, Clinic, Concern, District, Focus, Language, Service
from pricing.models import Treatment
from tests.admin_forms import Page, form_values
from tests.clinics.tables import exported
from tests.desk import CLINICS, ROLES, hidden_values, make_user, said, sign_in
from tests.factories import (
    make_article,
    make_clinic,
    make_district,
    make_fit_clinic,
    make_focus,
    make_market_price,
    make_price,
    make_treatment,
)
from tests.records import FACTORIES, make_register_id

pytestmark = pytest.mark.django_db

WORDS = [Concern, District, Focus, Language, Service, Treatment]
each_word = pytest.mark.parametrize("model", WORDS, ids=lambda model: model.__name__)
LISTINGS = reverse("admin:clinics_clinic_merge")


@pytest.fixture
def client():
    return sign_in(make_user("Publisher"))


def address_of(word, page="merge"):
    return reverse(f"admin:{word._meta.app_label}_{word._meta.model_name}_{page}", args=[word.pk])


def list_of(model):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def make_use(word):
    """Create a clinic that names a word."""
    names = {Concern: "concerns", Focus: "focuses", Language: "languages", Service: "services"}
    if isinstance(word, District):
        return make_clinic(district=word)
    if isinstance(word, Treatment):
        clinic = make_clinic()
        make_price(clinic, word, 100, 200)
        return clinic
    return make_clinic(**{names[type(word)]: [word]})


def apply(client, page, address, **answers):
    """Send the form that a page of a merge ends with."""
    return client.post(address, hidden_values(page) | {"_apply": "1", **answers})


def save(clinic, **values):
    before = document_of(clinic)
    write_listings([Change({**before, **values}, clinic.pk, before)], occasion=Occasion(Act.SAVED))


class TestWords:
    @each_word
    def test_what_would_change_is_shown_and_then_done_and_then_taken_back(self, client, model):
        word, into = FACTORIES[model](name="Word"), FACTORIES[model](name="Into")
        clinic = make_use(word)
        before = exported()

        page = client.get(address_of(word), {"into": into.slug})

        content = page.content.decode()
        assert "1 clinic would change." in content
        assert clinic.name in content
        assert exported() == before
        response = apply(client, page, address_of(word), reason="They are the same.")
        assert response.headers["Location"] == address_of(into, "change")
        record = BulkAct.objects.get()
        link = f'<a href="{address_of(record, "change")}">See what was changed, or take it back</a>'
        assert said(response) == [f"Word ({word.slug}) merged into Into: 1 clinic. {link}"]
        assert not model.objects.filter(pk=word.pk).exists()
        assert exported() != before

        client.post(address_of(record, "change"))

        assert exported() == before
        assert model.objects.filter(pk=word.pk).exists()

    @each_word
    def test_it_starts_from_the_list_and_from_the_page_of_the_word(self, client, model):
        word, into = FACTORIES[model](), FACTORIES[model]()
        one = {"action": "merge", "_selected_action": [word.pk]}
        two = {"action": "merge", "_selected_action": [word.pk, into.pk]}

        of_one, of_two = client.post(list_of(model), one), client.post(list_of(model), two)
        page = client.get(address_of(word, "change")).content.decode()

        assert of_one.headers["Location"] == address_of(word)
        assert of_two.headers["Location"] == f"{address_of(word)}?into={into.slug}"
        assert f'<a href="{address_of(word)}">Merge into another</a>' in page
        assert client.get(address_of(word)).status_code == 200

    @each_word
    def test_a_word_in_use_is_not_deleted_and_the_page_leads_to_merging_it(self, client, model):
        word = FACTORIES[model]()
        make_use(word)

        page = client.post(address_of(word, "delete"), {"post": "yes"})
        client.post(
            list_of(model), {"action": "delete_selected", "_selected_action": [word.pk], "post": "yes"}
        )

        assert model.objects.filter(pk=word.pk).exists()
        assert f'<a href="{address_of(word)}">Merge it into another</a>' in page.content.decode()

    def test_three_words_are_too_many_at_once(self, client):
        words = [make_focus() for _ in range(3)]
        values = {"action": "merge", "_selected_action": [word.pk for word in words]}

        response = client.post(list_of(Focus), values, follow=True)

        assert "Choose one, or the two that become one." in response.content.decode()

    def test_prices_that_stand_twice_are_shown_and_the_editor_chooses(self, client):
        crown, vertex = (
            make_treatment(name="Crown", slug="crown"),
            make_treatment(name="Vertex", slug="vertex"),
        )
        clinic = make_clinic(name="Dot House")
        make_price(clinic, crown, 100, 200)
        make_price(clinic, vertex, 300, 400)

        first = client.get(address_of(vertex), {"into": "crown"})
        second = client.get(address_of(vertex), {"into": "crown", "winner": "merged"})
        apply(client, second, address_of(vertex))

        assert "1 price stands twice" in first.content.decode()
        assert "<td>Low: 100; High: 200</td><td><del>Low: 300; High: 400</del></td>" in first.content.decode()
        assert (
            "<td>Low: 300; High: 400</td><td><del>Low: 100; High: 200</del></td>" in second.content.decode()
        )
        assert [price["low"] for price in document_of(clinic)["prices"]] == [300]

    def test_what_else_names_it_and_what_it_says_itself_is_shown(self, client):
        make_treatment(slug="crown", summary="Round.")
        vertex = make_treatment(name="Vertex", synonyms=["top"], summary="High.", cost_note="Cheap.")
        make_market_price("Top", 1, 2, treatments=[vertex])
        make_article().treatments.set([vertex])

        content = client.get(address_of(vertex), {"into": "crown"}).content.decode()

        assert "1 article, 1 market price." in content
        for words in ("joined", "taken over", "not taken over"):
            assert words in content
        assert "No clinic names it." in content

    def test_the_districts_are_offered_as_a_tree_without_itself(self, client):
        seoul = make_district(slug="seoul", name="Seoul")
        make_district(slug="gangnam", name="Gangnam", parent=seoul)

        content = client.get(address_of(seoul)).content.decode()

        assert '<option value="gangnam">– Gangnam</option>' in content
        assert 'value="seoul"' not in content

    def test_the_other_way_round_is_one_click(self, client):
        word, into = make_focus(slug="word"), make_focus(slug="into")

        content = client.get(address_of(word), {"into": "into"}).content.decode()

        assert f'href="{address_of(into)}?into=word"' in content

    @pytest.mark.parametrize("into", ["", "word", "atlantis", "x" * 500])
    def test_no_other_word_an_unknown_one_and_itself_are_refused(self, client, into):
        word = make_focus(slug="word")
        make_focus(slug="into")

        page = client.get(address_of(word), {"into": into})

        assert page.status_code == 200
        assert "errorlist" in page.content.decode()
        assert client.post(address_of(word), {"into": into, "_apply": "1"}).status_code == 200
        assert Focus.objects.count() == 2

    @pytest.mark.parametrize("selection", ["", "x", pack_seen({99: 1})])
    def test_a_page_that_did_not_arrive_whole_changes_nothing(self, client, selection):
        word, into = make_focus(), make_focus()
        make_use(word)

        page = client.post(address_of(word), {"into": into.slug, "_apply": "1", "selection": selection})

        assert page.status_code == 200
        assert "panel-error" in page.content.decode()
        assert Focus.objects.count() == 2

    def test_a_listing_that_changed_since_stops_it_and_the_page_can_be_sent_again(self, client):
        word, into = make_focus(), make_focus()
        clinic = make_use(word)
        page = client.get(address_of(word), {"into": into.slug})
        save(clinic, phone="02-9")

        stopped = apply(client, page, address_of(word))
        apply(client, stopped, address_of(word))

        assert "somebody changed these listings" in stopped.content.decode()
        assert document_of(clinic)["focuses"] == [into.slug]

    def test_a_word_that_is_not_there_is_not_found(self, client):
        for key in ("0", "x", "9" * 30):
            assert client.get(f"/admin/clinics/focus/{key}/merge/").status_code == 404

    def test_the_log_of_the_admin_tells_it_too(self, client):
        word, into = make_focus(name="Word", slug="word"), make_focus(name="Into")

        apply(client, client.get(address_of(word), {"into": into.slug}), address_of(word))

        assert [(entry.action_flag, str(entry.object_repr)) for entry in LogEntry.objects.order_by("pk")] == [
            (3, "Word"),
            (2, "Into"),
        ]

    @each_word
    @pytest.mark.parametrize("role", ROLES)
    def test_words_are_merged_by_publishers(self, role, model):
        word, into = FACTORIES[model](), FACTORIES[model]()
        client = sign_in(make_user(role))
        is_allowed = role in {"Publisher", "Administrator"}

        offered = 'value="merge"' in client.get(list_of(model)).content.decode()
        linked = "Merge into another" in client.get(address_of(word, "change")).content.decode()
        seen = client.get(address_of(word))
        done = client.post(address_of(word), {"into": into.slug, "_apply": "1", "selection": pack_seen({})})

        assert (offered, linked) == (is_allowed, is_allowed)
        assert (seen.status_code, done.status_code) == ((200, 302) if is_allowed else (403, 403))
        assert model.objects.filter(pk=word.pk).exists() is not is_allowed

    def test_a_thousand_clinics_cost_few_more_statements_and_a_small_page(
        self, client, django_assert_max_num_queries
    ):
        word, into = make_focus(), make_focus()
        clinic = make_use(word)
        with django_assert_max_num_queries(40) as one:
            client.get(address_of(word), {"into": into.slug})
        copies = [Change({**document_of(clinic), "slug": f"copy-{place}"}) for place in range(999)]
        write_listings(copies, occasion=Occasion(Act.ADDED))

        with django_assert_max_num_queries(60) as many:
            page = client.get(address_of(word), {"into": into.slug})

        assert len(many) - len(one) <= 16
        assert len(page.content) < 60_000


class TestListings:
    def test_they_are_chosen_in_the_list_looked_at_merged_and_taken_back(self, client):
        kept = make_clinic(name="Dot House", slug="dot-house", description="Quiet.")
        other = make_clinic(name="Dot Manor", slug="dot-manor", description="Loud.", phone="02-9")
        make_register_id(clinic=other, source="seoul", identifier="7")
        before = exported()

        chosen = client.post(CLINICS, {"action": "merge", "_selected_action": [kept.pk, other.pk]})
        page = client.get(chosen.headers["Location"], {"clinic": [kept.pk, other.pk], "keep": kept.pk})
        answers = form_values(page) | {
            "choice:description": str(other.pk),
            "_apply": "1",
            "reason": "One door.",
        }
        response = client.post(LISTINGS, answers | {"clinic": [kept.pk, other.pk]})

        assert chosen.headers["Location"] == f"{LISTINGS}?clinic={kept.pk}&clinic={other.pk}"
        assert response.headers["Location"] == address_of(kept, "change")
        document = document_of(kept)
        assert (document["name"], document["description"], document["phone"]) == (
            "Dot House",
            "Loud.",
            "02-9",
        )
        assert document["register_ids"] == {"seoul": "7"}
        assert client.get("/clinics/dot-manor/").headers["Location"] == "/clinics/dot-house/"
        record = BulkAct.objects.get()
        told = client.get(address_of(record, "change")).content.decode()
        assert "Merged into another listing." in told
        assert "One door." in told

        back = client.post(address_of(record, "change"))

        assert said(back)[-1] == "Taken back: 2 clinics are as they were."
        assert exported() == before
        assert client.get("/clinics/dot-manor/").status_code == 200

    def test_the_page_names_conflicts_and_offers_every_value(self, client):
        kept = make_clinic(name="Dot House", phone="")
        other = make_clinic(name="Dot Manor", phone="02-9")

        content = client.get(LISTINGS, {"clinic": [kept.pk, other.pk]}).content.decode()

        assert content.count("not the same") == 1
        assert f'name="choice:name" value="{kept.pk}" checked' in content
        assert f'name="choice:phone" value="{other.pk}" checked' in content

    def test_the_one_to_stay_can_be_chosen(self, client):
        one, other = make_clinic(name="One"), make_clinic(name="Other")

        page = client.get(LISTINGS, {"clinic": [one.pk, other.pk], "keep": other.pk})
        client.post(LISTINGS, form_values(page) | {"clinic": [one.pk, other.pk], "_apply": "1"})

        assert Clinic.objects.get() == other
        assert document_of(other)["name"] == "Other"

    @pytest.mark.parametrize("number", [0, 1, 6])
    def test_too_few_and_too_many_are_refused_in_words(self, client, number):
        keys = [make_clinic().pk for _ in range(number)]

        response = client.get(LISTINGS, {"clinic": keys})

        assert response.headers["Location"] == CLINICS
        assert said(response) == ["Choose 2 to 5 clinics that are there, to merge them into one."]

    @pytest.mark.parametrize("keys", [["1", "x"], ["0", "-1"], ["9" * 30, "1"], ["1", "1"]])
    def test_keys_that_are_none_are_refused_in_words(self, client, keys):
        response = client.get(LISTINGS, {"clinic": keys})

        assert response.headers["Location"] == CLINICS

    def test_a_listing_that_changed_since_stops_it_and_what_was_chosen_stays_chosen(self, client):
        kept, other = make_clinic(name="Dot House"), make_clinic(name="Dot Manor")
        keys = [kept.pk, other.pk]
        page = client.get(LISTINGS, {"clinic": keys, "keep": kept.pk})
        answers = form_values(page) | {"clinic": keys, "choice:name": str(other.pk), "_apply": "1"}
        save(other, phone="02-9")

        stopped = client.post(LISTINGS, answers)

        content = stopped.content.decode()
        assert "somebody changed these listings after you looked: Dot Manor." in content
        assert f'name="choice:name" value="{other.pk}" checked' in content
        client.post(LISTINGS, answers | {"selection": form_values(stopped)["selection"]})
        assert document_of(kept)["name"] == "Dot Manor"

    def test_what_visitors_need_is_asked_for(self, client):
        kept, other = make_clinic(status="draft"), make_clinic(status="published")
        keys = [kept.pk, other.pk]
        page = client.get(LISTINGS, {"clinic": keys, "keep": kept.pk})

        refused = client.post(
            LISTINGS, form_values(page) | {"clinic": keys, "choice:status": str(other.pk), "_apply": "1"}
        )

        assert "Choose what the clinic is known for." in refused.content.decode()
        assert Clinic.objects.count() == 2

    @pytest.mark.parametrize("selection", ["", "x", pack_seen({99: 1, 100: 1})])
    def test_a_page_that_did_not_arrive_whole_changes_nothing(self, client, selection):
        keys = [make_clinic().pk, make_clinic().pk]

        page = client.post(LISTINGS, {"clinic": keys, "_apply": "1", "selection": selection})

        assert "The page did not arrive whole." in page.content.decode()
        assert Clinic.objects.count() == 2

    @pytest.mark.parametrize("choice", ["", "x", "99", "9" * 30, "joined"])
    def test_choices_that_are_none_leave_the_suggestion(self, client, choice):
        kept, other = make_clinic(name="Dot House"), make_clinic(name="Dot Manor")
        keys = [kept.pk, other.pk]
        page = client.get(LISTINGS, {"clinic": keys, "keep": kept.pk})

        client.post(
            LISTINGS,
            form_values(page)
            | {"clinic": keys, "choice:name": choice, "choice:nonsense:1": choice, "_apply": "1"},
        )

        assert document_of(kept)["name"] == "Dot House"

    @pytest.mark.parametrize("role", ROLES)
    def test_listings_are_merged_by_publishers(self, role):
        kept, other = make_fit_clinic(), make_fit_clinic()
        client, keys = sign_in(make_user(role)), [kept.pk, other.pk]
        is_allowed = role in {"Publisher", "Administrator"}

        offered = 'value="merge"' in client.get(CLINICS).content.decode()
        seen = client.get(LISTINGS, {"clinic": keys})
        done = client.post(
            LISTINGS, {"clinic": keys, "_apply": "1", "selection": pack_seen(dict.fromkeys(keys, 1))}
        )

        assert offered is is_allowed
        assert (seen.status_code, done.status_code) == ((200, 302) if is_allowed else (403, 403))
        assert Clinic.objects.count() == (1 if is_allowed else 2)

    def test_the_page_costs_as_many_statements_for_five_as_for_two(
        self, client, django_assert_max_num_queries
    ):
        clinics = [make_clinic(focuses=[make_focus()]) for _ in range(5)]
        for clinic in clinics:
            make_price(clinic, make_treatment(), 100, 200)
        client.get(LISTINGS, {"clinic": [clinic.pk for clinic in clinics[:2]]})

        with django_assert_max_num_queries(45) as two:
            client.get(LISTINGS, {"clinic": [clinic.pk for clinic in clinics[:2]]})
        with django_assert_max_num_queries(45) as five:
            client.get(LISTINGS, {"clinic": [clinic.pk for clinic in clinics]})

        assert len(five) == len(two)


def test_pages_hold_no_script_and_no_style_of_their_own(client):
    name = '<script>alert("x")</script>'
    word, into = make_focus(name=name), make_focus()
    kept, other = make_clinic(name=name, focuses=[word]), make_clinic(name="Other")

    pages = [
        client.get(address_of(word), {"into": into.slug}),
        client.get(LISTINGS, {"clinic": [kept.pk, other.pk]}),
    ]

    for page in pages:
        assert Page(page).inline == []
        assert "<script>alert" not in page.content.decode()


@pytest.mark.parametrize("role", ["Editor", "Publisher"])
def test_the_desk_leads_from_possible_duplicates_to_merging_them(role):
    one = make_clinic(name="Dot House", slug="dot", phone="02-555-1234")
    other = make_clinic(name="Dot House Clinic", slug="dot-clinic", phone="02-555-1234")

    page = sign_in(make_user(role)).get(reverse("admin:clinics_desk", args=["duplicates"])).content.decode()

    address = f"{LISTINGS}?clinic={one.pk}&amp;clinic={other.pk}"
    assert (f'href="{address}"' in page) is (role == "Publisher")
    assert "perhaps the same as" in page
