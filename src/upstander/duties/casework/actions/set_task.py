"""Say what somebody is to do by when, on a case or on its own; or remind somebody of it at a time."""

from datetime import datetime

from upstander.duties.casework.models import Task
from upstander.law.access import Act, may_ever
from upstander.record.cases.grants import require, visible_to
from upstander.record.cases.models import Case
from upstander.record.cases.states import WrongState
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, acting, require_role, user_of
from upstander.record.people.models import User
from upstander.record.work.asking import due


@action
def set_task(
    *, what: str, whose: User, due_at: datetime, shown_from: datetime | None = None, case: Case | None = None,
    actor: Actor, at: datetime,
) -> Task:  # fmt: skip
    """Set a task for `whose` (oneself or another of the hub); with `shown_from` it rests until then.

    Nobody is given a task on a case that they may not read. Raises NotAllowed, WrongState.
    """
    require_role(actor, Act.SET_TASK)
    if case is not None:
        require(actor, Act.SEE_CASE, case)
    if not what.strip():
        raise WrongState("Say what is to be done.")
    theirs = acting(whose)
    ours = whose.is_active and theirs.organisation == actor.organisation and may_ever(theirs.role, Act.SET_TASK)
    if not ours:
        raise WrongState(f"{whose.name} does not work in this hub.")
    if case is not None and not visible_to(theirs).filter(pk=case.pk).exists():
        raise WrongState(f"{whose.name} may not read this case.")
    if shown_from is not None and shown_from > due_at:
        raise WrongState("The reminder would come after the day it is due.")
    task = Task.objects.create(
        what=what.strip(), case=case, whose=whose, due_at=due_at, shown_from=shown_from, by=user_of(actor), at=at
    )
    record(actor, Verb.TASK_SET, task, at=at, about=[each for each in (case, whose) if each], whose=whose.pk)
    if shown_from is not None:
        due("remind", at=shown_from, task=task, once=f"remind:{task.pk}")
    return task
