"""A wrong encoding is a sentence that names the right one, and never text that only looks right."""

import codecs
from pathlib import Path

import pytest

from pricing.tables.guesses import guess_encoding
from pricing.tables.reading import UnreadableTable, read_table
from pricing.tables.sources import DamagedText

FILES = Path(__file__).parent / "files"
KOREAN = FILES / "licences.csv"
ALIKE = (
    "single-byte encodings (cp1250, cp1252, cp874 and others) cannot be told apart by their bytes:"
    " look whether the samples read right, and name another if not"
)
GERMAN = "Name;Straße\nPraxis für Haar;Größe 1 – „Ärzte“\nMüller;Österreich\n"


def refusal(content, encoding="utf-8", delimiter=","):
    """Return the sentence with which a file is refused, at once or on the way."""
    with pytest.raises(UnreadableTable) as caught:
        list(read_table(content, encoding=encoding, delimiter=delimiter).rows)
    return str(caught.value)


def cells_of(content, **options):
    return [list(row.cells.values()) for row in read_table(content, **options).rows]


def korean(encoding, rows=1):
    return ("이름,구\n" + "가의원,강남구\n" * rows).encode(encoding)


# Read as named


@pytest.mark.parametrize(
    "encoding", ["utf-8", "UTF8", "cp949", "ms949", "euc-kr", "utf-16", "utf-32", "gb18030"]
)
def test_korean_is_read_in_its_encoding(encoding):
    assert cells_of(korean(encoding, 3), encoding=encoding) == [["가의원", "강남구"]] * 3


def test_german_is_read_in_windows_1252():
    assert cells_of(GERMAN.encode("cp1252"), encoding="cp1252", delimiter=";") == [
        ["Praxis für Haar", "Größe 1 – „Ärzte“"],
        ["Müller", "Österreich"],
    ]
    latin = GERMAN.translate({ord(mark): None for mark in "–„“"})
    assert cells_of(latin.encode("latin-1"), encoding="latin-1", delimiter=";")[1] == ["Müller", "Österreich"]


def test_english_with_many_curly_apostrophes_is_not_taken_for_korean():
    content = "a\n" + "Women’s and Children’s\n" * 50
    (name, _reason) = guess_encoding(content.encode("cp1252"))

    assert name == "cp1252"
    assert len(cells_of(content.encode("cp1252"), encoding="cp1252")) == 50


def test_russian_and_turkish_are_read_in_their_single_bytes():
    for text, encoding in [("Клиника на улице Мира", "cp1251"), ("Ağrı Şişli Kliniği", "iso-8859-9")]:
        assert cells_of(f"a\n{text}\n".encode(encoding), encoding=encoding) == [[text]]


def test_stations_are_read_with_their_apostrophes():
    cells = cells_of(FILES / "stations_cp1252.csv", encoding="cp1252")

    assert cells[0][2] == "Cheongna Int’l City Station"
    assert cells[3][2] == "Seoul Nat`l Univ. of Education"


# Bytes that are none


@pytest.mark.parametrize(
    ("content", "encoding", "message"),
    [
        (
            "a\nb,가\n".encode("cp949"),
            "utf-8",
            "Line 2, byte 3 (0xb0) is not utf-8. The file looks like cp949: name it with --encoding cp949.",
        ),
        (b"a\rb\r\nc\x80\n", "utf-8", "Line 3, byte 2 (0x80) is not utf-8. The file looks like cp1252: name"),
        (b"\x80\n", "cp949", "Line 1, byte 1 (0x80) is not cp949. The file looks like cp1252: name it"),
        ("a\n가".encode(), "cp949", "Line 2, byte 3 (0x80) is not cp949. The file looks like utf-8: name it"),
        (b"\xef\xbb\xbfa\x81\n", "utf-8", "Line 1, byte 5 (0x81) is not utf-8. Name the right encoding"),
        (
            b"\x89PNG\r\n\x1a\n",
            "utf-8",
            "Line 1, byte 1 (0x89) is not utf-8. Name the right encoding, such as",
        ),
        (
            "가\n나".encode() + b"\xff\n",
            "utf-8",
            "Line 2, byte 4 (0xff) is not utf-8. What stands around it is:",
        ),
        ("가\n".encode("cp949") * 20 + b"\x80", "cp949", "Line 21, byte 1 (0x80) is not cp949. What stands"),
        ("가".encode("cp949")[:1], "cp949", "Line 1, byte 1 (0xb0) is not cp949."),
        ("가".encode()[:2], "utf-8", "Line 1, byte 1 (0xea) is not utf-8."),
        (
            "a\n가".encode("utf-16")[:-1],
            "utf-16",
            "Line 2, byte 1 (0x00) is not utf-16. What stands around it",
        ),
        (
            b"b\n" + "é".encode("latin-1"),
            "ascii",
            "Line 2, byte 1 (0xe9) is not ascii. The file looks",
        ),
    ],
)
def test_byte_that_is_not_of_the_encoding_is_named_with_its_place(content, encoding, message):
    assert refusal(content, encoding).startswith(message)


