import tomllib
from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from clinics.importing import apply_mapping, import_clinics, read_mapping, read_table, suggest_mapping
from clinics.importing.mapping import parse_mapping
from clinics.models import Clinic
from pricing.tables.delimiters import guess_delimiter
from pricing.tables.guesses import guess_encoding
from pricing.tables.reading import UnreadableTable
from tests import factories
from tests.clinics.tables import counts
from tests.clinics.test_mapping import DISTRICTS, FILES


@pytest.fixture
def seoul(db):
    seoul = factories.make_district(slug="seoul", name="Seoul", name_ko="서울")
    for slug, name_ko in DISTRICTS.items():
        factories.make_district(slug=slug, name_ko=name_ko, parent=seoul)
    return seoul


def suggested(text, **options):
    """Return (the suggestion, what it says as TOML), and prove that it can be read."""
    suggestion = suggest_mapping(text.encode(), name="made up.csv", **options)
    content = tomllib.loads(suggestion)
    if "columns" in content or "district" in content:
        parse_mapping(suggestion)
    return suggestion, content


def run(*arguments):
    out = StringIO()
    call_command("suggest_mapping", *map(str, arguments), stdout=out)
    return out.getvalue()


def failure(*arguments):
    with pytest.raises(CommandError) as caught:
        run(*arguments)
    return str(caught.value)


# The three registers, from nothing


def load_by_suggestion(name, tmp_path):
    """Suggest a mapping for an excerpt, import the rows that are not closed, and return both."""
    path, output = FILES / name, tmp_path / "map.toml"
    run(path, "--output", output)
    mapping = read_mapping(output)
    source = apply_mapping(read_table(path, encoding=mapping.encoding, delimiter=mapping.delimiter), mapping)
    rows = [row for row in source.rows if not row.is_closed]
    outcome = import_clinics(replace(source, rows=iter(rows)), within=mapping.parent)
    return outcome, tomllib.loads(output.read_text(encoding="utf-8"))


def test_register_of_foreign_patient_clinics_is_imported_as_suggested(seoul, tmp_path):
    outcome, mapping = load_by_suggestion("seoul_foreign_patient_excerpt.csv", tmp_path)

    assert counts(outcome) == (45, 0, 0, 3)
    assert mapping["register"]["id"] == "hospital_register_num"
    assert mapping["columns"] == {"name_ko": "hospital_name", "address_ko": "hospital_address"}
    assert mapping["district"] == {
        "parent": "seoul",
        "columns": ["hospital_si", "hospital_gu", "hospital_dong"],
        "address": "hospital_address",
    }


def test_medical_facilities_are_imported_as_suggested(seoul, tmp_path):
    outcome, mapping = load_by_suggestion("seoul_medical_facilities_excerpt.csv", tmp_path)

    assert counts(outcome) == (50, 0, 0, 0)
    assert mapping["register"] == {
        "source": "seoul-medical-facilities-excerpt",
        "id": "id",
        "complete": True,
    }
    assert mapping["columns"] == {"name_ko": "name", "address_ko": "address"}
    assert mapping["district"]["column"] == "district"


def test_licensed_hospitals_are_imported_as_suggested(seoul, tmp_path):
    outcome, mapping = load_by_suggestion("seoul_hospital_licences_excerpt.csv", tmp_path)

    assert counts(outcome) == (24, 0, 0, 0)
    assert mapping["unknown"] == ["1900-01-01"]
    assert mapping["register"]["id"] == "관리번호"
    assert mapping["columns"] == {
        "phone": "전화번호",
        "name_ko": "사업장명",
        "address_ko": "도로명주소",
    }
    assert mapping["fallbacks"] == {"address_ko": "지번주소"}
    assert mapping["district"]["addresses"] == ["도로명주소", "지번주소"]
    assert mapping["closed"]["column"] == "영업상태명"
    assert set(mapping["closed"]["values"]) == {"폐업", "취소/말소/만료/정지/중지", "제외/삭제/전출"}
    assert Clinic.objects.exclude(latitude=None).count() > 15


def test_projected_points_are_suggested_with_their_system(seoul):
    text = (FILES / "seoul_hospital_licences_excerpt.csv").read_text(encoding="utf-8")
    text = text.replace("derived_lat", "a").replace("derived_lon", "b")
    lines = [line.rsplit(",", 2)[0] for line in text.splitlines()]

    _suggestion, content = suggested("\n".join(lines))

    assert content["point"] == {"x": "좌표정보(X)", "y": "좌표정보(Y)", "system": "EPSG:5174"}


