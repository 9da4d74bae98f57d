"""Show a supervisor the team's work: who has how much, what breaches and when, what nobody owns, what waits."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import OrderBy
from django.utils import timezone

from upstander.duties.assessment.limit_marks import OF_LIMITS
from upstander.duties.assessment.limits import CLOCK, TIME_LIMIT
from upstander.duties.assessment.queries import Counted, QueueRow, counted, rows_of
from upstander.duties.casework.queries import HUB_ROLES, on_shift
from upstander.law.access import Act
from upstander.record.cases.grants import visible_to
from upstander.record.cases.models import Case, Clock, Listing
from upstander.record.cases.queue import ELSEWHERE, OUT, UNREAD_LANES, WORKED_LANES
from upstander.record.people.actors import Actor, require_role
from upstander.record.people.models import User

LATELY = timedelta(days=28)
SHOWN = 20
"""Rows of each list; the queue's filters lead to the rest."""
MOST_EACH = 100
"""An officer with more open cases than this has too many, whatever the number."""


@dataclass(frozen=True)
class Oldest:
    """The oldest of somebody's open cases."""

    pk: int
    reference: str
    opened_at: datetime


@dataclass(frozen=True)
class Workload:
    """What one officer has open at the hub; beyond a hundred cases only the first in the queue's order count."""

    officer: User
    on_duty: bool
    open: Counted
    overdue: int
    oldest: Oldest | None


@dataclass(frozen=True)
class Listed:
    """The first rows of a list of cases, and how many there are in all."""

    rows: tuple[QueueRow, ...]
    count: Counted


@dataclass(frozen=True)
class Breaches:
    """Clocks that are over, that end today, and that end within 24 hours from now."""

    over: Counted
    today: Listed
    soon: Listed


@dataclass(frozen=True)
class TimeLimits:
    """Cases of whose time limit half has run or more, and those that ended by it in the last 28 days: outcome 17."""

    running: Listed
    ended: Listed


def workload(viewer: Actor) -> list[Workload]:
    """Return what each officer of the hub has open, whoever has left and still owns cases included.

    One query for each officer, of a bounded number of rows. Raises NotAllowed.
    """
    require_role(viewer, Act.SEE_TEAM)
    open_cases = visible_to(viewer).filter(lane__lt=ELSEWHERE)
    owns = Exists(open_cases.filter(owner=OuterRef("pk")))
    of_the_hub = Q(organisation=viewer.organisation, role__in=[role.value for role in HUB_ROLES])
    officers = User.objects.filter(of_the_hub & (Q(is_active=True) | owns)).order_by("name", "pk")
    on_duty = {each.pk for each in on_shift(timezone.now(), organisation=viewer.organisation)}
    return [_workload(officer, officer.pk in on_duty, open_cases) for officer in officers]


def _workload(officer: User, on_duty: bool, open_cases: QuerySet[Case]) -> Workload:
    rows = open_cases.filter(owner=officer).order_by("lane", "turn_at", "pk")
    found = list(rows.values_list("opened_at", "pk", "reference", "next_clock_at")[: MOST_EACH + 1])
    held, now = found[:MOST_EACH], timezone.now()
    oldest = min(held, default=None)
    return Workload(
        officer,
        on_duty,
        Counted(len(held), len(found) > MOST_EACH),
        sum(1 for *_, ends_at in held if ends_at and ends_at < now),
        Oldest(oldest[1], oldest[2], oldest[0]) if oldest else None,
    )


def breaches(viewer: Actor) -> Breaches:
    """Return what is over, what ends today (over or not) and what ends in the next 24 hours. Raises NotAllowed."""
    require_role(viewer, Act.SEE_TEAM)
    rows, now = visible_to(viewer).filter(lane__lt=OUT), timezone.now()
    midnight = start_of(now)
    return Breaches(
        counted(rows.filter(next_clock_at__lt=now)),
        _listed(
            viewer, rows.filter(next_clock_at__gte=midnight, next_clock_at__lt=start_of(now, days=1)), "next_clock_at"
        ),
        _listed(
            viewer, rows.filter(next_clock_at__gte=now, next_clock_at__lt=now + timedelta(hours=24)), "next_clock_at"
        ),
    )


def time_limits(viewer: Actor) -> TimeLimits:
    """Return the cases whose time limit runs out, the first to end first, and those it ended. Raises NotAllowed."""
    require_role(viewer, Act.SEE_TEAM)
    marked = Listing.objects.filter(under=Listing.Under.MARK, code__in=OF_LIMITS, case=OuterRef("pk"))
    ends = Clock.objects.filter(case=OuterRef("pk"), name=CLOCK, ended_at=None).values("due_at")[:1]
    rows = visible_to(viewer).filter(Exists(marked), lane__lt=OUT).annotate(limit_at=Subquery(ends))
    closed = visible_to(viewer).filter(closed_at__gte=timezone.now() - LATELY, closed_as=TIME_LIMIT)
    # Without a clock the dates contradict each other: nobody knows whether it has passed, so it stands first.
    return TimeLimits(_listed(viewer, rows, F("limit_at").asc(nulls_first=True)), _listed(viewer, closed, "-closed_at"))


def unowned(viewer: Actor) -> Listed:
    """Return the cases that somebody has read and nobody has now: given back, say. Raises NotAllowed."""
    require_role(viewer, Act.SEE_TEAM)
    return _listed(viewer, visible_to(viewer).filter(owner=None, lane__in=WORKED_LANES), "lane", "turn_at")


def unread(viewer: Actor) -> Counted:
    """Return how many cases nobody has read. Raises NotAllowed."""
    require_role(viewer, Act.SEE_TEAM)
    return counted(visible_to(viewer).filter(lane__in=UNREAD_LANES))


def start_of(now: datetime, days: int = 0) -> datetime:
    """Return the midnight, where the hub is, that today began with, or that of so many days later."""
    day = timezone.localdate(now) + timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, time()))


def _listed(viewer: Actor, rows: QuerySet[Case], *order: str | OrderBy) -> Listed:
    shown = rows.select_related("owner").order_by(*order, "pk")[:SHOWN]
    return Listed(rows_of(viewer, list(shown)), counted(rows))
