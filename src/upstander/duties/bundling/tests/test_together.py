"""Joining many reports in one act: what is listed, what is chosen, and that a refusal keeps no other back."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from upstander.conftest import NOW
from upstander.duties.assessment.tests.deciding import claimed
from upstander.duties.bundling.actions.join_many import join_many
from upstander.duties.bundling.actions.leave_apart import leave_apart
from upstander.duties.bundling.actions.split import split
from upstander.duties.bundling.models import Suggestion
from upstander.duties.bundling.tests.making import a_post, alone, looked
from upstander.duties.bundling.together import together
from upstander.duties.intake.actions.receive import Received
from upstander.law.access import Relation
from upstander.record.cases.grants import end_grant, reports_of
from upstander.record.cases.queue import faults
from upstander.record.people.actors import NotAllowed, acting
from upstander.record.people.models import User

Make = Callable[..., Received]
LATER = NOW + timedelta(hours=2)
EACH = 20
"""Questions to the database for one more report: its own case is closed down, and what was added to it is read."""
LINK = "https://x.com/i/status/1234567890123456789"


def same(report: Make, number: int) -> Received:
    return alone(report, number, posts=(a_post(number=number, link=LINK),))


def test_every_report_of_the_same_post_is_listed_however_many(report: Make, officer: User) -> None:
    first, *others = [same(report, number) for number in range(1, 16)]
    stranger = alone(report, 99)
    for other in others:
        looked(other.report)
    claimed(first.case, officer)
    lines = together(acting(officer), first.case)
    assert [line.report for line in lines] == [other.report for other in others]
    assert all(line.exact for line in lines)
    assert stranger.report not in {line.report for line in lines}
    became = join_many(reports=[line.report for line in lines], case=first.case, actor=acting(officer), at=LATER)
    assert len(became.joined) == 14
    assert not became.refused
    assert len(reports_of(first.case)) == 15
    assert not list(faults())
    split(report=others[3].report, actor=acting(officer), at=LATER)
    assert len(reports_of(first.case)) == 14, "each can be taken out by itself"


def test_what_was_left_apart_or_may_not_be_seen_is_not_listed(report: Make, officer: User) -> None:
    first, apart, hidden = (same(report, number) for number in (1, 2, 3))
    claimed(first.case, officer)
    (found,) = looked(apart.report)
    leave_apart(suggestion=found, actor=acting(officer), reason="Another matter.", at=LATER)
    assert [line.report for line in together(acting(officer), first.case)] == [hidden.report]
    end_grant(hidden.case, to=hidden.case.owner_organisation, relation=Relation.HUB, at=NOW)
    assert together(acting(officer), first.case) == []


def test_one_that_cannot_be_joined_keeps_none_of_the_others_back(report: Make, officer: User) -> None:
    first, joined_already, fine = (same(report, number) for number in (1, 2, 3))
    claimed(first.case, officer)
    reports = [joined_already.report, joined_already.report, fine.report]
    became = join_many(reports=reports, case=first.case, actor=acting(officer), at=LATER)
    assert [each.pk for each in became.joined] == [joined_already.report.pk, fine.report.pk]
    assert [why for _report, why in became.refused] == ["The report counts under this case already."]


def test_who_may_not_bundle_joins_nothing(report: Make, officer: User, other_officer: User) -> None:
    first, other = same(report, 1), same(report, 2)
    claimed(first.case, officer)
    with pytest.raises(NotAllowed):
        join_many(reports=[other.report], case=first.case, actor=acting(other_officer), at=LATER)
    assert len(reports_of(first.case)) == 1


def test_the_list_asks_the_database_as_often_for_twenty_as_for_two(report: Make, officer: User) -> None:
    first = same(report, 1)
    claimed(first.case, officer)
    counts = []
    for numbers in (range(2, 4), range(4, 22)):
        for number in numbers:
            looked(same(report, number).report)
        with CaptureQueriesContext(connection) as asked:
            together(acting(officer), first.case)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_very_same_post_counts_for_more_than_why_it_was_suggested(report: Make, officer: User) -> None:
    first, other = same(report, 1), same(report, 2)
    claimed(first.case, officer)
    (found,) = looked(other.report)
    Suggestion.objects.filter(pk=found.pk).update(tier="lexical")
    (line,) = together(acting(officer), first.case)
    assert (line.exact, line.suggestion) == (True, found.pk), "it stands there once, chosen, and can be compared"


def test_each_more_report_that_is_joined_costs_the_same_however_many_are_there(report: Make, officer: User) -> None:
    first = same(report, 1)
    claimed(first.case, officer)
    costs = []
    for numbers in (range(2, 4), range(4, 6), range(6, 18)):
        reports = [same(report, number).report for number in numbers]
        with CaptureQueriesContext(connection) as asked:
            became = join_many(reports=reports, case=first.case, actor=acting(officer), at=LATER)
        assert len(became.joined) == len(numbers)
        costs.append(len(asked))
    assert costs[0] == costs[1], "two more cost what two did"
    assert (costs[2] - costs[1]) / 10 <= EACH
