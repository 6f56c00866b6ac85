"""Listings of one clinic become one: only what an editor leaves out is lost, and all of it comes back."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinics.bulk import Stopped
from clinics.documents import Change, document_of, read_documents
from clinics.history import Occasion, delete_listings, write_listings
from clinics.history.resolving import Vocabularies
from clinics.history.restoring import restore
from clinics.links.checking import LinkCheck
from clinics.merging.listings import (
    JOINED,
    ListingMerge,
    Unfit,
    merge_listings,
    suggest_keeper,
    undo_listing_merge,
)
from clinics.models import Act, BulkAct, Clinic, Focus, ListingVersion, PhotoWithdrawal
from tests.clinics.documents_at_random import documents, make_vocabularies
from tests.clinics.tables import exported, load_clinics
from tests.factories import (
    NOW,
    TODAY,
    make_article,
    make_clinic,
    make_criterion,
    make_district,
    make_finding,
    make_focus,
    make_photo,
    make_price,
    make_treatment,
)
from tests.records import make_register_id

pytestmark = pytest.mark.django_db


@pytest.fixture
def kim(django_user_model):
    return django_user_model.objects.create_user("kim")


def seen(*clinics):
    return dict(Clinic.objects.filter(pk__in=[clinic.pk for clinic in clinics]).values_list("pk", "version"))


def merge(kept, *others, choices=None, looked=None, user=None, reason=""):
    return merge_listings(
        looked or seen(kept, *others), kept=kept.pk, choices=choices or {}, user=user, at=NOW, reason=reason
    )


def take_back(record):
    return undo_listing_merge(record.pk, user=None, at=NOW)


def choices_between(kept, *others):
    """Return {key: Choice} of what listings say differently."""
    pks = [kept.pk, *(other.pk for other in others)]
    merge = ListingMerge(read_documents(pks), kept.pk)
    return {choice.key: choice for choice in merge.choices(Vocabularies(), {})}


def save(clinic, **values):
    before = document_of(clinic)
    write_listings([Change({**before, **values}, clinic.pk, before)], occasion=Occasion(Act.SAVED))


def photos_of(clinic):
    return [photo["digest"] for photo in document_of(clinic)["photos"]]


class TestWhatBecomesOfTwo:
    def test_gaps_are_filled_and_what_is_stated_stays(self):
        kept = make_clinic(name="Dot House", phone="", description="Quiet.", website="https://dot.example")
        other = make_clinic(name="Dot-House", phone="02-9", description="Loud.", address="1 Dosan-daero")

        merge(kept, other)

        document = document_of(kept)
        assert (document["name"], document["phone"], document["description"]) == (
            "Dot House",
            "02-9",
            "Quiet.",
        )
        assert (document["website"], document["address"]) == ("https://dot.example", "1 Dosan-daero")
        assert Clinic.objects.get() == kept

    def test_an_editor_chooses_field_by_field(self):
        kept = make_clinic(name="Dot House", description="Quiet.", status="published")
        other = make_clinic(name="Dot Manor", description="Loud.", status="archived")

        merge(kept, other, choices={"name": other.pk, "status": other.pk})

        document = document_of(kept)
        assert (document["name"], document["description"], document["status"]) == (
            "Dot Manor",
            "Quiet.",
            "archived",
        )
        assert document["slug"] == kept.slug

    def test_lists_are_joined_unless_one_is_chosen(self):
        scars, density = make_focus(slug="scars"), make_focus(slug="density")
        crown, vertex = make_treatment(slug="crown"), make_treatment(slug="vertex")
        kept = make_clinic(focuses=[scars], treatments=[crown])
        other = make_clinic(focuses=[density], treatments=[vertex])

        merge(kept, other, choices={"treatments": other.pk, "focuses": JOINED})

        document = document_of(kept)
        assert (document["focuses"], document["treatments"]) == (["density", "scars"], ["vertex"])

    def test_prices_findings_photos_and_numbers_of_both_stay(self):
        crown, vertex = make_treatment(slug="crown"), make_treatment(slug="vertex")
        first, second = make_criterion(slug="first"), make_criterion(slug="second")
        kept, other = make_clinic(), make_clinic()
        make_price(kept, crown, 100, 200)
        make_price(other, vertex, 300, 400)
        make_finding(kept, first)
        make_finding(other, second, evidence="Seen.")
        make_register_id(clinic=kept, source="seoul", identifier="1")
        make_register_id(clinic=other, source="korea", identifier="2")
        digests = sorted([make_photo(kept).digest, make_photo(other).digest])

        merge(kept, other)

        document = document_of(kept)
        assert [price["treatment"] for price in document["prices"]] == ["crown", "vertex"]
        assert document["treatments"] == ["crown", "vertex"]
        assert [finding["evidence"] for finding in document["findings"]] == ["", "Seen."]
        assert document["register_ids"] == {"korea": "2", "seoul": "1"}
        assert photos_of(kept) == digests

    def test_of_two_prices_for_one_thing_the_chosen_one_stays(self):
        crown, vertex = make_treatment(slug="crown"), make_treatment(slug="vertex")
        kept, other = make_clinic(), make_clinic()
        for clinic, low in ((kept, 100), (other, 150)):
            make_price(clinic, crown, low, 200)
            make_price(clinic, vertex, low, 200)

        choices = choices_between(kept, other)
        merge(kept, other, choices={"prices:vertex:package": other.pk})

        assert {price["treatment"]: price["low"] for price in document_of(kept)["prices"]} == {
            "crown": 100,
            "vertex": 150,
        }
        assert choices["prices:crown:package"].is_conflict
        assert [option.is_chosen for option in choices["prices:crown:package"].options] == [True, False]

    def test_an_entry_that_only_one_has_may_be_left_out(self):
        kept, other = make_clinic(), make_clinic()
        make_finding(other, make_criterion(slug="sterile"))

        merge(kept, other, choices={"findings:sterile": kept.pk})

        assert document_of(kept)["findings"] == []

    def test_what_means_something_together_is_chosen_together(self):
        kept = make_clinic(legal_basis="unknown", verified_on=TODAY, verified_by="")
        other = make_clinic(
            legal_basis="medical", legal_number="7", legal_source="Seoul", verified_on=None, verified_by="Kim"
        )

        choices = choices_between(kept, other)
        merge(kept, other)

        document = document_of(kept)
        assert (document["legal_basis"], document["legal_number"], document["legal_source"]) == (
            "medical",
            "7",
            "Seoul",
        )
        assert (document["verified_on"], document["verified_by"]) == ("2026-11-23", "")
        assert "legal_number" not in choices
        assert choices["legal_basis"].options[1].lines == [
            "medical institution",
            "Legal number: 7",
            "Legal source: Seoul",
        ]

    def test_a_draft_that_stays_is_not_published_by_the_other(self):
        kept, other = make_clinic(status="draft"), make_clinic(status="published")

        choice = choices_between(kept, other)["status"]
        merge(kept, other)

        assert choice.is_conflict
        assert document_of(kept)["status"] == "draft"

    def test_a_photo_whose_consent_one_of_them_withdrew_stays_withdrawn(self):
        kept, other = make_clinic(), make_clinic()
        photo = make_photo(kept)
        make_photo(other, digest=photo.digest, withdrawn_on=TODAY)

        merge(kept, other)

        [photo] = document_of(kept)["photos"]
        assert photo["withdrawn_on"] == "2026-11-23"
        assert PhotoWithdrawal.objects.filter(digest=photo["digest"]).exists()

    def test_more_than_two_become_one(self):
        kept, *others = (make_clinic(focuses=[make_focus(slug=f"focus-{place}")]) for place in range(4))
        others[2].phone = "02-3"
        others[2].save()

        merge(kept, *others)

        document = document_of(kept)
        assert (len(document["focuses"]), document["phone"]) == (4, "02-3")
        assert Clinic.objects.count() == 1


class TestWhatIsShown:
    def test_only_what_differs_with_conflicts_marked(self):
        kept = make_clinic(
            name="Dot House", phone="02-9", description="Quiet.", focuses=[make_focus(name="Scars")]
        )
        other = make_clinic(name="Dot House", phone="", description="Loud.")

        choices = choices_between(kept, other)

        assert {key: choice.is_conflict for key, choice in choices.items()} == {
            "focuses": False,
            "phone": False,
            "description": True,
        }
        assert choices["phone"].label == "Phone"
        assert [(option.lines, option.is_chosen) for option in choices["phone"].options] == [
            (["02-9"], True),
            (["not stated"], False),
        ]
        assert [(option.value, option.lines) for option in choices["focuses"].options] == [
            (JOINED, ["Scars"]),
            (str(kept.pk), ["Scars"]),
            (str(other.pk), ["none"]),
        ]

    def test_the_one_to_stay_is_suggested(self):
        oldest = make_clinic(status="draft")
        seen, numbered = make_clinic(), make_clinic()
        make_register_id(clinic=numbered)

        assert suggest_keeper(read_documents([oldest.pk, seen.pk, numbered.pk])) == numbered.pk
        assert suggest_keeper(read_documents([oldest.pk, seen.pk])) == seen.pk
        assert suggest_keeper(read_documents([oldest.pk])) == oldest.pk


class TestWhatIsLeftBehind:
    def test_the_old_address_leads_on_and_so_do_those_before_it(self, client):
        kept, other = make_clinic(slug="kept"), make_clinic(slug="other")
        save(other, slug="later")

        merge(kept, other)

        for slug in ("other", "later"):
            response = client.get(f"/clinics/{slug}/")
            assert (response.status_code, response.headers["Location"]) == (301, "/clinics/kept/")

    def test_both_histories_stay_and_tell_the_merge(self, kim):
        kept, other = (
            make_clinic(name="Kept", slug="kept"),
            make_clinic(name="Other", slug="other", phone="02-9"),
        )
        save(other, phone="02-8")

        merge(kept, other, user=kim, reason="The same door.")

        versions = ListingVersion.objects.filter(clinic_key__in=[kept.pk, other.pk], act="merged")
        assert {(version.clinic_key, version.number) for version in versions} == {(kept.pk, 2), (other.pk, 3)}
        assert {version.reason for version in versions} == {
            "Other (other) merged into Kept (kept). The same door."
        }
        assert ListingVersion.objects.of(other.pk).count() == 3

    def test_a_register_finds_the_one_that_stayed(self):
        district = make_district(slug="gangnam")
        kept, other = make_clinic(district=district), make_clinic(district=district)
        make_register_id(clinic=other, source="seoul", identifier="7")
        merge(kept, other)

        outcome = load_clinics("name,source,source_id,phone\nNew,seoul,7,02-7\n")

        assert (outcome.new, outcome.changed) == (0, 1)
        assert document_of(kept)["phone"] == "02-7"

    def test_guides_name_the_one_that_stayed(self):
        kept, other = make_clinic(), make_clinic()
        one, both = make_article(), make_article()
        one.clinics.set([other])
        both.clinics.set([kept, other])

        record = merge(kept, other)

        assert list(one.clinics.all()) == list(both.clinics.all()) == [kept]
        take_back(record)
        assert list(one.clinics.all()) == [other]
        assert set(both.clinics.all()) == {kept, other}

    def test_what_is_known_of_its_links_moves_with_them_and_comes_back(self):
        kept = make_clinic(website="https://dot.example")
        gone, third = (
            make_clinic(website="https://old.example", review_places=["https://map.example"]) for _ in "12"
        )
        for clinic, url, problem in (
            (kept, "https://dot.example", ""),
            (gone, "https://dot.example", "it does not answer"),
            (gone, "https://map.example", "the server answers 404"),
            (gone, "https://old.example", ""),
        ):
            LinkCheck.objects.create(
                clinic=clinic, url=url, problem=problem, is_gone=bool(problem), checked_at=NOW
            )
        earlier = NOW - timedelta(days=1)
        LinkCheck.objects.create(clinic=third, url="https://map.example", checked_at=earlier)

        record = merge(kept, gone, third)
        moved = list(LinkCheck.objects.order_by("url").values_list("clinic", "url", "problem"))
        take_back(record)

        assert moved == [
            (kept.pk, "https://dot.example", ""),
            (kept.pk, "https://map.example", "the server answers 404"),
        ]
        back = LinkCheck.objects.filter(clinic=gone)
        assert [(check.url, check.is_gone) for check in back] == [("https://map.example", True)]


class TestWhatMayHappenInBetween:
    def test_a_listing_that_changed_stops_it(self):
        kept, other = make_clinic(), make_clinic(name="Other")
        looked = seen(kept, other)
        save(other, phone="02-9")

        with pytest.raises(Stopped, match="Other"):
            merge(kept, other, looked=looked)

        assert Clinic.objects.count() == 2

    def test_a_listing_that_was_deleted_stops_it(self):
        kept, other = make_clinic(), make_clinic()
        looked = seen(kept, other)
        delete_listings([other.pk], occasion=Occasion(Act.DELETED))

        with pytest.raises(Stopped, match="1 that was deleted"):
            merge(kept, other, looked=looked)

    def test_what_visitors_need_is_asked_for_where_the_choice_publishes(self):
        kept, other = make_clinic(status="draft"), make_clinic(status="published")

        with pytest.raises(Unfit) as refused:
            merge(kept, other, choices={"status": other.pk})

        assert "Choose what the clinic is known for." in refused.value.reasons
        assert Clinic.objects.count() == 2
        assert not BulkAct.objects.exists()

    def test_what_breaks_a_rule_is_refused_in_words(self):
        kept, other = make_clinic(), make_clinic(phone="02-9")
        Clinic.objects.filter(pk=other.pk).update(website="nonsense")

        with pytest.raises(Unfit) as refused:
            merge(kept, other)

        assert refused.value.reasons == ["Website: Enter a valid URL."]
        assert Clinic.objects.count() == 2


class TestTakingBack:
    @settings(
        max_examples=25,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @given(documents(slug="one"), documents(slug="other"), st.data())
    def test_both_export_byte_for_byte_as_before(self, one, other, data):
        Clinic.objects.all().delete()
        if not Focus.objects.exists():
            make_vocabularies()
        other["register_ids"] = {source: f"{number}x" for source, number in other["register_ids"].items()}
        written = write_listings([Change(one), Change(other)], occasion=Occasion(Act.ADDED))
        clinics = [Clinic.objects.get(pk=listing.pk) for listing in written]
        kept, gone = data.draw(st.permutations(clinics))
        units = ListingMerge(read_documents([kept.pk, gone.pk]), kept.pk).differing()
        sides = st.sampled_from([kept.pk, gone.pk])
        choices = {key: data.draw(sides) for key in units if data.draw(st.booleans())}
        before = exported()

        try:
            record = merge(kept, gone, choices=choices)
        except Unfit:
            assert exported() == before
            return
        after = document_of(kept)
        for key in units:
            if key in choices and key not in {"treatments"}:
                assert_is_of(key, after, one if choices[key] == clinics[0].pk else other)
        undone = take_back(record)

        assert undone.kept == []
        assert exported() == before

    def test_it_is_whole_or_not_at_all(self):
        kept, other = make_clinic(name="Kept"), make_clinic(phone="02-9")
        record = merge(kept, other)
        save(kept, website="https://dot.example")

        with pytest.raises(Stopped, match="somebody changed these listings since: Kept"):
            take_back(record)

        assert Clinic.objects.count() == 1
        assert BulkAct.objects.get().undone_at is None

    def test_version_by_version_it_can_be_restored_too(self, kim):
        kept, other = make_clinic(), make_clinic(phone="02-9")
        make_register_id(clinic=other, source="seoul", identifier="7")
        before = exported()
        merge(kept, other)
        save(kept, website="https://dot.example")

        restore(ListingVersion.objects.get(clinic_key=kept.pk, number=1), seen_number=3, user=kim)
        restore(ListingVersion.objects.get(clinic_key=other.pk, number=2), seen_number=None, user=kim)

        assert exported() == before

    def test_the_author_and_the_address_are_as_before(self, client, kim):
        kept = make_clinic(slug="kept")
        [written] = write_listings(
            [Change({**document_of(kept), "slug": "other", "phone": "02-9"})],
            occasion=Occasion(Act.ADDED, kim),
        )
        Clinic.objects.filter(pk=written.pk).update(created_by=kim)
        record = merge(kept, Clinic.objects.get(pk=written.pk))

        take_back(record)

        assert Clinic.objects.get(slug="other").created_by == kim
        assert client.get("/clinics/other/").status_code == 200

    def test_an_address_that_is_taken_now_stops_it(self):
        kept, other = make_clinic(slug="kept"), make_clinic(slug="other", phone="02-9")
        record = merge(kept, other)
        make_clinic(slug="other")

        with pytest.raises(Stopped, match="is taken"):
            take_back(record)

        assert document_of(kept)["phone"] == "02-9"


def assert_is_of(key, after, chosen):
    """Assert that a column of a listing, or an entry of a list, is that of the chosen document."""
    name, _colon, rest = key.partition(":")
    if name in {"prices", "findings"}:
        names = {"prices": ("treatment", "basis"), "findings": ("criterion",)}[name]
        entries = [
            [entry for entry in document[name] if ":".join(entry[part] for part in names) == rest]
            for document in (after, chosen)
        ]
        assert entries[0] == entries[1]
    elif name == "register_ids":
        assert after[name].get(rest) == chosen[name].get(rest)
    elif name == "point":
        assert after["latitude"] == chosen["latitude"]
    else:
        assert after[name] == chosen[name]
