"""Say when a task is due: by the end of a day on which the hub works."""

from datetime import date, datetime

from upstander.law.clocks import LAST_SECOND as END_OF_DAY
from upstander.law.clocks import LONDON, BeyondHorizon, working_days_after


def working_day(day: date) -> date:
    """Return the day itself if the hub works on it, else the next on which it does; past the known holidays, itself."""
    try:
        return working_days_after(day, 0, "hub")
    except BeyondHorizon:
        return day


def end_of(day: date) -> datetime:
    """Return the last second of the working day that `day` is or leads to, in London."""
    return datetime.combine(working_day(day), END_OF_DAY, tzinfo=LONDON)


def after_working_days(number: int, today: date) -> date:
    """Return the day that lies `number` working days after today, today itself not counted."""
    return working_days_after(today, number, "hub")
