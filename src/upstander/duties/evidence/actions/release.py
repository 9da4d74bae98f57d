"""Release a sealed package, so that the force may fetch it: by a second person; alone in danger or a surge."""

from collections.abc import Mapping
from datetime import datetime

from upstander.duties.evidence.models import Package, Release
from upstander.duties.evidence.releasing import Answered, NotAnswered, answer_findings, in_the_way, require_release
from upstander.record.cases.editions import locked
from upstander.record.cases.queue import settle
from upstander.record.cases.states import WrongState
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, user_of
from upstander.record.work.asking import due


@action
def release(
    *, package: Package, answers: Mapping[int, Answered] | None = None, ground: str = "", reason: str = "",
    actor: Actor, at: datetime,
) -> Release:  # fmt: skip
    """Let `package` leave the hub. `answers` say, by number, why each finding of the gate may stay.

    Whoever asked for it releases it on a `ground` alone (danger, surge), with a reason; a supervisor reviews that.
    Raises NotAllowed, NotAnswered (findings), WrongState (not sealed, not searched yet, answered already, overtaken).
    """
    case = locked(package.case_id)
    package = Package.objects.select_for_update(of=("self",)).get(pk=package.pk)
    require_release(actor, case, package, ground=ground, reason=reason)
    _require_waiting(package)
    answer_findings(package, answers or {}, actor, at)
    if missing := in_the_way(package):
        raise NotAnswered(missing)
    alone = actor.user is not None and actor.user.pk == package.asked_by_id
    said = Release.objects.create(
        package=package, answer=Release.Answer.RELEASED, ground=ground if alone else "", reason=reason.strip(),
        by=user_of(actor), asked_by=package.asked_by, at=at,
    )  # fmt: skip
    package.leaving = Package.Leaving.RELEASED
    package.save(update_fields=["leaving"])
    record(
        actor, Verb.PACKAGE_RELEASED, package, at=at, about=[case, said], version=package.version, alone=alone,
        ground=said.ground, manifest=package.manifest_sha256,
    )  # fmt: skip
    if alone:
        due("review_release", release=said)
    settle(case)
    return said


def _require_waiting(package: Package) -> None:
    if package.state != Package.State.READY:
        raise WrongState("There is nothing to release: this version is not sealed, or was taken away.")
    if package.leaving == Package.Leaving.SEARCHED:
        raise WrongState("The gate is still looking through this version. It can be released once that is done.")
    if package.leaving != Package.Leaving.WAITING:
        raise WrongState(f"This version is {package.leaving} already.")
    if Package.objects.filter(case=package.case_id, version__gt=package.version, state=Package.State.READY).exists():
        raise WrongState("There is a later version. Release that one.")
