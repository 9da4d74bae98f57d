"""Tasks and reminders: whose, by when, seen by those who may, done and open again."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from upstander.conftest import NOW
from upstander.duties.assessment.actions.claim import claim
from upstander.duties.casework.actions.finish_task import finish_task, reopen_task
from upstander.duties.casework.actions.restrict import restrict
from upstander.duties.casework.actions.set_task import set_task
from upstander.duties.casework.days import after_working_days, end_of, working_day
from upstander.duties.casework.queries import later_tasks, my_tasks, task, task_counts, tasks_i_set, tasks_of
from upstander.duties.intake.actions.receive import Received
from upstander.law.clocks import LONDON
from upstander.record.cases.states import WrongState
from upstander.record.journal.models import Entry
from upstander.record.people.actors import NotAllowed, acting
from upstander.record.people.models import User
from upstander.record.work import worker

pytestmark = pytest.mark.django_db


def soon(hours: float = 1) -> datetime:
    return timezone.now() + timedelta(hours=hours)


def test_a_day_on_which_the_hub_does_not_work_becomes_the_next_on_which_it_does() -> None:
    saturday, christmas = date(2026, 11, 21), date(2026, 12, 25)
    assert working_day(saturday) == date(2026, 11, 23)
    assert working_day(christmas) == date(2026, 12, 29), "Christmas, Saturday, Sunday, and the substitute day"
    assert end_of(saturday) == datetime(2026, 11, 23, 23, 59, 59, tzinfo=LONDON)
    assert after_working_days(1, date(2026, 11, 20)) == date(2026, 11, 23)
    assert working_day(date(2199, 1, 5)) == date(2199, 1, 5), "past the known holidays nothing is guessed"


def test_a_task_for_another_is_seen_by_both_and_overdue_ones_stand_first(
    report: Callable[..., Received], officer: User, other_officer: User
) -> None:
    case, mine, theirs = report().case, acting(officer), acting(other_officer)
    set_task(what="Ask the platform", whose=other_officer, due_at=soon(5), case=case, actor=mine, at=NOW)
    set_task(what="Ring the school", whose=other_officer, due_at=soon(-5), actor=mine, at=NOW)
    assert [each.what for each in my_tasks(theirs)] == ["Ring the school", "Ask the platform"]
    counted = task_counts(theirs)
    assert (counted.due, counted.overdue) == (2, 1)
    assert [each.what for each in tasks_i_set(mine)] == ["Ring the school", "Ask the platform"]
    assert my_tasks(mine) == []
    assert [each.what for each in tasks_of(mine, case)] == ["Ask the platform"]


def test_a_task_is_done_and_opened_again_by_those_whose_it_is(
    officer: User, other_officer: User, supervisor: User
) -> None:
    made = set_task(what="Ring back", whose=officer, due_at=soon(), actor=acting(officer), at=NOW)
    with pytest.raises(NotAllowed):
        finish_task(task=made, actor=acting(other_officer), at=NOW)
    done = finish_task(task=made, actor=acting(officer), at=NOW)
    assert (done.done_by, my_tasks(acting(officer))) == (officer, [])
    assert finish_task(task=made, actor=acting(officer), at=NOW).done_at == NOW, "done stays done"
    reopen_task(task=made, actor=acting(officer), at=NOW)
    assert my_tasks(acting(officer)) == [made]
    with pytest.raises(WrongState):
        reopen_task(task=made, actor=acting(officer), at=NOW)
    assert list(Entry.objects.filter(subject=f"task:{made.pk}").order_by("seq").values_list("verb", flat=True)) == [
        "task set", "task done", "task reopened",
    ]  # fmt: skip


def test_a_reminder_is_shown_and_journalled_at_its_time(officer: User) -> None:
    actor, now = acting(officer), timezone.now()
    made = set_task(what="Look again", whose=officer, due_at=soon(9), shown_from=soon(3), actor=actor, at=now)
    assert my_tasks(actor) == []
    assert later_tasks(actor) == [made]
    worker.run_all()
    assert not Entry.objects.filter(verb="reminded").exists(), "not before its time"
    type(made).objects.filter(pk=made.pk).update(shown_from=soon(-1))
    from upstander.record.work.models import Item

    Item.objects.filter(name="remind").update(due_at=now)
    worker.run_all()
    assert my_tasks(actor) == [made]
    assert Entry.objects.filter(verb="reminded", subject=f"task:{made.pk}").count() == 1


def test_a_reminder_that_was_done_before_its_time_stays_silent(officer: User) -> None:
    actor, now = acting(officer), timezone.now()
    made = set_task(what="Look again", whose=officer, due_at=soon(9), shown_from=soon(3), actor=actor, at=now)
    finish_task(task=made, actor=actor, at=now)
    from upstander.record.work.models import Item

    Item.objects.filter(name="remind").update(due_at=now)
    worker.run_all()
    assert not Entry.objects.filter(verb="reminded").exists()


def test_nobody_is_given_a_task_on_a_case_that_they_may_not_read(
    report: Callable[..., Received], officer: User, other_officer: User, force_officer: Callable[[str], User]
) -> None:
    case, actor = report(at=timezone.now()).case, acting(officer)
    claim(case=case, actor=actor, at=timezone.now())
    held = set_task(what="Look", whose=other_officer, due_at=soon(), case=case, actor=actor, at=timezone.now())
    restrict(case=case, members=[], reason="x", actor=actor, at=timezone.now())
    with pytest.raises(WrongState, match="may not read"):
        set_task(what="Look", whose=other_officer, due_at=soon(), case=case, actor=actor, at=timezone.now())
    with pytest.raises(WrongState, match="does not work in this hub"):
        set_task(what="Look", whose=force_officer("E23000010"), due_at=soon(), actor=actor, at=timezone.now())
    stranger = acting(other_officer)
    assert my_tasks(stranger) == [], "a task on a case that was restricted since is not shown"
    assert task(stranger, held.pk) is None
    assert task_counts(stranger).due == 0
    with pytest.raises(NotAllowed):
        finish_task(task=held, actor=stranger, at=NOW)


def test_a_task_of_others_on_no_case_is_not_there(officer: User, other_officer: User, administrator: User) -> None:
    made = set_task(what="Ring back", whose=officer, due_at=soon(), actor=acting(officer), at=NOW)
    assert task(acting(other_officer), made.pk) is None
    with pytest.raises(NotAllowed):
        my_tasks(acting(administrator))
    with pytest.raises(NotAllowed):
        set_task(what="x", whose=officer, due_at=soon(), actor=acting(administrator), at=NOW)
