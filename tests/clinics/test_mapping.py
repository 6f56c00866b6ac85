import csv
import io
from pathlib import Path

import pytest
from django.conf import settings

from clinics.importing import (
    UnreadableTable,
    UnusableMapping,
    apply_mapping,
    import_clinics,
    read_mapping,
    read_table,
)
from clinics.importing.mapping import parse_mapping
from clinics.models import Clinic
from pricing.tables.outcomes import rejected_lines
from tests import factories
from tests.clinics.tables import counts, reasons, table

EXCERPT = Path(__file__).parent / "files" / "seoul_foreign_patient_excerpt.csv"
SHIPPED = settings.BASE_DIR / "content" / "mappings" / "seoul_foreign_patient_clinics.toml"
DISTRICTS = {
    "gangnam": "강남구",
    "gangdong": "강동구",
    "gangbuk": "강북구",
    "gangseo": "강서구",
    "gwanak": "관악구",
    "gwangjin": "광진구",
    "guro": "구로구",
    "geumcheon": "금천구",
    "nowon": "노원구",
    "dobong": "도봉구",
    "dongdaemun": "동대문구",
    "dongjak": "동작구",
    "mapo": "마포구",
    "seodaemun": "서대문구",
    "seocho": "서초구",
    "seongdong": "성동구",
    "seongbuk": "성북구",
    "songpa": "송파구",
    "yangcheon": "양천구",
    "yeongdeungpo": "영등포구",
    "yongsan": "용산구",
    "eunpyeong": "은평구",
    "jongno": "종로구",
    "jung": "중구",
    "jungnang": "중랑구",
}

MAPPING = """
[register]
source = "list"
id = "번호"

[columns]
name_ko = "이름"

[district]
column = "구"
parent = "seoul"
"""


@pytest.fixture
def seoul():
    seoul = factories.make_district(slug="seoul", name="Seoul", name_ko="서울")
    for slug, name_ko in DISTRICTS.items():
        factories.make_district(slug=slug, name_ko=name_ko, parent=seoul)
    return seoul


def load(source, mapping, **options):
    return import_clinics(apply_mapping(source, mapping), within=mapping.parent, **options)


# The shipped mapping, on rows of the real list


@pytest.mark.django_db
def test_register_of_foreign_patient_clinics_is_imported_into_its_districts(seoul):
    outcome = load(read_table(EXCERPT), read_mapping(SHIPPED))

    assert counts(outcome) == (45, 0, 0, 3)
    assert list(outcome.lines())[1:] == [
        'row 22, hospital_gu: "고양시 일산동구" is no district in Seoul – 윈의원(일산점)',
        "row 23, hospital_gu: the place is missing – 깔리아덴치과의원",
        'row 45, hospital_gu: "고양시 덕양구" is no district in Seoul – 스타필의원',
    ]
    assert set(Clinic.objects.values_list("district__slug", flat=True)) == set(DISTRICTS)
    # What the list does not say is not claimed, and an old list is not published by itself.
    assert set(Clinic.objects.values_list("status", "legal_basis", "legal_number", "description")) == {
        ("draft", "unknown", "", "")
    }


@pytest.mark.django_db
def test_clinic_of_the_register_has_its_name_address_and_number(seoul):
    load(read_table(EXCERPT), read_mapping(SHIPPED))

    clinic = Clinic.objects.get(register_ids__identifier="3158")
    assert clinic.slug == "seoul-foreign-patients-3158"
    assert clinic.name == clinic.name_ko == "이룸성형외과"
    assert clinic.address_ko == "서울특별시 강남구 압구정로28길 28(신사동, 청빌딩3층, 4층)"
    assert clinic.register_ids.get().source == "seoul-foreign-patients"


@pytest.mark.django_db
def test_institution_registered_twice_is_two_clinics_and_a_misspelt_address_is_in_its_district(seoul):
    load(read_table(EXCERPT), read_mapping(SHIPPED))

    assert Clinic.objects.filter(name="UBA 외과의원").count() == 2
    assert Clinic.objects.get(address_ko__contains="동대분구").district.slug == "dongdaemun"


@pytest.mark.django_db
def test_register_imported_again_changes_nothing(seoul):
    load(read_table(EXCERPT), read_mapping(SHIPPED))

    outcome = load(read_table(EXCERPT), read_mapping(SHIPPED))

    assert counts(outcome) == (0, 0, 45, 3)


