"""Read from the number of a post when it was made, on platforms whose numbers hold the time."""

from datetime import UTC, datetime
from typing import Final

_SHORT: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_SORTABLE: Final = "234567abcdefghijklmnopqrstuvwxyz"
_BEGINS: Final = {
    "x": 2010,
    "tiktok": 2016,
    "fediverse": 2016,
    "gab": 2016,
    "truthsocial": 2021,
    "instagram": 2011,
    "bluesky": 2022,
}
"""Since when a platform numbers its posts like this; an earlier time is no time."""


def posted_at(platform: str, value: str) -> datetime | None:
    """Return when the post was made as its number says, in UTC; None where its number does not hold it.

    The number is the platform's and may be of a repost: it is a hint to be checked with the post itself.
    """
    seconds = _seconds(platform, value)
    if seconds is None or not 0 < seconds < 4_102_444_800:
        return None
    moment = datetime.fromtimestamp(seconds, UTC)
    return moment if moment.year >= _BEGINS[platform] else None


def _seconds(platform: str, value: str) -> float | None:
    if platform == "x" and _is_number(value):
        return ((int(value) >> 22) + 1_288_834_974_657) / 1000
    if platform == "tiktok" and _is_number(value):
        return float(int(value) >> 32)
    if platform in ("fediverse", "gab", "truthsocial") and _is_number(number := value.rpartition("/")[2]):
        return (int(number) >> 16) / 1000
    if platform == "instagram" and len(value) == 11 and all(char in _SHORT for char in value):
        return ((_in(_SHORT, value) >> 23) + 1_314_220_021_721) / 1000
    if platform == "bluesky" and len(value) == 13 and all(char in _SORTABLE for char in value):
        return (_in(_SORTABLE, value) >> 10) / 1_000_000
    return None


def _is_number(value: str) -> bool:
    return value.isascii() and value.isdecimal() and 15 <= len(value) <= 20


def _in(alphabet: str, value: str) -> int:
    number = 0
    for char in value:
        number = number * len(alphabet) + alphabet.index(char)
    return number
