"""Files as other people write them: the same table, or one sentence that says what is wrong with it."""

import csv
import gzip
import io
import os
import threading
from pathlib import Path

import pytest

from pricing.tables.delimiters import guess_delimiter
from pricing.tables.outcomes import Outcome, rejected_lines
from pricing.tables.reading import UnreadableTable, folded_name, read_table

FILES = Path(__file__).parent / "files"
LICENCES = FILES / "licences.csv"
WRONG_MARKS = (
    "the quotation marks in line {} are wrong: a cell ends at its closing one,"
    " and inside of it they are doubled"
)


def rows_of(content, **options):
    table = read_table(content, **options)
    return table.columns, [(row.number, row.cells, row.fault) for row in table.rows]


def refusal(content, **options):
    """Return the sentence with which a file is refused, at once or on the way."""
    with pytest.raises(UnreadableTable) as caught:
        list(read_table(content, **options).rows)
    return str(caught.value)


# Shapes


@pytest.mark.parametrize(
    "content",
    [
        b"a,b\n1,2\n",
        b"a,b\n1,2",
        b"\xef\xbb\xbfa,b\n1,2\n",
        b"a,b\r\n1,2\r\n",
        b"a,b\r1,2\r",
        b"a,b\r1,2\n",
        b"a,b\r\r\n1,2\r\n",
        b" a , b \n 1 , 2 \n",
        "\u3000a,\ufeffb\u200b\n1\u00a0,2\n".encode(),
        b"a,b,,\n1,2,,\n",
        b"a,b,\n1,2\n",
        b"a,b\n1,2,,\n",
        b'"a","b"\n"1","2"\n',
        b"a,b\n1,2\n\x1a",
    ],
)
def test_the_same_table_in_many_shapes(content):
    columns, rows = rows_of(content)

    assert columns == ("a", "b")
    assert [(cells, fault) for _number, cells, fault in rows] == [({"a": "1", "b": "2"}, "")]


def test_rows_are_numbered_as_in_a_spreadsheet():
    content = b'\na,b\n\n"1\n\n1",2\n,\n3,4\n'

    assert rows_of(content)[1] == [(4, {"a": "1\n\n1", "b": "2"}, ""), (6, {"a": "3", "b": "4"}, "")]


def test_table_that_is_longer_than_a_block_keeps_every_cell():
    cells = [[str(number), "가" * (number % 50), f"a\r\nb{number}"] for number in range(5_000)]
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerows([["n", "ko", "lines"], *cells])

    _columns, rows = rows_of(buffer.getvalue().encode())

    assert [list(row.values()) for _number, row, _fault in rows] == cells


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("licences_bom.csv", {}),
        ("licences_bom.csv", {"encoding": "utf-8-sig"}),
        ("licences_cp949.csv", {"encoding": "cp949"}),
        ("licences_utf16.csv", {"encoding": "utf-16", "delimiter": "tab"}),
        ("licences_utf16_big_endian.csv", {"encoding": "utf-16", "delimiter": "tab"}),
        ("licences_utf16_big_endian.csv", {"encoding": "utf-16-be", "delimiter": "tab"}),
        ("licences_semicolon.csv", {"delimiter": ";"}),
        ("licences_tab.csv", {"delimiter": "tab"}),
        ("licences_tilde.csv", {"delimiter": "~"}),
        ("licences_pipe.csv", {"delimiter": "|"}),
        ("licences.csv.gz", {}),
    ],
)
def test_register_is_the_same_in_every_encoding_and_with_every_delimiter(name, options):
    expected = rows_of(LICENCES)

    assert rows_of(FILES / name, **options) == expected
    assert rows_of((FILES / name).read_bytes(), **options) == expected
    assert len(expected[1]) == 5


def test_padding_is_cut_off():
    first, second, *_others = rows_of(LICENCES)[1]

    assert first[1]["전화번호"] == "34617000"
    assert second[1]["폐업일자"] == ""


