"""Read the rows of a partner's file one at a time: a badly made row never takes a good one with it."""

import csv
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from upstander.duties.intake.answers import Wrong, answers_of_cells, parsed
from upstander.duties.intake.fields import COLUMNS, REFERENCE
from upstander.engines.text import visible

MOST_BYTES, MOST_LINES = 1024 * 1024, 5_000
"""The most that one row may take; beyond it a quotation mark was left open."""
NOTES = ("line", "reason", "as_sent")
"""The columns of a rejects file that say what was wrong; they are passed over when it is sent again."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_QUOTES = {
    "unexpected end of data": "A quotation mark is opened here and not closed.",
    "',' expected after '\"'": "A quotation mark stands inside a value: double it, and put the value in quotes.",
    "new-line character seen in unquoted field": "A line break stands in a value that is not in quotation marks.",
}
_SPREADSHEETS = {
    b"PK\x03\x04": "This is a spreadsheet or an archive. Save it as CSV (UTF-8) first.",
    b"\xd0\xcf\x11\xe0": "This is an old spreadsheet. Save it as CSV (UTF-8) first.",
    b"\xff\xfe": "This is UTF-16 text. Save it as CSV (UTF-8) first.",
    b"\xfe\xff": "This is UTF-16 text. Save it as CSV (UTF-8) first.",
}


class Unusable(ValueError):
    """Nothing of the file can be read; the message says why and what to do."""


@dataclass(frozen=True)
class Row:
    """One row. Either `answers` say something or `trouble` says why they cannot."""

    line: int
    """The line of the file on which it begins, from 1."""
    end: int
    """How many bytes of the file are read with it."""
    raw: bytes
    text: str
    answers: Any = None
    trouble: str = ""
    cells: Mapping[str, str] | None = None
    substituted: bool = False
    """The bytes are not UTF-8 and may have been read otherwise than they were meant."""


def rows(file: BinaryIO, *, json: bool) -> Iterator[Row]:
    """Yield the rows of an open file in order, in memory that does not grow with it. Raises Unusable."""
    lines = _Lines(file)
    return _json_rows(lines) if json else _csv_rows(lines)


def header_of(path: Path) -> list[str]:
    """Return the columns of a CSV file. Raises Unusable, OSError."""
    with path.open("rb") as file:
        return _header(_Lines(file))


def neutral(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula; `plain` gives back what it was."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def plain(cell: str) -> str:
    """Undo `neutral`."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell


@dataclass(frozen=True)
class _Line:
    number: int
    end: int
    raw: bytes
    text: str
    certain: bool
    cut: bool


