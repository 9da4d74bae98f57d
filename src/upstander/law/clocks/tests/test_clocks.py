"""Clocks over weekends, bank holidays, the change of the hour, leap days and the ends of months."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upstander.law import clocks
from upstander.law.clocks import BeyondHorizon, UnknownClock, due, is_working_day, months_after, working_days_after
from upstander.law.clocks.calendar import HOLIDAYS, holidays, horizon
from upstander.law.clocks.holidays import write

LONDON = ZoneInfo("Europe/London")


def london(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("start", "n", "calendar", "end"),
    [
        (date(2026, 11, 20), 1, "england_wales", date(2026, 11, 23)),  # Friday to Monday
        (date(2026, 11, 21), 1, "england_wales", date(2026, 11, 23)),  # Saturday
        (date(2026, 12, 24), 1, "england_wales", date(2026, 12, 29)),  # Christmas, a Saturday, substitute on the 28th
        (date(2026, 12, 31), 1, "england_wales", date(2027, 1, 4)),
        (date(2026, 12, 31), 1, "scotland", date(2027, 1, 5)),  # 2 January falls on a Saturday: substitute on the 4th
        (date(2026, 3, 16), 1, "england_wales", date(2026, 3, 17)),
        (date(2026, 3, 16), 1, "northern_ireland", date(2026, 3, 18)),  # St Patrick's Day
        (date(2026, 3, 16), 1, "any_uk", date(2026, 3, 18)),
        (date(2026, 4, 2), 2, "any_uk", date(2026, 4, 8)),  # Good Friday and Easter Monday
        (date(2026, 4, 2), 1, "scotland", date(2026, 4, 6)),  # Easter Monday is no bank holiday there
        (date(2024, 2, 28), 2, "hub", date(2024, 3, 1)),  # leap day
        (date(2026, 11, 21), 0, "hub", date(2026, 11, 23)),
        (date(2026, 11, 20), 0, "hub", date(2026, 11, 20)),
    ],
)
def test_working_days(start, n, calendar, end):
    assert working_days_after(start, n, calendar) == end


def test_a_working_day_clock_ends_with_the_last_second_of_its_day_in_london():
    assert due("victim_update_enhanced", london(2026, 11, 20, 16, 59)) == london(2026, 11, 23, 23, 59, 59)
    assert due("victim_update_enhanced", london(2026, 6, 12, 9)) == datetime(2026, 6, 15, 22, 59, 59, tzinfo=UTC)


def test_the_day_of_the_start_is_the_day_in_london_and_not_in_utc():
    late = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)  # already 2 July in London
    assert due("force_answer", late) == london(2026, 7, 3, 23, 59, 59)


def test_twenty_four_hours_are_twenty_four_hours_when_the_hour_changes():
    start = london(2026, 3, 28, 12)  # the clocks go forward on the 29th
    assert due("recording", start) - start.astimezone(UTC) == timedelta(hours=24)
    assert due("recording", start).astimezone(LONDON).hour == 13


def test_days_keep_the_time_of_day_when_the_hour_changes():
    assert due("platform_recheck_7d", london(2026, 10, 20, 12)).astimezone(LONDON) == london(2026, 10, 27, 12)


def test_days_across_the_hour_that_does_not_exist_still_end():
    ends = due("victim_update_agreed", london(2026, 3, 28, 1, 30), length=1)
    assert ends == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_two_working_days_of_the_terrorism_act_know_every_parts_holidays():
    start = london(2026, 7, 10, 10)  # Friday before 13 July, a bank holiday in Northern Ireland
    assert due("ta_2006_s3_notice", start).astimezone(LONDON).date() == date(2026, 7, 15)
    assert due("ta_2006_s3_notice", start, calendar="england_wales").astimezone(LONDON).date() == date(2026, 7, 14)


def test_an_agreed_length_must_be_given():
    with pytest.raises(ValueError, match="agreed"):
        due("victim_update_agreed", london(2026, 11, 2))
    assert due("victim_update_agreed", london(2026, 11, 2, 9), length=14).date() == date(2026, 11, 16)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
    ],
)
def test_months_end_with_the_month_where_it_is_shorter(start, months, end):
    assert months_after(start, months) == end


def test_naive_times_negative_lengths_and_unknown_clocks_are_refused():
    with pytest.raises(ValueError, match="aware"):
        due("recording", datetime(2026, 11, 21))
    with pytest.raises(ValueError, match="negative"):
        due("recording", london(2026, 11, 21), length=-1)
    with pytest.raises(UnknownClock):
        due("tea_time", london(2026, 11, 21))
    with pytest.raises(clocks.UnknownCalendar):
        due("force_answer", london(2026, 11, 20), calendar="moon")


def test_past_the_horizon_nothing_is_guessed():
    first, last = horizon()
    with pytest.raises(BeyondHorizon):
        working_days_after(last, 1, "hub")
    with pytest.raises(BeyondHorizon):
        is_working_day(first - timedelta(days=1))
    with pytest.raises(BeyondHorizon):
        due("force_answer", london(last.year, 12, 30, 12), length=9)


def test_the_version_of_a_clock_follows_the_day_of_its_start():
    with pytest.raises(UnknownClock):
        due("x_review", london(2026, 5, 14, 12))
    assert due("x_review", london(2026, 5, 15, 12)) == london(2026, 5, 17, 12)
    assert due("x_review", london(2026, 5, 14, 12), on=date(2026, 6, 1)) == london(2026, 5, 16, 12)


START_DAYS = st.dates(date(2013, 1, 1), date(2027, 12, 1))
CALENDARS = st.sampled_from(sorted(clocks.CALENDARS))


@given(START_DAYS, st.integers(1, 40), CALENDARS)
def test_counting_working_days_again_gives_the_same_number(start, n, calendar):
    end = working_days_after(start, n, calendar)
    between = [start + timedelta(days=i) for i in range(1, (end - start).days + 1)]
    assert is_working_day(end, calendar)
    assert sum(is_working_day(day, calendar) for day in between) == n


@given(START_DAYS, st.integers(1, 40), CALENDARS)
def test_a_clock_of_one_day_more_ends_later_and_any_part_of_the_kingdom_is_never_sooner(start, n, calendar):
    assert working_days_after(start, n, calendar) < working_days_after(start, n + 1, calendar)
    assert working_days_after(start, n, calendar) <= working_days_after(start, n, "any_uk")


MOMENTS = st.datetimes(datetime(2013, 1, 1), datetime(2027, 6, 1), timezones=st.just(LONDON) | st.just(UTC))
NAMES = st.sampled_from(sorted(each.id for each in clocks.all_clocks() if each.length is not None))


@given(MOMENTS, NAMES)
def test_every_clock_ends_in_utc_after_it_began_whatever_zone_it_began_in(moment, name):
    end = due(name, moment, on=date(2026, 6, 1))
    assert end.tzinfo is UTC
    assert end > moment
    elsewhere = moment.astimezone(timezone(timedelta(hours=9)))
    assert due(name, elsewhere, on=date(2026, 6, 1)) == due(name, moment.astimezone(UTC), on=date(2026, 6, 1))


def test_christmas_day_is_no_working_day_anywhere_in_any_year():
    first, last = horizon()
    for year in range(first.year, last.year + 1):
        for calendar in clocks.CALENDARS:
            assert not is_working_day(date(year, 12, 25), calendar)


def test_the_holidays_in_the_package_are_what_the_offline_list_says(tmp_path):
    assert write(tmp_path / "holidays.yaml").read_text(encoding="utf-8") == HOLIDAYS.read_text(encoding="utf-8")
    assert date(2026, 12, 28) in holidays("england_wales")
