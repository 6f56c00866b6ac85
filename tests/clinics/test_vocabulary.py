"""What visitors can choose from: the order of terms, the names they are found by, the tree of districts."""

import pytest

from clinics.models import District
from clinics.vocabulary import Vocabulary, read_districts
from tests.factories import (
    make_clinic,
    make_criterion,
    make_district,
    make_factor,
    make_focus,
    make_tier,
    make_treatment,
)

pytestmark = pytest.mark.django_db


def slugs(records):
    return [record.slug for record in records]


@pytest.fixture
def seoul():
    """Seoul > Gangnam > Cheongdam, and Mapo beside Gangnam; Busan with nothing inside."""
    seoul = make_district(slug="seoul", name="Seoul", name_ko="서울")
    gangnam = make_district(slug="gangnam", name="Gangnam", parent=seoul, spellings=["Kangnam", "강남"])
    make_district(slug="cheongdam", name="Cheongdam-dong", parent=gangnam)
    make_district(slug="mapo", name="Mapo", parent=seoul)
    make_district(slug="busan", name="Busan")
    return seoul


class TestTerms:
    """A small vocabulary in its order."""

    def test_terms_stand_by_position_then_name(self):
        for slug, name, position in [("last", "A", 2), ("second", "b", 1), ("first", "B", 1)]:
            make_focus(slug=slug, name=name, position=position)

        assert slugs(Vocabulary.read().focus) == ["first", "second", "last"]

    def test_tiers_stand_from_the_cheapest_on(self):
        for slug, rank in [("high", 3), ("competitive", 1), ("mid", 2)]:
            make_tier(slug=slug, rank=rank)

        assert slugs(Vocabulary.read().tier) == ["competitive", "mid", "high"]

    def test_criteria_stand_by_factor(self):
        late, early = make_factor(position=2), make_factor(position=1)
        make_criterion(slug="c", factor=late, position=1)
        make_criterion(slug="b", factor=early, position=2)
        make_criterion(slug="a", factor=early, position=1)

        assert slugs(Vocabulary.read().verified) == ["a", "b", "c"]

    def test_records_of_a_clinic_come_in_the_order_of_the_vocabulary_and_unknown_ones_are_left_out(self):
        second, first = make_focus(position=2), make_focus(position=1)

        assert Vocabulary.read().focus.in_order([second.pk, first.pk, 0]) == [first, second]

    def test_treatment_is_found_by_its_synonyms_but_no_word_reaches_into_the_next_name(self):
        crown = make_treatment(name="Crown", synonyms=["Vertex", "정수리"])
        terms = Vocabulary.read().treatment

        assert terms.containing("vert") == {crown.pk}
        assert terms.containing("정수") == {crown.pk}
        assert terms.containing("crownvertex") == set()

    def test_everything_is_read_with_one_query_for_each_vocabulary(self, django_assert_num_queries):
        with django_assert_num_queries(8):
            Vocabulary.read()


@pytest.mark.usefixtures("seoul")
class TestDistricts:
    """The tree of districts."""

    def test_each_district_follows_the_one_it_lies_in(self):
        districts = read_districts()

        assert slugs(districts) == ["busan", "seoul", "gangnam", "cheongdam", "mapo"]
        assert [districts.depth(district) for district in districts] == [0, 0, 1, 2, 1]

    def test_path_runs_from_the_root_to_the_district_itself(self):
        districts = read_districts()

        assert slugs(districts.path(districts.by_slug["cheongdam"])) == ["seoul", "gangnam", "cheongdam"]
        assert slugs(districts.path(districts.by_slug["busan"])) == ["busan"]

    def test_district_holds_its_parts_and_theirs(self):
        districts = read_districts()

        held = districts.with_descendants([districts.by_slug["gangnam"].pk, districts.by_slug["busan"].pk])

        assert {districts.by_pk[pk].slug for pk in held} == {"busan", "gangnam", "cheongdam"}
        assert slugs(districts.children(districts.by_slug["seoul"])) == ["gangnam", "mapo"]

    @pytest.mark.parametrize("word", ["kangn", "강남", "gangnam"])
    def test_word_in_a_name_or_spelling_finds_what_lies_inside_too(self, word):
        districts = read_districts()

        assert {districts.by_pk[pk].slug for pk in districts.containing(word)} == {"gangnam", "cheongdam"}

    def test_counts_of_the_parts_are_added_to_the_whole(self):
        districts = read_districts()
        counts = {districts.by_slug["cheongdam"].pk: 2, districts.by_slug["mapo"].pk: 1}

        totals = districts.rolled_up(counts)

        assert {districts.by_pk[pk].slug: total for pk, total in totals.items()} == {
            "busan": 0,
            "seoul": 3,
            "gangnam": 2,
            "cheongdam": 2,
            "mapo": 1,
        }

    def test_tree_is_read_in_one_query(self, django_assert_num_queries):
        with django_assert_num_queries(1):
            read_districts()


class TestCycle:
    """A bulk change can make districts lie in themselves; no page may break, and none may search for ever."""

    PAGES = (
        "/",
        "/clinics/",
        "/clinics/?district=seoul",
        "/clinics/?district=cheongdam&q=gangnam",
        "/clinics/lost/",
        "/districts/",
        "/districts/seoul/",
        "/districts/gangnam/",
        "/districts/cheongdam/",
        "/api/v1/clinics/",
        "/api/v1/clinics/?district=gangnam",
        "/api/v1/clinics/lost/",
        "/api/v1/clinics.geojson",
        "/api/v1/clinics.csv",
        "/api/v1/districts/",
    )

    @pytest.fixture(autouse=True)
    def cycle(self, seoul):
        """Let Seoul lie in Gangnam, which lies in Seoul, with a clinic below both."""
        gangnam = District.objects.get(slug="gangnam")
        make_clinic(slug="lost", district=District.objects.get(slug="cheongdam"))
        make_clinic(slug="found", district=District.objects.get(slug="busan"))
        District.objects.filter(pk=seoul.pk).update(parent=gangnam)

    @pytest.mark.parametrize("address", PAGES)
    def test_every_page_answers(self, client, address):
        assert client.get(address).status_code == 200

    def test_no_district_and_no_clinic_is_lost(self, client):
        assert len(list(read_districts())) == 5
        answer = client.get("/api/v1/clinics/").json()
        assert {result["slug"] for result in answer["results"]} == {"lost", "found"}

    def test_every_path_ends(self):
        districts = read_districts()

        paths = [slugs(districts.path(district)) for district in districts]

        assert all(len(path) == len(set(path)) for path in paths)

    def test_choosing_a_district_gives_as_many_as_its_count_says(self, client):
        for option in client.get("/api/v1/clinics/").json()["facets"]["district"]:
            chosen = client.get("/api/v1/clinics/", {"district": option["value"]}).json()
            assert chosen["count"] == option["count"], option["value"]