def test_stray_byte_of_windows_1252_is_named_with_its_place():
    lines = (FILES / "stations_stray.csv").read_bytes().splitlines()

    sentence = refusal(FILES / "stations_stray.csv", "cp1252")

    assert sentence == (
        f"Line 6, byte {lines[5].index(0x81) + 1} (0x81) is not cp1252. What stands around it is:"
        " the file is damaged there, unless it is in another single-byte encoding."
    )


def test_file_with_a_stray_byte_is_guessed_with_the_line_and_read_up_to_it():
    name, reason = guess_encoding(FILES / "stations_stray.csv")

    assert name == "cp1252"
    assert "; line 6 is not: the file may be damaged there; " in reason
    table = read_table(FILES / "stations_stray.csv", encoding=name)
    assert [next(table.rows).number for _ in range(4)] == [2, 3, 4, 5]
    with pytest.raises(DamagedText, match="Line 6, byte"):
        next(table.rows)


def test_fault_of_a_single_byte_is_no_reason_to_try_korean():
    assert refusal(b"a\ncaf\xe9\nx\x81y\n", "cp1252").startswith(
        "Line 3, byte 2 (0x81) is not cp1252. What stands around it is: the file is damaged there"
    )
    assert "looks like cp949" in refusal(korean("cp949"), "cp874")


@pytest.mark.parametrize("line_end", ["\n", "\r", "\r\n"])
def test_fault_far_down_a_file_has_its_line_and_byte(line_end):
    lines = [f"{number},가나다 라" for number in range(40_000)]
    content = line_end.join(lines).encode() + line_end.encode() + "1,가".encode() + b"\xb0\xa1"
    table = read_table(content)

    with pytest.raises(UnreadableTable) as caught:
        assert sum(1 for _row in table.rows) > 0

    assert str(caught.value).startswith("Line 40001, byte 6 (0xb0) is not utf-8. What stands around it is:")


# What looks like another encoding


@pytest.mark.parametrize(
    "encoding", ["cp1252", "latin-1", "iso-8859-15", "cp1251", "koi8-r", "mac-roman", "cp949"]
)
def test_utf8_named_otherwise_is_never_mojibake(encoding):
    assert "looks like utf-8" in refusal(KOREAN, encoding)


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "iso-8859-15", "mac-roman"])
def test_one_character_of_utf8_is_enough_where_every_byte_is_one(encoding):
    content = ("a\n" * 30_000 + "Café\n").encode()

    wrong = "Caf" + "é".encode().decode(encoding)
    assert refusal(content, encoding) == (
        f"Line 30001, byte 4: the file is not {encoding} but looks like utf-8 (--encoding utf-8):"
        f' "é" would be read as "{wrong.removeprefix("Caf")}";'
        " all 1 lines with bytes beyond ASCII are utf-8."
    )


@pytest.mark.parametrize(
    ("encoding", "wrong"), [("cp949", "챕"), ("gb18030", "茅"), ("big5", "矇"), ("shift_jis", "ﾃｩ")]
)
def test_one_character_of_utf8_is_enough_where_two_bytes_are_one(encoding, wrong):
    assert refusal("name\nCafé\n".encode(), encoding) == (
        f"Line 2, byte 4: the file is not {encoding} but looks like utf-8 (--encoding utf-8):"
        f' "é" would be read as "{wrong}"; all 1 lines with bytes beyond ASCII are utf-8.'
    )