def test_dirty_register_is_read_with_a_note_or_a_reason_for_every_fault():
    table = read_table(FILES / "licences_dirty.csv")

    rows = {row.number: row for row in table.rows}

    assert table.header == list(rows_of(LICENCES)[0])
    assert [rows[2].cells["사업장명"], rows[2].fault, rows[2].notes] == [
        "푸른노인전문병원",
        "",
        ["사업장명: taken out: U+0000 control character, U+202E RIGHT-TO-LEFT OVERRIDE"],
    ]
    assert rows[3].cells["도로명주소"] == "서울특별시 영등포구 63로 10,\n여의도성모병원 (여의도동)"
    assert [rows[4].cells["전화번호"], rows[4].cells["사업장명"], rows[4].notes] == [
        "",
        "김안과병\ufffd원",
        [
            "전화번호: #N/A is an error of a spreadsheet, read as empty",
            '사업장명: characters were lost before, "김안과병\ufffd원"',
        ],
    ]
    assert rows[5].fault == 'the row has 8 cells, the header has 7; too many: "성동면력한방병원"'
    assert rows[6].fault == "the row has 5 cells, the header has 7"
    assert [rows[7].cells["사업장명"], rows[7].notes] == ["가톨릭대학교 여의도성모병원", []]


def test_foreign_cells_are_mended_too_and_the_row_as_it_stood_is_kept():
    (row,) = read_table(b"a,b\n'=1\0,#REF!\n").rows

    assert row.original == ["'=1", ""]
    assert row.cells == {"a": "=1", "b": ""}
    assert row.given == ["'=1\0", "#REF!"]


@pytest.mark.parametrize(
    "cell", ["#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", " #N/A "]
)
def test_error_of_a_spreadsheet_is_an_empty_cell_with_a_note(cell):
    (row,) = read_table(f"a,b\n1,{cell}\n".encode()).rows

    assert row.cells["b"] == ""
    assert row.notes == [f"b: {cell.strip()} is an error of a spreadsheet, read as empty"]


@pytest.mark.parametrize("cell", ["'#N/A", "#1", "see #REF!", "#n/a?"])
def test_text_that_only_looks_like_an_error_is_kept(cell):
    (row,) = read_table(f"a,b\n1,{cell}\n".encode()).rows

    assert (row.cells["b"], row.notes) == (cell.removeprefix("'"), [])


def test_question_marks_joiners_and_line_breaks_are_left_alone():
    text = "? ？ क\u200dष 👨\u200d👩\u200d👧 a\tb\nc\u3000d"

    (row,) = read_table(f'a,b\n1,"{text}"\n'.encode()).rows

    assert (row.cells["b"], row.notes) == (text, [])


def test_row_with_cells_too_many_is_kept_whole_in_the_rejected_file():
    table = read_table(FILES / "licences_dirty.csv")
    rows = [row for row in table.rows if row.fault]
    outcome = Outcome()
    outcome.rejected = [Rejected(row) for row in rows]

    header, shifted, short = csv.reader(io.StringIO("".join(rejected_lines(table, outcome)), newline=""))

    assert header == [*table.header, "reason"]
    assert shifted[5:7] == ["서울특별시 성동구 천호대로 320", " 장안빌딩 2~7층 B101호 (용답동)"]
    assert shifted[8:] == ["성동면력한방병원"]
    assert short == [*rows[1].given, rows[1].fault]


class Rejected:
    """What is asked of a rejected row: the row and its reasons."""

    def __init__(self, row):
        self.row = row
        self.problems = [row.fault]


# Headers


def test_names_of_columns_are_compared_composed_and_without_what_nobody_sees():
    assert folded_name(" 사업장명\u200b ") == "사업장명"
    assert folded_name("\ufeff인허가\n 일자") == "인허가 일자"
    assert folded_name("\u1109\u1161업장명") == "사업장명"
    assert folded_name("Name") == "Name"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "The file is empty."),
        (b"\n,\n", "The file is empty."),
        (b"\xef\xbb\xbf \n \n", "The file is empty."),
        (b"\x1a", "The file is empty."),
        (b"a,,b\n", "Column 2 has no name in the header."),
        (b"a,b,a,b\n", "The header names a column more than once: a, b."),
        ("a,a\u200b\n".encode(), "The header names a column more than once: a."),
        (b'"a"b,c\n1,2\n', f"The header cannot be read: {WRONG_MARKS.format(1)}."),
    ],
)
def test_header_that_is_none_is_one_sentence(content, message):
    assert refusal(content) == message


# Delimiters


@pytest.mark.parametrize(
    ("delimiter", "character"), [(";", ";"), ("tab", "\t"), ("\\t", "\t"), ("\t", "\t"), ("~", "~")]
)
def test_delimiter_is_a_character_or_the_word_tab(delimiter, character):
    assert rows_of(f"a{character}b\n1{character}2\n".encode(), delimiter=delimiter)[1] == [
        (2, {"a": "1", "b": "2"}, "")
    ]