# Header and cells

MIXED = """연번ID;병원명(Clinic Name);English Name;주소 Address;TEL;Home Page;위도;lng;개원일;비고
K-1;가나의원;Gana Clinic;서울 강남구 역삼동 1;02-555-1234;gana.example.com;37.5;127.04;2001-01-02;-
K-2;다라의원;Dara Clinic;서울 중구 명동 2;1588-0000;www.dara.kr;37.56;126.98;2011-11-12;
K-3;마바의원;Maba Clinic;서울 마포구 서교동 3;02) 777 8888;https://maba.kr/;37.55;126.92;1900-01-01;
"""


def test_mixed_header_is_read_and_every_guess_has_its_reason(seoul):
    suggestion, content = suggested(MIXED)

    assert (content["encoding"], content["delimiter"], content["unknown"]) == (
        "utf-8",
        ";",
        ["-", "1900-01-01"],
    )
    assert content["register"]["id"] == "연번ID"
    assert content["columns"] == {
        "phone": "TEL",
        "website": "Home Page",
        "name": "English Name",
        "name_ko": "병원명(Clinic Name)",
        "address_ko": "주소 Address",
    }
    assert content["district"] == {"parent": "seoul", "address": "주소 Address"}
    assert content["point"] == {"latitude": "위도", "longitude": "lng"}
    assert '# "TEL": the header says tel; such as 02-555-1234 · 1588-0000 · 02) 777 8888' in suggestion
    assert '#   "개원일": days, such as 2001-01-02 · 2011-11-12' in suggestion
    assert '#   "비고": empty' in suggestion


def test_columns_without_telling_headers_are_known_by_their_cells(seoul):
    text = """a,b,c,d,e,f
A001,02-555-1234,https://a.example/,강남구,127.0412,37.5012
A002,02-555-1235,https://b.example/,중구,126.9813,37.5613
A003,031-555-1236,https://c.example/,마포구,126.9224,37.5514
"""

    _suggestion, content = suggested(text)

    assert content["register"]["id"] == "a"
    assert content["columns"] == {"phone": "b", "website": "c"}
    assert content["district"] == {"parent": "seoul", "column": "d"}
    assert content["point"] == {"latitude": "f", "longitude": "e"}


def test_numbers_of_districts_are_suggested_with_their_system(seoul):
    for number, district in enumerate(seoul.children.order_by("slug"), start=11_010):
        district.codes = [f"kostat:{number}", f"legal:{number + 50_000}"]
        district.save()
    text = "id,name,gu_code\n1,A Clinic,11010\n2,B Clinic,11011\n3,C Clinic,11012\n"

    _suggestion, content = suggested(text)

    assert content["district"] == {"parent": "seoul", "code": "gu_code", "system": "kostat"}


def test_number_that_two_systems_know_is_left_to_a_person(seoul):
    for number, district in enumerate(seoul.children.order_by("slug"), start=11_010):
        district.codes = [f"kostat:{number}", f"legal:{11_050 - number + 11_000}"]
        district.save()
    text = "id,name,gu_code\n1,A Clinic,11020\n2,B Clinic,11021\n3,C Clinic,11022\n"

    suggestion, content = suggested(text)

    assert "district" not in content
    assert "# No column holds districts that this directory has, and every clinic needs one:" in suggestion


def test_list_without_numbers_says_what_is_missing(db):
    suggestion, content = suggested("name,tel\nA Clinic,02-555-1234\nA Clinic,02-555-1235\n")

    assert "register" not in content
    assert "# No column has another cell in every row, so there is no [register] section." in suggestion
    assert "# Before you import, add to the list a column of unique numbers, and here" in suggestion
    assert "# a [register] with source and id, or below [columns] a column for slug." in suggestion


def test_points_of_another_country_are_pointed_out(db):
    suggestion, content = suggested("id,name,lat,lon\n1,A,47.4979,19.0402\n2,B,47.5316,21.6273\n")

    assert content["point"] == {"latitude": "lat", "longitude": "lon"}
    assert "# bounds = [47.4, 19.0, 47.6, 21.7]" in suggestion


def test_bounds_of_the_south_and_the_west_are_rounded_outward(db):
    suggestion, _content = suggested("id,name,lat,lon\n1,A,-33.91,-58.43\n2,B,-34.68,-58.37\n")

    assert "# bounds = [-34.7, -58.5, -33.9, -58.3]" in suggestion