@pytest.mark.parametrize(
    "encoding", ["cp1252", "latin-1", "iso-8859-1", "iso-8859-15", "cp1251", "utf-8", "utf-16-le"]
)
def test_korean_of_windows_named_otherwise_is_never_mojibake(encoding):
    assert "looks like cp949" in refusal(FILES / "licences_cp949.csv", encoding)


def test_windows_1252_named_latin_1_would_lose_its_apostrophes():
    assert refusal(FILES / "stations_cp1252.csv", "latin-1") == (
        "Line 2, byte 23: the file is not latin-1 but looks like cp1252 (--encoding cp1252):"
        " all 3 lines with bytes beyond ASCII are cp1252; line 2 is not utf-8."
    )


def test_english_named_korean_would_get_syllables_for_its_apostrophes():
    content = "a\nWomen’s and Children’s\n".encode("cp1252")

    assert "looks like cp1252" in refusal(content, "cp949")
    assert cells_of("a\n大學病院 뷁\n".encode("cp949"), encoding="cp949") == [["大學病院 뷁"]]


def test_german_named_korean_would_get_a_chinese_character_for_two_letters():
    assert refusal("a\nx\nGröße\n".encode("cp1252"), "cp949") == (
        'Line 3, byte 3: the file is not cp949 but looks like cp1252 (--encoding cp1252): "öß" would be'
        ' read as "秤"; all 1 lines with bytes beyond ASCII are cp1252; line 3 is not utf-8.'
    )
    assert cells_of("a\nK大 病院B\nA동·B동\n".encode("cp949"), encoding="cp949") == [
        ["K大 病院B"],
        ["A동·B동"],
    ]


@pytest.mark.parametrize(
    ("word", "encoding"),
    [
        *(
            (word, encoding)
            for word in ("강남", "강남의원", "가", "구", "서울")
            for encoding in ("cp1252", "latin-1")
        ),
        *(("강남의원", encoding) for encoding in ("iso-8859-15", "cp1250", "cp1251")),
    ],
)
def test_single_word_of_korean_named_otherwise_is_never_mojibake(encoding, word):
    content = f"name,area\nA,{word}\n".encode("cp949")

    sentence = refusal(content, encoding)

    assert sentence.startswith(f"Line 2, byte 3: the file is not {encoding} but looks like cp949 ")


def test_refused_korean_shows_what_it_would_be_read_as():
    assert refusal("a\n강남\n".encode("cp949"), "latin-1") == (
        'Line 2, byte 1: the file is not latin-1 but looks like cp949 (--encoding cp949): "강남" would be'
        ' read as "°³²"; all 1 lines with bytes beyond ASCII are cp949; line 2 is not utf-8.'
    )
    assert "looks like cp949" in refusal("a\n이의\n".encode("cp949"), "latin-1")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("»Ärzte am Ring«", "cp1252"),
        ("¿Él viene?", "cp1252"),
        ("30 m² für 20 €, 5° – 7°", "cp1252"),
        ("GRÄÖB", "latin-1"),
        ("Žluťoučký kůň", "cp1250"),
        ("Árvíztűrő tükörfúrógép", "iso-8859-2"),
        ("ΑΒΓΔ", "cp1253"),
        ("АБВГДЕ", "cp1251"),
        ("คลินิกผมสาทร", "cp874"),
    ],
)
def test_western_text_of_few_letters_is_not_taken_for_korean(text, encoding):
    assert cells_of(f"a\n{text}\n".encode(encoding), encoding=encoding, delimiter=";") == [[text]]


def test_first_letters_beyond_ascii_may_stand_in_a_later_block():
    content = b"a\r" + b"12345\r" * 30_000 + "x é\r".encode()

    assert refusal(content, "cp949").startswith("Line 30002, byte 3: the file is not cp949")


def test_long_file_in_another_encoding_is_refused_before_its_end():
    with pytest.raises(UnreadableTable, match="looks like utf-8"):
        read_table(korean("utf-8", 20_000), encoding="koi8-r")


@pytest.mark.parametrize(
    "encoding", ["utf-8", "cp949", "cp1252", "latin-1", "utf-7", "utf-8-sig", "utf-16-be"]
)
def test_unicode_text_of_spreadsheets_is_known_by_its_mark(encoding):
    assert refusal(FILES / "licences_utf16.csv", encoding) == (
        f"Line 1, byte 1: the file is not {encoding} but looks like utf-16 (--encoding utf-16):"
        " it begins with the byte order mark of utf-16."
    )