@pytest.mark.django_db
def test_register_leaves_alone_what_an_editor_wrote(seoul):
    load(read_table(EXCERPT), read_mapping(SHIPPED))
    clinic = Clinic.objects.get(register_ids__identifier="3158")
    clinic.name, clinic.slug, clinic.status, clinic.description = "Irum", "irum", "published", "Ours"
    clinic.save()

    outcome = load(read_table(EXCERPT), read_mapping(SHIPPED))

    clinic.refresh_from_db()
    assert counts(outcome) == (0, 0, 45, 3)
    assert (clinic.name, clinic.slug, clinic.status, clinic.description) == (
        "Irum",
        "irum",
        "published",
        "Ours",
    )


@pytest.mark.django_db
def test_rejected_rows_keep_the_columns_of_the_list(seoul):
    source = read_table(EXCERPT)
    original = list(csv.reader(EXCERPT.read_text(encoding="utf-8").splitlines()))

    outcome = load(source, read_mapping(SHIPPED))

    rows = list(csv.reader(io.StringIO("".join(rejected_lines(source, outcome)), newline="")))
    assert rows[0] == [*original[0], "reason"]
    assert rows[2] == [*original[22], "hospital_gu: the place is missing"]


def test_shipped_mapping_fits_the_excerpt():
    mapped = apply_mapping(read_table(EXCERPT), read_mapping(SHIPPED))

    assert mapped.columns == ("name_ko", "district", "address_ko", "source", "source_id")


# What a mapping can say


WIDE_MAPPING = """
encoding = "cp949"
delimiter = ";"

[register]
source = "list"
id = "번호"

[columns]
name_ko = "이름"
status = "상태"
district = "구"

[constants]
is_example = true
review_due_on = 2027-01-01
payment_methods = "Visa;cash"

[values.status]
"영업" = "published"
"폐업" = "archived"

[values.district]
"강남구" = "gangnam"

[[skip]]
column = "종류"
values = ["병원", "약국"]
"""


@pytest.mark.django_db
def test_values_are_translated_constants_added_and_rows_skipped(seoul):
    mapping = parse_mapping(WIDE_MAPPING)
    text = """번호;이름;상태;구;종류
1;가;영업;강남구;의원
2;나;폐업;gangnam;의원
3;다;영업;강남구;병원
4;라;휴업;강남구;의원
"""
    source = read_table(text.encode("cp949"), encoding=mapping.encoding, delimiter=mapping.delimiter)

    outcome = load(source, mapping)

    assert list(outcome.lines()) == [
        "new: 2, changed: 0, unchanged: 0, rejected: 1, skipped: 1",
        'row 5, 상태: "휴업" is no status; known: draft, published, archived – 라',
    ]
    first, second = Clinic.objects.order_by("slug")
    assert (first.status, second.status) == ("published", "archived")
    assert (first.is_example, first.review_due_on.year, first.payment_methods) == (
        True,
        2027,
        ["Visa", "cash"],
    )
    assert second.district.slug == "gangnam"


@pytest.mark.django_db
def test_foreign_text_keeps_an_apostrophe_and_faulty_rows_are_rejected(seoul):
    outcome = load(table("번호,이름,구\n1,'=가,강남구\n2,나\n"), parse_mapping(MAPPING))

    assert reasons(outcome) == ["row 3, the row has 2 cells, the header has 3"]
    assert Clinic.objects.get().name == "'=가"


@pytest.mark.django_db
def test_places_are_found_by_any_name_at_the_level_nearest_to_the_parent(seoul):
    gangnam = seoul.children.get(slug="gangnam")
    factories.make_district(slug="jung-dong", name_ko="중구", parent=gangnam)
    factories.make_district(slug="sinsa", name="Sinsa", spellings=["가로수길"], parent=gangnam)
    rows = "번호,이름,구\n1,가,중구\n2,나,가로수길\n3,다,GANGNAM\n4,라,seocho\n"

    outcome = load(table(rows), parse_mapping(MAPPING))

    assert counts(outcome) == (4, 0, 0, 0)
    assert list(Clinic.objects.order_by("slug").values_list("district__slug", flat=True)) == [
        "jung",
        "sinsa",
        "gangnam",
        "seocho",
    ]


