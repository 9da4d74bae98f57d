"""Withdraw the release of a package, as long as no force has fetched it."""

from datetime import datetime

from upstander.duties.evidence.models import Package, Release
from upstander.duties.evidence.releasing import FETCHED
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
def withdraw_release(*, package: Package, reason: str, actor: Actor, at: datetime) -> Release:
    """Let `package` wait again: no force sees it from now on.

    Raises NotAllowed (with `needs_reason` for a missing one), WrongState (not released, fetched already).
    """
    case = locked(package.case_id)
    package = Package.objects.select_for_update(of=("self",)).get(pk=package.pk)
    require(actor, Act.RELEASE_PACKAGE, case)
    if not reason.strip():
        raise NotAllowed("Give a reason. It is kept.", needs_reason=True)
    if package.leaving != Package.Leaving.RELEASED:
        raise WrongState("This version is not released.")
    if package.fetched_at is not None:
        raise WrongState(FETCHED.format(package.fetched_at))
    said = Release.objects.create(
        package=package, answer=Release.Answer.WITHDRAWN, reason=reason.strip(), by=user_of(actor),
        asked_by=package.asked_by, at=at,
    )  # fmt: skip
    package.leaving = Package.Leaving.WAITING
    package.save(update_fields=["leaving"])
    record(actor, Verb.RELEASE_WITHDRAWN, package, at=at, about=[case, said], version=package.version)
    settle(case)
    return said
