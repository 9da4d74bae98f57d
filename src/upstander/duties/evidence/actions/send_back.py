"""Return a sealed package to its officer, with reasons: it does not leave, and the next version may."""

from collections.abc import Mapping
from datetime import datetime

from upstander.duties.evidence.models import Package, Release
from upstander.duties.evidence.releasing import SECOND, Answered, answer_findings, is_second
from upstander.law.access import Act
from upstander.record.cases.editions import locked
from upstander.record.cases.grants import require
from upstander.record.cases.queue import settle
from upstander.record.cases.states import WrongState
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, NotAllowed, user_of


@action
def send_back(
    *, package: Package, answers: Mapping[int, Answered] | None = None, reason: str, actor: Actor, at: datetime
) -> Release:
    """Return `package`, saying why. What is answered `leave out` is left out of the next version.

    Raises NotAllowed (with `needs_reason` for a missing one), NotAnswered, WrongState.
    """
    case = locked(package.case_id)
    package = Package.objects.select_for_update(of=("self",)).get(pk=package.pk)
    require(actor, Act.RELEASE_PACKAGE, case)
    if not is_second(actor, package):
        raise NotAllowed(SECOND)
    if not reason.strip():
        raise NotAllowed("Give a reason. The officer reads it.", needs_reason=True)
    if package.state != Package.State.READY or package.leaving != Package.Leaving.WAITING:
        raise WrongState("This version does not wait to be released.")
    answer_findings(package, answers or {}, actor, at)
    said = Release.objects.create(
        package=package, answer=Release.Answer.RETURNED, reason=reason.strip(), by=user_of(actor),
        asked_by=package.asked_by, at=at,
    )  # fmt: skip
    package.leaving = Package.Leaving.RETURNED
    package.save(update_fields=["leaving"])
    record(actor, Verb.PACKAGE_RETURNED, package, at=at, about=[case, said], version=package.version)
    settle(case)
    return said
