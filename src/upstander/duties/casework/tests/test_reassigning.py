"""A case goes from one officer to another by name, with a reason, and the grants follow."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from upstander.duties.assessment.actions.claim import claim
from upstander.duties.casework.actions.mark_for_review import mark_for_review
from upstander.duties.casework.actions.reassign import reassign
from upstander.duties.casework.actions.restrict import restrict
from upstander.duties.casework.actions.see_reassignments import see_reassignments
from upstander.duties.casework.queries import reassigned_from_me, reassigned_to_me, reassignments
from upstander.duties.intake.actions.receive import Received
from upstander.law.access import Relation
from upstander.record.cases.grants import relations
from upstander.record.cases.models import Case
from upstander.record.cases.states import WrongState
from upstander.record.journal.reading import timeline
from upstander.record.people.actors import NotAllowed, acting
from upstander.record.people.models import User
from upstander.record.work.models import Item

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(report: Callable[..., Received], officer: User) -> Case:
    made = report(at=timezone.now()).case
    return claim(case=made, actor=acting(officer), at=timezone.now())


def test_a_supervisor_gives_a_case_to_another_and_the_clocks_run_on(
    case: Case, officer: User, other_officer: User, supervisor: User
) -> None:
    before = list(case.clocks.filter(ended_at=None).values_list("name", "due_at"))
    reassign(case=case, to=other_officer, reason="On leave.", actor=acting(supervisor), at=timezone.now())
    now = Case.objects.get(pk=case.pk)
    assert (now.owner, now.state) == (other_officer, "claimed")
    assert Relation.OWNER in relations(acting(other_officer), now)
    assert Relation.OWNER not in relations(acting(officer), now)
    assert list(now.clocks.filter(ended_at=None).values_list("name", "due_at")) == before
    assert timeline("case", case.pk)[0].verb == "reassigned"
    assert [row.reason for row in reassignments(acting(officer), now)] == ["On leave."]
    assert [row.case for row in reassigned_to_me(acting(other_officer))] == [case]
    assert [row.case for row in reassigned_from_me(acting(officer), case.opened_at)] == [case]
    assert see_reassignments(actor=acting(other_officer), at=timezone.now()) == 1
    assert reassigned_to_me(acting(other_officer)) == []


def test_its_officer_hands_it_on_and_nobody_else_of_their_rank_does(
    case: Case, officer: User, other_officer: User, make_user: Callable[..., User]
) -> None:
    with pytest.raises(NotAllowed):
        reassign(case=case, to=other_officer, reason="x", actor=acting(other_officer), at=timezone.now())
    with pytest.raises(NotAllowed) as asked:
        reassign(case=case, to=other_officer, reason=" ", actor=acting(officer), at=timezone.now())
    assert asked.value.needs_reason
    reassign(case=case, to=other_officer, reason="She knows the family.", actor=acting(officer), at=timezone.now())
    assert Case.objects.get(pk=case.pk).owner == other_officer


def test_an_unread_case_counts_as_claimed_by_it_and_its_reporters_are_told_once(
    report: Callable[..., Received], officer: User, supervisor: User
) -> None:
    case = report(at=timezone.now()).case
    reassign(case=case, to=officer, reason="You are next.", actor=acting(supervisor), at=timezone.now())
    now = Case.objects.get(pk=case.pk)
    assert (now.state, now.owner) == ("claimed", officer)
    assert now.clocks.filter(name="decision", ended_at=None).exists()
    assert not now.clocks.filter(name="first_look", ended_at=None).exists()
    assert Item.objects.filter(name="tell_complainant", about__of="claimed").count() == 1
    assert timeline("case", case.pk)[0].verb == "assigned"


def test_nobody_gets_a_case_that_they_could_not_claim(
    case: Case, officer: User, other_officer: User, supervisor: User, administrator: User,
    force_officer: Callable[[str], User],
) -> None:  # fmt: skip
    for stranger in (administrator, force_officer("E23000010")):
        with pytest.raises(WrongState, match="may not work on this case"):
            reassign(case=case, to=stranger, reason="x", actor=acting(supervisor), at=timezone.now())
    with pytest.raises(WrongState, match="already"):
        reassign(case=case, to=officer, reason="x", actor=acting(supervisor), at=timezone.now())
    restrict(case=case, members=[supervisor], reason="x", actor=acting(officer), at=timezone.now())
    with pytest.raises(WrongState, match="may not work on this case"):
        reassign(case=case, to=other_officer, reason="x", actor=acting(supervisor), at=timezone.now())


def test_nobody_who_has_left_gets_a_case(case: Case, other_officer: User, supervisor: User) -> None:
    other_officer.is_active = False
    other_officer.save(update_fields=["is_active"])
    with pytest.raises(WrongState, match="may not work on this case"):
        reassign(case=case, to=other_officer, reason="x", actor=acting(supervisor), at=timezone.now())


def test_the_mark_for_review_goes_on_and_off(case: Case, other_officer: User, administrator: User) -> None:
    mark_for_review(case=case, actor=acting(other_officer), at=timezone.now())
    assert "for review" in Case.objects.get(pk=case.pk).marks
    mark_for_review(case=case, on=False, actor=acting(other_officer), at=timezone.now())
    assert "for review" not in Case.objects.get(pk=case.pk).marks
    assert [line.verb for line in timeline("case", case.pk)][:2] == ["reviewed again", "marked for review"]
    with pytest.raises(NotAllowed):
        mark_for_review(case=case, actor=acting(administrator), at=timezone.now())
