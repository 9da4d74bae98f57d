"""Every basis of a time limit, its conflicts and what it says; and properties that hold whatever the dates."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upstander.law.clocks import LONDON
from upstander.law.limits import (
    Dates,
    DatesConflict,
    Limit,
    Seen,
    all_givers,
    closes_at,
    earliest,
    last_day,
    limit_of,
    needs,
    opens_at,
    warnings_between,
)
from upstander.law.offences import all_offences, offence, time_limit

ON = date(2026, 11, 18)
CONDUCT = date(2026, 3, 10)
KNOWING = ("ca_127_1", "ca_127_2c", "osa_179")


def of(id: str, conduct: date | None = CONDUCT, *seen: Seen, reported: date | None = None, on: date = ON) -> Limit:
    versions = [each for each in all_offences() if each.id == id]
    return limit_of(versions, Dates(conduct, reported, seen), on)


@pytest.mark.parametrize(
    ("id", "seen", "rule", "last", "since"),
    [
        ("poa_18", (), "none", None, None),
        ("poa_4a", (), "from_offence", date(2026, 9, 10), CONDUCT),
        ("pha_2", (), "from_last_incident", date(2026, 9, 10), CONDUCT),
        ("sca_44", (), "anticipated", date(2026, 9, 10), CONDUCT),
        ("ca_127_1", (), "long_stop", date(2029, 3, 9), CONDUCT),
        ("ca_127_1", (Seen(date(2026, 6, 1)),), "from_knowledge", date(2026, 11, 30), date(2026, 6, 1)),
        ("ca_127_1", (Seen(date(2026, 6, 1), "yes"),), "from_knowledge", date(2026, 11, 30), date(2026, 6, 1)),
        ("ca_127_1", (Seen(date(2026, 6, 1), "no"),), "long_stop", date(2029, 3, 9), CONDUCT),
        ("osa_179", (Seen(date(2026, 7, 1), "yes"), Seen(date(2026, 6, 1))), "from_knowledge", date(2026, 11, 30),
         date(2026, 6, 1)),
        ("osa_179", (Seen(date(2026, 7, 1), "yes"), Seen(date(2026, 6, 1), "no")), "from_knowledge",
         date(2026, 12, 31), date(2026, 7, 1)),
    ],
)  # fmt: skip
def test_each_basis_gives_its_last_day_its_rule_and_what_it_runs_from(id, seen, rule, last, since):
    found = of(id, CONDUCT, *seen)
    assert (found.rule, found.last_day, found.runs_from, found.assumed) == (rule, last, since, False)
    assert found.sentences


def test_the_long_stop_holds_whenever_a_prosecutor_came_late():
    late = of("ca_127_1", CONDUCT, Seen(date(2029, 1, 20), "yes"), on=date(2029, 2, 1))
    assert (late.rule, late.last_day) == ("long_stop", date(2029, 3, 9))
    assert [each.effect for each in late.explained] == ["stopped"]
    assert "which is later" in late.sentences[0]


def test_every_prosecutors_date_says_what_it_does():
    seen = (
        Seen(date(2026, 4, 1), "no", 1), Seen(date(2026, 4, 20), "not_known", 2), Seen(date(2026, 5, 1), "yes", 3),
        Seen(date(2026, 10, 30), "yes", 4),
    )  # fmt: skip
    found = of("ca_127_1", CONDUCT, *reversed(seen))
    assert [(each.seen.key, each.effect) for each in found.explained] == [
        (1, "not_enough"), (2, "starts"), (3, "later"), (4, "too_late"),
    ]  # fmt: skip
    assert found.explained[2].sentence == "Starts nothing: an earlier date counts, 20 April 2026."
    assert "19 October 2026" in found.explained[3].sentence


@pytest.mark.parametrize(
    ("id", "conduct", "seen", "says"),
    [
        ("poa_4a", date(2027, 1, 1), (), "The conduct is dated 1 January 2027, which lies in the future."),
        ("poa_4a", CONDUCT, (Seen(date(2026, 12, 1)),), "A prosecutor's date, 1 December 2026, lies in the future."),
        ("poa_4a", CONDUCT, (Seen(date(2026, 3, 9)),), "on 9 March 2026, before the conduct on 10 March 2026."),
        ("osa_181", date(2024, 1, 30), (), "an offence since 31 January 2024; the conduct was on 30 January 2024."),
    ],
)
def test_dates_that_cannot_be_are_named(id, conduct, seen, says):
    with pytest.raises(DatesConflict, match=says):
        of(id, conduct, *seen)


def test_every_conflict_is_named_at_once():
    with pytest.raises(DatesConflict) as refused:
        of("poa_4a", date(2027, 1, 2), Seen(date(2026, 12, 1)))
    assert str(refused.value).count(".") == 3


def test_the_version_of_the_offence_is_that_of_the_day_of_the_conduct():
    assert "threat" in of("mca_1", date(2024, 1, 30)).title
    assert "threat" not in of("mca_1", date(2024, 1, 31)).title


def test_an_unknown_day_of_conduct_is_said_and_what_is_assumed():
    found = of("poa_4a", None, reported=CONDUCT)
    assert (found.assumed, found.last_day) == (True, date(2026, 9, 10))
    assert "is not known" in found.sentences[-1]
    assert "may have passed" in found.sentences[-1]
    assert "later incident" in of("pha_2", None, reported=CONDUCT).sentences[-1]
    nothing = of("poa_4a", None)
    assert (nothing.rule, nothing.last_day, nothing.run(ON), nothing.passed(ON)) == ("unknown", None, None, False)
    assert not of("poa_18", None, reported=CONDUCT).assumed
    assert of("osa_181", None, reported=date(2020, 1, 1)).rule == "none"


def test_shares_and_warnings_come_on_their_days():
    found = of("poa_4a", date(2026, 1, 1), on=date(2026, 2, 1))
    assert [(each.percent, each.on) for each in found.warnings] == [
        (50, date(2026, 4, 2)), (75, date(2026, 5, 17)), (90, date(2026, 6, 13)),
    ]  # fmt: skip
    for each in found.warnings:
        assert found.run(each.on) >= each.percent > found.run(each.on - timedelta(days=1))
        assert found.warned(each.on) == each.percent
        assert found.warned(each.on - timedelta(days=1)) < each.percent
    assert (found.run(date(2025, 1, 1)), found.run(date(2030, 1, 1))) == (0, 100)
    assert not found.passed(found.last_day)
    assert found.passed(found.last_day + timedelta(days=1))


def test_the_earliest_of_several_is_the_one_that_ends_first():
    limits = [of("poa_18"), of("ca_127_1"), of("poa_4a")]
    assert earliest(limits).offence == "poa_4a"
    assert earliest(limits[:1]) is None
    assert earliest([]) is None


def test_who_must_consent_is_read_from_the_offence():
    def told(id: str) -> list[tuple[str, bool]]:
        return [(each.giver, each.conditional) for each in needs(offence(id, ON), ON)]

    assert told("poa_4a") == [("prosecutor", False)]
    assert told("poa_18") == [("attorney_general", False), ("prosecutor", False)]
    assert told("ta_2006_2") == [("attorney_general", True), ("dpp", False), ("prosecutor", False)]
    assert told("sca_44") == [("attorney_general", True), ("prosecutor", False)]


@pytest.mark.parametrize("held", [each for each in all_offences() if each.consent], ids=lambda each: each.id)
def test_every_consent_that_an_offence_words_names_somebody_who_gives_it(held):
    named = {each.id for each in all_givers() if each.named}
    assert named & {each.giver for each in needs(held, ON)}


@pytest.mark.parametrize(
    ("start", "months", "counts", "last"),
    [
        (date(2026, 8, 31), 6, False, date(2027, 2, 28)),
        (date(2026, 8, 31), 6, True, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, False, date(2028, 2, 29)),
        (date(2024, 2, 29), 36, True, date(2027, 2, 28)),
        (date(2024, 2, 29), 48, True, date(2028, 2, 28)),
        (date(2026, 3, 1), 6, True, date(2026, 8, 31)),
        (date(2026, 3, 29), 6, False, date(2026, 9, 29)),
    ],
)
def test_months_end_on_the_day_of_the_same_number_or_with_the_month(start, months, counts, last):
    assert last_day(start, months, first_day_counts=counts) == last


DAYS = st.dates(date(2016, 1, 1), date(2040, 12, 31))
CONDUCTS = st.dates(date(2016, 1, 1), date(2026, 11, 1))
MONTHS = st.sampled_from([1, 6, 36])
SOONER_OR_LATER = st.lists(
    st.tuples(st.integers(0, 2_000), st.sampled_from(["yes", "no", "not_known"])), min_size=1, max_size=5
)


@given(DAYS, MONTHS, st.booleans())
def test_a_period_ends_in_its_month_and_never_a_day_more_than_asked(start, months, counts):
    last = last_day(start, months, first_day_counts=counts)
    over = last_day(start, months) - last
    assert over in (timedelta(), timedelta(days=1))
    assert counts or not over
    assert (last_day(start, months).year * 12 + last_day(start, months).month) - (
        start.year * 12 + start.month
    ) == months
    assert last_day(start, months).day <= start.day


@given(DAYS, st.integers(0, 400), MONTHS, st.booleans())
def test_a_later_start_never_ends_sooner(start, later, months, counts):
    after = start + timedelta(days=later)
    assert last_day(after, months, first_day_counts=counts) >= last_day(start, months, first_day_counts=counts)


@given(DAYS)
def test_a_day_begins_and_ends_in_london_summer_and_winter(day):
    shut, opened = closes_at(day), opens_at(day)
    assert shut.tzinfo is UTC
    assert (shut.astimezone(LONDON).date(), shut.astimezone(LONDON).hour) == (day, 23)
    assert opened.astimezone(LONDON).date() == day
    assert shut + timedelta(seconds=1) == opens_at(day + timedelta(days=1))


def test_the_last_day_before_and_after_the_change_of_the_clocks():
    assert closes_at(date(2026, 3, 28)) == datetime(2026, 3, 28, 23, 59, 59, tzinfo=UTC)
    assert closes_at(date(2026, 3, 29)) == datetime(2026, 3, 29, 22, 59, 59, tzinfo=UTC)


@given(CONDUCTS, SOONER_OR_LATER, st.sampled_from(KNOWING))
def test_the_long_stop_is_never_exceeded_and_more_dates_never_lengthen(conduct, seen, id):
    conduct = max(conduct, date(2024, 1, 31))
    dates = [Seen(conduct + timedelta(days=days), enough) for days, enough in seen]
    on = date(2040, 1, 1)
    limits = [of(id, conduct, *dates[:number], on=on) for number in range(len(dates) + 1)]
    stop = last_day(conduct, 36, first_day_counts=True)
    assert limits[0].last_day == stop
    assert all(limit.last_day <= stop for limit in limits)
    assert all(after.last_day <= before.last_day for before, after in pairwise(limits))
    assert len(limits[-1].explained) == len(dates)
    assert sum(each.effect == "starts" for each in limits[-1].explained) == (limits[-1].rule == "from_knowledge")


@given(CONDUCTS, st.sampled_from(["poa_4a", "pha_2", "sca_44", *KNOWING, "osa_181"]), st.integers(0, 1_500))
def test_the_short_answer_of_the_offence_is_the_same(conduct, id, days):
    conduct = max(conduct, date(2024, 1, 31))
    knew = conduct + timedelta(days=days)
    found = of(id, conduct, Seen(knew, "yes"), on=date(2040, 1, 1))
    assert found.last_day == time_limit(offence(id, conduct), conduct, knew)


@given(DAYS, MONTHS)
def test_shares_grow_with_the_days_and_stand_between_start_and_end(start, months):
    end = last_day(start, months)
    warned = warnings_between(start, end, ON)
    assert [each.percent for each in warned] == [50, 75, 90]
    assert start < warned[0].on <= warned[1].on <= warned[2].on <= end
