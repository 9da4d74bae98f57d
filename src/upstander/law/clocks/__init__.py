"""Every clock that law or policy starts: how long it is, on which calendar, and when it is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from upstander.law.clocks.calendar import (
    CALENDARS,
    BeyondHorizon,
    UnknownCalendar,
    is_working_day,
    months_after,
    working_days_after,
)
from upstander.law.clocks.opening import open_time_after
from upstander.law.dated import Dated, in_force, load

__all__ = [
    "CALENDARS",
    "BeyondHorizon",
    "Clock",
    "UnknownCalendar",
    "UnknownClock",
    "all_clocks",
    "clock",
    "clocks",
    "due",
    "is_working_day",
    "months_after",
    "names_of",
    "working_days_after",
]

Unit = Literal["minutes", "hours", "hub_hours", "days", "months", "working_days"]
Kind = Literal["hub", "victim", "time_limit"]
UNITS: tuple[Unit, ...] = ("minutes", "hours", "hub_hours", "days", "months", "working_days")
LONDON = ZoneInfo("Europe/London")
LAST_SECOND = time(23, 59, 59)


class UnknownClock(LookupError):
    """No clock of this name holds on that day."""


@dataclass(frozen=True, kw_only=True)
class Clock(Dated):
    """One clock. `length` is None where a person agrees it (pass `length` to `due`); `starts` says what starts it.

    `calendar` names a calendar for working days, is "hub" for hours in which the hub is open and "elapsed" for the
    rest. `statutory` clocks never pause.
    `kind` says whom it is kept for: the hub's own work, a victim, or a time limit after which nobody can be charged.
    """

    id: str
    title: str
    length: int | None
    unit: Unit
    calendar: str = "elapsed"
    starts: str = ""
    statutory: bool = False
    kind: Kind = "hub"


@cache
def all_clocks() -> tuple[Clock, ...]:
    """Every clock in the file, of whatever date."""
    return load(Path(__file__).parent / "clocks.yaml", Clock)


def clocks(on: date) -> tuple[Clock, ...]:
    """The clocks that hold on the day `on`."""
    return in_force(all_clocks(), on)


@lru_cache(maxsize=4096)
def clock(name: str, on: date) -> Clock:
    """The clock called `name` as it holds on the day `on`. Raises UnknownClock."""
    for entry in clocks(on):
        if entry.id == name:
            return entry
    raise UnknownClock(f"no clock is called {name!r} on {on}")


def names_of(kind: Kind) -> tuple[str, ...]:
    """The names of the clocks of that kind, of whatever date: one that runs keeps its kind."""
    return tuple(dict.fromkeys(entry.id for entry in all_clocks() if entry.kind == kind))


def due(
    name: str,
    start: datetime,
    *,
    on: date | None = None,
    length: int | None = None,
    calendar: str | None = None,
) -> datetime:
    """When the clock `name`, started at `start`, runs out: an aware time in UTC.

    Minutes and hours are elapsed time; hub hours are those in which the hub is open (law.oversight); days and months
    keep the time of day in London; working days end with the last second, in London, of the last one, the day of the
    start not counted. `on` picks the version of the clock (the day
    of `start` in London unless given); `length` and `calendar` replace what the file says (a length that a victim
    agreed, another nation's holidays). Raises UnknownClock, BeyondHorizon, and ValueError for a naive time or a
    missing length.
    """
    if start.tzinfo is None:
        raise ValueError("a clock starts at an aware time")
    local = start.astimezone(LONDON)
    entry = clock(name, on or local.date())
    amount = entry.length if length is None else length
    if amount is None:
        raise ValueError(f"the length of the clock {name!r} is agreed with a person: pass it")
    if amount < 0:
        raise ValueError("a clock cannot be of negative length")
    match entry.unit:
        case "minutes":
            end = start.astimezone(UTC) + timedelta(minutes=amount)
        case "hours":
            end = start.astimezone(UTC) + timedelta(hours=amount)
        case "hub_hours":
            end = open_time_after(start, timedelta(hours=amount))
        case "days":
            end = datetime.combine(local.date() + timedelta(days=amount), local.timetz())
        case "months":
            end = datetime.combine(months_after(local.date(), amount), local.timetz())
        case "working_days":
            last = working_days_after(local.date(), amount, calendar or entry.calendar)
            end = datetime.combine(last, LAST_SECOND, tzinfo=LONDON)
    return end.astimezone(UTC)