class _Lines:
    """The physical lines of a file; lines that were read ahead can be given back."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._back, self._number, self._end = file, deque[_Line](), 0, 0

    def __iter__(self) -> Iterator[_Line]:
        return self

    def __next__(self) -> _Line:
        if self._back:
            return self._back.popleft()
        raw = more = self._file.readline(MOST_BYTES)
        if not raw:
            raise StopIteration
        self._end += len(raw)
        cut = len(raw) == MOST_BYTES and not raw.endswith(b"\n")
        while len(more) == MOST_BYTES and not more.endswith(b"\n"):
            more = self._file.readline(MOST_BYTES)
            self._end += len(more)
        self._number += 1
        text, certain = _decoded(raw.removeprefix(b"\xef\xbb\xbf") if self._number == 1 else raw)
        return _Line(self._number, self._end, raw, text, certain, cut)

    def back(self, lines: list[_Line]) -> None:
        """Give lines back, to be read again next."""
        self._back.extendleft(reversed(lines))


def _decoded(raw: bytes) -> tuple[str, bool]:
    """Return the text and whether its encoding is certain: UTF-8, else the one of old Windows programs."""
    try:
        return raw.decode("utf-8"), True
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace"), False


def _row(taken: list[_Line], **found: Any) -> Row:
    text = "".join(line.text for line in taken)
    return Row(
        line=taken[0].number, end=taken[-1].end, raw=b"".join(line.raw for line in taken), text=visible(text)[0],
        substituted=not all(line.certain for line in taken), **found,
    )  # fmt: skip


def _csv_rows(lines: _Lines) -> Iterator[Row]:
    header = _header(lines)
    sent_back = set(NOTES[:2]) <= set(header)
    while record := _record(lines):
        taken, cells, trouble = record
        if trouble:
            yield _row(taken, trouble=trouble)
        elif not any(cell.strip() for cell in cells):
            continue
        elif len(cells) != len(header):
            yield _row(taken, trouble=f"It has {len(cells)} values; the first line names {len(header)} columns.")
        else:
            yield _of_cells(taken, dict(zip(header, map(plain, cells) if sent_back else cells, strict=True)))


def _of_cells(taken: list[_Line], cells: dict[str, str]) -> Row:
    notes = {name: cells.pop(name, "") for name in NOTES}
    if notes["as_sent"].strip() and not any(cell.strip() for cell in cells.values()):
        return _row(taken, trouble="It is as it was: put what stands under as_sent into the columns.")
    try:
        return _row(taken, answers=answers_of_cells(cells), cells=cells)
    except Wrong as wrong:
        return _row(taken, trouble=str(wrong), cells=cells)


def _record(lines: _Lines) -> tuple[list[_Line], list[str], str] | None:
    """Return the physical lines of the next record, its cells and what is wrong with it; None at the end.

    Where a quotation mark is left open, only the line that opens it is given up; the lines after it are read again.
    """
    taken: list[_Line] = []

    def feed() -> Iterator[str]:
        size = 0
        for line in lines:
            taken.append(line)
            size += len(line.raw)
            if line.cut or size > MOST_BYTES or len(taken) > MOST_LINES:
                return
            yield line.text

    try:
        return taken, next(csv.reader(feed(), strict=True)), ""
    except StopIteration:
        return (taken, [], f"It is longer than {MOST_BYTES:,} bytes.") if taken else None
    except csv.Error as error:
        lines.back(taken[1:])
        known = (says for beginning, says in _QUOTES.items() if str(error).startswith(beginning))
        return taken[:1], [], next(known, f"It is not CSV: {error}.")


def _header(lines: _Lines) -> list[str]:
    record = _record(lines)
    if record is None:
        raise Unusable("The file is empty.")
    taken, cells, trouble = record
    for beginning, says in _SPREADSHEETS.items():
        if taken[0].raw.startswith(beginning):
            raise Unusable(says)
    header = [cell.strip().lower() for cell in cells]
    if REFERENCE.name not in header:
        other_marks = len(header) == 1 and any(mark in header[0] for mark in ";\t")
        hint = " Separate the columns with commas." if other_marks else f" {trouble}" if trouble else ""
        raise Unusable(f"The first line does not name the column {REFERENCE.name}.{hint} See docs/partners/import.md.")
    known = {field.name for field in COLUMNS} | set(NOTES)
    if strange := [name for name in header if name not in known]:
        names = ", ".join(repr(name[:40]) for name in strange[:5])
        raise Unusable(f"The first line names columns that the hub does not know: {names}. Nothing was read.")
    if len(set(header)) < len(header):
        raise Unusable("The first line names a column twice. Nothing was read.")
    return header


def _json_rows(lines: _Lines) -> Iterator[Row]:
    for line in lines:
        if line.number == 1:
            for beginning, says in _SPREADSHEETS.items():
                if line.raw.startswith(beginning):
                    raise Unusable(says.replace("CSV", "JSON Lines"))
            if line.text.lstrip().startswith("["):
                raise Unusable("This is a JSON array. Write one report on each line, without the brackets around all.")
        if line.cut:
            yield _row([line], trouble=f"It is longer than {MOST_BYTES:,} bytes.")
        elif line.text.strip():
            yield _of_json(line)


def _of_json(line: _Line) -> Row:
    try:
        answers = parsed(line.text)
    except ValueError as error:
        return _row([line], trouble=str(error))
    if isinstance(answers, dict) and set(answers) <= {*NOTES, "row"} and {"reason", "line"} <= set(answers):
        if "row" not in answers:
            return _row([line], trouble="It is as it was: put what stands under as_sent under row.")
        answers = answers["row"]
    return _row([line], answers=answers)
