"""Count where cases end on the way from the report to a charge, stage by stage, with the coded reasons."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from django.utils import timezone

from upstander.duties.allocation.queries import reached_a_force
from upstander.duties.assessment.queries import findings
from upstander.law.access import Act
from upstander.record.cases.grants import visible_to
from upstander.record.cases.models import Case
from upstander.record.people.actors import Actor, require_role

MOST = 1_000
"""The newest so many matters of the period are counted; the page says so where there are more."""
STAGES = ("matters", "crime", "line", "offered", "accepted", "outcome")


class Matter(NamedTuple):
    """What is asked of each case."""

    pk: int
    state: str
    route: str
    positive_line: bool | None
    closed_as: str
    report_count: int


@dataclass(frozen=True)
class Stage:
    """How many matters came this far, and what became of those that came no further."""

    name: str
    reached: int
    share: int
    """Of all matters, in per cent."""
    closed: tuple[tuple[str, int], ...]
    """Those that ended here, by the coded reason, the most frequent first."""
    here: tuple[tuple[str, int], ...]
    """Those that are still here, by the state of the case; `not a crime` for those decided so and not closed yet."""


@dataclass(frozen=True)
class Funnel:
    """The matters opened in a period. `handed` went to a force at once and are in no stage."""

    days: int
    reports: int
    matters: int
    handed: int
    cut: bool
    """There were more matters than are counted."""
    stages: tuple[Stage, ...]


def funnel(viewer: Actor, *, days: int = 28) -> Funnel:
    """Return how far the matters opened in the last so many days have come, of those that the viewer may see.

    Four queries, of at most a thousand matters. Raises NotAllowed.
    """
    require_role(viewer, Act.SEE_TEAM)
    rows = visible_to(viewer).filter(opened_at__gte=timezone.now() - timedelta(days=days), report_count__gt=0)
    fields = ("pk", "state", "route", "positive_line", "closed_as", "report_count")
    found = rows.order_by("-opened_at", "-pk").values_list(*fields)[: MOST + 1]
    matters = [Matter(*row) for row in found]
    cases = matters[:MOST]
    own = [case for case in cases if case.route == Case.Route.HUB]
    decided = findings([case.pk for case in own])
    offered, accepted = reached_a_force([case.pk for case in own])
    at = {case.pk: _stage(case, decided.get(case.pk, ""), offered, accepted) for case in own}
    stages = tuple(_counted(name, own, at, decided) for name in STAGES)
    reports, handed = sum(case.report_count for case in cases), len(cases) - len(own)
    return Funnel(days, reports, len(cases), handed, len(matters) > MOST, stages)


def _stage(case: Matter, finding: str, offered: set[int], accepted: set[int]) -> str:
    """Return the last stage that a case has reached."""
    if case.pk in accepted:
        return "outcome" if case.closed_as else "accepted"
    if case.pk in offered:
        return "offered"
    if finding == "crime":
        return "line" if case.positive_line else "crime"
    return "matters"


def _counted(name: str, cases: list[Matter], at: dict[int, str], decided: dict[int, str]) -> Stage:
    place = STAGES.index(name)
    reached = sum(1 for stage in at.values() if STAGES.index(stage) >= place)
    last = [case for case in cases if at[case.pk] == name]
    closed = Counter(case.closed_as for case in last if case.closed_as)
    here = Counter(_here(case, decided.get(case.pk, "")) for case in last if not case.closed_as)
    share = round(100 * reached / len(cases)) if cases else 0
    return Stage(name, reached, share, tuple(closed.most_common()), tuple(here.most_common()))


def _here(case: Matter, finding: str) -> str:
    return finding if case.state == Case.State.DECIDED and finding == "not a crime" else case.state
