"""Join a report to a case: it counts there from now on, and keeps everything that was its own."""

from datetime import datetime

from upstander.duties.bundling.joining import join_each
from upstander.record.cases.models import Case, Membership, Report
from upstander.record.fence.viewer import action
from upstander.record.people.actors import Actor


@action
def join(*, report: Report, case: Case, actor: Actor, reason: str = "", at: datetime) -> Membership:
    """Let `report` count under `case`; `split` undoes it.

    A reason is needed where either case was decided, sent or belongs to another officer: decisions stay on their case,
    offers and packages are marked stale. A case that is to be handed to a force gives none of its reports away before
    that is confirmed or withdrawn. Raises NotAllowed, LeftApart, WrongState.
    """
    joined, refused = join_each([report], case, actor=actor, reason=reason, at=at)
    for _, why in refused:
        raise why
    return joined[0]
