"""Filter the queue: by columns of the case, and by what it is listed under."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from upstander.duties.assessment.bands import NUMBERS
from upstander.record.cases.grants import visible_to
from upstander.record.cases.models import Case, Listing
from upstander.record.cases.queue import (
    BEHIND,
    DANGER,
    ELSEWHERE,
    OUT,
    PASTED,
    UNREAD,
    UNREAD_LANES,
    URGENT,
    WORKED_LANES,
)
from upstander.record.cases.references import normalise
from upstander.record.people.actors import Actor

UNANSWERED = "unanswered"
LANES = {
    "danger": (DANGER,),
    "urgent": (URGENT,),
    "other_unread": (UNREAD,),
    "unread": UNREAD_LANES,
    "worked": WORKED_LANES,
    "with_force": (ELSEWHERE,),
}
"""The parts of the queue that a filter may name."""
FEW = 2_000
"""So many listings are walked through without asking whether another filter leaves fewer."""


@dataclass(frozen=True)
class QueueFilters:
    """What to show. Empty means everything that is not closed; `state`, `mark` and `reference` reach closed ones.

    What stands behind a campaign is reached by `reference` and by the mark `pasted`, and otherwise by its campaign.
    """

    owner: str = "all"
    """mine | unclaimed | all | the id of an officer."""
    state: str = ""
    band: str = ""
    """high | medium | standard | unanswered."""
    strand: str = ""
    platform: str = ""
    force: str = ""
    wording: str = ""
    """any: some wording that brings a case forward | a code of it."""
    danger: bool = False
    overdue: bool = False
    lane: str = ""
    """danger | urgent | other_unread | unread (all three) | worked | with_force."""
    mark: str = ""
    opened_from: date | None = None
    opened_to: date | None = None
    """Both days count."""
    reference: str = ""
    """A case's or report's reference as somebody typed it."""


def filtered(viewer: Actor, filters: QueueFilters) -> QuerySet[Case]:
    """Return the cases that the viewer may see and that fit every filter, in no order."""
    rows = visible_to(viewer)
    if filters.reference.strip():
        return rows.filter(_named(filters.reference))
    if not filters.state and not filters.mark:
        rows = rows.filter(lane__lt=OUT)
    elif filters.mark != PASTED:
        rows = rows.filter(lane__lt=BEHIND)
    rows = rows.filter(_columns(viewer, filters), _times(filters))
    for under, code in _listings(filters):
        rows = rows.filter(Exists(Listing.objects.filter(case=OuterRef("pk"), under=under, code=code)))
    return rows


def listings_to_walk(filters: QueueFilters) -> QuerySet[Listing] | None:
    """Return the listings along which the page is found, where that is shorter than along the cases; else None.

    Of several filters the one that leaves the fewest leads. Counting stops early, so that asking costs little.
    """
    asked = _listings(filters)
    if not asked or filters.reference.strip():
        return None
    walks = [Listing.objects.filter(under=under, code=code) for under, code in asked]
    sizes = [_size(walk) if len(walks) > 1 or _narrow(filters) else 0 for walk in walks]
    shortest = min(range(len(walks)), key=sizes.__getitem__)
    if _narrow(filters) and _size(Case.objects.filter(_scalars(filters))) < sizes[shortest]:
        return None
    return walks[shortest].filter(lane__lt=OUT) if not filters.state and not filters.mark else walks[shortest]


def _listings(filters: QueueFilters) -> list[tuple[str, str]]:
    """Return what is asked for by listing."""
    kinds = Listing.Under
    asked = ((kinds.MARK, filters.mark), (kinds.PLATFORM, filters.platform), (kinds.STRAND, filters.strand))
    return [(under.value, code) for under, code in asked if code]


def _narrow(filters: QueueFilters) -> bool:
    """Whether a filter by a column of the case may leave fewer than one by a listing."""
    return bool(filters.state or filters.force or filters.band or filters.wording)


def _size(rows: QuerySet[Case] | QuerySet[Listing]) -> int:
    return rows.order_by()[: FEW + 1].count()


def _columns(viewer: Actor, filters: QueueFilters) -> Q:
    asked = _scalars(filters)
    if filters.owner == "mine":
        asked &= Q(owner=viewer.user)
    elif filters.owner == "unclaimed":
        # With a force there is nothing to claim.
        asked &= Q(owner=None) if filters.state else Q(owner=None, lane__lt=ELSEWHERE)
    elif filters.owner.isdecimal():
        asked &= Q(owner=int(filters.owner))
    if filters.lane in LANES:
        asked &= Q(lane__in=LANES[filters.lane])
    return asked & Q(danger=True) if filters.danger else asked


def _scalars(filters: QueueFilters) -> Q:
    asked = Q()
    if filters.state:
        asked &= Q(state=filters.state)
    if filters.force:
        asked &= Q(force=filters.force)
    if filters.band == UNANSWERED:
        asked &= Q(band=None)
    elif filters.band in NUMBERS:
        asked &= Q(band=NUMBERS[filters.band])
    if filters.wording == "any":
        asked &= ~Q(wording="")
    elif filters.wording:
        asked &= Q(wording=filters.wording)
    return asked


def _times(filters: QueueFilters) -> Q:
    asked = Q(next_clock_at__lt=timezone.now()) if filters.overdue else Q()
    if filters.opened_from:
        asked &= Q(opened_at__gte=_midnight(filters.opened_from))
    if filters.opened_to:
        asked &= Q(opened_at__lt=_midnight(filters.opened_to + timedelta(days=1)))
    return asked


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _named(typed: str) -> Q:
    """The case of this reference, or the one under which the report of this reference counts; else none."""
    reference = normalise(typed)
    if reference is None:
        return Q(pk__in=[])
    if reference.startswith("C"):
        return Q(reference=reference)
    return Q(memberships__report__reference=reference, memberships__until_at=None)
