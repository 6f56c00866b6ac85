from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clinics.documents import document_of
from clinics.importing import UnreadableTable, check_clinics
from clinics.models import Clinic
from tests import factories
from tests.clinics.tables import (
    counts,
    exported,
    load_clinics,
    make_whole_clinic,
    reasons,
    statement_words,
    table,
)

pytestmark = pytest.mark.django_db

NO_SLUG = "Enter a valid “slug” consisting of letters, numbers, underscores or hyphens."


@pytest.fixture
def gangnam():
    return factories.make_district(slug="gangnam")


@pytest.fixture
def seocho():
    return factories.make_district(slug="seocho")


# New and changed clinics


def test_new_clinic_has_what_its_row_says_and_the_defaults(gangnam):
    factories.make_focus(slug="scars")
    factories.make_focus(slug="density")

    outcome = load_clinics(
        "slug,name,name_ko,district,focuses\na,Clinic A,가의원,gangnam,scars; density;scars\n"
    )

    clinic = Clinic.objects.get(slug="a")
    assert counts(outcome) == (1, 0, 0, 0)
    assert outcome.is_written
    assert (clinic.name, clinic.name_ko, clinic.district) == ("Clinic A", "가의원", gangnam)
    assert {focus.slug for focus in clinic.focuses.all()} == {"scars", "density"}
    assert (clinic.status, clinic.legal_basis, clinic.tier_estimated, clinic.is_example) == (
        "draft",
        "unknown",
        True,
        False,
    )


def test_every_row_is_published_on_request(gangnam):
    factories.make_clinic(slug="a", status="archived")

    outcome = load_clinics("slug,name,district,status\na,A,gangnam,draft\nb,B,gangnam,\n", publish=True)

    assert counts(outcome) == (1, 1, 0, 0)
    assert set(Clinic.objects.values_list("status", flat=True)) == {"published"}


def test_left_out_columns_stay_and_empty_cells_empty():
    clinic = make_whole_clinic()
    before = document_of(clinic)

    outcome = load_clinics(
        "slug,focuses,tier,status,is_example,tier_estimated,latitude,longitude,description,payment_methods,"
        "publish_at,legal_basis,source,source_id\nwhole,,,,,,,,,,,,,\n"
    )

    assert counts(outcome) == (0, 1, 0, 0)
    assert document_of(clinic) == {
        **before,
        "focuses": [],
        "tier": None,
        "status": "draft",
        "is_example": False,
        "tier_estimated": True,
        "latitude": None,
        "longitude": None,
        "description": "",
        "payment_methods": [],
        "publish_at": None,
        "legal_basis": "unknown",
        "register_ids": {},
    }


def test_order_of_a_list_and_writing_of_a_value_do_not_change_a_clinic():
    make_whole_clinic()

    outcome = load_clinics(
        "slug,focuses,latitude,longitude,is_example,publish_at,source,source_id\n"
        "whole,scars;density;,37.5247,+127.0402010,TRUE,2026-01-02T12:04:05+09:00,seoul; korea,7; A/1\n"
    )

    assert counts(outcome) == (0, 0, 1, 0)


def test_moment_without_an_offset_is_in_seoul(gangnam):
    load_clinics("slug,name,district,publish_at,unpublish_at\na,A,gangnam,2026-05-01 09:00,2026-06-01\n")

    clinic = Clinic.objects.get()
    assert clinic.publish_at == datetime(2026, 5, 1, 0, 0, tzinfo=UTC)
    assert clinic.unpublish_at == datetime(2026, 5, 31, 15, 0, tzinfo=UTC)


def test_point_is_rounded_to_six_decimals(gangnam):
    load_clinics("slug,name,district,latitude,longitude\na,A,gangnam,37.12345678,-0.00000004\n")

    document = document_of(Clinic.objects.get())
    assert (document["latitude"], document["longitude"]) == ("37.123457", "0.000000")


