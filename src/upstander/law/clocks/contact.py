"""When someone may be contacted under the hours that they said are safe."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from upstander.law.clocks.calendar import SATURDAY, is_working_day
from upstander.law.dated import Dated, in_force, load

LONDON = ZoneInfo("Europe/London")
ONE_DAY = timedelta(days=1)
LONGEST_WAIT = 14
"""Days looked through; no pattern of weekends and bank holidays closes a window for so long."""

Days = Literal["all", "working", "weekend"]


class UnknownHours(LookupError):
    """No contact hours have this code on that day."""


@dataclass(frozen=True, kw_only=True)
class ContactHours(Dated):
    """One choice of hours. `opens` and `closes` are minutes after midnight in London; `closes` is not in the window."""

    id: str
    days: Days
    opens: int
    closes: int

    def admits(self, day: date) -> bool:
        """Whether the window opens on `day`. Raises BeyondHorizon where bank holidays are not known."""
        if self.days == "working":
            return is_working_day(day, "any_uk")
        return self.days == "all" or day.weekday() >= SATURDAY


@cache
def all_hours() -> tuple[ContactHours, ...]:
    """Every choice of contact hours in the file, of whatever date."""
    convert = {"opens": minutes_of, "closes": minutes_of}
    return load(Path(__file__).parent / "contact.yaml", ContactHours, convert=convert)


def hours(on: date) -> tuple[ContactHours, ...]:
    """The choices of contact hours offered on the day `on`."""
    return in_force(all_hours(), on)


def next_allowed(code: str, at: datetime) -> datetime:
    """The first moment from `at` on at which the hours `code` allow contact: `at` itself, or when the window opens.

    An aware time in UTC. Raises UnknownHours, ValueError for a naive time, BeyondHorizon past the known bank holidays.
    """
    if at.tzinfo is None:
        raise ValueError("contact is asked for at an aware time")
    local = at.astimezone(LONDON)
    window = _window(code, local.date())
    if window.closes - window.opens == 24 * 60 and window.days == "all":
        return at.astimezone(UTC)
    for ahead in range(LONGEST_WAIT):
        day = local.date() + ahead * ONE_DAY
        if not window.admits(day):
            continue
        opens, closes = moment(day, window.opens), moment(day, window.closes)
        if at < closes:
            return max(opens, at.astimezone(UTC))
    raise UnknownHours(f"the contact hours {code!r} do not open within {LONGEST_WAIT} days")


def _window(code: str, on: date) -> ContactHours:
    for entry in hours(on):
        if entry.id == code:
            return entry
    raise UnknownHours(f"no contact hours are called {code!r} on {on}")


def moment(day: date, minutes: int) -> datetime:
    """The moment, in UTC, so many minutes by the clock on the wall after midnight, whatever summer time does."""
    whole, rest = divmod(minutes, 24 * 60)
    return datetime.combine(day + whole * ONE_DAY, time(rest // 60, rest % 60), tzinfo=LONDON).astimezone(UTC)


def minutes_of(raw: Any) -> int:
    """Return the minutes after midnight that a time such as 18:30 stands for."""
    hour, minute = str(raw).split(":")
    total = int(hour) * 60 + int(minute)
    if not 0 <= total <= 24 * 60:
        raise ValueError("a time of day lies between 00:00 and 24:00")
    return total
