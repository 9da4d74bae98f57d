"""Give a case to an officer by name: a supervisor, or its own officer who hands it on, with a reason."""

from datetime import datetime

from upstander.duties.assessment.actions.claim import UNREAD
from upstander.duties.assessment.rounds import FIRST, run_on
from upstander.duties.bundling.queries import require_reports
from upstander.duties.casework.models import Reassignment
from upstander.law.access import Act, Relation, judge
from upstander.record.cases.editions import locked
from upstander.record.cases.grants import end_grant, grant, relations, report_ids, require
from upstander.record.cases.models import Case
from upstander.record.cases.queue import end_clocks, settle
from upstander.record.cases.states import WrongState, move
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, NotAllowed, acting, user_of
from upstander.record.people.models import User
from upstander.record.work.asking import due


@action
def reassign(*, case: Case, to: User, reason: str, actor: Actor, at: datetime) -> Reassignment:
    """Let `to` have the case from now on, alone; who had it reads it as before, and no more.

    An unread case counts as claimed by it. The clocks run on. Raises NotAllowed (also for an empty reason), WrongState
    (closed, already theirs, somebody who could not claim it), Outdated.
    """
    case = locked(case.pk)
    require(actor, Act.REASSIGN, case)
    if not reason.strip():
        raise NotAllowed("Give a reason to give this case to another officer. It is kept.", needs_reason=True)
    require_reports(case)
    if case.state == Case.State.CLOSED:
        raise WrongState("This case is closed. Reopen it first.")
    before = case.owner
    if before is not None and before.pk == to.pk:
        raise WrongState(f"{to.name} has this case already.")
    _require_able(to, case)
    unread = case.state in UNREAD
    if before is not None:
        end_grant(case, to=before, relation=Relation.OWNER, at=at)
    if unread:
        move(case, Case.State.CLAIMED)
        run_on(case, "decision", at=at)
        due("tell_complainant", case=case, reports=report_ids(case), of="claimed", once=f"tell:claimed:{case.pk}")
    case.owner = to
    grant(case, to=to, relation=Relation.OWNER, at=at)
    end_clocks(case, *FIRST, at=at)
    made = Reassignment.objects.create(
        case=case, before=before, to=to, reason=reason.strip(), by=user_of(actor), at=at,
        seen_at=at if actor.user == to else None,
    )  # fmt: skip
    settle(case)
    people = [each for each in (before, to) if each]
    verb = Verb.ASSIGNED if unread else Verb.REASSIGNED
    record(actor, verb, case, at=at, about=[made, *people], to=to.pk, before=before.pk if before else None)
    return made


def _require_able(to: User, case: Case) -> None:
    """Refuse to give a case to somebody who could not claim it: another hub's, no member, a declared connection."""
    theirs = acting(to)
    if not to.is_active or not judge(theirs.role, Act.CLAIM, relations(theirs, case)).allowed:
        raise WrongState(f"{to.name} may not work on this case.")