def test_formula_protection_is_taken_off(gangnam):
    load_clinics("slug,name,district,phone\na,'=A,gangnam,'+82 2 555 1234\nb,''=B,gangnam,\n")

    assert list(Clinic.objects.order_by("slug").values_list("name", "phone")) == [
        ("=A", "+82 2 555 1234"),
        ("'=B", ""),
    ]


def test_importing_again_changes_nothing(gangnam):
    text = "name_ko,district,source,source_id\n가,gangnam,seoul,1\n나,gangnam,seoul,2\n"
    load_clinics(text)

    assert counts(load_clinics(text)) == (0, 0, 2, 0)
    assert set(Clinic.objects.values_list("version", flat=True)) == {1}


def test_clinic_row_never_removes_a_treatment_that_has_a_price():
    clinic = make_whole_clinic()
    clinic.treatments.add(factories.make_treatment(slug="free"))
    factories.make_treatment(slug="other")

    outcome = load_clinics("slug,treatments\nwhole,other;treatment-a\n")

    assert counts(outcome) == (0, 1, 0, 0)
    assert outcome.notes == ["row 2, treatments: kept because of their prices: treatment-b"]
    assert document_of(clinic)["treatments"] == ["other", "treatment-a", "treatment-b"]


# Names


def test_name_in_one_language_serves_for_both(gangnam):
    load_clinics("slug,name_ko,district\nko,가의원,gangnam\n")
    load_clinics("slug,name,district\nen,Clinic,gangnam\n")

    assert set(Clinic.objects.values_list("slug", "name", "name_ko")) == {
        ("ko", "가의원", "가의원"),
        ("en", "Clinic", "Clinic"),
    }


def test_empty_korean_name_stays_empty_and_empty_name_takes_the_korean(gangnam):
    load_clinics("slug,name,name_ko,district\na,A,,gangnam\nb,,나,gangnam\n")

    assert list(Clinic.objects.order_by("slug").values_list("name", "name_ko")) == [("A", ""), ("나", "나")]


def test_english_name_stays_when_a_later_file_brings_the_korean_one(gangnam):
    load_clinics("slug,name,district\ndot-house,Dot House,gangnam\n")

    load_clinics("slug,name_ko\ndot-house,도트하우스\n")

    assert list(Clinic.objects.values_list("name", "name_ko")) == [("Dot House", "도트하우스")]


def test_name_that_was_only_the_korean_one_follows_it(gangnam):
    load_clinics("slug,name_ko,district\na,가,gangnam\nb,나,gangnam\n")
    load_clinics("slug,name\nb,Clinic B\n")

    load_clinics("slug,name_ko\na,다\nb,라\n")

    assert list(Clinic.objects.order_by("slug").values_list("name", "name_ko")) == [
        ("다", "다"),
        ("Clinic B", "라"),
    ]


def test_a_clinic_keeps_a_name(gangnam):
    load_clinics("slug,name,name_ko,district\na,A,,gangnam\n")

    outcome = load_clinics("slug,name\na,\n")

    assert reasons(outcome) == ["row 2, name: is missing"]


# Identity


def test_register_number_finds_a_clinic_whatever_its_slug_and_name(gangnam):
    clinic = factories.make_clinic(slug="edited", name="Edited")
    clinic.register_ids.create(source="seoul", identifier="1")

    outcome = load_clinics("source,source_id,name,district\nseoul,1,New,gangnam\nbusan,1,Other,gangnam\n")

    assert counts(outcome) == (1, 1, 0, 0)
    assert list(Clinic.objects.order_by("slug").values_list("slug", "name")) == [
        ("busan-1", "Other"),
        ("edited", "New"),
    ]


def test_number_counts_only_in_its_own_register(gangnam):
    clinic = factories.make_clinic(slug="a")
    clinic.register_ids.create(source="seoul", identifier="2")

    outcome = load_clinics("source,source_id,name,district\nseoul,1,New,gangnam\nbusan,2,Other,gangnam\n")

    assert counts(outcome) == (2, 0, 0, 0)