@pytest.mark.django_db
def test_place_outside_the_parent_and_ambiguous_place_are_rejected(seoul):
    factories.make_district(slug="busan", name_ko="부산")
    for slug in ("gangnam", "gwanak"):
        factories.make_district(slug=f"sinsa-{slug}", name_ko="신사동", parent=seoul.children.get(slug=slug))

    outcome = load(table("번호,이름,구\n1,가,부산\n2,나,신사동\n3,다,seoul\n"), parse_mapping(MAPPING))

    assert reasons(outcome) == [
        'row 2, 구: "부산" is no district in Seoul',
        'row 3, 구: "신사동" is the name of several districts: sinsa-gangnam, sinsa-gwanak',
        'row 4, 구: "seoul" is no district in Seoul',
    ]


@pytest.mark.django_db
def test_parent_that_is_not_there_is_named():
    with pytest.raises(UnreadableTable, match='There is no district "seoul" in which to look up places'):
        load(table("번호,이름,구\n1,가,강남구\n"), parse_mapping(MAPPING))


# What a mapping cannot say


def test_columns_that_the_file_lacks_are_named():
    with pytest.raises(UnusableMapping) as caught:
        apply_mapping(table("번호,상호\n"), parse_mapping(MAPPING))

    assert str(caught.value) == "The file lacks columns that the mapping names: 이름, 구. It has 번호, 상호."


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("= 1", "The mapping is no TOML: Invalid statement (at line 1, column 1)."),
        ("", "The mapping names no columns."),
        ("colums = 1", "The mapping has entries that are not known: colums. Known are encoding,"),
        ("[columns]\nnaem = 'x'", "The mapping has entries that are not known: naem. Known are slug,"),
        ("[columns]\nname = 'x'\n[values.naem]\na = 'b'", "not known: naem"),
        ("[columns]\nname = 1", "The mapping needs the name of a column, or a list of names, for name."),
        ("[columns]\nname = []", "The mapping needs the name of a column, or a list of names, for name."),
        ("columns = 'x'", "The mapping needs a table [columns]."),
        ("[columns]\nname = 'x'\n[values]\nstatus = 'x'", "The mapping needs a table [status]."),
        ("encoding = 1\n[columns]\nname = 'x'", "The mapping needs a text for encoding."),
        ("delimiter = ''\n[columns]\nname = 'x'", "The mapping needs a text for delimiter."),
        ("[register]\nsource = 'x'", "The mapping needs a text for id."),
        (
            "[register]\nsource = 'x'\nid = 'y'\ncolour = 'z'",
            "[register] has entries that are not known: colour.",
        ),
        ("[district]\ncolumn = 'x'", "The mapping needs a text for parent."),
        (
            "[columns]\ndistrict = 'x'\n[district]\ncolumn = 'x'\nparent = 'y'",
            "The mapping fills district twice.",
        ),
        ("[columns]\nname = 'x'\n[constants]\nname = 'y'", "The mapping fills name twice."),
        ("[columns]\nname = 'x'\n[skip]\ncolumn = 'y'", "The mapping needs a list of tables [[skip]]."),
        ("skip = ['x']\n[columns]\nname = 'x'", "The mapping needs a list of tables [[skip]]."),
        ("[columns]\nname = 'x'\n[[skip]]\ncolumn = 'y'", "The mapping needs a list of texts for values."),
        ("[columns]\nname = 'x'\n[[skip]]\nvalues = ['y']", "The mapping needs a text for column."),
        ("[columns]\nname = 'x'\n[[skip]]\nif = 'y'", "[[skip]] has entries that are not known: if."),
    ],
)
def test_mapping_that_makes_no_sense_is_refused_with_a_sentence(text, message):
    with pytest.raises(UnusableMapping) as caught:
        parse_mapping(text)

    assert message in str(caught.value)


def test_mapping_file_that_cannot_be_read_is_refused_with_a_sentence(tmp_path):
    latin = tmp_path / "latin.toml"
    latin.write_bytes(b"# caf\xe9")

    for path, message in [
        (tmp_path / "none.toml", "There is no mapping file"),
        (tmp_path, "cannot be read: Is a directory."),
        (latin, "is not UTF-8."),
    ]:
        with pytest.raises(UnusableMapping, match=message):
            read_mapping(path)
