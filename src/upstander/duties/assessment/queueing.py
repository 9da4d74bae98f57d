"""The desk's queue: danger first, then unread, then worked, each by its next clock; fifty rows a page by keyset."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from upstander.duties.assessment.why_here import why_here
from upstander.law.access import Act
from upstander.record.cases.grants import visible_to
from upstander.record.cases.models import Case
from upstander.record.cases.queue import DANGER, ELSEWHERE, OUT, UNREAD, WORKED
from upstander.record.cases.references import normalise
from upstander.record.people.actors import Actor, require_role

PAGE = 50
MOST_COUNTED = 1_000
LANES = (DANGER, UNREAD, WORKED, ELSEWHERE)
"""The lanes of cases that are not out of the queue, in their order."""


@dataclass(frozen=True)
class QueueFilters:
    """What to show. Empty means everything that is not closed; `state`, `mark` and `reference` reach closed ones."""

    owner: str = "all"
    """mine | unclaimed | all."""
    state: str = ""
    strand: str = ""
    platform: str = ""
    force: str = ""
    danger: bool = False
    first: str = ""
    """danger: nobody has claimed it and someone may be in danger | overdue: its first clock is over."""
    mark: str = ""
    reference: str = ""
    """A case's or report's reference as somebody typed it."""


@dataclass(frozen=True)
class QueueRow:
    """One case in the queue, and in one sentence why it stands where it stands."""

    case: Case
    owner: str
    why: str
    overdue: bool


@dataclass(frozen=True)
class QueuePage:
    """Up to fifty rows, and the mark of the next page (empty on the last)."""

    rows: tuple[QueueRow, ...]
    next: str


@dataclass(frozen=True)
class Counted:
    """A count that stops at a thousand: nobody needs the rest of the digits, and counting them all is slow."""

    number: int
    more: bool

    def __str__(self) -> str:
        return f"{self.number:,}+" if self.more else f"{self.number:,}"


@dataclass(frozen=True)
class QueueCounts:
    """How many cases stand behind each tab of the queue."""

    mine: Counted
    unclaimed: Counted
    all: Counted
    danger: Counted
    overdue: Counted


@dataclass(frozen=True)
class _Place:
    lane: int
    at: datetime | None
    pk: int


def queue(viewer: Actor, filters: QueueFilters | None = None, after: str | None = None) -> QueuePage:
    """Return a page of the queue, from the mark `after` on. A mark that is none gives the first page.

    Raises NotAllowed for someone who has no queue.
    """
    require_role(viewer, Act.SEE_QUEUE)
    filters = filters or QueueFilters()
    rows = _filtered(viewer, filters).select_related("owner")
    place = _read_mark(after) if after else None
    now = timezone.now()
    if filters.first == "overdue" and not filters.reference.strip():
        found = _overdue(rows, place, now)
    else:
        found = list(_beyond(rows, place).order_by("lane", "next_clock_at", "pk")[: PAGE + 1])
    shown = tuple(
        QueueRow(
            case, case.owner.name if case.owner else "", why_here(case),
            bool(case.next_clock_at and case.next_clock_at < now),
        )
        for case in found[:PAGE]
    )  # fmt: skip
    return QueuePage(shown, _mark(found[PAGE - 1]) if len(found) > PAGE else "")


def counts(viewer: Actor) -> QueueCounts:
    """Return how many cases stand behind each tab. Raises NotAllowed."""
    require_role(viewer, Act.SEE_QUEUE)
    rows = visible_to(viewer).filter(lane__lt=OUT)
    return QueueCounts(
        mine=_counted(rows.filter(owner=viewer.user)),
        unclaimed=_counted(rows.filter(owner=None)),
        all=_counted(rows),
        danger=_counted(rows.filter(lane=DANGER)),
        # Each lane by name, so that the index gives the overdue of a lane without walking through the rest of it.
        overdue=_counted(rows.filter(lane__in=LANES, next_clock_at__lt=timezone.now())),
    )


def _counted(rows: QuerySet[Case]) -> Counted:
    number = rows.order_by()[: MOST_COUNTED + 1].count()
    return Counted(min(number, MOST_COUNTED), number > MOST_COUNTED)


def _filtered(viewer: Actor, filters: QueueFilters) -> QuerySet[Case]:
    rows = visible_to(viewer)
    if filters.reference.strip():
        return rows.filter(_named(filters.reference))
    if filters.state:
        rows = rows.filter(state=filters.state)
    elif not filters.mark:
        rows = rows.filter(lane__lt=OUT)
    if filters.owner == "mine":
        rows = rows.filter(owner=viewer.user)
    elif filters.owner == "unclaimed":
        rows = rows.filter(owner=None)
    for column, code in (("strands", filters.strand), ("platforms", filters.platform), ("marks", filters.mark)):
        if code:
            rows = _listing(rows, column, code)
    if filters.force:
        rows = rows.filter(force=filters.force)
    if filters.first == "danger":
        rows = rows.filter(lane=DANGER)
    return rows.filter(danger=True) if filters.danger else rows


def _listing(rows: QuerySet[Case], column: str, code: str) -> QuerySet[Case]:
    """Keep the cases whose JSON list in `column` holds `code`, by its text: the same on both databases."""
    return rows.annotate(**{f"{column}_text": Cast(column, TextField())}).filter(
        **{f"{column}_text__contains": '"' + code.replace('"', "") + '"'}
    )


def _named(typed: str) -> Q:
    """The case of this reference, or the one under which the report of this reference counts; else none."""
    reference = normalise(typed)
    if reference is None:
        return Q(pk__in=[])
    if reference.startswith("C"):
        return Q(reference=reference)
    return Q(memberships__report__reference=reference, memberships__until_at=None)


def _beyond(rows: QuerySet[Case], place: _Place | None) -> QuerySet[Case]:
    """Keep what comes after `place`. A case without a clock stands where the database puts an empty value."""
    if place is None:
        return rows
    empty_last = connection.features.nulls_order_largest
    same_time = Q(next_clock_at=place.at, pk__gt=place.pk) if place.at else Q(next_clock_at=None, pk__gt=place.pk)
    if place.at:
        later = Q(next_clock_at__gt=place.at) | (Q(next_clock_at=None) if empty_last else Q(pk__in=[]))
    else:
        later = Q(pk__in=[]) if empty_last else Q(next_clock_at__isnull=False)
    # The first condition is the range of the index, the second the exact place within it.
    return rows.filter(lane__gte=place.lane).filter(Q(lane__gt=place.lane) | same_time | later)


def _overdue(rows: QuerySet[Case], place: _Place | None, now: datetime) -> list[Case]:
    """Return up to a page and one of the cases whose first clock is over, in the order of the queue.

    One lane at a time, so that the index gives the overdue of each without walking through the rest of it.
    """
    found: list[Case] = []
    for lane in LANES:
        if len(found) <= PAGE and (place is None or lane >= place.lane):
            late = rows.filter(lane=lane, next_clock_at__lt=now)
            if place and place.lane == lane and place.at:
                beyond = Q(next_clock_at__gt=place.at) | Q(pk__gt=place.pk)
                late = late.filter(beyond, next_clock_at__gte=place.at)
            found += late.order_by("next_clock_at", "pk")[: PAGE + 1 - len(found)]
    return found


def _mark(case: Case) -> str:
    return f"{case.lane}~{case.next_clock_at.isoformat() if case.next_clock_at else ''}~{case.pk}"


def _read_mark(mark: str) -> _Place | None:
    try:
        lane, at, pk = mark.split("~")
        when = datetime.fromisoformat(at) if at else None
        return _Place(int(lane), when, int(pk)) if when is None or when.tzinfo else None
    except (ValueError, OverflowError):
        return None
