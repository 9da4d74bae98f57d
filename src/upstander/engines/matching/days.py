"""Read the day that a report tells of, where it is written as a date; nothing is guessed from `yesterday`."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

LONGEST_AGO = timedelta(days=366)
"""Before the report; what is older is taken for another matter, such as somebody's birthday."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?"
_YEAR = r"(?:,?\s+(?P<year>20[0-9]{2}))?"
_SHAPES = tuple(
    re.compile(shape, re.IGNORECASE)
    for shape in (
        r"\b(?P<day>[0-3]?[0-9])(?:st|nd|rd|th)?(?:\s+of)?\s+" + _MONTH + r"\b" + _YEAR,
        r"\b" + _MONTH + r"\s+(?:the\s+)?(?P<day>[0-3]?[0-9])(?:st|nd|rd|th)?\b" + _YEAR,
        r"\b(?P<day>[0-3]?[0-9])[/.](?P<number>[01]?[0-9])[/.](?P<year>(?:20)?[0-9]{2})\b",
        r"\b(?P<year>20[0-9]{2})-(?P<number>[01][0-9])-(?P<day>[0-3][0-9])\b",
    )
)


def told_day(texts: Iterable[str], *, by: date) -> date | None:
    """Return the latest date written in the texts that is no later than `by` and at most a year before; None without.

    A date without a year is of the latest year that is not after `by`; 3/11/2026 is the third of November.
    """
    days = [day for text in texts for day in _days(text, by) if by - LONGEST_AGO <= day <= by]
    return max(days, default=None)


def _days(text: str, by: date) -> Iterator[date]:
    for shape in _SHAPES:
        for found in shape.finditer(text):
            said = found.groupdict()
            month = int(said["number"]) if "number" in said else 1 + _MONTHS.index(said["month"][:3].lower())
            years = [_year(said["year"])] if said["year"] else [by.year, by.year - 1]
            for year in years:
                try:
                    day = date(year, month, int(said["day"]))
                except ValueError:
                    continue
                if day <= by:
                    yield day
                    break


def _year(said: str) -> int:
    return int(said) if len(said) == 4 else 2000 + int(said)
