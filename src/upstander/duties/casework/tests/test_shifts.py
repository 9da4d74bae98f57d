"""Shifts begin and end, and what one hands over waits until a colleague has read it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from upstander.duties.assessment.actions.claim import claim
from upstander.duties.casework.actions.hand_over_shift import acknowledge, hand_over_shift
from upstander.duties.casework.actions.restrict import restrict
from upstander.duties.casework.actions.work_shift import end_shift, start_shift
from upstander.duties.casework.gathering import gathered
from upstander.duties.casework.models import Shift
from upstander.duties.casework.queries import handover, on_shift, read_handovers, running_shift, waiting_handovers
from upstander.duties.intake.actions.receive import Received
from upstander.record.cases.models import Case, Clock
from upstander.record.cases.queue import settle
from upstander.record.cases.states import WrongState
from upstander.record.people.actors import NotAllowed, acting
from upstander.record.people.models import User

pytestmark = pytest.mark.django_db


def test_a_shift_runs_from_its_start_to_its_end(officer: User, administrator: User) -> None:
    now = timezone.now()
    shift = start_shift(actor=acting(officer), at=now - timedelta(hours=8))
    assert start_shift(actor=acting(officer), at=now) == shift, "one at a time"
    assert running_shift(acting(officer)) == shift
    assert on_shift(now) == [officer]
    assert on_shift(now - timedelta(hours=9)) == []
    end_shift(actor=acting(officer), at=now)
    assert on_shift(now + timedelta(minutes=1)) == []
    assert on_shift(now - timedelta(hours=1)) == [officer]
    with pytest.raises(WrongState):
        end_shift(actor=acting(officer), at=now)
    with pytest.raises(NotAllowed):
        start_shift(actor=acting(administrator), at=now)


def test_what_is_over_or_soon_stands_first_then_what_waits_for_others(
    report: Callable[..., Received], officer: User, other_officer: User
) -> None:
    now, actor = timezone.now(), acting(officer)
    cases = [report(at=now).case for _ in range(3)]
    for case in cases:
        claim(case=case, actor=actor, at=now)
    claim(case=report(at=now).case, actor=acting(other_officer), at=now)
    far = [Case.objects.get(pk=case.pk) for case in cases]
    for case, due_at in zip(
        far, (now + timedelta(days=9), now + timedelta(days=9), now + timedelta(hours=2)), strict=True
    ):
        Clock.objects.filter(case=case, ended_at=None).update(due_at=due_at)
        settle(case)
    Case.objects.filter(pk=far[1].pk).update(state=Case.State.AWAITING_SIGN_OFF)
    assert [(line.case.pk, line.why) for line in gathered(actor)] == [
        (far[2].pk, "breaching"), (far[1].pk, "awaited"), (far[0].pk, "open"),
    ]  # fmt: skip


def test_a_hand_over_ends_the_shift_and_waits_until_a_colleague_has_read_it(
    report: Callable[..., Received], officer: User, other_officer: User, supervisor: User
) -> None:
    now, actor = timezone.now(), acting(officer)
    case = report(at=now).case
    claim(case=case, actor=actor, at=now)
    start_shift(actor=actor, at=now)
    made = hand_over_shift(
        text="Quiet night.", cases={case.reference: "The school rings at nine."}, actor=actor, at=now
    )
    assert not Shift.objects.filter(ended_at=None).exists()
    line = waiting_handovers(acting(other_officer))[0]
    assert (line.handover, [(each.case, each.text) for each in line.cases]) == (
        made, [(case, "The school rings at nine.")],
    )  # fmt: skip
    with pytest.raises(NotAllowed):
        acknowledge(handover=made, actor=actor, at=now)
    assert waiting_handovers(acting(supervisor)), "nobody has read it yet"
    acknowledge(handover=made, actor=acting(other_officer), at=now)
    assert waiting_handovers(acting(supervisor)) == []
    assert read_handovers(acting(supervisor))[0].handover.read_by == other_officer
    acknowledge(handover=made, actor=acting(supervisor), at=now)
    assert read_handovers(acting(supervisor))[0].handover.read_by == other_officer, "the first who reads it counts"


def test_words_on_a_case_that_is_not_theirs_any_more_are_refused_and_not_lost(
    report: Callable[..., Received], officer: User
) -> None:
    with pytest.raises(WrongState, match="not yours to hand over"):
        hand_over_shift(text="", cases={report().case.reference: "x"}, actor=acting(officer), at=timezone.now())


def test_a_restricted_case_of_a_hand_over_is_told_to_its_members_alone(
    report: Callable[..., Received], officer: User, other_officer: User
) -> None:
    now, actor = timezone.now(), acting(officer)
    case = report(at=now).case
    claim(case=case, actor=actor, at=now)
    made = hand_over_shift(text="", cases={case.reference: "Only for members."}, actor=actor, at=now)
    restrict(case=Case.objects.get(pk=case.pk), members=[], reason="x", actor=actor, at=now)
    line = handover(acting(other_officer), made.pk)
    assert line is not None
    assert (line.cases, line.hidden) == ((), 1)
    own = handover(actor, made.pk)
    assert own is not None
    assert len(own.cases) == 1
