"""Rows are read as they were meant or rejected with the reason, and one bad row never takes a good one with it."""

import csv
import io
import tracemalloc
from itertools import chain
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upstander.duties.intake.rows import MOST_BYTES, Row, Unusable, neutral, plain, rows

HEAD = b"sender_ref,text,account\r\n"


def read(body: bytes, *, json: bool = False) -> list[Row]:
    return list(rows(io.BytesIO(body), json=json))


def refs(found: list[Row]) -> list[str]:
    return [row.answers["sender_ref"] if row.answers else "!" for row in found]


def test_quoted_line_breaks_commas_and_quotes_are_part_of_a_value() -> None:
    (row,) = read(HEAD + b'1,"a, ""b""\r\nc",x\r\n')
    assert row.answers == {"sender_ref": "1", "account": "x", "posts": [{"text": 'a, "b"\r\nc'}]}
    assert row.line == 2


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
@pytest.mark.parametrize(
    ("bad", "says"),
    [
        (b'2,"never closed,x', "not closed"),
        (b'2,"closed" late,x', "inside a value"),
        (b"2,too,many,values", "4 values"),
        (b"2,too few", "2 values"),
        (b"2,old\rMac,x", "line break"),
        (b"2," + b"x" * 200_000 + b",x", "not CSV"),
        (b"2," + b"x" * (MOST_BYTES + 5) + b",x", "longer"),
    ],
)
def test_a_bad_row_is_named_and_its_neighbours_stay(bad: bytes, says: str, end: bytes) -> None:
    found = read(HEAD + b"1,a,b" + end + bad + end + b"3,c,d" + end + b"4,e,f" + end)
    assert refs(found) == ["1", "!", "3", "4"]
    assert says in found[1].trouble
    assert found[1].line == 3
    assert [row.line for row in found] == [2, 3, 4, 5]


def test_an_open_quotation_mark_does_not_swallow_the_file() -> None:
    found = read(HEAD + b'1,"open,x\n' + b"".join(b"%d,a,b\n" % number for number in range(2, 12_000)))
    assert refs(found) == ["!", *map(str, range(2, 12_000))]


def test_each_line_is_read_in_its_own_encoding_and_marked_where_that_is_uncertain() -> None:
    found = read(b"\xef\xbb\xbf" + HEAD + "1,café,x\n".encode() + "2,café – £5,x\n".encode("cp1252") + b"3,\x81,x\n")
    assert [row.answers["posts"][0]["text"] for row in found] == ["café", "café – £5", "\ufffd"]
    assert [row.substituted for row in found] == [False, True, True]
    assert found[1].raw == "2,café – £5,x\n".encode("cp1252")


def test_empty_rows_are_passed_over() -> None:
    assert refs(read(HEAD + b"\n,,\n  , ,\n1,a,b\n\n")) == ["1"]


def test_nul_bytes_do_not_stop_the_file() -> None:
    assert refs(read(HEAD + b"1,a\x00b,x\n2,c,d\n")) == ["1", "2"]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "empty"),
        (b"\n\n", "sender_ref"),
        (b"text,account\na,b\n", "sender_ref"),
        (b"sender_ref;text\n1;a\n", "commas"),
        (b"sender_ref\ttext\n1\ta\n", "commas"),
        (b"sender_ref,text,unheard\n1,a,b\n", "unheard"),
        (b"sender_ref,text,text\n1,a,b\n", "twice"),
        (b"PK\x03\x04rest", "spreadsheet"),
        ("sender_ref,text\n1,a\n".encode("utf-16"), "UTF-16"),
        (b"\x00" * 5000, "sender_ref"),
        (b'"sender_ref,text\n1,a\n', "not closed"),
        (b"x" * (MOST_BYTES + 1), "sender_ref"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_whole(body: bytes, says: str) -> None:
    with pytest.raises(Unusable, match=says):
        read(body)


def test_json_lines_are_read_one_by_one() -> None:
    body = b'{"sender_ref": "1"}\n\n{"broken\n[1]\n{"sender_ref": "2", "sender_ref": "3"}\n{"sender_ref": "4"}'
    found = read(body, json=True)
    assert [row.line for row in found] == [1, 3, 4, 5, 6]
    assert [bool(row.trouble) for row in found] == [False, True, False, True, False]
    assert "twice" in found[3].trouble


def test_a_json_array_is_not_json_lines() -> None:
    with pytest.raises(Unusable, match="each line"):
        read(b'[{"sender_ref": "1"}]', json=True)


@given(st.lists(st.tuples(st.text(), st.text()), max_size=8))
def test_what_a_csv_writer_writes_is_read_back(cells: list[tuple[str, str]]) -> None:
    kept = [(a, b) for a, b in cells if not any("\ud800" <= mark <= "\udfff" for mark in a + b)]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["sender_ref", "text", "account"])
    writer.writerows([str(number), *pair] for number, pair in enumerate(kept))
    found = read(out.getvalue().encode())
    said = [(row.answers.get("posts", [{"text": ""}])[0]["text"], row.answers.get("account", "")) for row in found]
    assert said == [(a if a.strip() else "", b if b.strip() else "") for a, b in kept]


@given(st.binary(max_size=400))
def test_no_bytes_whatever_break_the_reader(noise: bytes) -> None:
    for json in (False, True):
        try:
            found = list(rows(io.BytesIO(HEAD + noise), json=json))
        except Unusable:
            continue
        assert all(row.trouble or row.answers is not None for row in found)


@given(st.text())
def test_a_neutral_cell_is_no_formula_and_can_be_undone(cell: str) -> None:
    assert plain(neutral(cell)) == cell
    assert not neutral(cell).startswith(("=", "+", "-", "@", "\t", "\r", "\uff1d"))


def test_memory_does_not_grow_with_the_file() -> None:
    class Endless(io.RawIOBase):
        def __init__(self, count: int) -> None:
            self.left = chain([HEAD], (b"%d,%s,x\n" % (number, b"w" * 500) for number in range(count)))

        def readline(self, size: Any = -1) -> bytes:
            return next(self.left, b"")

    tracemalloc.start()
    for _ in rows(Endless(20_000), json=False):  # type: ignore[arg-type]
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1_000_000