@pytest.mark.parametrize("delimiter", ["", ",,", '"', "\n", " ", "\0"])
def test_what_cannot_be_a_delimiter_is_refused(delimiter):
    assert "is no delimiter" in refusal(b"a\n", delimiter=delimiter)


@pytest.mark.parametrize(
    ("content", "delimiter", "better"),
    [
        (b"a;b;c\n1;2;3\n", ",", '";"'),
        (b'"a";"b"\n"1";"2"\n', ",", '";"'),
        (b"a\tb\n1\t2\n", ",", "tab"),
        (b"a,b\n1,2\n", ";", '","'),
        (b"\na|b|c~\n", ",", '"|"'),
    ],
)
def test_wrong_delimiter_is_refused_with_the_right_one(content, delimiter, better):
    assert refusal(content, delimiter=delimiter).endswith(
        f"Name what stands between its columns: --delimiter {better}."
    )


def test_single_column_needs_no_delimiter():
    assert rows_of(b"code\nUSD\n") == (("code",), [(2, {"code": "USD"}, "")])


@pytest.mark.parametrize(
    ("name", "encoding", "delimiter"),
    [
        ("licences.csv", "utf-8", ","),
        ("licences_semicolon.csv", "utf-8", ";"),
        ("licences_utf16.csv", "utf-16", "\t"),
        ("licences_tilde.csv", "utf-8", "~"),
        ("licences_pipe.csv", "utf-8", "|"),
        ("licences.csv.gz", "utf-8", ","),
        ("licences_dirty.csv", "utf-8", ","),
        ("stations_cp1252.csv", "cp1252", ","),
    ],
)
def test_delimiter_is_guessed_with_a_reason(name, encoding, delimiter):
    guess, reason = guess_delimiter(FILES / name, encoding)

    assert guess == delimiter
    assert f"cuts the header into {5 if 'stations' in name else 7} cells" in reason


def test_delimiter_that_cuts_the_rows_like_the_header_wins():
    content = b"a;b,c\n1;2\n3;4\n"

    assert guess_delimiter(content, "utf-8") == (
        ";",
        '";" cuts the header into 2 cells, and so 2 of 2 rows',
    )


def test_header_without_any_delimiter_is_one_column():
    assert guess_delimiter(b"code\nUSD\n", "utf-8") == (
        ",",
        "no delimiter stands in the header: it is one column",
    )
    assert guess_delimiter(b"", "utf-8")[0] == ","


# Rows that end the table


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'a\n1\n"2\n3\n', "The row that begins in line 3 cannot be read: unexpected end of data."),
        (
            b'a,b\n1,2\n"1"x,"2\n3,4\n',
            "The row that begins in line 3 cannot be read: ',' expected after '\"'.",
        ),
        (b'a"\n"1"x,"' + b"2\n" * 200_000, "The row that begins in line 2 cannot be read: field larger than"),
        (
            b"a\n" + b"x" * 200_000,
            "The row that begins in line 2 cannot be read: field larger than field limit",
        ),
        (b"a\n" + b"x," * 800_000, "A line is longer than 1048576 characters: the file is no table."),
    ],
)
def test_row_that_cannot_be_read_ends_the_table_with_a_sentence(content, message):
    table = read_table(content)

    with pytest.raises(UnreadableTable) as caught:
        list(table.rows)
    assert str(caught.value).startswith(message)


# Rows whose quotation marks are wrong


@pytest.mark.parametrize("line_end", [b"\n", b"\r", b"\r\n"])
def test_row_with_a_stray_quotation_mark_is_rejected_alone_and_as_it_stands(line_end):
    lines = [b"id,name,area", b"r1,A,gangnam", b'r3,"x"y,gangnam', b'r4,"B ""C""",gangnam', b'r5,D"E,gangnam']

    _columns, rows = rows_of(line_end.join(lines))

    assert rows == [
        (2, {"id": "r1", "name": "A", "area": "gangnam"}, ""),
        (3, {"id": "r3", "name": '"x"y', "area": "gangnam"}, WRONG_MARKS.format(3)),
        (4, {"id": "r4", "name": 'B "C"', "area": "gangnam"}, ""),
        (5, {"id": "r5", "name": 'D"E', "area": "gangnam"}, ""),
    ]


def test_lines_inside_quotation_marks_of_a_rejected_row_are_no_rows():
    content = b'id,a,b\n1,"x"y,"one\n2,not,a row\nend"\n3,c,"d\ne"\n4,"f\n5,g"h,\n6,i,j\n'

    _columns, rows = rows_of(content)

    assert [(number, cells["id"], fault) for number, cells, fault in rows] == [
        (2, "1", WRONG_MARKS.format(2)),
        (3, "3", ""),
        (4, "4", WRONG_MARKS.format(8) + "; by them, lines 7 to 8 are one row"),
        (5, "6", ""),
    ]


