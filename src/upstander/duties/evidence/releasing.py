"""Say who may let a sealed package leave, what still stands in its way, and what was answered so far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from upstander.duties.evidence.models import Finding, Package, Release
from upstander.law.access import Act, judge, may_ever
from upstander.record.cases.grants import of_visible, relations, require
from upstander.record.cases.models import Case
from upstander.record.cases.states import WrongState
from upstander.record.people.actors import Actor, NotAllowed, user_of

MOST_WAITING = 100
SECOND = "Another person has to release this: you asked for it yourself."
FETCHED = "A force has fetched this package on {:%d %B %Y}. Its release cannot be withdrawn any more: ring the force."


@dataclass(frozen=True)
class Answered:
    """What is said to one finding: whether it stays, and why."""

    keep: bool
    reason: str = ""


class NotAnswered(WrongState):
    """The package cannot leave as it is; `missing` says what is to be answered or done first."""

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__(" ".join(missing))
        self.missing = list(missing)


def is_second(actor: Actor, package: Package) -> bool:
    """Whether the actor is somebody other than who asked for the package."""
    return actor.user is not None and actor.user.pk != package.asked_by_id


def may_release_alone(actor: Actor, case: Case, package: Package) -> bool:
    """Whether the actor asked for the package and is one who, in danger or a surge, releases alone with a reason."""
    if is_second(actor, package):
        return False
    verdict = judge(actor.role, Act.RELEASE_ALONE, relations(actor, case))
    return verdict.allowed or verdict.needs_reason


def require_release(actor: Actor, case: Case, package: Package, *, ground: str, reason: str) -> None:
    """Refuse whoever may not release this package, or not on this ground. Raises NotAllowed, WrongState."""
    if is_second(actor, package):
        require(actor, Act.RELEASE_PACKAGE, case)
        return
    if not ground:
        raise NotAllowed(SECOND)
    require(actor, Act.RELEASE_ALONE, case, reason=reason)
    if ground not in Release.Ground.values:
        raise WrongState("Say whether it is for danger or for a surge.")
    if ground == Release.Ground.DANGER and not case.danger:
        raise WrongState("Nobody told the hub of danger in this case: let a second person release it.")


def answer_findings(package: Package, answers: Mapping[int, Answered], actor: Actor, at: datetime) -> None:
    """Keep what was answered to findings, by their numbers. Raises NotAnswered for one kept without a reason."""
    rows = list(Finding.objects.filter(package=package, number__in=list(answers)))
    if lacking := [row for row in rows if answers[row.number].keep and not answers[row.number].reason.strip()]:
        raise NotAnswered([f"Say why it may stay: {_named(row)}." for row in lacking])
    if barred := [row for row in rows if row.bars and answers[row.number].keep]:
        raise NotAnswered([_barred(row) for row in barred])
    for row in rows:
        said = answers[row.number]
        row.answer = Finding.Answer.KEEP if said.keep else Finding.Answer.LEAVE_OUT
        row.reason, row.by, row.at = said.reason.strip(), user_of(actor), at
    Finding.objects.bulk_update(rows, ["answer", "reason", "by", "at"], batch_size=200)


def in_the_way(package: Package) -> list[str]:
    """Return in sentences what of the findings keeps the package from leaving; empty where it may."""
    found = []
    for row in Finding.objects.filter(package=package).order_by("number"):
        if row.bars:
            found.append(_barred(row))
        elif row.answer == Finding.Answer.LEAVE_OUT:
            found.append(f"It is to be left out: {_named(row)}. Return the package: the next version goes without it.")
        elif not row.answer:
            found.append(f"Answer this first: {_named(row)}.")
    return found


def waiting(viewer: Actor) -> list[Package]:
    """Return the packages that wait for somebody to release them, of the cases that the viewer may release them for."""
    return list(_waiting(viewer).order_by("done_at", "pk")[:MOST_WAITING])


def waiting_count(viewer: Actor) -> int:
    """Return how many packages wait for the viewer to release them."""
    return _waiting(viewer).count()


def newest(case: Case) -> Package | None:
    """Return the latest sealed version of the case's package; the caller answers for access."""
    return _sealed().filter(case=case).order_by("-version").first()


def _waiting(viewer: Actor) -> QuerySet[Package]:
    if not may_ever(viewer.role, Act.RELEASE_PACKAGE):
        return Package.objects.none()
    rows = _sealed().filter(of_visible(viewer, act=Act.RELEASE_PACKAGE), leaving=Package.Leaving.WAITING)
    return rows.filter(Q(asked_by=None) | ~Q(asked_by=viewer.user))


def _sealed() -> QuerySet[Package]:
    return Package.objects.filter(state=Package.State.READY).select_related("case", "asked_by").defer("pinned")


def _named(row: Finding) -> str:
    return f"{row.place}: {row.what}"


def _barred(row: Finding) -> str:
    return f"The hub itself wrote who reported: {_named(row)}. Return the package: the next version leaves it out."