def test_register_number_with_another_slug_gives_the_clinic_that_slug(gangnam):
    clinic = factories.make_clinic(slug="old")
    clinic.register_ids.create(source="seoul", identifier="1")

    load_clinics("slug,source,source_id\nnew,seoul,1\n")

    clinic.refresh_from_db()
    assert clinic.slug == "new"


def test_clinic_found_by_slug_gets_the_number_and_keeps_those_of_other_registers(gangnam):
    clinic = factories.make_clinic(slug="a")
    clinic.register_ids.create(source="korea", identifier="9")

    outcome = load_clinics("slug,source,source_id\na,seoul,1\n")

    assert counts(outcome) == (0, 1, 0, 0)
    assert document_of(clinic)["register_ids"] == {"korea": "9", "seoul": "1"}


def test_slug_is_made_from_the_register_and_its_number(gangnam):
    factories.make_clinic(slug="seoul-a-1")

    load_clinics(
        "slug,source,source_id,name,district\n,seoul,A/1,One,gangnam\n,seoul,a1,Two,gangnam\n,seoul,A-1,Three,gangnam\n"
        ",seoul,한글,Four,gangnam\n"
    )

    assert set(Clinic.objects.exclude(register_ids=None).values_list("name", "slug")) == {
        ("One", "seoul-a1"),
        ("Two", "seoul-a1-2"),
        ("Three", "seoul-a-1-2"),
        ("Four", "seoul"),
    }


def test_made_slug_is_never_too_long(gangnam):
    factories.make_clinic(slug=f"r-{'9' * 111}-2")

    outcome = load_clinics(
        "source,source_id,name,district\n"
        f"r,{'9' * 120},One,gangnam\n"
        f"r,{'9' * 119},Two,gangnam\n"
        f"r,{'9' * 118}8,Three,gangnam\n"
    )

    assert counts(outcome) == (3, 0, 0, 0)
    assert list(Clinic.objects.exclude(register_ids=None).order_by("pk").values_list("slug", flat=True)) == [
        f"r-{'9' * 118}",
        f"r-{'9' * 111}-3",
        f"r-{'9' * 111}-4",
    ]


@pytest.fixture
def registered(gangnam):
    """Three clinics: a and b have numbers of register seoul, b one of korea too, c none."""
    numbers = {"a": {"seoul": "1"}, "b": {"seoul": "2", "korea": "9"}, "c": {}}
    for slug, register_ids in numbers.items():
        clinic = factories.make_clinic(slug=slug, name=f"Clinic {slug.upper()}")
        for source, identifier in register_ids.items():
            clinic.register_ids.create(source=source, identifier=identifier)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",seoul;korea,1;9", 'source_id: "1;9" are numbers of different clinics: a, b'),
        ("b,seoul,1", 'slug: "b" is the address of another clinic, Clinic B'),
        ("c,seoul,1", 'slug: "c" is the address of another clinic, Clinic C'),
        ("a,seoul,3", 'source_id: "3": a has the number 1 of seoul'),
        (",seoul;korea,3;9", 'source_id: "3": b has the number 2 of seoul'),
        (",,", "slug: is missing, and there is no source with a source_id"),
        (",seoul,1;2", "source_id: 2 numbers stand beside 1 registers"),
        (",seoul,", "source_id: is missing, though the register is given"),
        (",seoul;seoul,1;2", 'source_id: "seoul;seoul" names a register twice'),
        (",seoul,1 2", 'source_id: "1 2": A register number has no blanks and no semicolon.'),
        (",so ul,1", f'source_id: "so ul": {NO_SLUG}'),
    ],
)
def test_contradictory_identity_is_rejected(registered, row, reason):
    before = exported()

    outcome = load_clinics(f"slug,source,source_id,phone\n{row},02-555-1234\n")

    assert reasons(outcome) == [f"row 2, {reason}"]
    assert exported() == before


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ("x,,\nx,,", 'slug: "x" is the same clinic as row 2'),
        (",seoul,7\n,seoul,7", 'source_id: "7" is the same clinic as row 2'),
        ("x,seoul,7\n,seoul,7", 'source_id: "7" is the same clinic as row 2'),
        ("x,seoul,7\nx,korea,8", 'slug: "x" is the same clinic as row 2'),
        ("a,,\n,seoul,1", 'source_id: "1" is the same clinic as row 2'),
        ("z,seoul,1\na,,", 'slug: "a" is the same clinic as row 2'),
        ("z,seoul,1\nz,,", 'slug: "z" is the same clinic as row 2'),
        (",seoul,7\nseoul-7,,", 'slug: "seoul-7" is the same clinic as row 2'),
    ],
)
@pytest.mark.parametrize("dry_run", [True, False])
@pytest.mark.parametrize("chunk", [1, 500])
def test_second_row_of_one_clinic_is_rejected(registered, monkeypatch, rows, reason, dry_run, chunk):
    monkeypatch.setattr("clinics.importing.clinics.in_chunks", lambda items: in_chunks_of(items, chunk))
    first, second = rows.split("\n")

    outcome = load_clinics(
        f"slug,source,source_id,name,district\n{first},N,gangnam\n{second},N,gangnam\n", dry_run=dry_run
    )

    assert reasons(outcome) == [f"row 3, {reason}"]