@pytest.mark.parametrize(
    "text",
    [
        "name,y,x\nA Clinic,10,47\nB Clinic,11,48\n",
        "name,latitude,longitude\nA Clinic,47,19\nB Clinic,48,20\n",
        "name,lat,lon\nA Clinic,0,1900\nB Clinic,999,2000\n",
        "name,a,b\nA Clinic,37.5,127.1\nB Clinic,37.6,127.2\n",
        "name,code\nA Clinic,1.5\nB Clinic,7\n",
    ],
)
def test_figures_of_a_point_and_decimals_are_no_register_numbers(db, text):
    _suggestion, content = suggested(text)

    assert "register" not in content


# Persons


PERSONS = """id,clinic,대표자명,원장,CEO,Doctor Name,의사수,휴대폰,email,tel,이름,orvos
1,가나의원,김하나,이하나,Kim One,Lee One,3,010-1234-5671,a@a.example,02-555-1234,박하나,Dr. Park One
2,다라의원,김두리,이두리,Kim Two,Lee Two,1,01012345672,b@b.example,02-555-1235,최두리,Dr. Choi Two
3,마바의원,김서이,이서이,Kim Three,Lee Three,2,+82 10-1234-5673,c@c.example,02-555-1236,정서이,정서이 원장
"""


def test_columns_of_persons_are_pointed_out_not_shown_and_have_no_target(db):
    suggestion, content = suggested(PERSONS)

    _before, private = suggestion.split("# These hold names, mobile numbers or mail boxes of persons")
    for name in ["대표자명", "원장", "CEO", "Doctor Name", "휴대폰", "email", "이름", "orvos"]:
        assert f'#   "{name}"\n' in private
    for secret in ["하나", "두리", "서이", "One", "Two", "1234-567", "01012345672", "@"]:
        assert secret not in suggestion
    assert content["columns"] == {"phone": "tel", "name_ko": "clinic"}
    assert '"의사수": such as 3 · 1 · 2' in suggestion


@pytest.mark.parametrize(
    "header",
    [
        *(
            "Owner",
            "clinic_director",
            "Doctors",
            "Dentist Name",
            "First name",
            "Surname",
            "Founder",
            "Head Dentist",
        ),
        *(
            "Inhaber",
            "Praxisinhaberin",
            "Geschäftsführer",
            "Geschaeftsfuehrer",
            "Ansprechpartner",
            "Zahnärztin",
        ),
        *(
            "Orvos neve",
            "orvosNeve",
            "Tulajdonos",
            "Ügyvezető",
            "ügyvezető neve",
            "Kapcsolattartó",
            "Főorvos",
        ),
        *(
            "Mobile",
            "mobile_no",
            "Cell",
            "Cell phone",
            "CellPhone",
            "Mobil",
            "Mobiltelefon",
            "Handy",
            "휴대전화",
        ),
    ],
)
def test_header_alone_makes_a_column_private(db, header):
    suggestion, content = suggested(f"id,name,{header}\n1,A Clinic,Secret 36301\n2,B Clinic,Secret 36302\n")

    assert f'#   "{header}"\n' in suggestion
    assert "Secret" not in suggestion
    assert content["columns"] == {"name": "name"}


@pytest.mark.parametrize(
    "header", ["Zahnarztpraxis", "Orvosi rendelő", "Mobility", "Cellulite", "Doctor count"]
)
def test_header_of_something_else_is_not_private(db, header):
    suggestion, _content = suggested(f"id,name,{header}\n1,A Clinic,12\n2,B Clinic,13\n")

    assert "hold names" not in suggestion


@pytest.mark.parametrize(
    "cells",
    [
        ("Dr. Secret Anna", "Dr. Secret Anna", "someone"),
        ("Prof. Dr. med. Secret", "x", "y"),
        ("Secret Béla dr.", "Secret Ida, MD", "z"),
    ],
)
def test_titles_in_cells_make_a_column_private(db, cells):
    rows = "".join(f'{number},Clinic {number},"{cell}"\n' for number, cell in enumerate(cells))

    suggestion, _content = suggested(f"id,name,note\n{rows}")

    assert '#   "note"\n' in suggestion
    assert "Secret" not in suggestion


def test_clinics_named_after_a_doctor_are_clinics_and_single_titles_are_not_shown(db):
    text = "id,name,note\n1,Dr. Kim Hair Clinic,a\n2,Dr. Lee Dental,b\n3,Praxis Dr. Weiß,c\n4,X,Dr. Secret\n"

    suggestion, content = suggested(text)

    assert content["columns"] == {"name": "name"}
    assert '"note": such as a · b · c' in suggestion
    assert "Secret" not in suggestion