def test_many_rows_with_stray_quotation_marks_are_read_as_they_come():
    content = b"id,name\n" + b'1,"x"y\n2,ok\n' * 20_000

    table = read_table(content)

    assert sum(bool(row.fault) for row in table.rows) == 20_000


def test_rejected_row_with_a_stray_quotation_mark_is_no_good_row_of_the_rejected_file():
    table = read_table(b'id,name\n1,"x"y\n')
    outcome = Outcome()
    outcome.rejected = [Rejected(row) for row in table.rows]

    _header, line = rejected_lines(table, outcome)

    assert line.startswith('1,"""x""y",')


# Files


@pytest.mark.parametrize("name", ["licences_cut.csv.gz", "licences_damaged.csv.gz"])
def test_gzip_that_is_cut_off_or_damaged_is_a_sentence(name):
    assert refusal(FILES / name).startswith(f"{FILES / name} is a gzip file that is damaged or cut off: ")


def test_gzip_is_known_by_its_bytes_and_not_by_its_name(tmp_path):
    packed, plain = tmp_path / "packed.csv", tmp_path / "plain.gz"
    packed.write_bytes(gzip.compress(b"a\n1\n"))
    plain.write_bytes(b"a\n1\n")

    assert rows_of(packed) == rows_of(plain)


def test_file_that_is_too_large_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("pricing.tables.sources.MOST_BYTES", 3)
    path = tmp_path / "table.csv"
    path.write_text("a\nb\n", encoding="utf-8")

    assert refusal(path) == f"{path} is larger than 3 bytes; split it."


def test_small_gzip_of_a_large_file_is_refused_while_it_is_unpacked(monkeypatch):
    monkeypatch.setattr("pricing.tables.sources.MOST_BYTES", 100_000)
    content = gzip.compress(b"a\n" + b"1\n" * 500_000)

    assert len(content) < 10_000
    assert refusal(content) == "The file is larger than 100000 bytes; split it."


@pytest.mark.parametrize("begin", [b"PK\x03\x04rest", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest"])
def test_spreadsheet_is_told_to_be_one(begin):
    sentence = "The file is a spreadsheet or another zip archive. Save it as CSV first."

    assert refusal(begin) == refusal(gzip.compress(begin)) == refusal(begin, encoding="cp1252") == sentence


def test_file_is_read_as_its_rows_are_asked_for(tmp_path):
    path = tmp_path / "table.csv"
    path.write_bytes(b"a,b\n" + b"1,2\n" * 100_000)

    table = read_table(path)
    begun = table.progress()
    half = [next(table.rows) and table.progress() for _ in range(50_000)]

    assert 0 < begun < 0.3
    assert half == sorted(half)
    assert 0.4 < half[-1] < 0.8
    assert len(list(table.rows)) == 50_000
    assert table.progress() == 1


def test_progress_of_a_gzip_counts_its_packed_bytes(tmp_path):
    path = tmp_path / "table.csv.gz"
    path.write_bytes(
        gzip.compress(b"a\n" + b"".join(os.urandom(20).hex().encode() + b"\n" for _ in range(20_000)))
    )
    table = read_table(path)

    for _ in range(10_000):
        next(table.rows)

    assert 0.3 < table.progress() < 0.8


def test_pipe_is_read_to_its_end(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=[gzip.compress(b"a\n1\n")])
    writer.start()

    table = read_table(pipe)

    assert table.progress() in {0, 1}
    assert [row.cells for row in table.rows] == [{"a": "1"}]
    assert table.progress() == 1
    writer.join()


def test_file_is_closed_at_its_end_when_it_is_refused_and_when_it_is_forgotten(tmp_path):
    path = tmp_path / "table.csv"
    opened = len(list(Path("/dev/fd").iterdir()))
    path.write_bytes(b"a\n" + b"1\n" * 40_000)
    list(read_table(path).rows)
    table = read_table(path)
    next(table.rows)
    del table
    path.write_bytes(b"a,a\n" + b"1\n" * 40_000)
    refusal(path)
    path.write_bytes(b"a\n" + b"1\n" * 40_000 + b"\x80\n")
    refusal(path)

    assert len(list(Path("/dev/fd").iterdir())) == opened


def test_file_is_read_again_by_asking_again():
    assert rows_of(LICENCES) == rows_of(LICENCES)
