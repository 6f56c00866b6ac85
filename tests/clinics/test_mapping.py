import csv
import io
import unicodedata
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings

from clinics.importing import (
    Mapping,
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

FILES = Path(__file__).parent / "files"
EXCERPT = FILES / "seoul_foreign_patient_excerpt.csv"
MAPPINGS = settings.BASE_DIR / "content" / "mappings"
SHIPPED = MAPPINGS / "seoul_foreign_patient_clinics.toml"
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
        'row 22, hospital_si, hospital_gu: "경기도 고양시 일산동구" is no district in Seoul – 윈의원(일산점)',
        "row 23, hospital_si, hospital_gu: the place is missing – 깔리아덴치과의원",
        'row 45, hospital_si, hospital_gu: "경기도 고양시 덕양구" is no district in Seoul – 스타필의원',
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
    assert rows[2] == [*original[22], "hospital_si, hospital_gu: the place is missing"]


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


@pytest.mark.django_db
def test_column_goes_by_another_name_in_the_next_release(seoul):
    mapping = parse_mapping(
        """
[register]
source = "list"
id = ["번호", "관리번호"]

[columns]
name_ko = ["업소명", "사업장명"]
address_ko = "도로명 주소"

[district]
parent = "seoul"
column = ["구", "자치구"]
"""
    )
    first = load(table("번호,업소명,구,도로명 주소\n1,가,강남구,길 1\n"), mapping)

    second = load(
        table("관리번호,사업장명,자치구, 도로명  주소\n1,가,강남구,길 1\n2,나,중구,길 2\n"), mapping
    )

    assert (counts(first), counts(second)) == ((1, 0, 0, 0), (1, 0, 1, 0))


def test_header_is_compared_without_case_blanks_and_form_of_letters():
    text = unicodedata.normalize("NFD", "번호") + ",Clinic  NAME,구\n1,가,강남구\n"
    mapping = parse_mapping(MAPPING.replace("이름", "clinic name"))

    mapped = apply_mapping(table(text), mapping)

    assert mapped.label("name_ko") == "Clinic NAME"
    assert next(mapped.rows).cells["name_ko"] == "가"


def test_name_that_fits_two_columns_must_be_written_as_the_file_does():
    source = table("번호,NAME,name,구\n1,가,나,강남구\n")

    with pytest.raises(UnusableMapping) as caught:
        apply_mapping(source, parse_mapping(MAPPING.replace("이름", "Name")))
    exact = apply_mapping(source, parse_mapping(MAPPING.replace("이름", "name")))

    assert str(caught.value) == "Name may be any of the columns NAME, name; write it as the file does."
    assert next(exact.rows).cells["name_ko"] == "나"


def test_every_name_that_a_missing_column_may_have_is_named():
    mapping = parse_mapping(MAPPING.replace('"이름"', '["사업장명", "업소명"]'))

    with pytest.raises(
        UnusableMapping, match=r"that the mapping names: 사업장명 / 업소명\. It has 번호, 구\."
    ):
        apply_mapping(table("번호,구\n"), mapping)


LISTS = """
unknown = ["-", "1900-01-01"]

[register]
source = "list"
id = "no"

[columns]
name = "name"
payment_methods = "pay"
review_places = "links"
verified_on = "day"
address_ko = "new"

[fallbacks]
address_ko = "old"

[values.payment_methods]
"VISA" = "Visa"
"visa card" = "Visa"
"?" = ""
"all" = "Visa;cash"

[separators]
payment_methods = ","
"""


def mapped_cells(text, mapping=LISTS):
    return [row.cells for row in apply_mapping(table(text), parse_mapping(mapping)).rows]


@pytest.mark.parametrize(
    ("pay", "ours"),
    [
        ('"VISA,cash,"', "Visa;cash"),
        ('"VISA, visa  card ,?"', "Visa"),
        ("all", "Visa;cash"),
        ('"cash,all"', "cash;Visa"),
        ("", ""),
        ("-", ""),
    ],
)
def test_lists_are_split_at_their_mark_and_translated_item_by_item(pay, ours):
    (cells,) = mapped_cells(f"no,name,pay,links,day,new,old\n1,A,{pay},,,,\n")

    assert cells["payment_methods"] == ours


def test_cells_that_say_nothing_are_empty_in_every_column():
    (cells,) = mapped_cells("no,name,pay,links,day,new,old\n-,A,-,https://a.example/;-,1900-01-01,-,길 2\n")

    assert (cells["source_id"], cells["verified_on"], cells["address_ko"]) == ("", "", "길 2")
    # A part of a cell is no cell.
    assert cells["review_places"] == "https://a.example/;-"


CLOSED = (
    MAPPING
    + """
[closed]
column = "상태"
values = ["폐업"]
"""
)


def test_rows_of_closed_places_are_marked_and_the_mapping_says_what_becomes_of_them():
    mapping = parse_mapping(CLOSED)
    text = "번호,이름,구,상태\n1,가,강남구,영업\n2,나,강남구, 폐업 \n3,다,강남구,휴업\n4,라,강남구\n"

    rows = list(apply_mapping(table(text), mapping).rows)

    assert [row.is_closed for row in rows] == [False, True, False, False]
    assert (mapping.closed_known, mapping.closed_new) == ("archive", "skip")
    chosen = parse_mapping(f'{CLOSED}known = "keep"\nnew = "archive"\n')
    assert (chosen.closed_known, chosen.closed_new) == ("keep", "archive")


def test_mapping_says_whose_list_it_is_and_whether_it_is_whole():
    assert (parse_mapping(MAPPING).source, parse_mapping(MAPPING).is_complete) == ("list", True)
    assert not parse_mapping(MAPPING.replace('"번호"', '"번호"\ncomplete = false')).is_complete
    assert Mapping().source == ""


@pytest.mark.django_db
def test_place_may_stand_in_several_columns_an_address_and_a_code(seoul):
    gangnam = seoul.children.get(slug="gangnam")
    gangnam.codes = ["kostat:11230"]
    gangnam.save()
    factories.make_district(slug="sinsa", name_ko="신사동", parent=gangnam)
    mapping = parse_mapping(
        """
[register]
source = "list"
id = "번호"

[columns]
name_ko = "이름"

[district]
parent = "seoul"
columns = ["시", "구", "동"]
address = "주소"
code = "코드"
system = "kostat"
"""
    )
    text = """번호,이름,시,구,동,주소,코드
1,가,서울특별시,강남구,신사동,,
2,나,서울특별시,,,서울시 강남구 (신사동),
3,다,,,,,11230
4,라,경기도,고양시,,,
5,마,서울특별시,강남규,,서울 마포구,
"""

    source = apply_mapping(table(text), mapping)
    rows = list(source.rows)
    outcome = import_clinics(replace(source, rows=iter(rows)), within=mapping.parent)

    assert reasons(outcome) == ['row 5, 시, 구, 동: "경기도 고양시" is no district in Seoul']
    assert list(Clinic.objects.order_by("slug").values_list("district__slug", flat=True)) == [
        "sinsa",
        "sinsa",
        "gangnam",
        "mapo",
    ]
    assert [row.notes for row in rows[:4]] == [[], [], [], []]
    assert rows[4].notes == [
        '"강남규" is no district in Seoul; did you mean 강남구?; taken from the address: Mapo'
    ]


# The other shipped mappings, on rows of the real lists


def shipped(name):
    """Return the rows of an excerpt through the mapping that is shipped for its list."""
    mapping = read_mapping(MAPPINGS / f"{name}.toml")
    return apply_mapping(read_table(FILES / f"{name}_excerpt.csv"), mapping), mapping


@pytest.mark.django_db
def test_medical_facilities_are_imported_into_their_districts(seoul):
    source, mapping = shipped("seoul_medical_facilities")

    outcome = import_clinics(source, within=mapping.parent)

    assert (*counts(outcome), outcome.skipped) == (47, 0, 0, 0, 3)
    assert set(Clinic.objects.values_list("district__slug", flat=True)) == set(DISTRICTS)
    assert set(Clinic.objects.values_list("status", "legal_basis", "phone", "latitude")) == {
        ("draft", "unknown", "", None)
    }
    # Names are no keys, and a lost character stays lost.
    assert Clinic.objects.filter(name_ko="연세이비인후과의원").count() == 2
    assert Clinic.objects.filter(name_ko="김성전?김시찬이비인후과의원").exists()
    assert not Clinic.objects.filter(name_ko__contains="약국").exists()


@pytest.mark.django_db
def test_licensed_hospitals_have_their_phone_point_address_and_district(seoul):
    source, mapping = shipped("seoul_hospital_licences")
    rows = list(source.rows)
    open_rows = [row for row in rows if not row.is_closed]

    outcome = import_clinics(replace(source, rows=iter(open_rows)), within=mapping.parent)

    assert (len(rows), counts(outcome)) == (34, (24, 0, 0, 0))
    konkuk = Clinic.objects.get(name_ko="건국대학교병원")
    assert (konkuk.phone, konkuk.district.slug) == ("1588-1533", "gwangjin")
    assert konkuk.address_ko == "서울특별시 광진구 능동로 120-1 (화양동)"
    assert (konkuk.latitude, konkuk.longitude) == (Decimal("37.540443"), Decimal("127.072107"))
    # One that rests is there, one without a point too, and two share a house.
    assert Clinic.objects.filter(name_ko="참튼튼병원").exists()
    assert Clinic.objects.get(name_ko="사랑요양병원").latitude is None
    shared = Clinic.objects.filter(name_ko__in=["금천한방병원", "파라솔요양병원"])
    assert len(set(shared.values_list("latitude", "longitude"))) == 1


def test_struck_off_and_moved_hospitals_count_as_closed_and_resting_ones_do_not():
    source, _mapping = shipped("seoul_hospital_licences")
    states = source.header.index("영업상태명")

    closed = {True: set(), False: set()}
    for row in source.rows:
        closed[row.is_closed].add(row.original[states])

    assert closed == {
        True: {"폐업", "취소/말소/만료/정지/중지", "제외/삭제/전출"},
        False: {"영업/정상", "휴업"},
    }


# A list of another country, as in the operator's handbook. These rows are made up.

BUDAPEST = """
delimiter = ";"

[register]
source = "budapest-dentists"
id = "Sorszám"
complete = false

[columns]
name = "Rendelő neve"
address = "Cím"
phone = "Telefon"
website = "Honlap"
payment_methods = "Fizetés"

[constants]
name_ko = ""

[values.payment_methods]
"készpénz" = "cash"
"bankkártya" = "card"

[separators]
payment_methods = ","

[district]
parent = "budapest"
column = "Kerület"
address = "Cím"

[point]
latitude = "Szélesség"
longitude = "Hosszúság"
bounds = [45.7, 16.1, 48.6, 22.9]

[closed]
column = "Állapot"
values = ["megszűnt"]
"""
MADE_UP_DENTISTS = """Sorszám;Rendelő neve;Kerület;Cím;Telefon;Honlap;Fizetés;Szélesség;Hosszúság;Állapot
1;Minta Fogászat;V. kerület;1051 Budapest, Példa utca 1.;;;készpénz,bankkártya,;47,5000;19,0500;működik
2;Próba Dental;Budapest V. kerület;1052 Budapest, Példa utca 2.;;;készpénz;19,0501;47,5001;működik
3;Kitalált Fogorvos;;1053 Budapest, V. kerület, Példa utca 3.;;;;;;működik
4;Nem Létező Rendelő;Debrecen;4024 Debrecen, Példa utca 4.;;;;47,5316;21,6273;működik
5;Régi Minta;V. kerület;1054 Budapest, Példa utca 5.;;;;;;megszűnt
"""


@pytest.mark.django_db
def test_list_of_another_country_needs_new_rows_and_no_new_code():
    budapest = factories.make_district(slug="budapest", name="Budapest")
    factories.make_district(slug="v-kerulet", name="V. kerület", parent=budapest)
    mapping = parse_mapping(BUDAPEST)
    source = apply_mapping(table(MADE_UP_DENTISTS, delimiter=mapping.delimiter), mapping)
    rows = list(source.rows)

    open_rows = [row for row in rows if not row.is_closed]
    outcome = import_clinics(replace(source, rows=iter(open_rows)), within=mapping.parent)

    assert reasons(outcome) == ['row 5, Kerület: "Debrecen" is no district in Budapest']
    assert [row.number for row in rows if row.is_closed] == [6]
    first, second, third = Clinic.objects.order_by("slug")
    assert (first.name, first.name_ko, first.district.slug) == ("Minta Fogászat", "", "v-kerulet")
    assert (first.latitude, first.longitude) == (Decimal("47.5"), Decimal("19.05"))
    assert first.payment_methods == ["cash", "card"]
    assert (second.latitude, second.longitude) == (Decimal("47.5001"), Decimal("19.0501"))
    assert third.latitude is None


# What a mapping cannot say


def test_mapping_must_say_which_row_is_which_clinic():
    mapping = parse_mapping('[columns]\nname_ko = "이름"\n')

    with pytest.raises(UnusableMapping) as caught:
        apply_mapping(table("이름\n가의원\n"), mapping)

    assert str(caught.value) == (
        "The mapping needs a [register] with the column of unique numbers, or a column for slug."
    )


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
        ("unknown = 'x'\n[columns]\nname = 'x'", "The mapping needs a list of texts for unknown."),
        ("[columns]\nname = ['x', 1]", "needs the name of a column, or a list of names, for name."),
        (
            "[columns]\nname = 'x'\n[register]\nsource = 'x'\nid = 'y'\ncomplete = 'no'",
            "The mapping needs true or false for complete.",
        ),
        (
            "[columns]\nname = 'x'\n[fallbacks]\naddress = 'y'",
            "The mapping names a fallback for address, but no column.",
        ),
        (
            "[columns]\nname = 'x'\n[separators]\nname = ','",
            "[separators] has entries that are not known: name. Known are",
        ),
        ("[district]\nparent = 'x'", "[district] names no column, address or code."),
        (
            "[district]\nparent = 'x'\ncolumn = 'y'\ncolumns = ['z']",
            "[district] takes column or columns, not both.",
        ),
        (
            "[district]\nparent = 'x'\naddress = 'y'\naddresses = ['z']",
            "[district] takes address or addresses, not both.",
        ),
        (
            "[district]\nparent = 'x'\ncode = 'y'",
            "[district] needs both code and system, for the numbers of two code systems collide.",
        ),
        (
            "[district]\nparent = 'x'\ncode = 'y'\nsystem = 'KOSTAT 1'",
            "A code system is named in small letters, digits and dashes, such as legal or kostat.",
        ),
        ("[district]\nparent = 'x'\ncolumns = 'y'", "The mapping needs a list of columns for columns."),
        ("[columns]\nname = 'x'\n[point]\nlatitude = 'y'", "The mapping needs a text for longitude."),
        ("[columns]\nname = 'x'\n[point]\nx = 'y'\ny = 'z'", "The mapping needs a text for system."),
        (
            "[columns]\nname = 'x'\n[point]\nx = 'y'\nlatitude = 'z'",
            "[point] takes latitude and longitude, or x, y and system, not both.",
        ),
        (
            "[columns]\nname = 'x'\n[point]\nlatitude = 'y'\nlongitude = 'z'\nbounds = [48, 16, 45, 22]",
            "[point] needs four degrees for bounds: south, west, north and east.",
        ),
        (
            "[columns]\nlatitude = 'x'\n[point]\nlatitude = 'y'\nlongitude = 'z'",
            "The mapping fills latitude twice.",
        ),
        ("[columns]\nname = 'x'\n[closed]\ncolumn = 'y'", "The mapping needs a list of texts for values."),
        (
            "[columns]\nname = 'x'\n[closed]\ncolumn = 'y'\nvalues = ['z']\nnew = 'delete'",
            "The mapping needs one of skip, archive for new.",
        ),
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
