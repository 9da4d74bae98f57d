"""The desk's queue, filtered: what nobody has read first, then by band; fifty rows a page by keyset, never a score."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from upstander.duties.assessment.filtering import LANES, QueueFilters, filtered, listings_to_walk
from upstander.duties.assessment.why_here import why_here
from upstander.duties.bundling.again import named_again
from upstander.duties.campaigns.counting_in import MANY
from upstander.duties.campaigns.queries import Standing, standing, why_singly
from upstander.law import clocks
from upstander.law.access import Act
from upstander.record.cases.models import Case, Clock, Listing
from upstander.record.people.actors import Actor, require_role

PAGE = 50


@dataclass(frozen=True)
class QueueRow:
    """One case in the queue, and in one sentence why it stands where it stands."""

    case: Case
    owner: str
    why: str
    overdue: bool
    named: dict[str, Clock] = field(default_factory=dict)
    """The earliest clock of each kind that is kept for somebody else: `time_limit` and `victim`, where one runs."""


@dataclass(frozen=True)
class QueuePage:
    """Up to fifty rows, the mark of the next page (empty on the last), and the campaigns that stand among the rows."""

    rows: tuple[QueueRow, ...]
    next: str
    campaigns: tuple[Standing, ...] = ()

    @property
    def lines(self) -> list[QueueRow | Standing]:
        """Rows and campaigns together, in the order of the queue."""
        return sorted((*self.rows, *self.campaigns), key=_place_of)


@dataclass(frozen=True)
class _Place:
    """Where the page before ended."""

    lane: int
    at: datetime
    pk: int


def queue(viewer: Actor, filters: QueueFilters | None = None, after: str | None = None) -> QueuePage:
    """Return the cases of the viewer's queue in its order, from the mark `after` on. Raises NotAllowed.

    Three queries, one more where a strand, platform or mark is asked for, one more where a closed case is named again,
    one to ask for campaigns where the filters show them, and two where there are some.
    """
    require_role(viewer, Act.SEE_QUEUE)
    filters = filters or QueueFilters()
    place = _read_mark(after) if after else None
    rows = filtered(viewer, filters)
    listings = listings_to_walk(filters)
    found = _walk(rows, place) if listings is None else _walk_listings(listings, rows, place)
    shown, more = rows_of(viewer, found[:PAGE]), len(found) > PAGE
    campaigns = [row for row in _campaigns(viewer, filters) if _is_here(row, place, shown[-1].case if more else None)]
    return QueuePage(shown, _mark(found[PAGE - 1]) if more else "", tuple(campaigns))


def next_after(viewer: Actor, case: Case | None) -> Case | None:
    """Return the next case in the order of the queue that nobody has claimed, after `case` or from the front.

    Raises NotAllowed.
    """
    require_role(viewer, Act.SEE_QUEUE)
    waiting = filtered(viewer, QueueFilters(owner="unclaimed"))
    place = _Place(case.lane, case.turn_at, case.pk) if case else None
    return _beyond(waiting, place).order_by("lane", "turn_at", "pk").first()


def rows_of(viewer: Actor, cases: Sequence[Case]) -> tuple[QueueRow, ...]:
    """Return the rows that show these cases, which the viewer may see, in a fixed number of queries for all."""
    now, named, again = timezone.now(), _named_clocks(cases), named_again(viewer, cases)
    of_campaigns = [case for case in cases if MANY in case.marks]
    singly = why_singly(of_campaigns) if of_campaigns else {}
    return tuple(
        QueueRow(
            case, case.owner.name if case.owner else "",
            why_here(case, again.get(case.pk, ()), singly.get(case.pk, ())),
            bool(case.next_clock_at and case.next_clock_at < now), named.get(case.pk, {}),
        )
        for case in cases
    )  # fmt: skip


def _campaigns(viewer: Actor, filters: QueueFilters) -> list[Standing]:
    """Return the campaigns that fit the filters: by lane, clock and owner (nobody); any other filter is for cases."""
    plain = replace(filters, lane="", overdue=False, owner="all")
    if plain != QueueFilters() or filters.owner not in ("all", "unclaimed"):
        return []
    lanes, now = LANES.get(filters.lane), timezone.now()
    return [
        row
        for row in standing(viewer)
        if (lanes is None or row.lane in lanes) and (not filters.overdue or bool(row.clock_at and row.clock_at < now))
    ]


def _is_here(row: Standing, after: _Place | None, last: Case | None) -> bool:
    """Whether a campaign stands on the page that begins beyond `after` and ends with the case `last`, if with any."""
    begins = after is None or row.place > (after.lane, after.at)
    return begins and (last is None or row.place <= (last.lane, last.turn_at))


def _place_of(line: QueueRow | Standing) -> tuple[int, datetime]:
    return line.place if isinstance(line, Standing) else (line.case.lane, line.case.turn_at)


def _walk(rows: QuerySet[Case], place: _Place | None) -> list[Case]:
    return list(_beyond(rows, place).select_related("owner").order_by("lane", "turn_at", "pk")[: PAGE + 1])


def _walk_listings(listings: QuerySet[Listing], rows: QuerySet[Case], place: _Place | None) -> list[Case]:
    """Walk along the listings, which stand in the order of the queue, and keep the cases that fit the rest."""
    fitting = listings.filter(Exists(rows.filter(pk=OuterRef("case_id"))))
    if place:
        same = Q(turn_at=place.at, case_id__gt=place.pk) | Q(turn_at__gt=place.at)
        fitting = fitting.filter(lane__gte=place.lane).filter(Q(lane__gt=place.lane) | same)
    pks = list(fitting.order_by("lane", "turn_at", "case_id").values_list("case_id", flat=True)[: PAGE + 1])
    cases = Case.objects.select_related("owner").in_bulk(pks)
    return [cases[pk] for pk in pks]


def _beyond(rows: QuerySet[Case], place: _Place | None) -> QuerySet[Case]:
    """Keep what comes after `place`."""
    if place is None:
        return rows
    same = Q(turn_at=place.at, pk__gt=place.pk) | Q(turn_at__gt=place.at)
    # The first condition is the range of the index, the second the exact place within it.
    return rows.filter(lane__gte=place.lane).filter(Q(lane__gt=place.lane) | same)


def _named_clocks(cases: Sequence[Case]) -> dict[int, dict[str, Clock]]:
    """Return for each case the earliest running clock of each kind that is not the hub's own."""
    kinds = {name: kind for kind in ("time_limit", "victim") for name in clocks.names_of(kind)}
    found: dict[int, dict[str, Clock]] = {}
    running = Clock.objects.filter(case__in=[case.pk for case in cases], ended_at=None, name__in=kinds)
    for each in running.order_by("due_at", "pk"):
        found.setdefault(each.case_id, {}).setdefault(kinds[each.name], each)
    return found


def _mark(case: Case) -> str:
    return f"{case.lane}~{case.turn_at.isoformat()}~{case.pk}"


def _read_mark(mark: str) -> _Place | None:
    try:
        lane, at, pk = mark.split("~")
        when = datetime.fromisoformat(at)
        return _Place(int(lane), when, int(pk)) if when.tzinfo and int(pk) < 2**63 and abs(int(lane)) < 2**15 else None
    except (ValueError, OverflowError):
        return None
