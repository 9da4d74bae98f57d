"""Turn a time that somebody reads off a screen, with the zone that goes with it, into the moment that it was."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

FIRST, SECOND = "first", "second"
"""Of an hour that is there twice, when clocks go back: which."""
_WRITTEN = (
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%d/%m/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M",
)
_OFFSET = re.compile(r"(?:UTC|GMT)?([+-])(\d{1,2}):?(\d{2})?")
_NAMED = {"Z": UTC, "UTC": UTC, "GMT": UTC, "BST": timezone(timedelta(hours=1), "BST")}
"""Abbreviations that mean one thing here; most others mean several."""


class NotATime(ValueError):
    """This is no date and time in a form that can be read."""


class UnknownZone(ValueError):
    """This names no time zone that is known for certain."""


class TwiceThere(ValueError):
    """Clocks went back in that hour: it was there twice, and nobody said which is meant."""


class NeverThere(ValueError):
    """Clocks went forward in that hour: there was no such time."""


def read_local(text: str) -> datetime:
    """Return a date and time without a zone, such as 2026-10-25 01:30 or 25/10/2026 01:30. Raises NotATime."""
    for form in _WRITTEN:
        try:
            return datetime.strptime(" ".join(text.split()), form)  # noqa: DTZ007 - the zone is said apart
        except ValueError:
            continue
    raise NotATime(text)


def zone_of(text: str) -> tzinfo:
    """Return the zone of a place (Europe/London), an offset (+02:00) or UTC, GMT and BST. Raises UnknownZone."""
    named = text.strip()
    if named.upper() in _NAMED:
        return _NAMED[named.upper()]
    if found := _OFFSET.fullmatch(named.upper().replace("\u2212", "-")):
        hours, minutes = int(found[2]), int(found[3] or 0)
        if hours <= 14 and minutes < 60:
            return timezone((1 if found[1] == "+" else -1) * timedelta(hours=hours, minutes=minutes))
    if "/" not in named:
        raise UnknownZone(text)
    try:
        return ZoneInfo(named)
    except (LookupError, ValueError, OSError):
        raise UnknownZone(text) from None


def utc_of(local: datetime, zone: tzinfo, which: str = "") -> datetime:
    """Return the moment in UTC at which clocks in `zone` showed `local`. Raises TwiceThere, NeverThere.

    `which` says which of two is meant where clocks went back; the zone of this machine plays no part.
    """
    first, second = (local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first != second and first.astimezone(zone).replace(tzinfo=None) != local:
        raise NeverThere(local.isoformat())
    if first != second and which not in (FIRST, SECOND):
        raise TwiceThere(local.isoformat())
    return second if which == SECOND else first
