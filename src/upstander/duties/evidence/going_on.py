"""What asking again for the package of a case goes on with: one that is not finished, or one that says what is now."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from upstander.duties.evidence.actions.ask import UNFINISHED, preview
from upstander.duties.evidence.assembling.pinning import Pinned
from upstander.duties.evidence.models import Package
from upstander.law.access import Act
from upstander.record.cases.grants import require
from upstander.record.cases.models import Case
from upstander.record.people.actors import Actor

OF_ITS_VERSION = ("version", "made_at", "supersedes", "custody", "software")
"""Parts of the copy of a case that differ between two packages of a case in which nothing has changed."""


def unfinished(*, case: Case, actor: Actor) -> Package | None:
    """Return the package of `case` that was asked for and is not built yet. Raises NotAllowed."""
    require(actor, Act.BUILD_PACKAGE, case)
    return Package.objects.filter(case=case, state__in=UNFINISHED).first()


def up_to_date(*, case: Case, actor: Actor, at: datetime) -> Package | None:
    """Return the newest package of `case` if it is sealed and a new one would say nothing else.

    Raises NotAllowed, NothingDecided, WrongState.
    """
    require(actor, Act.BUILD_PACKAGE, case)
    newest = Package.objects.filter(case=case).order_by("-version").first()
    if newest is None or newest.state != Package.State.READY or newest.stale:
        return None
    now = preview(case=case, actor=actor, at=at).pinned
    return newest if _of_the_case(Pinned.load(newest.pinned)) == _of_the_case(Pinned.load(now.dump())) else None


def _of_the_case(pinned: Pinned) -> Pinned:
    case: dict[str, Any] = {name: said for name, said in pinned.case.items() if name not in OF_ITS_VERSION}
    return replace(pinned, case=case)
