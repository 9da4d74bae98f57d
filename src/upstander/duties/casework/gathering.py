"""Gather for an officer at the end of a shift what is breaching, awaited and open among their cases."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from upstander.record.cases.grants import visible_to
from upstander.record.cases.models import Case
from upstander.record.cases.queue import OUT
from upstander.record.people.actors import Actor, user_of

SOON = timedelta(hours=12)
"""A clock that runs out before the next shift has ended is the next shift's to know of."""
AWAITED = (Case.State.AWAITING_SIGN_OFF, Case.State.OFFERED)
ORDER = ("breaching", "awaited", "open")
MOST = 200


@dataclass(frozen=True)
class Gathered:
    """One case to hand over, and whether it is breaching, awaited or just open."""

    case: Case
    why: str


def gathered(actor: Actor, at: datetime | None = None) -> list[Gathered]:
    """Return the actor's own open cases: what is over or soon will be, then what waits for others, then the rest."""
    at = at or timezone.now()
    rows = visible_to(actor).filter(owner=user_of(actor), lane__lt=OUT).select_related("owner")
    lines = [Gathered(case, _why(case, at)) for case in rows.order_by("next_clock_at", "pk")[:MOST]]
    return sorted(lines, key=lambda line: ORDER.index(line.why))


def _why(case: Case, at: datetime) -> str:
    if case.next_clock_at and case.next_clock_at < at + SOON:
        return "breaching"
    return "awaited" if case.state in AWAITED else "open"
