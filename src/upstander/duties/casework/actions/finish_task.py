"""Say that a task is done, or open it again."""

from datetime import datetime

from upstander.duties.casework.models import Task
from upstander.law.access import Act
from upstander.record.cases.grants import require
from upstander.record.cases.states import WrongState
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, NotAllowed, require_role, user_of


@action
def finish_task(*, task: Task, actor: Actor, at: datetime) -> Task:
    """Mark a task as done: by whoever has it, whoever set it, or whoever may work on its case. Done stays done.

    Raises NotAllowed.
    """
    task = _locked(task, actor)
    if task.done_at is None:
        task.done_by, task.done_at = user_of(actor), at
        task.save(update_fields=["done_by", "done_at"])
        record(actor, Verb.TASK_DONE, task, at=at, about=[task.case] if task.case else [])
    return task


@action
def reopen_task(*, task: Task, actor: Actor, at: datetime) -> Task:
    """Open a task again that was marked as done. Raises NotAllowed, WrongState."""
    task = _locked(task, actor)
    if task.done_at is None:
        raise WrongState("This task is open.")
    task.done_by, task.done_at = None, None
    task.save(update_fields=["done_by", "done_at"])
    record(actor, Verb.TASK_REOPENED, task, at=at, about=[task.case] if task.case else [])
    return task


def _locked(task: Task, actor: Actor) -> Task:
    task = Task.objects.select_for_update().get(pk=task.pk)
    require_role(actor, Act.SET_TASK)
    if task.case is not None:
        require(actor, Act.SEE_CASE, task.case)
    elif user_of(actor).pk not in (task.whose_id, task.by_id):
        raise NotAllowed("This task is somebody else's.")
    return task
