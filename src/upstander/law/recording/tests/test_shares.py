"""The rules of recording are there, and the time is shared out among those who had the matter."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upstander.law.clocks import clock
from upstander.law.recording import MOMENTS, all_parts, asked, shares

ON = date(2026, 11, 21)
START = datetime(2026, 3, 28, 20, tzinfo=UTC)  # the night in which the clocks go forward in London


def after(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def test_the_parts_run_from_a_to_h_and_have_an_annex():
    assert [each.id for each in all_parts()] == [*"ABCDEFGH", "annex_A"]


def test_the_rules_of_the_day_are_asked_and_no_others():
    now = {rule.id for rule in asked(ON)}
    assert {"every_report", "within_24_hours", "communications_threshold", "principal_only"} <= now
    before = {rule.id for rule in asked(date(2023, 3, 31))}
    assert "within_24_hours" in before
    assert not {"communications_threshold", "principal_only", "offences_of_2024"} & before


def test_a_communications_offence_names_its_sign_off_and_the_clock_is_24_hours():
    rules = {rule.id: rule for rule in asked(ON)}
    assert rules["communications_threshold"].sign_off == "communications"
    held = clock(rules["within_24_hours"].clock, ON)
    assert (held.length, held.unit, held.statutory) == (24, "hours", True)


def test_the_time_is_shared_out():
    moments = {"first_receipt": START, "reached_hub": after(5), "accepted": after(20), "recorded": after(23)}
    assert shares(moments, after(40)) == {
        "before_hub": timedelta(hours=5),
        "hub": timedelta(hours=15),
        "force": timedelta(hours=3),
    }


def test_while_no_force_has_accepted_all_the_time_is_the_hubs():
    assert shares({"first_receipt": START, "reached_hub": START}, after(9)) == {
        "before_hub": timedelta(0),
        "hub": timedelta(hours=9),
        "force": timedelta(0),
    }


def test_a_crime_that_the_hub_records_itself_takes_nothing_of_the_force():
    held = shares({"first_receipt": START, "reached_hub": after(1), "recorded": after(4)}, after(9))
    assert (held["hub"], held["force"]) == (timedelta(hours=3), timedelta(0))


def test_a_moment_that_was_passed_over_falls_together_with_the_next():
    held = shares({"first_receipt": START, "accepted": after(6), "recorded": after(8)}, after(9))
    assert held == {"before_hub": timedelta(hours=6), "hub": timedelta(0), "force": timedelta(hours=2)}


def test_before_the_hub_has_it_the_time_is_not_the_hubs():
    assert shares({"first_receipt": START}, after(2))["before_hub"] == timedelta(hours=2)


@pytest.mark.parametrize(
    ("moments", "words"),
    [
        ({}, "first must be given"),
        ({"first_receipt": START, "lunch": START}, "the moments are"),
        ({"first_receipt": START, "reached_hub": after(-1)}, "follow one another"),
        ({"first_receipt": START.replace(tzinfo=None)}, "aware"),
    ],
)
def test_moments_that_cannot_be_are_refused(moments, words):
    with pytest.raises(ValueError, match=words):
        shares(moments, after(1))


@given(
    st.lists(st.integers(0, 200_000), min_size=4, max_size=4),
    st.sets(st.sampled_from(MOMENTS[1:])),
    st.integers(0, 250_000),
)
def test_the_shares_together_are_the_time_since_the_first_receipt(minutes, known, now):
    times = [START + timedelta(minutes=each) for each in sorted(minutes)]
    moments = {
        name: time for name, time in zip(MOMENTS, times, strict=True) if name == "first_receipt" or name in known
    }
    at = max(START + timedelta(minutes=now), times[0])
    end = min(at, moments.get("recorded", at))
    held = shares(moments, at)
    assert sum(held.values(), timedelta(0)) == end - times[0]
    assert all(each >= timedelta(0) for each in held.values())
