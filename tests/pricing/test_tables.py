import os
from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db import models
from hypothesis import given
from hypothesis import strategies as st

from pricing.models import Currency, Treatment
from pricing.tables.cells import (
    Choice,
    Day,
    Flag,
    Fraction,
    Lines,
    Link,
    Moment,
    Slugs,
    Text,
    UnreadableCell,
    Whole,
    clean_text,
    no_such,
    protected,
    quoted,
    unprotected,
)
from pricing.tables.checking import RowReader
from pricing.tables.columns import columns_of, kind_of
from pricing.tables.files import UnwritableFile, replacing
from pricing.tables.outcomes import Outcome, csv_line
from pricing.tables.reading import read_table
from pricing.tables.references import References

SEOUL = ZoneInfo("Asia/Seoul")


# Cells


@pytest.mark.parametrize(
    "cell", ["=1+1", "+cmd", "-2+3", "@SUM", "\tx", "\rx", "'=1", "''@", "-", "+", "#N/A", "'#REF!"]
)
def test_cell_that_a_spreadsheet_would_run_gets_an_apostrophe(cell):
    assert protected(cell) == f"'{cell}"


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "x=1",
        "1-2",
        "-5",
        "+5",
        "-0.5",
        "-.5",
        "5.",
        "+82 (0)2-555-1234",
        "+82.2.5551234",
        "'quoted'",
        "'",
        "#1 clinic",
        "#N/A or nothing",
    ],
)
def test_numbers_phones_and_plain_texts_stay_as_they_are(cell):
    assert protected(cell) == cell


@pytest.mark.parametrize("cell", ["+82 2 555 1234 =1", "-5=", "+1\n2345", "+١٢٣٤٥", "-1e5"])
def test_what_only_begins_like_a_number_gets_an_apostrophe(cell):
    assert protected(cell) == f"'{cell}"


@given(st.text())
def test_protection_is_taken_off_again(text):
    text = clean_text(text)

    assert unprotected(protected(text)) == text


def test_message_quotes_a_cell_in_one_short_line():
    assert quoted("a\n b") == '"a b"'
    assert quoted("x" * 61) == f'"{"x" * 59}…"'


def test_message_lists_a_dozen_known_words():
    words = [f"word-{number}" for number in range(13)]

    assert no_such("x", "focus", words[:2]) == '"x" is no focus; known: word-0, word-1'
    assert no_such("x", "focus", words) == f'"x" is no focus; known: {", ".join(words[:12])} … (13 in all)'
    assert no_such("x", "focus", []) == '"x" is no focus; known: none'


@pytest.mark.parametrize(
    ("kind", "value", "cell"),
    [
        (Text(), " a\r\nb ", "a\nb"),
        (Lines(), [" a ", "", "b\x85c"], "a;b;c"),
        (Slugs(), ["b", "a", "b"], "a;b"),
        (Flag(), True, "true"),
        (Flag(), False, "false"),
        (Link(), "http://clinic.kr", "http://clinic.kr"),
        (Link(), "", ""),
        (Whole(), None, ""),
        (Whole(), -7, "-7"),
        (Fraction(6), None, ""),
        (Fraction(2), Decimal("1.005"), "1.00"),
        (Fraction(2), Decimal("-0.001"), "0.00"),
        (Day(), None, ""),
        (Moment(SEOUL), datetime(2026, 1, 1, 9, tzinfo=SEOUL), "2026-01-01T00:00:00Z"),
        (Moment(SEOUL), None, ""),
        (Choice(("", "yes"), "answer"), "yes", "yes"),
    ],
)
def test_value_of_a_model_is_written_and_read_back(kind, value, cell):
    plain = kind.plain(value)

    assert kind.write(plain) == cell
    assert cell == "" or kind.read(cell) == plain
    assert kind.plain(kind.python(plain)) == plain


@pytest.mark.parametrize(
    ("cell", "address"),
    [
        ("www.clinic.kr", "https://www.clinic.kr"),
        (" www.clinic.kr/a?b#c ", "https://www.clinic.kr/a?b#c"),
        ("//clinic.kr:8080/", "https://clinic.kr:8080/"),
        ("clinic.kr", "https://clinic.kr"),
        ("한글.한국", "https://한글.한국"),
        ("http:// www.clinic.kr", "http://www.clinic.kr"),
        ("HTTPS://Clinic.kr", "HTTPS://Clinic.kr"),
        ("ftp://clinic.kr", "ftp://clinic.kr"),
        # Nothing is invented: these are refused later, by the field.
        ("www.a.kr www.b.kr", "www.a.kr www.b.kr"),
        ("ask@clinic.kr", "ask@clinic.kr"),
        ("none", "none"),
        ("-", "-"),
    ],
)
def test_address_without_a_scheme_is_read_as_https(cell, address):
    assert Link().read(cell) == address


def test_column_of_addresses_is_read_as_such():
    assert kind_of(models.URLField(), None) == Link()