def in_chunks_of(items, size):
    items = list(items)
    return [items[start : start + size] for start in range(0, len(items), size)]


def test_rejected_row_does_not_stand_in_the_way_of_a_good_one(gangnam):
    outcome = load_clinics("slug,name,district\na,A,atlantis\na,A,gangnam\n")

    assert counts(outcome) == (1, 0, 0, 1)


# Rejections


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("district", "", "is missing"),
        ("district", "gang", '"gang" is no district; known: gangnam'),
        ("focuses", "scars;spots", '"spots" is no focus; known: scars'),
        ("tier", "99", '"99" is no price tier; known: competitive, mid, high'),
        ("status", "live", '"live" is no status; known: draft, published, archived'),
        ("service_grade", "best", '"best" is no international service; known: good, strong, excellent'),
        ("is_example", "maybe", '"maybe" is neither true nor false'),
        ("verified_on", "1.2.2026", '"1.2.2026" is no day written YYYY-MM-DD'),
        ("verified_on", "2026-02-30", '"2026-02-30" is no day written YYYY-MM-DD'),
        ("publish_at", "tomorrow", '"tomorrow" is no moment such as 2026-11-23T12:00:00+09:00'),
        ("publish_at", "2026-13-01", '"2026-13-01" is no moment such as 2026-11-23T12:00:00+09:00'),
        ("publish_at", "0001-01-01", '"0001-01-01" is no moment such as 2026-11-23T12:00:00+09:00'),
        ("latitude", "north", '"north" is no number with a decimal point, such as 37.5247'),
        ("latitude", "37,5", '"37,5" is no number with a decimal point, such as 37.5247'),
        ("latitude", "99", '"99.000000": Ensure this value is less than or equal to 90.'),
        ("latitude", "37", '"37.000000": A point needs both its latitude and its longitude.'),
        ("website", "clinic", '"clinic": Enter a valid URL.'),
        ("review_places", "https://a.example;b", '"https://a.example;b": Enter a valid URL.'),
        ("opening_hours", "always", '"always": “always” needs days and hours, such as Mo-Fr 10:00-19:00.'),
        (
            "name_ko",
            "가" * 201,
            f'"{"가" * 59}…": Ensure this value has at most 200 characters (it has 201).',
        ),
        ("slug", "compare", '"compare": This address belongs to another page.'),
        ("slug", "a b", f'"a b": {NO_SLUG}'),
        ("name", "", "is missing"),
    ],
)
def test_bad_cell_is_rejected_with_its_row_column_value_and_reason(gangnam, column, cell, reason):
    factories.make_focus(slug="scars")
    for rank, slug in enumerate(["competitive", "mid", "high"]):
        factories.make_tier(slug=slug, rank=rank)
    cells = {"slug": "a", "name": "A", "district": "gangnam", column: cell}
    quoted = ",".join(f'"{value}"' for value in cells.values())

    outcome = load_clinics(f"{','.join(cells)}\n{quoted}\n")

    (rejected,) = outcome.rejected
    assert [(problem.column, problem.value, problem.reason) for problem in rejected.problems] == [
        (column, cell, reason)
    ]
    assert not Clinic.objects.exists()