@pytest.mark.parametrize("encoding", ["cp949", "cp1252", "ascii", "utf-16", "utf-32"])
def test_mark_of_utf8_is_known_whatever_is_said(encoding):
    assert "it begins with the byte order mark of utf-8." in refusal(FILES / "licences_bom.csv", encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
@pytest.mark.parametrize("order", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_known_by_its_nul_bytes(encoding, order):
    assert refusal("name,city\nA,B\n".encode(order), encoding) == (
        f"Line 1, byte 1: the file is not {encoding} but looks like {order} (--encoding {order}):"
        " every other byte of Latin text is NUL."
    )
    assert cells_of("name,city\nA,B\n".encode(order), encoding=order) == [["A", "B"]]


def test_utf16_needs_its_mark_or_its_order():
    assert refusal("이름\n가\n".encode("utf-16-le"), "utf-16") == (
        "The file does not begin with the byte order mark of utf-16."
        " Name utf-16-le or utf-16-be if it is of that kind."
    )
    assert "looks like utf-8" in refusal(b"name\na\n", "utf-16-le")


def test_few_nul_bytes_are_no_utf16():
    (row,) = read_table(b"a,b\n\0x\0,\0\0y\0\n").rows

    assert row.cells == {"a": "x", "b": "y"}


@pytest.mark.parametrize(
    "encoding",
    ["klingon", "", "a\0b", "rot13", "base64", "hex", "undefined", "idna", "punycode", "unicode_escape"],
)
def test_what_is_no_encoding_of_text_is_refused(encoding):
    assert refusal(b"a\n", encoding).startswith("There is no text encoding")


def test_text_with_halves_of_characters_is_refused():
    assert refusal(b"a\nb\nc+2AA-\n", "utf-7") == (
        "Line 3, read as utf-7, holds half a character: name another encoding."
    )


# Guesses


@pytest.mark.parametrize(
    ("name", "encoding", "reason"),
    [
        ("licences.csv", "utf-8", "all 6 lines with bytes beyond ASCII are utf-8"),
        ("licences.csv.gz", "utf-8", "all 6 lines with bytes beyond ASCII are utf-8"),
        ("licences_bom.csv", "utf-8", "it begins with the byte order mark of utf-8"),
        ("licences_cp949.csv", "cp949", "all 6 lines with bytes beyond ASCII are cp949; line 1 is not utf-8"),
        ("licences_utf16.csv", "utf-16", "it begins with the byte order mark of utf-16"),
        ("licences_utf16_big_endian.csv", "utf-16", "it begins with the byte order mark of utf-16"),
        (
            "stations_cp1252.csv",
            "cp1252",
            "all 3 lines with bytes beyond ASCII are cp1252; line 2 is not utf-8; " + ALIKE,
        ),
    ],
)
def test_encoding_is_guessed_with_a_reason(name, encoding, reason):
    assert guess_encoding(FILES / name) == (encoding, reason)
    assert guess_encoding((FILES / name).read_bytes()) == (encoding, reason)


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n"])
def test_ascii_may_be_anything(content):
    assert guess_encoding(content) == ("utf-8", "every byte is ASCII, which means the same in all encodings")


def test_damaged_file_is_guessed_with_its_first_fault():
    korean_lines = "가의원\n" * 40
    assert guess_encoding(korean_lines.encode() + b"\xb0\n") == (
        "utf-8",
        "40 of 41 lines with bytes beyond ASCII are utf-8; line 41 is not: the file may be damaged there",
    )
    assert guess_encoding(korean_lines.encode("cp949") + b"\x80\n")[0] == "cp949"
    assert guess_encoding(b"caf\xe9\n" * 3 + b"\x81\n")[0] == "cp1252"


def test_guess_of_a_file_that_is_not_there_is_a_sentence(tmp_path):
    with pytest.raises(UnreadableTable, match="There is no file"):
        guess_encoding(tmp_path / "none.csv")


def test_utf32_is_not_taken_for_utf16():
    for mark, order in [(codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be")]:
        content = mark + "이름,a\n".encode(order)
        assert guess_encoding(content)[0] == "utf-32"
        assert read_table(content, encoding="utf-32").header == ["이름", "a"]
