"""A word goes into another with all that names it, and comes back with all of it."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.models import Article
from clinics.bulk import Stopped
from clinics.documents import Change, document_of
from clinics.history import Occasion, write_listings
from clinics.history.resolving import Vocabularies
from clinics.history.restoring import restore
from clinics.merging.words import WORDS, Winner, WordMerge, apply_merge, read_merge, undo_merge
from clinics.models import (
    Act,
    BulkAct,
    Clinic,
    Concern,
    District,
    Focus,
    Language,
    ListingVersion,
    Service,
)
from clinics.tree import districts_in_cycles
from pricing.models import MarketPrice, Redirect, Treatment
from tests.clinics.documents_at_random import documents, make_vocabularies
from tests.clinics.tables import exported
from tests.factories import (
    NOW,
    make_article,
    make_clinic,
    make_concern,
    make_district,
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

LISTS = {
    Concern: (make_concern, "concerns"),
    Focus: (make_focus, "focuses"),
    Language: (make_language, "languages"),
    Service: (make_service, "services"),
    Treatment: (make_treatment, "treatments"),
}


@pytest.fixture
def kim(django_user_model):
    return django_user_model.objects.create_user("kim")


def merge(word, into, *, winner=Winner.INTO, seen=None, user=None, reason=""):
    act = WordMerge(word, into, winner)
    if seen is None:
        seen = read_merge(act).listings.seen
    return apply_merge(act, seen, user=user, at=NOW, reason=reason)


def take_back(record):
    return undo_merge(record.pk, user=None, at=NOW)


def save(clinic, **values):
    before = document_of(clinic)
    write_listings([Change({**before, **values}, clinic.pk, before)], occasion=Occasion(Act.SAVED))


def everything():
    """Return all records that a merge may touch, but for moments, versions and histories."""
    left_out = {"changed_at", "version"}
    records = []
    for model in (*WORDS, MarketPrice, Article, Redirect, Clinic):
        names = [field.attname for field in model._meta.concrete_fields if field.name not in left_out]
        for pk, *values in model._default_manager.order_by("pk").values_list("pk", *names):
            lists = [
                sorted(
                    model._meta.get_field(field.name)
                    .remote_field.through.objects.filter(**{field.m2m_field_name(): pk})
                    .values_list(f"{field.m2m_reverse_field_name()}_id", flat=True)
                )
                for field in model._meta.many_to_many
            ]
            records.append((model.__name__, pk, values, lists))
    return records


@pytest.mark.parametrize("model", LISTS)
class TestAWordOfAList:
    def test_every_clinic_gets_the_other_one_once(self, model, kim):
        make, name = LISTS[model]
        word, into, other = make(slug="word", name="Word"), make(slug="into", name="Into"), make(slug="other")
        one = make_clinic(**{name: [word, other]})
        both = make_clinic(**{name: [word, into]})
        none = make_clinic(**{name: [into]})

        record = merge(word, into, user=kim, reason="It is the same.")

        assert [document_of(clinic)[name] for clinic in (one, both, none)] == [
            ["into", "other"],
            ["into"],
            ["into"],
        ]
        assert not model.objects.filter(slug="word").exists()
        assert record.changed == 2
        version = ListingVersion.objects.of(one.pk).first()
        assert (version.act, version.user) == ("merged", kim)
        assert version.reason == "Word (word) merged into Into. It is the same."
        none.refresh_from_db()
        assert none.version == 1

    def test_it_comes_back_as_it_was(self, model):
        make, name = LISTS[model]
        word, into = make(slug="word", position=7), make(slug="into")
        make_clinic(**{name: [word]})
        make_clinic(**{name: [word, into]})
        before, files = everything(), exported()

        record = merge(word, into)
        undone = take_back(record)

        assert (undone.count, undone.kept) == (2, [])
        assert exported() == files
        assert everything() == before

    def test_a_version_from_before_is_restored_with_the_other_one(self, model, kim):
        make, name = LISTS[model]
        word, into = make(slug="word"), make(slug="into")
        clinic = make_clinic(**{name: [word]})
        merge(word, into)
        save(clinic, phone="02-9")

        restore(ListingVersion.objects.get(clinic_key=clinic.pk, number=1), seen_number=3, user=kim)

        assert document_of(clinic)[name] == ["into"]

    def test_the_old_word_is_known_by_the_new_one_and_so_are_words_merged_before(self, model):
        make, _name = LISTS[model]
        first, second, third = (make(slug=slug) for slug in ("first", "second", "third"))

        merge(first, second)
        merge(model.objects.get(slug="second"), third)

        vocabularies = Vocabularies()
        assert [vocabularies.current(model, slug) for slug in ("first", "second", "third")] == ["third"] * 3


class TestADistrict:
    def test_clinics_and_parts_move(self):
        seoul = make_district(slug="seoul")
        old, new = make_district(slug="old", parent=seoul), make_district(slug="new", parent=seoul)
        part = make_district(slug="part", parent=old)
        clinic = make_clinic(district=old)

        merge(old, new)

        part.refresh_from_db()
        assert part.parent == new
        assert document_of(clinic)["district"] == "new"

    @pytest.mark.parametrize("depth", [1, 2, 3])
    def test_one_that_holds_the_other_goes_into_it_without_a_circle(self, depth):
        root = make_district(slug="root")
        old = make_district(slug="old", parent=root)
        between = [old]
        for place in range(depth - 1):
            between.append(make_district(slug=f"between-{place}", parent=between[-1]))
        new = make_district(slug="new", parent=between[-1])
        beside = make_district(slug="beside", parent=old)
        before = everything()

        record = merge(old, new)

        new.refresh_from_db()
        beside.refresh_from_db()
        assert (new.parent, beside.parent) == (root, new)
        assert not districts_in_cycles().exists()
        take_back(record)
        assert everything() == before
        assert not districts_in_cycles().exists()

    def test_one_goes_into_the_one_that_holds_it(self):
        old_root = make_district(slug="root")
        old = make_district(slug="old", parent=old_root)
        part = make_district(slug="part", parent=old)

        merge(old, old_root)

        part.refresh_from_db()
        assert part.parent == old_root

    def test_its_names_stay_findable_its_numbers_are_joined_and_gaps_are_filled(self):
        tier = make_tier(name="High")
        old = make_district(
            slug="old",
            name="Kangnam",
            name_ko="강남",
            spellings=["Kang nam"],
            codes=["legal:1"],
            character="Quiet.",
            note="Of the old.",
            price_tendency=tier,
        )
        new = make_district(
            slug="new", name="Gangnam", spellings=["Kang nam"], codes=["kostat:2"], note="Of the new."
        )

        effect = read_merge(WordMerge(old, new))
        merge(old, new)

        new.refresh_from_db()
        assert new.spellings == ["Kang nam", "Kangnam", "강남"]
        assert new.codes == ["kostat:2", "legal:1"]
        assert (new.character, new.note, new.price_tendency) == ("Quiet.", "Of the new.", None)
        assert {(fate.name, fate.fate.value) for fate in effect.fields} == {
            ("name_ko", "filled"),
            ("spellings", "joined"),
            ("codes", "joined"),
            ("character", "filled"),
            ("note", "lost"),
            ("price_tendency", "lost"),
        }

    def test_its_page_leads_on(self, client):
        old, new = make_district(slug="old"), make_district(slug="new")
        make_clinic(district=old)

        merge(old, new)

        response = client.get("/districts/old/")
        assert (response.status_code, response.headers["Location"]) == (301, "/districts/new/")

    def test_guides_name_the_other_one(self):
        old, new = make_district(slug="old"), make_district(slug="new")
        one, both = make_article(), make_article()
        one.districts.set([old])
        both.districts.set([old, new])
        before = everything()

        effect = read_merge(WordMerge(old, new))
        record = merge(old, new)

        assert [(count, str(what)) for count, what in effect.uses] == [(2, "articles")]
        assert list(one.districts.all()) == list(both.districts.all()) == [new]
        take_back(record)
        assert everything() == before


class TestATreatment:
    def test_prices_and_the_price_guide_move(self):
        crown, vertex = (
            make_treatment(slug="crown", name="Crown"),
            make_treatment(slug="vertex", name="Vertex"),
        )
        clinic = make_clinic()
        make_price(clinic, vertex, 100, 200)
        row = make_market_price("Top", 100, 200, treatments=[vertex])

        merge(vertex, crown)

        [price] = document_of(clinic)["prices"]
        assert (price["treatment"], price["low"]) == ("crown", 100)
        assert document_of(clinic)["treatments"] == ["crown"]
        assert list(row.treatments.all()) == [crown]
        assert Treatment.objects.get().synonyms == ["Vertex"]

    @pytest.mark.parametrize(("winner", "low", "high"), [(Winner.INTO, 100, 110), (Winner.MERGED, 200, 220)])
    def test_of_two_prices_of_one_clinic_the_chosen_one_stays_and_the_other_is_named(self, winner, low, high):
        crown, vertex = (
            make_treatment(slug="crown", name="Crown"),
            make_treatment(slug="vertex", name="Vertex"),
        )
        clinic = make_clinic(name="Dot House")
        make_price(clinic, crown, 100, 110, basis="session")
        make_price(clinic, vertex, 200, 220, basis="session")
        make_price(clinic, vertex, 900, 990, basis="package")
        before = exported()

        effect = read_merge(WordMerge(vertex, crown, winner))
        record = merge(vertex, crown, winner=winner)

        [conflict] = effect.conflicts
        assert effect.conflict_count == 1
        assert (conflict.name, conflict.label) == ("Dot House", "Price: Crown, per session")
        texts = ["Low: 100", "Low: 200"] if winner == Winner.INTO else ["Low: 200", "Low: 100"]
        assert [
            text in words for text, words in zip(texts, (conflict.stays, conflict.goes), strict=True)
        ] == [
            True,
            True,
        ]
        prices = {price["basis"]: (price["low"], price["high"]) for price in document_of(clinic)["prices"]}
        assert prices == {"session": (low, high), "package": (900, 990)}
        take_back(record)
        assert exported() == before

    def test_two_equal_prices_are_one_without_a_question(self):
        crown, vertex = make_treatment(slug="crown"), make_treatment(slug="vertex")
        clinic = make_clinic()
        make_price(clinic, crown, 100, 110)
        make_price(clinic, vertex, 100, 110)

        assert read_merge(WordMerge(vertex, crown)).conflicts == []
        merge(vertex, crown)

        assert len(document_of(clinic)["prices"]) == 1

    def test_sessions_that_only_the_merged_one_states_are_not_taken_over(self):
        crown = make_treatment(slug="crown")
        vertex = make_treatment(slug="vertex", sessions=(2, 3), procedure=make_procedure(name="Other"))

        fates = {fate.name: fate.fate.value for fate in read_merge(WordMerge(vertex, crown)).fields}
        merge(vertex, crown)

        assert Treatment.objects.get().sessions_min is None
        assert fates == {
            "procedure": "lost",
            "synonyms": "joined",
            "sessions_min": "lost",
            "sessions_max": "lost",
        }

    def test_its_page_leads_on(self, client):
        crown, vertex = make_treatment(slug="crown"), make_treatment(slug="vertex")

        merge(vertex, crown)

        response = client.get("/treatments/vertex/")
        assert (response.status_code, response.headers["Location"]) == (301, "/treatments/crown/")


class TestWhatMayHappenInBetween:
    def test_a_listing_that_changed_stops_it(self):
        word, into = make_focus(slug="word"), make_focus(slug="into")
        clinic = make_clinic(name="Dot House", focuses=[word])
        seen = read_merge(WordMerge(word, into)).listings.seen
        save(clinic, phone="02-9")

        with pytest.raises(Stopped, match="Dot House"):
            merge(word, into, seen=seen)

        assert Focus.objects.filter(slug="word").exists()

    def test_a_listing_that_got_the_word_stops_it(self):
        word, into = make_focus(slug="word", name="Word"), make_focus(slug="into")
        clinic = make_clinic(name="Dot House")
        seen = read_merge(WordMerge(word, into)).listings.seen
        save(clinic, focuses=["word"])

        with pytest.raises(Stopped, match=r"these listings got Word after you looked: Dot House\."):
            merge(word, into, seen=seen)

        assert not BulkAct.objects.exists()

    @pytest.mark.parametrize("gone", ["word", "into"])
    def test_a_word_that_is_gone_stops_it(self, gone):
        words = {"word": make_focus(slug="word"), "into": make_focus(slug="into")}
        Focus.objects.filter(slug=gone).delete()

        with pytest.raises(Stopped, match="one of the two was deleted meanwhile"):
            merge(**words, seen={})

        assert Focus.objects.count() == 1


class TestTakingBack:
    def test_listings_that_changed_since_keep_the_other_word_and_are_named(self):
        word, into = make_focus(slug="word"), make_focus(slug="into")
        one, other = make_clinic(name="One", focuses=[word]), make_clinic(name="Other", focuses=[word])
        record = merge(word, into)
        save(other, phone="02-9")

        undone = take_back(record)

        assert (undone.count, undone.kept) == (1, ["Other"])
        assert document_of(one)["focuses"] == ["word"]
        assert document_of(other)["focuses"] == ["into"]

    @pytest.mark.parametrize("taken", [{"slug": "word"}, {"name": "Word"}])
    def test_an_address_or_a_name_that_is_taken_now_stops_it(self, taken):
        word, into = make_focus(slug="word", name="Word"), make_focus(slug="into")
        clinic = make_clinic(focuses=[word])
        record = merge(word, into)
        make_focus(**taken)

        with pytest.raises(Stopped, match="the address or the name of Word is taken now"):
            take_back(record)

        assert document_of(clinic)["focuses"] == ["into"]

    def test_a_treatment_whose_procedure_is_gone_stops_it(self):
        crown = make_treatment(slug="crown")
        procedure = make_procedure()
        vertex = make_treatment(slug="vertex", name="Vertex", procedure=procedure)
        record = merge(vertex, crown)
        procedure.delete()

        with pytest.raises(Stopped, match="Vertex needs a procedure that was deleted since"):
            take_back(record)

    def test_a_district_whose_place_is_gone_comes_back_on_its_own(self):
        seoul = make_district(slug="seoul")
        old, new = make_district(slug="old", parent=seoul), make_district(slug="new")
        record = merge(old, new)
        seoul.delete()

        take_back(record)

        assert District.objects.get(slug="old").parent is None

    def test_after_the_other_one_went_on_into_a_third_the_word_comes_back_alone(self):
        first, second, third = (make_focus(slug=slug) for slug in ("first", "second", "third"))
        clinic = make_clinic(name="Dot House", focuses=[first])
        record = merge(first, second)
        merge(second, third)

        undone = take_back(record)

        assert undone.kept == ["Dot House"]
        assert document_of(clinic)["focuses"] == ["third"]
        assert Focus.objects.filter(slug="first").exists()

    def test_what_an_editor_wrote_into_the_other_one_since_stays(self):
        old = make_district(slug="old", character="Quiet.")
        new = make_district(slug="new")
        record = merge(old, new)
        District.objects.filter(slug="new").update(character="Loud.")

        take_back(record)

        assert District.objects.get(slug="new").character == "Loud."
        assert District.objects.get(slug="new").spellings == []


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    documents(slug="one"),
    documents(slug="other"),
    st.sampled_from(
        [(District, "gangnam", "mapo"), (Treatment, "vertex", "crown"), (Focus, "scars", "density")]
    ),
    st.sampled_from(Winner),
)
def test_any_merge_names_the_word_nowhere_and_is_taken_back_byte_for_byte(one, other, words, winner):
    Clinic.objects.all().delete()
    if not Focus.objects.exists():
        make_vocabularies()
    other["register_ids"] = {}
    write_listings([Change(one), Change(other)], occasion=Occasion(Act.ADDED))
    model, slug, into = words
    before, files = everything(), exported()

    record = merge(model.objects.get(slug=slug), model.objects.get(slug=into), winner=winner)

    assert f'"{slug}"' not in " ".join(
        repr(document_of(clinic)).replace("'", '"') for clinic in Clinic.objects.all()
    )
    take_back(record)
    assert exported() == files
    assert everything() == before


def test_a_merge_costs_as_many_statements_for_five_hundred_listings_as_for_one():
    def count(function):
        sent = []

        def note(execute, sql, *rest):
            sent.append(sql)
            return execute(sql, *rest)

        with connection.execute_wrapper(note):
            function()
        return len(sent)

    def try_once(number):
        word, into = make_focus(slug="word"), make_focus(slug="into")
        clinic = make_clinic(focuses=[word])
        copies = [Change({**document_of(clinic), "slug": f"copy-{place}"}) for place in range(number - 1)]
        write_listings(copies, occasion=Occasion(Act.ADDED))
        looking = count(lambda: read_merge(WordMerge(word, into)))
        merging = count(lambda: take_back(merge(word, into)))
        Clinic.objects.all().delete()
        Focus.objects.all().delete()
        return looking, merging

    one, many = try_once(1), try_once(500)

    assert many[0] == one[0]
    assert many[1] - one[1] <= (80 if connection.vendor == "sqlite" else 0)
