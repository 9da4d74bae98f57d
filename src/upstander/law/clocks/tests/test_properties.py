"""What holds for every clock and calendar, over leap days, changes of the hour and the ends of months and years."""

import dataclasses
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from upstander.law import check, clocks
from upstander.law.clocks import BeyondHorizon, due, is_working_day, months_after, working_days_after
from upstander.law.clocks.calendar import CALENDARS, holidays, horizon
from upstander.law.clocks.contact import UnknownHours
from upstander.law.clocks.opening import open_time_after
from upstander.law.oversight import in_hub_hours

LONDON = ZoneInfo("Europe/London")
ON = date(2026, 6, 1)
FIRST, LAST = horizon()
DAYS = st.dates(FIRST, date(LAST.year - 1, 12, 31))
CALENDAR = st.sampled_from(sorted(CALENDARS))
AWKWARD = st.sampled_from(
    [
        datetime(2026, 3, 29, 0, 59, tzinfo=UTC),  # the last minute before the clocks go forward
        datetime(2026, 3, 29, 1, 0, tzinfo=UTC),
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),  # half past one, the first time
        datetime(2026, 10, 25, 1, 30, tzinfo=UTC),  # half past one, the second time
        datetime(2024, 2, 29, 12, tzinfo=UTC),
        datetime(2023, 12, 31, 23, 59, 59, tzinfo=UTC),
        datetime(2026, 6, 30, 23, 30, tzinfo=UTC),  # already July in London
        datetime(2022, 6, 2, 9, tzinfo=UTC),  # a bank holiday that was moved
    ]
)
MOMENTS = AWKWARD | st.datetimes(datetime(2021, 5, 1), datetime(2027, 6, 1), timezones=st.just(UTC))
BY_UNIT = {
    unit: [
        each.id for each in clocks.all_clocks() if each.unit == unit and each.length is not None and each.holds_on(ON)
    ]
    for unit in clocks.UNITS
}


def test_every_calendar_has_its_own_bank_holidays():
    every = {name: {day for day in holidays(name) if day.year == 2026} for name in CALENDARS}
    assert date(2026, 1, 2) in every["scotland"] - every["england_wales"]
    assert date(2026, 7, 13) in every["northern_ireland"] - every["scotland"]  # 12 July is a Sunday
    assert date(2026, 4, 6) in every["england_wales"] - every["scotland"]  # Easter Monday
    assert every["any_uk"] == every["england_wales"] | every["scotland"] | every["northern_ireland"]
    assert every["hub"] == every["england_wales"]


@given(DAYS, st.integers(0, 60), CALENDAR)
@example(date(2024, 2, 28), 1, "england_wales")
@example(date(2025, 12, 24), 1, "any_uk")
@example(date(2025, 12, 31), 1, "scotland")
def test_a_count_of_working_days_never_ends_on_another_day(start, n, calendar):
    assert is_working_day(working_days_after(start, n, calendar), calendar)


@given(DAYS, DAYS, st.integers(0, 40), CALENDAR)
def test_a_later_start_never_ends_sooner(one, other, n, calendar):
    earlier, later = sorted((one, other))
    assert working_days_after(earlier, n, calendar) <= working_days_after(later, n, calendar)


@given(DAYS, CALENDAR)
def test_adding_none_stays_on_a_working_day_and_else_goes_to_the_next(start, calendar):
    end = working_days_after(start, 0, calendar)
    assert (end == start) == is_working_day(start, calendar)
    assert not any(is_working_day(start + timedelta(days=i), calendar) for i in range((end - start).days))


@given(DAYS, st.integers(0, 20), st.integers(0, 20), CALENDAR)
def test_counting_on_from_where_one_stopped_is_counting_at_once(start, n, m, calendar):
    first = working_days_after(start, n, calendar)
    if n or is_working_day(start, calendar):
        assert working_days_after(first, m, calendar) == working_days_after(start, n + m, calendar)


@given(MOMENTS, st.sampled_from(BY_UNIT["hours"] + BY_UNIT["minutes"]))
def test_an_elapsed_clock_is_as_long_whatever_the_clock_on_the_wall_does(moment, name):
    entry = clocks.clock(name, ON)
    assert due(name, moment, on=ON) - moment == timedelta(**{entry.unit: entry.length})


@given(MOMENTS, MOMENTS, st.sampled_from(sorted(name for names in BY_UNIT.values() for name in names)))
def test_no_clock_that_starts_later_ends_sooner(one, other, name):
    earlier, later = sorted((one, other))
    ends = due(name, earlier, on=ON), due(name, later, on=ON)
    # Days and months keep the time on the wall, so that the hour that comes twice may turn two ends round.
    slack = timedelta(hours=1) if clocks.clock(name, ON).unit in ("days", "months") else timedelta(0)
    assert ends[0] <= ends[1] + slack