def test_every_fault_of_a_row_is_named_under_the_name_of_its_clinic(gangnam):
    outcome = load_clinics("slug,name,district,tier,status\na,Clinic A,atlantis,99,live\n")

    assert list(outcome.lines()) == [
        "new: 0, changed: 0, unchanged: 0, rejected: 1",
        'row 2, district: "atlantis" is no district; known: gangnam – Clinic A',
        'row 2, tier: "99" is no price tier; known: none – Clinic A',
        'row 2, status: "live" is no status; known: draft, published, archived – Clinic A',
    ]


def test_broken_constraint_names_a_column_of_the_file(gangnam):
    outcome = load_clinics(
        "slug,name,district,publish_at,unpublish_at\na,A,gangnam,2026-01-02T00:00Z,2026-01-01T00:00Z\n"
    )

    assert reasons(outcome) == [
        'row 2, publish_at: "2026-01-02T00:00:00Z": A clinic cannot be taken down before it is published.'
    ]


def test_columns_that_a_new_clinic_needs_are_named(gangnam):
    outcome = load_clinics("slug\na\n")

    assert reasons(outcome) == ["row 2, district: is missing", "row 2, name: is missing"]


def test_old_fault_in_a_column_that_stays_does_not_block_a_change(gangnam):
    clinic = factories.make_clinic(slug="a", website="no address")

    outcome = load_clinics("slug,name\na,Better\n")

    clinic.refresh_from_db()
    assert counts(outcome) == (0, 1, 0, 0)
    assert (clinic.name, clinic.website) == ("Better", "no address")


def test_rows_with_too_many_or_too_few_cells_are_rejected_and_the_others_imported(gangnam):
    outcome = load_clinics("slug,name,district\na,A\nb,B,gangnam,x,y\nc,C,gangnam,,\n")

    assert reasons(outcome) == [
        "row 2, the row has 2 cells, the header has 3",
        'row 3, the row has 5 cells, the header has 3; too many: "x", "y"',
    ]
    assert Clinic.objects.get().slug == "c"


@pytest.mark.parametrize(
    ("header", "message"),
    [
        (
            "slug,colour,name,size",
            "The file has columns that are not known here: colour, size. Known are slug,",
        ),
        ("name,district", "The file lacks columns that every row needs: slug."),
        ("slug,source", "The file lacks columns that every row needs: source_id."),
        ("slug,source_id", "The file lacks columns that every row needs: source."),
    ],
)
def test_wrong_columns_are_refused_by_name(header, message):
    with pytest.raises(UnreadableTable, match=message):
        load_clinics(f"{header}\n")


def test_reasons_of_an_earlier_rejection_may_stay_in_the_file(gangnam):
    outcome = load_clinics("slug,name,district,reason\na,A,gangnam,district: is missing\n")

    assert counts(outcome) == (1, 0, 0, 0)


# All or nothing


def test_dry_run_says_what_would_be_and_writes_nothing(gangnam):
    make_whole_clinic(district=gangnam)
    before = exported()
    text = "slug,name,district\nwhole,Other,gangnam\nnew,New,gangnam\nbad,Bad,atlantis\n"

    dry = load_clinics(text, dry_run=True)

    assert exported() == before
    assert not dry.is_written
    assert counts(dry) == counts(load_clinics(text)) == (1, 1, 0, 1)


