"""Count the queue: by lane, by band, and what is overdue, unclaimed or mine; each count stops at a limit."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from upstander.duties.bundling.again import REPORTED_AGAIN
from upstander.law.access import Act
from upstander.record.cases.grants import visible_to
from upstander.record.cases.models import Case, Listing
from upstander.record.cases.queue import (
    DANGER,
    ELSEWHERE,
    OUT,
    UNREAD,
    URGENT,
    WORKED,
    WORKED_HIGH,
    WORKED_MEDIUM,
    WORKED_STANDARD,
    WORKED_WORDING,
)
from upstander.record.people.actors import Actor, require_role

MOST_COUNTED = 200


@dataclass(frozen=True)
class Counted:
    """A count that stops at a limit: nobody needs the rest of the digits, and counting them all is slow."""

    number: int
    more: bool = False

    def __str__(self) -> str:
        return f"{self.number:,}+" if self.more else f"{self.number:,}"


@dataclass(frozen=True)
class QueueCounts:
    """How many cases stand in each lane and behind each list of the queue."""

    danger: Counted
    urgent: Counted
    unread: Counted
    """Unread without danger and without wording."""
    high: Counted
    medium: Counted
    unanswered: Counted
    standard: Counted
    with_force: Counted
    overdue: Counted
    unclaimed: Counted
    mine: Counted
    reported_again: Counted
    """Closed, and in no lane: what they were closed on was reported again since."""


def counts(viewer: Actor) -> QueueCounts:
    """Return how many cases stand where in the viewer's queue. Raises NotAllowed."""
    require_role(viewer, Act.SEE_QUEUE)
    rows = visible_to(viewer)
    late = rows.filter(next_clock_at__lt=timezone.now())
    return QueueCounts(
        danger=counted(rows.filter(lane=DANGER)),
        urgent=counted(rows.filter(lane=URGENT)),
        unread=counted(rows.filter(lane=UNREAD)),
        high=counted(rows.filter(lane=WORKED_HIGH)),
        medium=counted(rows.filter(lane=WORKED_MEDIUM)),
        unanswered=counted(rows.filter(lane__in=[WORKED_WORDING, WORKED])),
        standard=counted(rows.filter(lane=WORKED_STANDARD)),
        with_force=counted(rows.filter(lane=ELSEWHERE)),
        overdue=counted(late.filter(lane__lt=OUT)),
        unclaimed=counted(rows.filter(owner=None, lane__lt=ELSEWHERE)),
        mine=counted(rows.filter(owner=viewer.user, lane__lt=OUT)),
        reported_again=_reported_again(rows),
    )


def own_reported_again(viewer: Actor) -> Counted:
    """Count the closed cases of the viewer's own that were reported again since. Raises NotAllowed."""
    require_role(viewer, Act.SEE_QUEUE)
    return _reported_again(visible_to(viewer).filter(owner=viewer.user))


def _reported_again(rows: QuerySet[Case]) -> Counted:
    """Count those that carry the mark along their listings, which are few, and not along all cases."""
    marked = Listing.objects.filter(under=Listing.Under.MARK, code=REPORTED_AGAIN)
    return counted(marked.filter(Exists(rows.filter(pk=OuterRef("case_id")))))


def counted(rows: QuerySet[Case] | QuerySet[Listing], most: int | None = None) -> Counted:
    """Count up to a limit."""
    limit = MOST_COUNTED if most is None else most
    number = rows.order_by()[: limit + 1].count()
    return Counted(min(number, limit), number > limit)
