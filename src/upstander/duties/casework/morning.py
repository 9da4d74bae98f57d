"""Tell an inspector in the morning how much came in against the same weekday before, and what the hub gets done."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q
from django.utils import timezone

from upstander.duties.assessment.queries import Counted, counted, decided_since
from upstander.duties.casework.queries import on_shift
from upstander.duties.casework.team import start_of
from upstander.law.access import Act
from upstander.record.cases.grants import visible_to
from upstander.record.cases.queue import UNREAD_LANES, WORKED_LANES
from upstander.record.people.actors import Actor, require_role
from upstander.record.people.models import User

WEEKS = 4
RECENT = timedelta(days=7)
MOST_RECENT = 5_000
A_FEW = 3
"""Fewer reports of a day than this are called no more than usual: one after weeks of none is no surge."""


@dataclass(frozen=True)
class Day:
    """The reports that came in on one day: until this time of day, and on the whole day (so far, for today)."""

    on: date
    until_now: int
    whole: int


@dataclass(frozen=True)
class Line:
    """One strand or platform: how many reports named it today until now, and until then on each day before."""

    code: str
    today: int
    before: tuple[int, ...]

    @property
    def most(self) -> int:
        """The most on any of the days before, until this time of day."""
        return max(self.before, default=0)

    @property
    def over(self) -> bool:
        """Whether today stands over every one of the days before, and is more than a chance few."""
        return self.today > self.most and self.today >= A_FEW


@dataclass(frozen=True)
class Intake:
    """Today beside the same weekday of the weeks before, newest first."""

    days: tuple[Day, ...]
    strands: tuple[Line, ...]
    platforms: tuple[Line, ...]

    @property
    def strands_over(self) -> tuple[Line, ...]:
        """The strands of which more came today than on any of the days before, the furthest over first."""
        return self._over(self.strands)

    @property
    def platforms_over(self) -> tuple[Line, ...]:
        """The platforms of which more came today than on any of the days before, the furthest over first."""
        return self._over(self.platforms)

    def _over(self, lines: tuple[Line, ...]) -> tuple[Line, ...]:
        """Leave out all while there is nothing to compare with: a hub in its first week would call everything more."""
        if not any(day.whole for day in self.days[1:]):
            return ()
        return tuple(sorted((line for line in lines if line.over), key=lambda line: line.most - line.today))


@dataclass(frozen=True)
class Capacity:
    """Who is on duty, the work that is open, and what came in, was decided and was closed in the last seven days."""

    on_duty: tuple[User, ...]
    unread: Counted
    worked: Counted
    opened: Counted
    decided: Counted
    closed: Counted


def intake(viewer: Actor) -> Intake:
    """Return today's intake beside the same weekday of the four weeks before: plain counts of reports.

    A report is counted by the case that it opened, of those that the viewer may see. Raises NotAllowed.
    """
    require_role(viewer, Act.SEE_TEAM)
    now = timezone.now()
    days, strands, platforms = [], [], []
    for week in range(WEEKS + 1):
        since, until = start_of(now, days=-7 * week), start_of(now, days=1 - 7 * week)
        rows = visible_to(viewer).filter(opened_at__gte=since, opened_at__lt=until)
        early = Count("pk", filter=Q(opened_at__lte=now - timedelta(days=7 * week)))
        # Reports that name the same come as one row, so that a day of thousands is as quick as one of ten.
        came = list(rows.order_by().values_list("strands", "platforms").annotate(early=early, whole=Count("pk")))
        days.append(Day(timezone.localdate(since), sum(row[2] for row in came), sum(row[3] for row in came)))
        strands.append(_tally((row[0], row[2]) for row in came))
        platforms.append(_tally((row[1], row[2]) for row in came))
    return Intake(tuple(days), _lines(strands), _lines(platforms))


def _tally(rows: Iterable[tuple[list[str], int]]) -> "Counter[str]":
    """Count each code as often as reports named it."""
    counted: Counter[str] = Counter()
    for codes, number in rows:
        counted.update(dict.fromkeys(codes, number))
    return +counted


def _lines(counts: list["Counter[str]"]) -> tuple[Line, ...]:
    """Return every code that was named on one of the days, those named most today first."""
    codes: Iterable[str] = {code for each in counts for code in each}
    lines = [Line(code, counts[0][code], tuple(each[code] for each in counts[1:])) for code in codes]
    return tuple(sorted(lines, key=lambda line: (-line.today, -sum(line.before), line.code)))


def capacity(viewer: Actor) -> Capacity:
    """Return who is on duty now, beside the open work and what the last seven days brought. Raises NotAllowed."""
    require_role(viewer, Act.SEE_TEAM)
    rows, since = visible_to(viewer), timezone.now() - RECENT
    return Capacity(
        tuple(on_shift(timezone.now(), organisation=viewer.organisation)),
        counted(rows.filter(lane__in=UNREAD_LANES)),
        counted(rows.filter(lane__in=WORKED_LANES)),
        counted(rows.filter(opened_at__gte=since), MOST_RECENT),
        counted(decided_since(viewer, since), MOST_RECENT),
        counted(rows.filter(closed_at__gte=since, closed_as__gt=""), MOST_RECENT),
    )
