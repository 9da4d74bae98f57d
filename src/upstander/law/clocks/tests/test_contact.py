"""Contact is made only in the hours that a person said are safe, over summer time and bank holidays alike."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upstander.law.clocks.calendar import is_working_day
from upstander.law.clocks.contact import UnknownHours, next_allowed

LONDON = ZoneInfo("Europe/London")
CODES = ("any", "working_hours", "evenings", "weekends")
MOMENTS = st.datetimes(datetime(2026, 1, 2), datetime(2027, 12, 1), timezones=st.just(UTC))


def open_at(code: str, moment: datetime) -> bool:
    """The windows said once more, independently of the code under test."""
    local = moment.astimezone(LONDON)
    hour = local.hour + local.minute / 60
    return {
        "any": True,
        "working_hours": 9 <= hour < 17 and is_working_day(local.date(), "any_uk"),
        "evenings": 18 <= hour < 21,
        "weekends": 9 <= hour < 21 and local.weekday() >= 5,
    }[code]


@given(st.sampled_from(CODES), MOMENTS)
def test_the_answer_is_never_early_always_open_and_stays_what_it_is(code: str, at: datetime) -> None:
    answer = next_allowed(code, at)
    assert answer >= at
    assert open_at(code, answer)
    assert next_allowed(code, answer) == answer
    assert (answer == at) == open_at(code, at)


@given(st.sampled_from(CODES), MOMENTS, st.floats(0, 1, exclude_max=True))
def test_no_open_moment_is_passed_over(code: str, at: datetime, part: float) -> None:
    answer = next_allowed(code, at)
    between = at + (answer - at) * part
    assert between == answer or not open_at(code, between)


@pytest.mark.parametrize(
    ("code", "at", "expected"),
    [
        ("any", "2026-11-18T03:00", "2026-11-18T03:00"),
        ("working_hours", "2026-11-18T08:59", "2026-11-18T09:00"),
        ("working_hours", "2026-11-20T17:00", "2026-11-23T09:00"),
        ("working_hours", "2026-12-24T18:00", "2026-12-29T09:00"),
        ("evenings", "2026-11-18T10:00", "2026-11-18T18:00"),
        ("evenings", "2026-11-18T21:00", "2026-11-19T18:00"),
        ("weekends", "2026-11-18T10:00", "2026-11-21T09:00"),
        ("weekends", "2026-11-22T21:00", "2026-11-28T09:00"),
    ],
)
def test_windows_in_winter_when_london_keeps_greenwich_time(code: str, at: str, expected: str) -> None:
    assert next_allowed(code, datetime.fromisoformat(at).replace(tzinfo=UTC)) == datetime.fromisoformat(
        expected
    ).replace(tzinfo=UTC)


def test_summer_time_moves_the_window_by_an_hour_of_universal_time() -> None:
    before_the_clocks_change = datetime(2026, 3, 28, 22, 0, tzinfo=UTC)
    assert next_allowed("evenings", before_the_clocks_change) == datetime(2026, 3, 29, 17, 0, tzinfo=UTC)
    after_they_go_back = datetime(2026, 10, 24, 20, 0, tzinfo=UTC)
    assert next_allowed("evenings", after_they_go_back) == datetime(2026, 10, 25, 18, 0, tzinfo=UTC)


def test_a_bank_holiday_is_not_working_hours_because_others_may_be_at_home() -> None:
    assert next_allowed("working_hours", datetime(2026, 12, 25, 10, 0, tzinfo=UTC)) >= datetime(
        2026, 12, 29, tzinfo=UTC
    )


def test_an_unknown_code_and_a_naive_time_are_refused() -> None:
    with pytest.raises(UnknownHours):
        next_allowed("whenever", datetime(2026, 1, 1, tzinfo=UTC))
    with pytest.raises(ValueError, match="aware"):
        next_allowed("any", datetime(2026, 1, 1))
    assert next_allowed("any", datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=1)).second == 1
