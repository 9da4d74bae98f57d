"""Time counted only while the hub is open: for promises that nobody can keep at night."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from upstander.law.clocks.contact import UnknownHours, moment
from upstander.law.dated import in_force

LONDON = ZoneInfo("Europe/London")
ONE_DAY = timedelta(days=1)


def open_time_after(start: datetime, length: timedelta) -> datetime:
    """The moment, in UTC, at which the hub has been open for `length` since `start`.

    With a length of zero: `start` itself while the hub is open, else the next time it opens. It ends at closing time,
    not at the next opening, where the two would be the same. Raises ValueError for a naive time or a negative length,
    UnknownHours for a day before the hub's hours are known, BeyondHorizon past the known bank holidays.
    """
    from upstander.law.oversight import all_hours  # that room is built on this one

    if start.tzinfo is None or length < timedelta(0):
        raise ValueError("open time is counted forward from an aware time")
    day, left = start.astimezone(LONDON).date(), length
    while True:
        windows = in_force(all_hours(), day)
        if not windows:
            raise UnknownHours(f"the hours of the hub are not known on {day}")
        if windows[0].admits(day):
            begins = max(moment(day, windows[0].opens), start.astimezone(UTC))
            open_for = moment(day, windows[0].closes) - begins
            if open_for > timedelta(0):
                if left <= open_for:
                    return begins + left
                left -= open_for
        day += ONE_DAY
