"""Read the days in a document of facts: those of the conduct and those on which a prosecutor saw the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from upstander.law.dated import EARLIEST
from upstander.law.facts.shape import shown

LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class Span:
    """The first and the last day of the conduct, in London; None while not known. `open_ended`: no end was given."""

    first: date | None = None
    last: date | None = None
    open_ended: bool = False


def span_of(conduct: Mapping[str, Any], on: date) -> tuple[Span, list[str]]:
    """The days of the conduct, asked about on the day `on`, and what is wrong with them in plain sentences."""
    wrong: list[str] = []
    given = {name: _day(f"conduct.{name}", conduct.get(name), on, wrong) for name in ("on", "from", "to")}
    if conduct.get("on") is not None and (conduct.get("from") is not None or conduct.get("to") is not None):
        wrong.append("conduct.on and conduct.from or conduct.to: give one day, or a first and a last, not both")
    if conduct.get("to") is not None and conduct.get("from") is None:
        wrong.append("conduct.to is given without conduct.from: when did it begin?")
    if wrong:
        return Span(), wrong
    if given["on"]:
        return Span(given["on"][0], given["on"][0]), []
    start, end = given["from"], given["to"]
    if start and end and end[1] < start[1]:
        return Span(), [f"conduct.to ({conduct['to']}) is before conduct.from ({conduct['from']})"]
    if start:
        return Span(start[0], end[0] if end else on, open_ended=end is None), []
    return Span(), []


def days_seen(
    rows: Sequence[Mapping[str, Any]], span: Span, on: date
) -> tuple[list[tuple[date, bool | None]], list[str]]:
    """The days on which a prosecutor saw the file, the earliest first, and what is wrong with them."""
    wrong: list[str] = []
    found = []
    for number, row in enumerate(rows):
        name = f"prosecutor_saw[{number}].on"
        day = _day(name, row["on"], on, wrong)
        if day and span.first and day[0] < span.first:
            wrong.append(f"{name} ({day[0]}) is before the conduct began ({span.first})")
        elif day:
            found.append((day[0], row.get("enough")))
        elif row["on"] is None:
            wrong.append(f"{name}: a day is needed; leave the row out while it is not known")
    return sorted(found, key=lambda each: each[0]), wrong


def _day(name: str, raw: str | None, on: date, wrong: list[str]) -> tuple[date, datetime] | None:
    """The day in London and the moment, or None; a time that carries its offset is turned into London's."""
    if raw is None:
        return None
    try:
        moment = datetime.fromisoformat(raw.strip())
    except ValueError:
        wrong.append(
            f"{name}: {shown(raw)} is no day of the calendar written as YYYY-MM-DD (leave it out if not known)"
        )
        return None
    try:
        moment = moment.astimezone(LONDON) if moment.tzinfo else moment.replace(tzinfo=LONDON)
    except OverflowError:
        wrong.append(f"{name}: {shown(raw)} is too far from today to be a day of conduct")
        return None
    if moment.date() > on:
        wrong.append(f"{name} ({moment.date()}) lies in the future: the day of asking is {on}")
    elif moment.date() < EARLIEST:
        wrong.append(f"{name} ({moment.date()}) is before {EARLIEST}, where the law held here begins")
    else:
        return moment.date(), moment
    return None