def test_texts_hold_nothing_that_nobody_sees():
    assert Text().read("a\u200b\0b\x0bc\u202e ") == "ab c"
    assert Lines().read("\ufeffa\u200b;\u200b;b") == ["a", "b"]


def test_moment_is_a_python_moment_again():
    assert Moment(SEOUL).python("2026-01-01T00:00:00Z") == datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "cell"),
    [
        (Flag(), "1"),
        (Whole(), "1.0"),
        (Whole(), "١"),
        (Whole(), "9" * 19),
        (Fraction(6), "."),
        (Fraction(6), "NaN"),
        (Fraction(6), "1e400"),
        (Day(), "20260101"),
        (Day(), "2026-W01-1"),
        (Day(), "２０２６-01-01"),
        (Moment(SEOUL), "9999-12-31T23:59:59-12:00"),
        (Moment(SEOUL), "2026-01-01T25:00"),
        (Moment(SEOUL), "20260101"),
        (Choice(("yes",), "answer"), "Yes"),
    ],
)
def test_cell_of_another_kind_is_refused(kind, cell):
    with pytest.raises(UnreadableCell, match=r"^.+ is n"):
        kind.read(cell)


# Columns


def test_columns_follow_the_editable_fields_of_a_model():
    columns = columns_of(Treatment, ["slug", "title"], aliases={"title": "name"}, leave_out=["procedure"])

    assert [column.name for column in columns] == [
        "slug",
        "title",
        "position",
        "synonyms",
        "summary",
        "sessions_min",
        "sessions_max",
        "cost_rank",
        "cost_note",
    ]
    by_name = {column.name: column for column in columns}
    assert by_name["title"].is_required
    assert not by_name["cost_rank"].is_required
    assert (by_name["position"].empty, by_name["synonyms"].empty, by_name["summary"].empty) == (0, [], "")
    assert by_name["cost_rank"].empty is None
    assert columns_of(Currency, ["code"])[1].empty == 2


def test_empty_cell_is_the_default_or_is_missing():
    slug, *_others, decimals = (*columns_of(Treatment, ["slug"]), columns_of(Currency, ["decimals"])[0])

    assert decimals.read("") == 2
    with pytest.raises(UnreadableCell, match="is missing"):
        slug.read("")


def test_a_field_that_no_cell_can_hold_is_an_error_of_the_programmer():
    with pytest.raises(TypeError, match="no kind of cell"):
        kind_of(models.BinaryField(), None)


# Writing


def test_lines_are_quoted_where_they_must_be():
    assert csv_line(["a", 'b "c"', "d,e", "f\ng", "h\ri", ""]) == 'a,"b ""c""","d,e","f\ng","h\ri",\n'
    assert csv_line(["a;b", "c"], ";") == '"a;b";c\n'


def test_broken_constraint_without_a_column_is_a_problem_of_the_row():
    columns = columns_of(Currency, ["code"])
    reader = RowReader(read_table(b"code\nUSD\n"), columns, References())

    problem = reader.violation("It cannot be.", [], {}, {"code": "USD"})

    assert str(problem) == "It cannot be."


def test_report_counts_what_is_skipped_only_where_something_is():
    outcome = Outcome()

    assert list(outcome.lines()) == ["new: 0, changed: 0, unchanged: 0, rejected: 0"]
    outcome.counts["skipped"] += 2
    assert list(outcome.lines()) == ["new: 0, changed: 0, unchanged: 0, rejected: 0, skipped: 2"]


def test_file_takes_its_place_only_when_it_is_whole(tmp_path):
    path = tmp_path / "file.csv"
    path.write_text("old", encoding="utf-8")

    def lines():
        yield "new"
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), replacing(path) as file:
        file.writelines(lines())

    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_file_behind_a_link_is_replaced_and_the_link_stays(tmp_path):
    path, link = tmp_path / "file.csv", tmp_path / "link.csv"
    path.write_text("old", encoding="utf-8")
    link.symlink_to(path)

    with replacing(link) as file:
        file.write("a\r\n한")

    assert path.read_bytes() == "a\r\n한".encode()
    assert link.is_symlink()


def test_pipe_is_written_straight(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)

    with replacing(pipe) as file:
        file.write("through")

    assert os.read(reader, 100) == b"through"
    os.close(reader)
    assert pipe.is_fifo()


def test_failure_at_a_pipe_does_not_remove_it(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)

    with pytest.raises(ZeroDivisionError), replacing(pipe):
        raise ZeroDivisionError

    os.close(reader)
    assert pipe.is_fifo()


def test_file_that_cannot_be_written_is_one_sentence(tmp_path):
    for path, reason in [
        (tmp_path, "Is a directory"),
        (tmp_path / "none" / "file.csv", "No such file or directory"),
    ]:
        with pytest.raises(UnwritableFile, match=f"cannot be written: {reason}"):
            replacing(path).__enter__()
