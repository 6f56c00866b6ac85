"""The same word however it is written: what search and order rest on."""

import unicodedata
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.writer import MigrationWriter
from hypothesis import given
from hypothesis import strategies as st

from clinics.folding import DerivedTextField, fold, fold_names, folded_words
from clinics.models import Clinic
from tests.factories import make_clinic, make_district


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Élite", "elite"),
        ("ELITE", "elite"),
        ("e\u0301lite", "elite"),
        ("Straße", "strasse"),
        ("STRASSE", "strasse"),
        ("İstanbul", "istanbul"),
        ("ﬁne", "fine"),
        ("ＡＢＣ１２", "abc12"),
        ("ΑΣ", "ας".casefold()),
        ("①", "1"),
        ("도트", "도트"),
        (unicodedata.normalize("NFD", "도트"), "도트"),
        ("ㄱ", "\u1100"),
        ("S.M.P. & co-op", "s.m.p. & co-op"),
        ("", ""),
    ],
)
def test_case_marks_and_forms_fold_away(text, folded):
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing_for_a_search(text):
    assert fold(fold(text)) == fold(fold(fold(text)))


@given(st.text(alphabet=st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3)))
def test_hangul_stays_whole_in_either_normal_form(text):
    assert fold(text) == fold(unicodedata.normalize("NFD", text)) == text


def test_words_split_at_any_white_space_and_keep_their_punctuation():
    assert folded_words("  Dr. Élan\t강남\u3000CLINIC\n") == ["dr.", "elan", "강남", "clinic"]
    assert folded_words("\u00a0") == []


def test_no_word_reaches_from_one_name_into_the_next():
    assert fold_names(["Dot", "", None, "도트"]) == "dot\n도트"


@pytest.mark.django_db
class TestDerivedColumns:
    """The folded names of a clinic follow its names, however it is written."""

    def test_saving_fills_them(self):
        clinic = make_clinic(name="Élan Clinic", name_ko="엘랑")

        clinic.refresh_from_db()

        assert (clinic.sort_name, clinic.search_names) == ("elan clinic", "elan clinic\n엘랑")
        assert clinic.folded_name_ko == "엘랑"

    def test_a_new_name_is_folded_when_the_folded_columns_are_saved_with_it(self):
        clinic = make_clinic(name="Old")
        clinic.name = "New"
        clinic.save(update_fields=["name", "sort_name", "search_names"])

        clinic.refresh_from_db()

        assert (clinic.sort_name, clinic.search_names) == ("new", "new")

    def test_bulk_create_fills_them(self):
        district = make_district()
        Clinic.objects.bulk_create(
            [Clinic(name=f"Élan {number}", slug=f"elan-{number}", district=district) for number in range(3)]
        )

        assert set(Clinic.objects.values_list("sort_name", flat=True)) == {"elan 0", "elan 1", "elan 2"}

    def test_bulk_create_that_updates_rows_fills_them(self):
        clinic = make_clinic(name="Old", slug="elan")
        Clinic.objects.bulk_create(
            [Clinic(name="Élan", slug="elan", district=clinic.district)],
            update_conflicts=True,
            unique_fields=["slug"],
            update_fields=["name", "sort_name", "search_names"],
        )

        clinic.refresh_from_db()

        assert (clinic.sort_name, clinic.search_names) == ("elan", "elan")

    def test_they_cannot_be_edited(self):
        for name in ("sort_name", "folded_name_ko", "search_names", "phone_e164"):
            assert not Clinic._meta.get_field(name).editable

    def test_migration_folds_the_korean_names_that_are_there(self, monkeypatch):
        migration = import_module("clinics.migrations.0004_names_in_texts")
        monkeypatch.setattr(migration, "CHUNK", 2)
        for name in ("엘리트 SMP", "엘랑", "가", ""):
            make_clinic(name_ko=name)
        Clinic.objects.update(folded_name_ko="")

        migration.fold_korean_names(apps, SimpleNamespace(connection=connection))

        folded = Clinic.objects.order_by("pk").values_list("folded_name_ko", flat=True)
        assert list(folded) == ["엘리트 smp", "엘랑", "가", ""]


def test_a_migration_does_not_name_the_rule():
    field = DerivedTextField(derive=fold)

    _name, path, arguments, options = field.deconstruct()

    assert (path, arguments, options) == ("clinics.folding.DerivedTextField", [], {})
    assert MigrationWriter.serialize(field)[0] == "clinics.folding.DerivedTextField()"


IN_CODE_POINT_ORDER = [
    "-",
    "0",
    "A-b",
    "Ab",
    "B",
    "a b",
    "a-b",
    "ab",
    "a_b",
    "b",
    "é",
    "가",
    "나",
    "\U0001f600",
]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["slug", "sort_name"])
def test_texts_sort_by_code_point_on_every_engine(name):
    table, column = Clinic._meta.db_table, Clinic._meta.get_field(name).column
    district = make_district()
    clinics = [
        Clinic(name=str(number), slug=str(number), district=district)
        for number in range(len(IN_CODE_POINT_ORDER))
    ]
    Clinic.objects.bulk_create(clinics)
    with connection.cursor() as cursor:  # as they are: no rule folds them, no form refuses them
        for clinic, text in zip(clinics, reversed(IN_CODE_POINT_ORDER), strict=True):
            cursor.execute(f"UPDATE {table} SET {column} = %s WHERE slug = %s", [text, clinic.slug])

    assert list(Clinic.objects.order_by(name).values_list(name, flat=True)) == sorted(IN_CODE_POINT_ORDER)


@pytest.mark.django_db
def test_clinics_of_one_folded_name_are_ordered_by_slug():
    for slug in ("ab", "a-b", "a1"):
        make_clinic(name="Dot", slug=slug)
    make_clinic(name="DÓT", slug="a0")
    make_clinic(name="닷", slug="a")
    make_clinic(name="Do", slug="z")

    in_order = Clinic.objects.in_name_order().values_list("slug", flat=True)

    assert list(in_order) == ["z", "a-b", "a0", "a1", "ab", "a"]
