"""A time on a screen becomes the moment that it was, on both sides of a change of clocks, whatever this machine has."""

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from upstander.engines.moments import NeverThere, NotATime, TwiceThere, UnknownZone, read_local, utc_of, zone_of


@pytest.fixture(params=["UTC", "Pacific/Auckland", "America/Los_Angeles"], autouse=True)
def _machine(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    yield
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


def moment(text: str, zone: str, which: str = "") -> str:
    return utc_of(read_local(text), zone_of(zone), which).isoformat()


@pytest.mark.parametrize(
    ("text", "zone", "which", "utc"),
    [
        ("2026-10-25 00:59", "Europe/London", "", "2026-10-24T23:59:00+00:00"),
        ("2026-10-25 01:30", "Europe/London", "first", "2026-10-25T00:30:00+00:00"),
        ("2026-10-25 01:30", "Europe/London", "second", "2026-10-25T01:30:00+00:00"),
        ("25/10/2026 02:00", "Europe/London", "", "2026-10-25T02:00:00+00:00"),
        ("2026-03-29T00:59:59", "Europe/London", "", "2026-03-29T00:59:59+00:00"),
        ("2026-03-29 02:00", "Europe/London", "", "2026-03-29T01:00:00+00:00"),
        ("2026-10-25 01:30", "BST", "", "2026-10-25T00:30:00+00:00"),
        ("2026-10-25 01:30", "GMT", "", "2026-10-25T01:30:00+00:00"),
        ("2026-10-25 01:30", "UTC+2", "", "2026-10-24T23:30:00+00:00"),
        ("2026-10-25 01:30", "-05:30", "", "2026-10-25T07:00:00+00:00"),
        ("2026-10-25 01:30", "\u221205:30", "", "2026-10-25T07:00:00+00:00"),
    ],
)
def test_both_sides_of_a_change_of_clocks(text: str, zone: str, which: str, utc: str) -> None:
    assert moment(text, zone, which) == utc


def test_an_hour_that_was_twice_there_or_never_is_asked_about() -> None:
    with pytest.raises(TwiceThere):
        moment("2026-10-25 01:30", "Europe/London")
    with pytest.raises(NeverThere):
        moment("2026-03-29 01:30", "Europe/London")
    with pytest.raises(NeverThere):
        moment("2026-03-29 01:30", "Europe/London", "first")


@pytest.mark.parametrize("text", ["", "yesterday", "2026-13-01 10:00", "10:00", "2026-10-25"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(NotATime):
        read_local(text)


@pytest.mark.parametrize(
    "zone", ["", "PDT", "London", "../../etc/passwd", "Europe/Nowhere", "+15:00", "IST", "Europe/"]
)
def test_a_zone_that_means_nothing_or_several_things_is_refused(zone: str) -> None:
    with pytest.raises(UnknownZone):
        zone_of(zone)


def test_a_moment_is_in_utc() -> None:
    assert utc_of(datetime(2026, 7, 1, 12), zone_of("Europe/London")).tzinfo is UTC