def test_few_mobile_numbers_among_phones_are_pointed_out_and_not_shown(db):
    rows = "".join(f"{number},A {number},02-555-1{number:03}\n" for number in range(20))

    suggestion, content = suggested(f"id,name,tel\n99,Z,010-9999-8888\n{rows}")

    assert content["columns"]["phone"] == "tel"
    assert "some are mobile numbers, perhaps of persons" in suggestion
    assert "9999" not in suggestion


# What it writes


def test_odd_names_and_cells_stay_in_their_comment(db):
    text = 'id,"na""me\\",no\x85te\n1,A,x\u2028y = 1\x1b\n2,B,"line\nsecond = 2"\n'

    suggestion, content = suggested(text)

    assert content["columns"] == {"name": 'na"me\\'}
    assert "such as x y = 1 · line second = 2" in suggestion
    assert set(content) == {"encoding", "delimiter", "register", "columns"}


def test_suggestion_goes_to_a_file_and_never_over_one(seoul, tmp_path):
    path, output = tmp_path / "list.csv", tmp_path / "map.toml"
    path.write_bytes(MIXED.encode("cp949"))

    first = run(path, "--output", output)

    assert first == f"Wrote {output}. Check every line before you import with it.\n"
    mapping = read_mapping(output)
    assert (mapping.encoding, mapping.delimiter, mapping.source) == ("cp949", ";", "list")
    before = output.read_bytes()
    assert failure(path, "--output", output) == (
        f"There is a file {output} already, and a mapping may hold somebody's work; name another."
    )
    assert output.read_bytes() == before


def test_faults_are_sentences(db, tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes(MIXED.encode())

    assert failure(tmp_path / "none.csv").startswith("There is no file")
    assert failure(path, "--encoding", "klingon").startswith('There is no text encoding "klingon"')
    assert failure(path, "--delimiter", "zz").startswith('"zz" is no delimiter')
    assert failure(path, "--output", tmp_path / "none" / "map.toml").endswith(
        "cannot be written: No such file or directory."
    )
    path.write_bytes(b" \n")
    assert failure(path) == "The file is empty."


def test_damaged_list_is_looked_at_up_to_the_damage(db):
    lines = [f"{number};Praxis für {number}".encode("cp1252") for number in range(1, 6)]
    content = b"id;name\n" + b"\n".join([*lines, b"6;x\x81y"]) + b"\n"

    suggestion = suggest_mapping(content, name="list.csv")

    assert tomllib.loads(suggestion)["columns"] == {"name": "name"}
    assert "# Suggested for list.csv after a look at 5 rows.\n" in suggestion
    assert "# Mend the file before you import it. Line 7, byte 4 (0x81) is not cp1252. " in suggestion
    assert 'encoding = "cp1252"  # 5 of 6 lines' in suggestion
    assert "single-byte encodings (cp1250, cp1252, cp874 and others) cannot be told apart" in suggestion
    with pytest.raises(UnreadableTable, match="not latin-1 but looks like utf-8"):
        suggest_mapping("id,name\n1,Café\n".encode(), name="list.csv", encoding="latin-1")


def test_operator_names_encoding_and_delimiter(db):
    text = "id~name\n1~A, the clinic\n2~B, the other\n"

    _suggestion, content = suggested(text, encoding="cp1252", delimiter="~")

    assert (content["encoding"], content["delimiter"]) == ("cp1252", "~")


# Encoding and delimiter


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("이름,구\n가,나\n".encode(), "utf-8"),
        ("이름,구\n가,나\n".encode("utf-8-sig"), "utf-8"),
        ("이름,주소\n가나의원,서울특별시 강남구\n".encode("cp949"), "cp949"),
        ("név,cím\nMinta Fogászat,Példa utca, földszint\n".encode("cp1252"), "cp1252"),
        (b"name\nplain\n", "utf-8"),
    ],
)
def test_encoding_is_guessed(content, encoding):
    assert guess_encoding(content)[0] == encoding


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "~"])
def test_delimiter_is_guessed(delimiter):
    text = delimiter.join(["id", "name", "tel"]) + "\n" + delimiter.join(["1", '"A, b; c"', "2"]) + "\n"

    assert guess_delimiter(text.encode(), "utf-8")[0] == delimiter


def test_only_column_has_the_usual_delimiter():
    assert guess_delimiter(b"name\nA\n", "utf-8")[0] == ","
