"""The number of a post says when it was made where the platform's numbers hold that, and nothing elsewhere."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upstander.engines.matching.post_times import posted_at

SHORT = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
SORTABLE = "234567abcdefghijklmnopqrstuvwxyz"
WHEN = datetime(2024, 7, 30, 18, 5, 7, tzinfo=UTC)
MS = int(WHEN.timestamp() * 1000)


def digits(number: int, alphabet: str, length: int) -> str:
    out = ""
    for _ in range(length):
        number, rest = divmod(number, len(alphabet))
        out = alphabet[rest] + out
    return out


NUMBERS = {
    "x": str((MS - 1_288_834_974_657) << 22 | 12345),
    "tiktok": str(int(WHEN.timestamp()) << 32 | 99),
    "fediverse": f"social.example/{MS << 16 | 7}",
    "instagram": digits((MS - 1_314_220_021_721) << 23 | 5, SHORT, 11),
    "bluesky": digits(MS * 1000 << 10 | 3, SORTABLE, 13),
}


@pytest.mark.parametrize("platform", NUMBERS)
def test_the_time_is_read_back(platform: str) -> None:
    assert posted_at(platform, NUMBERS[platform]) == WHEN


@pytest.mark.parametrize(
    ("platform", "value", "day"),
    [("x", "1234567890123456789", "2020-03-02"), ("tiktok", "7106594312292453675", "2022-06-07")],
)
def test_known_numbers_have_known_days(platform: str, value: str, day: str) -> None:
    found = posted_at(platform, value)
    assert found is not None
    assert found.date().isoformat() == day


@pytest.mark.parametrize(
    ("platform", "value"),
    [
        ("x", "20"), ("x", "abc"), ("x", "1" * 40), ("x", "٣" * 18), ("reddit", "abc123"), ("facebook", "1" * 17),
        ("instagram", "short"), ("instagram", "stories/123"), ("bluesky", "0" * 13), ("bluesky", "2" * 13),
        ("fediverse", "host/1"), ("tiktok", "1" * 15), ("", ""),
    ],
)  # fmt: skip
def test_other_numbers_say_nothing(platform: str, value: str) -> None:
    assert posted_at(platform, value) is None


@given(st.sampled_from([*NUMBERS, "web"]), st.text(max_size=24))
def test_whatever_stands_there_never_fails(platform: str, value: str) -> None:
    found = posted_at(platform, value)
    assert found is None or 2010 <= found.year < 2101
