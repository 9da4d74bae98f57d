"""Acts of two people: nobody agrees to their own, the night rule lets one act alone, and each act is done whole."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from upstander.conftest import NOW
from upstander.duties.casework.models import Review
from upstander.duties.intake.actions.receive import Received
from upstander.duties.oversight.actions.answer_act import approve_act, refuse_act
from upstander.duties.oversight.actions.ask_act import ask_act
from upstander.duties.oversight.actions.export_cases import export_cases
from upstander.duties.oversight.models import AskedAct
from upstander.duties.oversight.two_people import DOINGS, may_act_alone, rules, who_could_agree
from upstander.law.access import Role
from upstander.law.oversight import all_acts
from upstander.record.cases.states import WrongState
from upstander.record.journal.models import Entry, Touch
from upstander.record.people.actors import NotAllowed, acting
from upstander.record.people.models import Organisation, User

NIGHT = datetime(2026, 11, 18, 23, 0, tzinfo=UTC)
LIST = {"code": "export", "said": {"filters": {}, "count": 1}, "reason": "For the meeting of the board."}


@pytest.fixture
def second(make_user: Callable[..., User]) -> User:
    return make_user(Role.SUPERVISOR, "Insp Gale")


def verbs() -> list[str]:
    return list(Entry.objects.order_by("seq").values_list("verb", flat=True))


def test_a_list_leaves_once_two_people_agreed_and_once_only(
    report: Callable[..., Received], supervisor: User, second: User
) -> None:
    received = report(strands=("religion",), account="=SECRET()")
    asked = ask_act(**LIST, actor=acting(supervisor), at=NOW)
    with pytest.raises(WrongState, match="Nobody has agreed"):
        export_cases(asked=asked, actor=acting(supervisor), at=NOW)
    approve_act(asked=asked, actor=acting(second), at=NOW)
    with pytest.raises(NotAllowed, match="who asked"):
        export_cases(asked=asked, actor=acting(second), at=NOW)
    made = export_cases(asked=asked, actor=acting(supervisor), at=NOW)
    assert made.count == 1
    assert received.case.reference in made.body.decode("utf-8-sig")
    assert "SECRET" not in made.body.decode("utf-8-sig")
    with pytest.raises(WrongState, match="fetched already"):
        export_cases(asked=asked, actor=acting(supervisor), at=NOW)
    entry = Entry.objects.get(verb="exported")
    assert Touch.objects.filter(entry=entry.seq, kind="case", record=received.case.pk).exists()


def test_every_act_of_the_law_is_done_somehow_and_no_other() -> None:
    assert set(DOINGS) == {act.id for act in all_acts()}


def test_nobody_agrees_to_what_they_asked_for(report: Callable[..., Received], supervisor: User, second: User) -> None:
    report()
    asked = ask_act(**LIST, actor=acting(supervisor), at=NOW)
    for answer in (
        lambda: approve_act(asked=asked, actor=acting(supervisor), at=NOW),
        lambda: refuse_act(asked=asked, reason="x", actor=acting(supervisor), at=NOW),
    ):
        with pytest.raises(NotAllowed, match="Another person"):
            answer()
    with pytest.raises(IntegrityError), transaction.atomic():
        AskedAct.objects.filter(pk=asked.pk).update(approved=True, answered_by=supervisor)
    assert verbs().count("act approved") == 0


def test_who_may_not_ask_or_agree_is_refused(
    report: Callable[..., Received], supervisor: User, officer: User, auditor: User, administrator: User
) -> None:
    report()
    for user in (officer, auditor, administrator):
        with pytest.raises(NotAllowed):
            ask_act(**LIST, actor=acting(user), at=NOW)
    asked = ask_act(**LIST, actor=acting(supervisor), at=NOW)
    for user in (officer, auditor, administrator):
        with pytest.raises(NotAllowed):
            approve_act(asked=asked, actor=acting(user), at=NOW)


def test_what_was_refused_or_has_lapsed_is_not_done(
    report: Callable[..., Received], supervisor: User, second: User
) -> None:
    report()
    asked = ask_act(**LIST, actor=acting(supervisor), at=NOW)
    with pytest.raises(WrongState, match="lapsed"):
        approve_act(asked=asked, actor=acting(second), at=NOW + timedelta(days=4))
    with pytest.raises(NotAllowed, match="reason"):
        refuse_act(asked=asked, reason=" ", actor=acting(second), at=NOW)
    refuse_act(asked=asked, reason="Too wide.", actor=acting(second), at=NOW)
    with pytest.raises(WrongState, match="answered"):
        approve_act(asked=asked, actor=acting(second), at=NOW)
    with pytest.raises(WrongState, match="refused"):
        export_cases(asked=asked, actor=acting(supervisor), at=NOW)
    later = ask_act(**LIST, actor=acting(supervisor), at=NOW)
    approve_act(asked=later, actor=acting(second), at=NOW)
    with pytest.raises(WrongState, match="lapsed"):
        export_cases(asked=later, actor=acting(supervisor), at=NOW + timedelta(hours=25))


def test_a_reason_and_a_list_that_holds_something_are_needed(supervisor: User) -> None:
    with pytest.raises(NotAllowed) as refusal:
        ask_act(**{**LIST, "reason": " "}, actor=acting(supervisor), at=NOW)
    assert refusal.value.needs_reason
    for count in (0, 5001):
        with pytest.raises(WrongState):
            ask_act(**{**LIST, "said": {"count": count}}, actor=acting(supervisor), at=NOW)


def test_in_the_hours_of_the_hub_nobody_acts_alone_while_somebody_could_agree(
    report: Callable[..., Received], supervisor: User, second: User
) -> None:
    report()
    with pytest.raises(NotAllowed, match="Another person"):
        ask_act(**LIST, alone=True, actor=acting(supervisor), at=NOW)
    assert not AskedAct.objects.exists()


@pytest.mark.parametrize("alone_because", ["night", "nobody else"])
def test_at_night_or_with_nobody_else_one_acts_alone_and_is_reviewed_the_next_working_day(
    report: Callable[..., Received], supervisor: User, second: User, alone_because: str
) -> None:
    report()
    at = NIGHT if alone_because == "night" else NOW
    if alone_because == "nobody else":
        User.objects.filter(pk=second.pk).update(is_active=False)
    asked = ask_act(**LIST, alone=True, actor=acting(supervisor), at=at)
    assert (asked.alone, asked.approved) == (True, True)
    review = Review.objects.get()
    assert (review.kind, review.act, review.of, review.done_at) == ("alone", "export", supervisor, None)
    assert timezone.localdate(review.due_at) == (at + timedelta(days=1)).date()
    assert export_cases(asked=asked, actor=acting(supervisor), at=at).count == 1


def test_who_could_agree_counts_only_running_accounts_of_this_hub_with_the_right_role(
    hub: Organisation, supervisor: User, second: User, senior_investigator: User, officer: User, make_user, force
) -> None:
    law = rules("export", NOW)
    assert who_could_agree(acting(supervisor), law, None) == [senior_investigator, second]
    User.objects.filter(pk__in=[second.pk, senior_investigator.pk]).update(is_active=False)
    assert not may_act_alone(acting(officer), law, None, NIGHT).allowed
    assert may_act_alone(acting(supervisor), law, None, NOW).allowed
