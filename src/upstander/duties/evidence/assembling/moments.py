"""Write moments as the machine copy of a case does: in UTC, to the second, with the offset."""

from datetime import UTC, datetime


def moment(at: datetime) -> str:
    """Return an aware time as RFC 3339 in UTC, such as 2026-11-21T12:00:00Z."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def day(at: datetime) -> str:
    """Return the day of an aware time in UTC, in words for a sentence."""
    return f"{at.astimezone(UTC):%d %B %Y}".lstrip("0")