def test_strict_import_writes_nothing_if_a_row_is_rejected(gangnam, monkeypatch):
    monkeypatch.setattr("clinics.importing.clinics.in_chunks", lambda items: in_chunks_of(items, 1))

    outcome = load_clinics("slug,name,district\na,A,gangnam\nb,B,atlantis\nc,C,gangnam\n", strict=True)

    assert counts(outcome) == (2, 0, 0, 1)
    assert not outcome.is_written
    assert not Clinic.objects.exists()


def test_strict_import_without_rejections_writes(gangnam):
    outcome = load_clinics("slug,name,district\na,A,gangnam\n", strict=True)

    assert outcome.is_written
    assert Clinic.objects.get().slug == "a"


def test_plan_can_be_looked_at_before_it_is_written(gangnam):
    factories.make_clinic(slug="a", name="Old")

    (plan,) = check_clinics(table("slug,name,district\na,New,gangnam\nb,B,gangnam\nc,C,\n"))

    changed, new, rejected = plan.rows
    assert (changed.verdict, changed.before["name"], changed.after["name"]) == ("changed", "Old", "New")
    assert (new.verdict, new.before) == ("new", None)
    assert rejected.verdict == "rejected"
    assert [edit.values["name"] for edit in plan.changes] == ["New", "B"]
    assert Clinic.objects.count() == 1


# Size


def statements(text, **options):
    with CaptureQueriesContext(connection) as captured:
        outcome = load_clinics(text, **options)
    return outcome, statement_words(captured)


def registered_rows(count, name):
    lines = "".join(f"{count}-{number},r,{count}-{number},{name},gangnam,scars\n" for number in range(count))
    return f"slug,source,source_id,name,district,focuses\n{lines}"


@pytest.mark.parametrize("dry_run", [True, False])
def test_statements_do_not_grow_with_the_rows(gangnam, dry_run):
    factories.make_focus(slug="scars")
    kinds = []
    for count in (10, 200):
        new, creating = statements(registered_rows(count, "First"), dry_run=dry_run)
        load_clinics(registered_rows(count, "First"))
        changed, changing = statements(registered_rows(count, "Second"), dry_run=dry_run)
        assert (new.new, changed.changed) == (count, count)
        # How many rows one insert holds is up to the engine.
        kinds.append([[word for word in words if word != "INSERT"] for words in (creating, changing)])

    assert kinds[0] == kinds[1]
    assert len(kinds[0][0]) < 40


def test_repeated_collisions_of_made_slugs_cost_one_look_each(gangnam, monkeypatch):
    factories.make_clinic(slug="r-1")
    text = "source,source_id,name,district\n" + "".join(
        f"r,{'/' * number}1,A,gangnam\n" for number in range(20)
    )

    outcome, words = statements(text, dry_run=True)

    assert outcome.new == 20
    assert words.count("SELECT") < 32


def test_long_file_is_checked_and_written_in_chunks(gangnam):
    text = "slug,name,district\n" + "".join(f"clinic-{number},A,gangnam\n" for number in range(501))

    assert [len(plan.rows) for plan in check_clinics(table(text))] == [500, 1]
    assert counts(load_clinics(text)) == (501, 0, 0, 0)
    assert Clinic.objects.count() == 501


def test_clinic_that_goes_while_it_is_looked_up_is_new(gangnam, monkeypatch):
    factories.make_clinic(slug="a").register_ids.create(source="seoul", identifier="1")
    monkeypatch.setattr("clinics.importing.identity.read_documents", lambda _pks: {})

    outcome = load_clinics("slug,source,source_id,name,district\na,seoul,1,A,gangnam\n", dry_run=True)

    assert counts(outcome) == (1, 0, 0, 0)
