"""Count to the last day of a time limit by the calendar, and say when that day ends where the courts are."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from upstander.law.clocks import LONDON
from upstander.law.clocks.calendar import months_after

LAST_SECOND = time(23, 59, 59)


def last_day(start: date, months: int, *, first_day_counts: bool = False) -> date:
    """The last day of a period of `months` whole months that runs from the day `start`.

    Months are those of the calendar (Interpretation Act 1978, schedule 1). A period "after" or "from" a day ends on the
    day of the same number in the last month; one "beginning with" a day (`first_day_counts`) on the day before it.
    Where the last month has no such day, either ends with that month.
    """
    end = months_after(start, months)
    return end - timedelta(days=1) if first_day_counts and end.day == start.day else end


def closes_at(day: date) -> datetime:
    """The last second of `day` in London, summer time or not, as an aware time in UTC."""
    return datetime.combine(day, LAST_SECOND, tzinfo=LONDON).astimezone(UTC)


def opens_at(day: date) -> datetime:
    """The first moment of `day` in London, summer time or not, as an aware time in UTC."""
    return datetime.combine(day, time(), tzinfo=LONDON).astimezone(UTC)
