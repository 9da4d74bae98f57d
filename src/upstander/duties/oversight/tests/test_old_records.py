"""Old records of no crime: not before the day, one by one, signed by another, the oldest first."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from upstander.conftest import NOW
from upstander.duties.assessment.actions.claim import claim
from upstander.duties.assessment.actions.close import close
from upstander.duties.assessment.actions.reopen import reopen
from upstander.duties.assessment.queries import current_decision
from upstander.duties.assessment.tests.deciding import decided, no_crime
from upstander.duties.bundling.actions.join import join
from upstander.duties.oversight import old_records
from upstander.duties.oversight.actions import review_old_record
from upstander.duties.oversight.actions.review_old_record import sign_old_record
from upstander.duties.oversight.models import OldRecord
from upstander.duties.oversight.tests.reviewed import DAY, EVE, REVIEW, SUBJECT, Make, decide, left
from upstander.duties.oversight.tests.test_erasing import words_left
from upstander.law.access import Relation, Role
from upstander.record.cases.grants import grant
from upstander.record.cases.models import Case
from upstander.record.cases.states import WrongState
from upstander.record.people.actors import NotAllowed, acting
from upstander.record.people.models import HubProfile, User
from upstander.record.work.worker import run_all


def test_before_its_first_day_the_review_is_only_looked_at(old: Callable[..., Case], supervisor: User) -> None:
    case = old()
    assert old_records.review_on(EVE.date()) == (REVIEW, False)
    assert left(supervisor, EVE) == [case]
    for choice in ("erase", "intelligence", "retain"):
        with pytest.raises(WrongState, match="No review of old records is in force"):
            decide(case, supervisor, choice, at=EVE)
    assert OldRecord.objects.count() == 0
    assert words_left(SUBJECT)


@pytest.mark.parametrize("choice", ["intelligence", "retain"])
def test_what_needs_a_signature_changes_nothing_before_it(
    old: Callable[..., Case], supervisor: User, other_supervisor: User, choice: str
) -> None:
    case = old()
    row = decide(case, supervisor, choice)
    assert row.state == OldRecord.State.AWAITING
    assert words_left(SUBJECT)
    assert left(supervisor) == []
    assert old_records.waiting(acting(other_supervisor)) == [row]
    with pytest.raises(WrongState, match="decided about already"):
        decide(case, other_supervisor)
    sign_old_record(row=row, agrees=True, actor=acting(other_supervisor), at=DAY)
    run_all()
    assert bool(words_left(SUBJECT)) == (choice == "retain")
    assert left(supervisor) == []


def test_nobody_signs_what_they_decided(old: Callable[..., Case], supervisor: User) -> None:
    row = decide(old(), supervisor, "intelligence")
    with pytest.raises(NotAllowed, match="you decided this yourself"):
        sign_old_record(row=row, agrees=True, actor=acting(supervisor), at=DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        OldRecord.objects.update(signed_by=supervisor)
    assert words_left(SUBJECT)


def test_the_role_that_the_law_names_signs_and_no_other(
    old: Callable[..., Case], supervisor: User, other_supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = decide(old(), supervisor, "intelligence")
    other = replace(REVIEW, signs="senior_investigator")
    monkeypatch.setattr(review_old_record, "review_on", lambda _on: (other, True))
    with pytest.raises(NotAllowed, match="Your role does not sign"):
        sign_old_record(row=row, agrees=True, actor=acting(other_supervisor), at=DAY)
    assert words_left(SUBJECT)


def test_a_returned_decision_is_kept_and_the_record_comes_back(
    old: Callable[..., Case], supervisor: User, other_supervisor: User
) -> None:
    case = old()
    row = decide(case, supervisor, "retain")
    with pytest.raises(NotAllowed) as refused:
        sign_old_record(row=row, agrees=False, actor=acting(other_supervisor), at=DAY)
    assert refused.value.needs_reason
    sign_old_record(row=row, agrees=False, reason="No policing purpose.", actor=acting(other_supervisor), at=DAY)
    assert left(supervisor) == [case]
    assert [each.signed_reason for each in old_records.decided(acting(supervisor), case)] == ["No policing purpose."]
    with pytest.raises(WrongState):
        sign_old_record(row=row, agrees=True, actor=acting(other_supervisor), at=DAY)


@pytest.mark.parametrize("role", [Role.HUB_OFFICER, Role.SENIOR_INVESTIGATOR, Role.AUDITOR])
def test_supervisors_alone_review(old: Callable[..., Case], make_user: Callable[..., User], role: Role) -> None:
    case, somebody = old(), make_user(role, "Somebody Else")
    assert left(somebody) == []
    with pytest.raises(NotAllowed):
        decide(case, somebody)


def test_who_has_declared_a_connection_neither_sees_nor_decides_nor_signs(
    old: Callable[..., Case], supervisor: User, other_supervisor: User
) -> None:
    case = old()
    row = decide(case, other_supervisor, "retain")
    grant(case, to=supervisor, relation=Relation.CONFLICT, at=NOW)
    assert left(supervisor) == []
    with pytest.raises(NotAllowed):
        decide(case, supervisor)
    with pytest.raises(NotAllowed):
        sign_old_record(row=row, agrees=True, actor=acting(supervisor), at=DAY)
    assert (old_records.waiting(acting(supervisor)), old_records.decided(acting(supervisor), case)) == ([], [])


@pytest.mark.parametrize("choice", ["intelligence", "retain"])
def test_a_reason_must_be_given_where_the_law_asks_for_one(
    old: Callable[..., Case], supervisor: User, choice: str
) -> None:
    with pytest.raises(NotAllowed) as refused:
        decide(old(), supervisor, choice, reason=" ")
    assert refused.value.needs_reason


def test_only_what_ended_as_no_crime_and_names_somebody_is_covered(
    report: Make, old: Callable[..., Case], officer: User, supervisor: User
) -> None:
    nobody = report(posts=())
    decided(nobody.case, officer, **no_crime())
    close(case=nobody.case, closing_reason="not_criminal", actor=acting(officer), at=NOW)
    crime = report()
    decided(crime.case, officer)
    closed = report()
    claim(case=closed.case, actor=acting(officer), at=NOW)
    close(case=closed.case, closing_reason="outside_hub", actor=acting(officer), at=NOW)
    case = old()
    assert left(supervisor) == [case]


def test_the_hub_of_a_force_with_a_policy_of_its_own_reviews_what_it_recorded_before_that(
    old: Callable[..., Case], supervisor: User
) -> None:
    HubProfile.objects.update(scope="force", force="E23000001")
    old(1)
    before = old(2)
    decision = current_decision(before)
    assert decision
    decision.decided_at = datetime(2025, 10, 1, tzinfo=UTC)
    decision.save()
    assert left(supervisor) == [before]


def test_the_oldest_come_first_with_the_last_day_a_page_at_a_time(
    old: Callable[..., Case], supervisor: User, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    monkeypatch.setattr(old_records, "PAGE", 2)
    cases = [old(number, NOW + timedelta(minutes=number)) for number in range(5)]
    viewer, seen, after = acting(supervisor), [], None
    for _page in range(3):
        with django_assert_max_num_queries(8):
            listed = old_records.left(viewer, REVIEW, DAY.date(), after=after)
        seen += [row.case for row in listed.rows]
        assert {str(row.by) for row in listed.rows} == {"2027-06-30"}
        after = listed.after
    assert (seen, after) == (cases, None)
    late = old_records.left(viewer, REVIEW, datetime(2027, 7, 1).date())
    assert all(row.overdue for row in late.rows)


def test_it_says_how_many_it_covers_and_how_many_are_left(
    old: Callable[..., Case], supervisor: User, other_supervisor: User
) -> None:
    cases = [old(number) for number in range(4)]
    decide(cases[0], supervisor)
    decide(cases[1], supervisor, "retain")
    row = decide(cases[2], supervisor, "retain")
    sign_old_record(row=row, agrees=True, actor=acting(other_supervisor), at=DAY)
    stands = old_records.standing(acting(supervisor), REVIEW)
    assert (str(stands.covered), str(stands.left), stands.waiting) == ("4", "1", 1)
    assert stands.decided == {"erase": 1, "retain": 1}


def test_a_record_that_was_closed_anew_is_looked_at_anew(
    old: Callable[..., Case], report: Make, officer: User, supervisor: User, other_supervisor: User
) -> None:
    case = old()
    row = decide(case, supervisor, "retain")
    sign_old_record(row=row, agrees=True, actor=acting(other_supervisor), at=DAY)
    later = DAY + timedelta(days=3)
    reopen(case=case, reason="Another post.", actor=acting(officer), at=later)
    claim(case=case, actor=acting(officer), at=later)
    join(report=report(at=later).report, case=case, reason="Same.", actor=acting(officer), at=later)
    close(case=case, closing_reason="not_criminal", actor=acting(officer), at=later)
    assert left(supervisor, later) == [case]
