"""A closed case that is reported again is counted and said to its owner, and the new case says which one it names."""

from collections.abc import Callable

import pytest

from upstander.conftest import NOW
from upstander.duties.assessment.actions.close import close
from upstander.duties.assessment.queries import QueueFilters, counts, own_reported_again, queue
from upstander.duties.assessment.tests.deciding import claimed, decided, no_crime
from upstander.duties.bundling.actions.leave_apart import leave_apart
from upstander.duties.bundling.again import named_again
from upstander.duties.bundling.tests.making import a_post, alone, looked
from upstander.duties.casework.actions.restrict import restrict
from upstander.duties.intake.actions.receive import Received
from upstander.record.cases.models import Case
from upstander.record.cases.queue import faults
from upstander.record.people.actors import acting
from upstander.record.people.models import User

Make = Callable[..., Received]


def named(report: Make, number: int, handle: str = "@returning") -> Received:
    return alone(report, number, posts=(a_post(number=number, handle=handle),))


def closed(report: Make, number: int, officer: User, handle: str = "@returning") -> Case:
    case = named(report, number, handle).case
    decided(case, officer, **no_crime())
    close(case=case, closing_reason="not_criminal", actor=acting(officer), at=NOW)
    return Case.objects.get(pk=case.pk)


def why(viewer: User, case: Case) -> str:
    return next(row.why for row in queue(acting(viewer)).rows if row.case == case)


def test_it_is_counted_and_said_to_whose_case_it_was(report: Make, officer: User, other_officer: User) -> None:
    first = closed(report, 1, officer)
    assert counts(acting(officer)).reported_again.number == 0
    looked(named(report, 2).report)
    assert counts(acting(officer)).reported_again.number == 1
    assert own_reported_again(acting(officer)).number == 1
    assert own_reported_again(acting(other_officer)).number == 0
    assert [row.case for row in queue(acting(officer), QueueFilters(mark="reported again", owner="mine")).rows] == [
        first
    ]


def test_the_new_case_says_in_the_queue_which_closed_one_it_names(report: Make, officer: User) -> None:
    first = closed(report, 1, officer)
    second, other = named(report, 2), alone(report, 3)
    looked(second.report)
    assert f"It names an account of {first.reference}, closed on 18 November 2026." in why(officer, second.case)
    assert "It names" not in why(officer, other.case)


def test_the_very_same_post_is_named_as_a_post(report: Make, officer: User) -> None:
    post = (a_post(number=7),)
    first = alone(report, 1, posts=post)
    decided(first.case, officer, **no_crime())
    close(case=first.case, closing_reason="not_criminal", actor=acting(officer), at=NOW)
    second = alone(report, 2, posts=post)
    looked(second.report)
    assert f"It names a post of {first.case.reference}," in why(officer, second.case)


def test_a_closed_case_that_the_reader_may_not_see_is_not_named(
    report: Make, officer: User, other_officer: User, supervisor: User
) -> None:
    first = named(report, 1).case
    claimed(first, officer)
    restrict(case=first, members=[officer], reason="One of us.", actor=acting(supervisor), at=NOW)
    decided_by = Case.objects.get(pk=first.pk)
    decided_by.state, decided_by.closed_at = Case.State.CLOSED, NOW
    decided_by.save()
    second = named(report, 2)
    looked(second.report)
    assert named_again(acting(officer), [second.case])[second.case.pk][0].reference == first.reference
    assert named_again(acting(other_officer), [second.case]) == {}
    assert counts(acting(other_officer)).reported_again.number == 0


def test_the_mark_goes_when_the_last_that_names_it_is_left_apart(report: Make, officer: User) -> None:
    first = closed(report, 1, officer)
    rows = []
    for number in (2, 3):
        fresh = named(report, number)
        claimed(fresh.case, officer)
        rows += [row for row in looked(fresh.report) if row.earlier_id == first.opened_by_id]
    for row, left in zip(rows, (["reported again"], []), strict=True):
        leave_apart(suggestion=row, actor=acting(officer), reason="Another matter.", at=NOW)
        assert Case.objects.get(pk=first.pk).marks == left
    assert not list(faults())


@pytest.mark.parametrize("many", [2, 6])
def test_the_queue_costs_the_same_however_many_are_named(
    report: Make, officer: User, many: int, django_assert_num_queries: Callable[[int], object]
) -> None:
    for number in range(many):
        closed(report, 10 + number, officer, f"@returning{number}")
        looked(named(report, 50 + number, f"@returning{number}").report)
    with django_assert_num_queries(5):  # type: ignore[attr-defined]
        queue(acting(officer))