@given(MOMENTS, st.sampled_from(BY_UNIT["working_days"]))
def test_a_clock_of_working_days_ends_in_the_last_second_of_a_working_day(moment, name):
    end = due(name, moment, on=ON).astimezone(LONDON)
    assert (end.hour, end.minute, end.second) == (23, 59, 59)
    assert is_working_day(end.date(), clocks.clock(name, ON).calendar)


@given(MOMENTS, st.sampled_from(BY_UNIT["days"]))
def test_a_clock_of_days_ends_on_the_day_so_many_later(moment, name):
    end = due(name, moment, on=ON)
    begins = moment.astimezone(LONDON).date()
    assert (end.astimezone(LONDON).date() - begins).days == clocks.clock(name, ON).length


@given(st.dates(date(2012, 1, 1), date(2090, 12, 31)), st.integers(0, 60))
@example(date(2024, 2, 29), 12)
@example(date(2026, 8, 31), 6)
@example(date(2026, 12, 31), 2)
def test_months_never_spill_into_the_month_after(day, months):
    end = months_after(day, months)
    assert (end.year * 12 + end.month) - (day.year * 12 + day.month) == months
    assert end.day == day.day or (end.day < day.day and (end + timedelta(days=1)).day == 1)


@given(MOMENTS, st.integers(0, 60 * 60))
def test_hub_hours_end_while_the_hub_is_open_or_as_it_closes(moment, minutes):
    end = open_time_after(moment, timedelta(minutes=minutes))
    assert end >= moment
    assert in_hub_hours(end) or in_hub_hours(end - timedelta(minutes=1))


@given(MOMENTS, st.integers(0, 2000), st.integers(0, 2000))
def test_hub_hours_counted_in_two_parts_are_those_counted_at_once(moment, one, two):
    first = open_time_after(moment, timedelta(minutes=one))
    both = open_time_after(moment, timedelta(minutes=one + two))
    if two:
        assert open_time_after(first, timedelta(minutes=two)) == both


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        (datetime(2026, 11, 20, 18, tzinfo=UTC), 4, datetime(2026, 11, 23, 10, tzinfo=UTC)),  # Friday evening to Monday
        (datetime(2026, 11, 21, 12, tzinfo=UTC), 0, datetime(2026, 11, 23, 7, tzinfo=UTC)),
        (datetime(2026, 11, 23, 9, tzinfo=UTC), 10, datetime(2026, 11, 23, 19, tzinfo=UTC)),  # until it closes
        (datetime(2026, 3, 27, 18, tzinfo=UTC), 2, datetime(2026, 3, 30, 7, tzinfo=UTC)),  # summer time began on Sunday
        (datetime(2026, 12, 24, 18, tzinfo=UTC), 2, datetime(2026, 12, 29, 8, tzinfo=UTC)),
    ],
)
def test_hub_hours_by_example(start, hours, end):
    assert open_time_after(start, timedelta(hours=hours)) == end


def test_hub_hours_past_what_is_known_are_refused():
    with pytest.raises(BeyondHorizon):
        open_time_after(datetime(LAST.year, 12, 31, 12, tzinfo=UTC), timedelta(hours=20))
    with pytest.raises(UnknownHours):
        open_time_after(datetime(2019, 12, 31, 12, tzinfo=UTC), timedelta(0))
    for wrong in ((datetime(2026, 1, 5), timedelta(0)), (datetime(2026, 1, 5, tzinfo=UTC), timedelta(-1))):
        with pytest.raises(ValueError, match="aware"):
            open_time_after(*wrong)


@given(CALENDAR, st.integers(1, 30))
def test_past_the_horizon_a_count_is_refused_and_says_how_far_is_known(calendar, n):
    with pytest.raises(BeyondHorizon, match=str(LAST)):
        working_days_after(LAST, n, calendar)


def test_a_clock_in_hub_hours_is_due_in_them_and_no_clock_that_the_law_sets_waits_for_them(monkeypatch):
    plain = clocks.clock("queue_first_look_medium", ON)
    shut = dataclasses.replace(plain, unit="hub_hours", calendar="hub")
    monkeypatch.setattr(clocks, "clock", lambda name, on: shut)
    evening = datetime(2026, 11, 20, 18, tzinfo=UTC)
    assert due("queue_first_look_medium", evening) == datetime(2026, 11, 23, 10, tzinfo=UTC)
    monkeypatch.setattr(clocks, "all_clocks", lambda: (dataclasses.replace(shut, statutory=True),))
    assert any("does not wait for the hub's hours" in problem for problem in check._of_clocks())
    monkeypatch.setattr(clocks, "all_clocks", lambda: (dataclasses.replace(shut, calendar="elapsed"),))
    assert any("is no calendar for hub_hours" in problem for problem in check._of_clocks())


def test_the_bank_holidays_lie_in_order_and_once_each():
    for name in ("england_wales", "scotland", "northern_ireland"):
        days = sorted(holidays(name))
        assert all(one < other for one, other in pairwise(days))
        assert {day.year for day in days} == set(range(FIRST.year, LAST.year + 1))
