"""Working days by nation, from bank holidays dated at build time; past their horizon nothing is guessed."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from upstander.law.dated import BadLaw, read

HOLIDAYS = Path(__file__).parent / "holidays.yaml"
CALENDARS: dict[str, tuple[str, ...]] = {
    "england_wales": ("england_wales",),
    "scotland": ("scotland",),
    "northern_ireland": ("northern_ireland",),
    "any_uk": ("england_wales", "scotland", "northern_ireland"),  # a bank holiday in any part is not a working day
    "hub": ("england_wales",),
}
SATURDAY = 5


class BeyondHorizon(ValueError):
    """The bank holidays of that day are not known, so its working days cannot be counted."""


class UnknownCalendar(LookupError):
    """No calendar has this name."""


@cache
def holidays(calendar: str) -> frozenset[date]:
    """The bank holidays of a calendar. Raises UnknownCalendar."""
    if calendar not in CALENDARS:
        raise UnknownCalendar(f"no calendar is called {calendar!r}; there are {', '.join(CALENDARS)}")
    by_nation = _file()["holidays"]
    return frozenset(day for nation in CALENDARS[calendar] for day in by_nation[nation])


def horizon() -> tuple[date, date]:
    """The first and the last day whose bank holidays are known."""
    content = _file()
    return content["first_day"], content["last_day"]


def is_working_day(day: date, calendar: str = "england_wales") -> bool:
    """Whether `day` is neither a weekend nor a bank holiday. Raises BeyondHorizon, UnknownCalendar."""
    closed = holidays(calendar)
    first, last = horizon()
    if not first <= day <= last:
        raise BeyondHorizon(f"bank holidays are known from {first} to {last}, not for {day}")
    return day.weekday() < SATURDAY and day not in closed


def working_days_after(start: date, n: int, calendar: str = "england_wales") -> date:
    """The day that is `n` working days after the day `start`, which itself is never counted.

    With n = 0: `start` itself when it is a working day, else the next one.
    Raises BeyondHorizon, UnknownCalendar, ValueError.
    """
    if n < 0:
        raise ValueError("working days are counted forward only")
    day = start
    if n == 0:
        while not is_working_day(day, calendar):
            day += timedelta(days=1)
        return day
    left = n
    while left:
        day += timedelta(days=1)
        left -= is_working_day(day, calendar)
    return day


def months_after(day: date, months: int) -> date:
    """The same day of the month `months` later; the last day of that month where it is shorter."""
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@cache
def _file() -> dict[str, Any]:
    content = read(HOLIDAYS)
    if not {"first_day", "last_day", "holidays"} <= content.keys():
        raise BadLaw(f"{HOLIDAYS.name}: first_day, last_day and holidays are needed")
    return content
